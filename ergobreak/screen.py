"""What the engine's effects look like on this desktop: the break window, notifications, the tray.

Rules of this file:
1. Called on the engine thread; window, notifier and tray do their work on threads of their own.
2. A prompt that could not be shown stays wanted: the notifier delivers it when it can, and that
   is how the engine learns that there is a screen again.
3. A prompt is in the window or a notification, never both; what the window cannot show, or shows
   no longer, becomes a notification.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ergobreak import guidance, notices
from ergobreak.core import breaks, effects, ring, tray_view, view
from ergobreak.core.model import Level
from ergobreak.core.state import Member, Prompt
from ergobreak.monday import is_new_week

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.adapters.window.page import BreakPage
    from ergobreak.content.posture import PostureCheck
    from ergobreak.content.tips import Tip
    from ergobreak.core.model import Plan
    from ergobreak.core.state import State
    from ergobreak.core.tray_view import TrayView
    from ergobreak.person import Person
    from ergobreak.ports import BreakWindow, Notifier
    from ergobreak.runtime import Stepped

_log = logging.getLogger(__name__)


class Screen:
    """Shows what the engine asks for. `answer` is the tester's stand-in for a person, or None."""

    def __init__(
        self,
        notifier: Notifier,
        window: BreakWindow,
        zone: Callable[[], ZoneInfo],
        draw: Callable[[TrayView], None],
        answer: Callable[[Prompt], None] | None = None,
        checks: Sequence[PostureCheck] = (),
        tips: Sequence[Tip] = (),
    ) -> None:
        self.notifier = notifier
        self.window = window
        self._zone = zone
        self._draw = draw
        self._answer = answer
        self.checks, self.tips = checks, tips  # the person's own
        self._wanted = ""  # a prompt that no screen has taken yet
        self._in_window = ""  # the prompt that the window has, or is to have
        self._ending: guidance.Line | None = None  # for the window, when the step is over
        self.chime: Callable[[Prompt, Plan], object] = lambda *_: None
        self._is_behind_lock = self._is_new_week = False  # behind: it was closed by the lock
        self._noticed = ""  # the prompt that the notifier was given last
        self._sample: Prompt | None = None  # the last preview in the window
        self.page: BreakPage | None = None  # opens a break in the browser, for want of Tk
        self.week: Callable[[], object] | None = None  # tells of the week before, if wanted
        self.use_profile: Callable[[], None] = lambda: None  # has the plan of another profile made
        self.has_ring = False  # somebody sees the ring fill; nobody wakes up for it otherwise

    def perform(self, effect: effects.Effect, stepped: Stepped) -> None:
        """Show, withdraw, open or close."""
        match effect:
            case effects.Prepare(rule):
                if self._has_window(rule.level, stepped):
                    self.window.prepare(guidance.of_preparation(stepped.plan))
            case effects.Show(prompt):
                self._show(prompt, stepped)
                self.chime(prompt, stepped.plan)
                if self._answer is not None:
                    self._answer(prompt)
            case effects.Withdraw(prompt_id):
                if prompt_id == self._in_window:
                    self._ending = guidance.of_end(prompt_id, "")
                elif stepped.state.displayed:
                    self.notifier.withdraw(prompt_id)
                else:
                    self._wanted = prompt_id
            case effects.OpenBreak():
                self._open(effect, stepped)
            case effects.CloseBreak(prompt_id, how):
                self._tell_of_week()
                if self.page is not None:
                    self.page.close()
                if prompt_id == self._in_window:
                    self._ending = guidance.of_end(prompt_id, how)
                else:
                    self.notifier.withdraw(prompt_id)
            case effects.AskEasy():
                self.notifier.show(notices.of_easy())
            case effects.OfferLongerAway(away_after):
                self.notifier.show(notices.of_longer_away(away_after))
            case effects.UseProfile():
                self.use_profile()
            case effects.Record():
                pass  # written before anything is performed

    def picture(self, stepped: Stepped) -> None:
        """Draw the tray, and forget a prompt that nobody waits for any more."""
        state = stepped.state
        if self._ending is not None:
            self._leave(self._ending)
        self._mind_lock(stepped)
        if self._wanted and (state.displayed or not _waits(state.waiting, self._wanted)):
            if state.shown is None or state.shown.id != self._wanted:
                self.notifier.withdraw(self._wanted)
            self._wanted = ""
        self._draw(tray_view.picture(state, stepped.plan, stepped.now, self._zone()))

    def next_picture(self, state: State, plan: Plan) -> int | None:
        """Return when the ring's next step fills, if there is a tray to show it."""
        return ring.next_step_at(state, plan) if self.has_ring else None

    def say(self, notice: view.Notice) -> None:
        """Show a plain message."""
        self.notifier.show(notice)

    def close(self, notice_id: str) -> None:
        """Take a plain message or a preview off the screen."""
        if notice_id == self._in_window:
            self._leave(guidance.of_end(notice_id, ""))
        else:
            self.notifier.withdraw(notice_id)

    def lost(self, prompt_id: str, stepped: Stepped) -> None:
        """Go on by notification: the window does not show this, or no longer, and nobody closed it.

        A break goes on.
        """
        if prompt_id != self._in_window or self.window.holds(prompt_id):
            return  # closed or asked for anew in between
        self._in_window = ""
        state, running = stepped.state, stepped.state.running
        if state.shown is not None and state.shown.id == prompt_id:
            notice = self._notice(state.shown, stepped)
        elif running is not None and running.prompt.id == prompt_id:
            opened = breaks.opened(running, stepped.now.mono)
            notice = self._of_break(opened, "", stepped)
        elif self._sample is not None and prompt_id == notices.PREVIEW:
            notice = self._notice(self._sample, stepped)
        else:
            return
        _log.warning("%s; a notification takes its place", self.window.reason)
        self._notify(notice)

    # ------------------------------------------------------------ prompts, and their breaks

    def _has_window(self, level: Level, stepped: Stepped) -> bool:
        """Tell whether a prompt of this level opens in the window: not for those who listen."""
        return (
            level >= Level.PANEL
            and stepped.plan.window.use != "never"
            and not stepped.state.aloud
            and self.window.is_usable
        )

    def _show(self, prompt: Prompt, stepped: Stepped) -> None:
        if self._has_window(prompt.level, stepped):
            self._enter(guidance.of_prompt(prompt, stepped.state, stepped.plan))
        else:
            self._notify(self._notice(prompt, stepped))

    def _open(self, opened: effects.OpenBreak, stepped: Stepped) -> None:
        line = self._line(opened, stepped)
        if self._has_window(opened.prompt.leader.level, stepped):
            self._enter(self._guided(opened, line, stepped))
            return
        self._notify(self._of_break(opened, line, stepped))
        if self.page is not None and self._wants_page(opened, stepped):
            self.page.open(self._guided(opened, line, stepped))

    def _wants_page(self, opened: effects.OpenBreak, stepped: Stepped) -> bool:
        """Tell whether there is something to follow, and somebody who would look at it."""
        return (
            opened.prompt.leader.level >= Level.PANEL
            and stepped.plan.window.use != "never"
            and not (stepped.state.aloud or opened.walked or opened.paused)
            and opened.length == _length(stepped)  # not for the rest of one that is open already
        )

    def _tell_of_week(self) -> None:
        """After the first break of a week, not under it, say what there is to say of the last."""
        if self._is_new_week and self.week is not None:
            self.week()
        self._is_new_week = False

    def _line(self, opened: effects.OpenBreak, stepped: Stepped) -> str:
        """Return what is read beside the break: that the day was a full one, or the day's line."""
        if opened.full_day:
            return notices.of_full_day(opened.prompt.number)
        if not opened.tip:
            return ""
        plan = stepped.plan
        day = plan.hours.day(stepped.now.wall)
        self._is_new_week = is_new_week(day, opened.tip_since)
        return notices.line_of_the_day(plan, day, opened.tip_since, own=self.tips)

    def _of_break(self, opened: effects.OpenBreak, line: str, stepped: Stepped) -> view.Notice:
        zone = self._zone()
        return notices.of_break(opened.prompt, opened.length, stepped.now, zone, line=line)

    def _guided(self, opened: effects.OpenBreak, line: str, stepped: Stepped) -> guidance.Line:
        return guidance.of_break(
            opened.prompt,
            stepped.state,
            stepped.plan,
            left=opened.length,
            tip=line,
            walked=opened.walked,
            paused=opened.paused,
        )

    def _enter(self, line: guidance.Line) -> None:
        """Show this in the window; a notification of the same goes first."""
        self._ending = None
        self._in_window = line["prompt"]
        if self._noticed == self._in_window:
            self.notifier.withdraw(self._noticed)
            self._noticed = ""
        self.window.show(line)

    def _mind_lock(self, stepped: Stepped) -> None:
        """Leave nothing on a locked screen; what still goes on after it is there again."""
        state = stepped.state
        if state.locked is not None and self._in_window:
            self._leave(guidance.of_end(self._in_window, ""))
            self._is_behind_lock = True
        elif state.locked is None and self._is_behind_lock:
            self._is_behind_lock = False
            if state.running is not None:
                self._open(breaks.opened(state.running, stepped.now.mono), stepped)
            elif state.shown is not None:
                self._show(state.shown, stepped)

    def _notify(self, notice: view.Notice) -> None:
        """Show this as a notification; if the window has the same, that goes first."""
        if notice.id == self._in_window:
            self._leave(guidance.of_end(notice.id, ""))
        self._noticed = notice.id
        self.notifier.show(notice)

    def _leave(self, ending: guidance.Line) -> None:
        self._ending = None
        self._in_window = ""
        self.window.close(ending)

    # ------------------------------------------------------------ previews

    def preview(self, name: str, stepped: Stepped) -> None:
        """Show the real prompt of a reminder; its buttons lead nowhere, nothing is logged."""
        rule = next(rule for rule in stepped.plan.reminders if rule.name == name)
        sample = Prompt(notices.PREVIEW, (Member(rule, notices.PREVIEW, 0, 0),), level=rule.level)
        self.chime(sample, stepped.plan)
        is_free = self._in_window in {"", notices.PREVIEW}  # a real prompt is worth more
        if is_free and self._has_window(rule.level, stepped):
            self._sample = sample
            self._enter(guidance.of_prompt(sample, stepped.state, stepped.plan, preview=True))
        else:
            self._notify(self._notice(sample, stepped))

    def _notice(self, prompt: Prompt, stepped: Stepped) -> view.Notice:
        state, plan = stepped.state, stepped.plan
        return notices.of_prompt(
            prompt,
            state.active,
            drunk=notices.drunk_today(state, plan),
            aloud=state.aloud,
            sight=plan.access.sight,
            place=plan.exercises.place,
            checks=self.checks,
        )


def _length(stepped: Stepped) -> int:
    running = stepped.state.running
    return 0 if running is None else running.length


def _waits(waiting: Prompt | None, prompt_id: str) -> bool:
    return waiting is not None and waiting.id == prompt_id


def answering(person: Person, post: Callable[..., None]) -> Callable[[Prompt], None]:
    """Return what answers every prompt at once in a person's stead, for headless runs."""

    def answer(prompt: Prompt) -> None:
        for act in person.answer(prompt):
            if not act.after:
                post(act.event)

    return answer
