"""What the engine's effects look like on this desktop: notifications, and the tray's picture.

Rules of this file:
1. Called on the engine thread; notifier and tray do their work on threads of their own.
2. A prompt that could not be shown stays wanted: the notifier delivers it when it can, and that
   is how the engine learns that there is a screen again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak import notices
from ergobreak.core import effects, ring, tray_view, view

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Plan
    from ergobreak.core.state import Prompt, State
    from ergobreak.core.tray_view import TrayView
    from ergobreak.person import Person
    from ergobreak.ports import Notifier
    from ergobreak.runtime import Stepped


class Screen:
    """Shows what the engine asks for. `answer` is the tester's stand-in for a person, or None."""

    def __init__(
        self,
        notifier: Notifier,
        zone: Callable[[], ZoneInfo],
        draw: Callable[[TrayView], None],
        answer: Callable[[Prompt], None] | None = None,
    ) -> None:
        self.notifier = notifier
        self._zone = zone
        self._draw = draw
        self._answer = answer
        self._wanted = ""  # a prompt that no screen has taken yet
        self.has_ring = False
        """Whether somebody sees the ring fill; nobody wakes up for it otherwise."""

    def perform(self, effect: effects.Effect, stepped: Stepped) -> None:
        """Show, withdraw, open or close."""
        zone, now = self._zone(), stepped.now
        match effect:
            case effects.Show(prompt):
                self.notifier.show(_notice(prompt, stepped))
                if self._answer is not None:
                    self._answer(prompt)
            case effects.Withdraw(prompt_id):
                if stepped.state.displayed:
                    self.notifier.withdraw(prompt_id)
                else:
                    self._wanted = prompt_id
            case effects.OpenBreak(prompt, length, tip):
                day = stepped.plan.hours.day(now.wall) if tip else ""
                self.notifier.show(notices.of_break(prompt, length, day, now, zone))
            case effects.CloseBreak(prompt_id):
                self.notifier.withdraw(prompt_id)
            case effects.AskEasy():
                self.notifier.show(notices.of_easy())
            case effects.OfferLongerAway(away_after):
                self.notifier.show(notices.of_longer_away(away_after))
            case effects.Record() | effects.Prepare():
                pass  # written before anything is performed

    def picture(self, stepped: Stepped) -> None:
        """Draw the tray, and forget a prompt that nobody waits for any more."""
        state = stepped.state
        if self._wanted and (state.displayed or not _waits(state.waiting, self._wanted)):
            if state.shown is None or state.shown.id != self._wanted:
                self.notifier.withdraw(self._wanted)
            self._wanted = ""
        self._draw(tray_view.picture(state, stepped.plan, stepped.now, self._zone()))

    def next_picture(self, state: State, plan: Plan) -> int | None:
        """Return when the ring's next step fills, if there is a tray to show it."""
        return ring.next_step_at(state, plan) if self.has_ring else None

    def preview(self, name: str, stepped: Stepped) -> None:
        """Show the real prompt of a reminder; its buttons lead nowhere, nothing is logged."""
        from ergobreak.core.state import Member
        from ergobreak.core.state import Prompt as Sample

        rule = next(rule for rule in stepped.plan.reminders if rule.name == name)
        sample = Sample(notices.PREVIEW, (Member(rule, notices.PREVIEW, 0, 0),), level=rule.level)
        self.notifier.show(_notice(sample, stepped))

    def say(self, notice: view.Notice) -> None:
        """Show a plain message."""
        self.notifier.show(notice)

    def close(self, notice_id: str) -> None:
        """Take a plain message or a preview off the screen."""
        self.notifier.withdraw(notice_id)


def _notice(prompt: Prompt, stepped: Stepped) -> view.Notice:
    state, sight = stepped.state, stepped.plan.access.sight
    return notices.of_prompt(prompt, state.active, aloud=state.aloud, sight=sight)


def _waits(waiting: Prompt | None, prompt_id: str) -> bool:
    return waiting is not None and waiting.id == prompt_id


def answering(person: Person, post: Callable[..., None]) -> Callable[[Prompt], None]:
    """Return what answers every prompt at once in a person's stead, for headless runs."""

    def answer(prompt: Prompt) -> None:
        for act in person.answer(prompt):
            if not act.after:
                post(act.event)

    return answer
