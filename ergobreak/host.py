"""What the daemon is to those who talk to it: verbs, buttons, the tray's menu.

Rules of this file:
1. Every method may be called from any thread; each posts to the runtime and returns.
2. An answer names the prompt it belongs to, so that an old button never logs a new break.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from ergobreak import notices
from ergobreak.adapters.diagnostics import crash
from ergobreak.adapters.upgrade import Upgrade
from ergobreak.core import events, tray_view, view
from ergobreak.core.tray_view import TrayView
from ergobreak.dataclass import replace
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from ergobreak.adapters.inotify import Inotify
    from ergobreak.control.protocol import Reply
    from ergobreak.core.model import Plan
    from ergobreak.doors import Doors
    from ergobreak.hooks import Hooks
    from ergobreak.monday import Monday
    from ergobreak.ports import Tray
    from ergobreak.runtime import Runtime, Stepped
    from ergobreak.screen import Screen
    from ergobreak.senses import Senses
    from ergobreak.senses.elsewhere import SystemSenses

_log = logging.getLogger(__name__)

ANSWERS: Final[dict[str, Callable[[str], events.Event]]] = {
    "take": lambda prompt: events.Taken(prompt=prompt),
    "done": lambda prompt: events.Done(prompt=prompt),
    "fine": lambda prompt: events.Done(prompt=prompt, found="fine"),
    "corrected": lambda prompt: events.Done(prompt=prompt, found="corrected"),
    "postpone": lambda prompt: events.Postponed(prompt=prompt),
    "skip": lambda prompt: events.Skipped(prompt=prompt),
    "hurt": lambda prompt: events.Hurt(prompt=prompt),
}

_OVERVIEW_ANSWERS: Final = ("take", "drink", "quiet 1h")


class Host:
    """One for each daemon. `connect` names the parts that are built later."""

    runtime: Runtime
    screen: Screen
    tray: Tray
    doors: Doors
    monday: Monday
    senses: Senses | SystemSenses
    agenda: Callable[[], dict[str, str]]

    def __init__(self, zone: ZoneInfo, hooks: Hooks) -> None:
        self.zone = zone
        self.hooks = hooks
        self._pictured = TrayView("running", _("Starting"), tomorrow=_("tomorrow"))
        self._upgrade = Upgrade()
        self._watchers: list[Callable[[], None]] = []

    @property
    def version(self) -> str:
        """Return the version of the program that runs."""
        from ergobreak.control import installed

        return self._upgrade.running or installed.version()

    @property
    def installed(self) -> str:
        """Return the version that a restart would bring, or nothing where it is the same."""
        return self._upgrade.other()

    def sources(self) -> dict[str, dict[str, str]]:
        """Return what serves as what: `by`, and the `reason` why nothing does; one is empty."""
        # Imported late, so that a daemon pays for it when somebody asks.
        from ergobreak.adapters.notify import shown_by

        found = self.senses.sources()
        return {
            **found,
            "clock": self.senses.clock,
            "zone": {"by": str(self.zone), "reason": ""},
            "notifications": shown_by.notices(self.screen.notifier, found.get("notifications")),
            "tray": shown_by.icon(self.tray),
            **({"calendar": self.agenda()} if self.runtime.plan.sources else {}),
        }

    # ------------------------------------------------------------ verbs

    def hooked(self) -> dict[str, object]:
        """Return the hooks in force, what became of each since the start, or why they are off."""
        return self.hooks.report()

    def preview(self, name: str) -> None:
        """Show the real prompt of this reminder; nothing is logged."""
        self.runtime.look(lambda stepped: self.screen.preview(name, stepped))

    def overview(self, below: Sequence[str]) -> None:
        """Show how things stand as a notification, with these lines below it."""
        seen = self._pictured
        notice = notices.of_overview(seen.headline, (*seen.lines, *below))
        self.runtime.look(lambda _stepped: self.screen.say(notice))

    def stop(self) -> None:
        """Begin to end the daemon. Safe in a signal handler."""
        self.tray.stop()

    def post(self, event: events.Event) -> None:
        """Pass an event on to the engine."""
        self.runtime.post(event)

    # ------------------------------------------------------------ notifications

    def answered(self, prompt: str, answer: str) -> None:
        """Turn a button into an event; "closed" answers nothing, for the tray still has it."""
        if answer in (notices.SETTINGS, notices.SETUP, notices.HELP):
            self.doors.open(answer)
            self.screen.close(prompt)
        elif prompt == notices.WELCOME and answer == notices.PREVIEW:
            self.runtime.look(lambda stepped: self.screen.preview(_sample(stepped.plan), stepped))
        elif prompt == notices.OVERVIEW:
            if answer in _OVERVIEW_ANSWERS:
                self.command(answer)
            self.screen.close(prompt)
        elif prompt == notices.MONDAY:
            self.monday.answer(answer)
            self.screen.close(prompt)
        elif prompt in (notices.WELCOME, notices.PREVIEW, notices.LONGER_AWAY):
            self.screen.close(prompt)
        elif prompt == notices.EASY_BEGUN:
            if answer == notices.UNDO:
                self.runtime.post(events.HurtUndone())
            self.screen.close(prompt)
        elif prompt == notices.EASY:
            if answer in ("better", "keep", "still"):
                self.runtime.post(events.EasyAnswered(answer))
            self.screen.close(prompt)
        elif answer in ANSWERS:
            self.runtime.post(ANSWERS[answer](prompt))

    def shown(self, prompt: str, is_shown: bool) -> None:  # noqa: FBT001 - as in the port
        """Tell the engine whether a prompt reached the screen."""
        self.runtime.post(events.DisplayReturned() if is_shown else events.NotShown(prompt))

    # ------------------------------------------------------------ the break window

    def done_in_window(self, prompt: str, event: events.Command) -> None:
        """Pass on what the person did in the window; what they try in a preview leads nowhere.

        What the engine refuses, an answer that came too late, needs no words there.
        """
        if prompt != notices.PREVIEW:
            self.runtime.post(event)

    def seen_in_window(self, prompt: str, is_shown: bool) -> None:  # noqa: FBT001 - as in the port
        """Tell the engine that a prompt is on the screen, or show it in another way."""
        if is_shown:
            self.runtime.post(events.DisplayReturned())
        else:
            self.runtime.look(lambda stepped: self.screen.lost(prompt, stepped))

    # ------------------------------------------------------------ the start

    def tell_of_crash(self, folder: Path) -> None:
        """Say, once, where the report on a crash lies, if the last daemon ended by one."""
        if report := crash.take_up(folder):
            _log.warning("ergobreak had ended unexpectedly; the report on it: %s", report)
            self.notify(notices.of_crash(str(report)))

    def welcome(self, stepped: Stepped) -> None:
        """Say once, at the very first start, that it runs and what comes first."""
        coming = view.upcoming(stepped.state, stepped.plan, stepped.now)
        breaks = {rule.name for rule in stepped.plan.reminders if rule.length}
        coming = tuple(one for one in coming if one.name in breaks) or coming
        first = view.sentence(coming[0], stepped.now, self.zone) if coming else ""
        self.screen.say(notices.of_welcome(first))

    # ------------------------------------------------------------ the tray

    def draw(self, picture: TrayView) -> None:
        """Give the tray a new picture, and keep it for a tray that asks."""
        picture = self._pictured = replace(picture, installed=self.installed)
        self.tray.update(picture)
        for drawn in tuple(self._watchers):
            drawn()

    def watch(self, drawn: Callable[[], None]) -> Callable[[], None]:
        """Call `drawn`, on the engine's thread, with each new picture; return how to end that."""
        self._watchers.append(drawn)
        return lambda: self._watchers.remove(drawn)

    def look(self) -> TrayView:
        """Return the picture as it is now: a menu that opens tells no old times."""
        if not self.runtime.has_begun:
            return self._pictured
        seen = self.runtime.glance()
        picture = tray_view.picture(seen.state, seen.plan, seen.now, self.zone)
        return replace(picture, installed=self.installed)

    def follow_installed(self, inotify: Inotify) -> None:
        """Draw a new picture when another version is installed over this one."""
        self._upgrade.follow(inotify, lambda: self.runtime.look(self.screen.picture))

    def command(self, command: str) -> None:
        """Do what a line of the menu says, as if it had been typed."""
        if command == "quit":
            self.stop()
        elif self.doors.has(command):
            self.doors.open(command)
        else:
            # Imported late: the verbs would hold up the icon at the start.
            from ergobreak.control import inside

            told = self._hurt if command == "hurt" else self._replied
            inside.do(command.split(), self.runtime, self, told)

    def notify(self, notice: view.Notice) -> None:
        """Show a plain message. From any thread."""
        self.runtime.look(lambda _stepped: self.screen.say(notice))

    def told(self, command: str, text: str) -> None:
        """Show what a line of the menu has to say. From any thread."""
        notice = notices.of_words(command, text)
        self.runtime.look(lambda _stepped: self.screen.say(notice))

    def _replied(self, reply: Reply) -> None:
        """Tell the person why a click came to nothing; what was done shows by itself."""
        if reply.exit:
            self.told(notices.REFUSED, reply.text)

    def _hurt(self, reply: Reply) -> None:
        """Answer "This hurts" where the person has clicked, with the way back."""
        self._replied(reply)
        if not reply.exit:
            self.runtime.look(self._say_easy)

    def _say_easy(self, stepped: Stepped) -> None:
        if stepped.state.easy is not None:
            until, now = stepped.state.easy.until, stepped.now.wall
            self.screen.say(notices.of_easy_begun(until, now, self.zone))


def _sample(plan: Plan) -> str:
    """Return the reminder whose prompt says most about the program."""
    return next((rule.name for rule in plan.reminders if rule.length), plan.reminders[0].name)
