"""Which way a notice takes: the desktop's server first, plyer after it, or nobody's screen."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.view import Notice
    from ergobreak.ports import Answer, Notifier


class Silent:
    """Shows nothing, because the words appear elsewhere: every notice counts as shown."""

    def start(self, answered: Answer, shown: Callable[[str, bool], None]) -> None:
        """Begin."""
        del answered
        self._shown = shown

    def show(self, notice: Notice) -> None:
        """Say at once, on the caller's thread, that it is shown."""
        self._shown(notice.id, True)

    def withdraw(self, prompt: str) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


class Chain:
    """Tries a second notifier with what the first could not show. See `ports.Notifier`.

    `is_worth`, asked after such a failure, tells whether the second has a chance. What the second
    has shown is withdrawn from the first, which would else show it again when it recovers.
    """

    def __init__(
        self, first: Notifier, second: Notifier, is_worth: Callable[[], bool] = lambda: True
    ) -> None:
        self._first = first
        self._second = second
        self._is_worth = is_worth
        self._lock = threading.Lock()
        self._trying: dict[str, Notice] = {}  # the first has not said yet what became of them

    def start(self, answered: Answer, shown: Callable[[str, bool], None]) -> None:
        """Begin. Failure is reported once per notice, when nobody could show it."""
        self._shown = shown
        self._first.start(answered, self._first_said)
        self._second.start(answered, self._second_said)

    def show(self, notice: Notice) -> None:
        """Show a notice; one that is shown under the same id is replaced."""
        with self._lock:
            self._trying[notice.id] = notice
        self._first.show(notice)

    def withdraw(self, prompt: str) -> None:
        """Take a notice off the screen; unknown ids are ignored."""
        with self._lock:
            self._trying.pop(prompt, None)
        self._first.withdraw(prompt)
        self._second.withdraw(prompt)

    def stop(self) -> None:
        """Take everything off the screen and end. Returns within a second."""
        self._first.stop()
        self._second.stop()

    def _first_said(self, prompt: str, is_shown: bool) -> None:  # noqa: FBT001  as in the port
        with self._lock:
            notice = self._trying.pop(prompt, None)
        if notice is not None and not is_shown and self._is_worth():
            self._second.show(notice)
        else:
            self._shown(prompt, is_shown)

    def _second_said(self, prompt: str, is_shown: bool) -> None:  # noqa: FBT001  as in the port
        if is_shown:
            self._first.withdraw(prompt)
        self._shown(prompt, is_shown)


def choose(bus: Bus | None, icon: Path | None = None, left: Path | None = None) -> Notifier:
    """Return the notifier for this desktop; `bus` None: D-Bus is not spoken here.

    `left` is the file that remembers what stands on the screen, should this process be killed.
    `ERGOBREAK_NOTIFY` = dbus | plyer | none forces one way. Raises UsageError for other words.
    """
    forced = os.environ.get("ERGOBREAK_NOTIFY", "")
    if forced not in {"", "dbus", "plyer", "none"}:
        raise UsageError(
            _('ERGOBREAK_NOTIFY is "{forced}".').format(forced=forced),
            _("It may be dbus, plyer or none; or leave it out."),
        )
    if forced == "none":
        return Silent()
    # Imported late: jeepney is not installed where there is no D-Bus.
    from ergobreak.adapters.notify.by_plyer import PlyerNotifier

    if bus is None or forced == "plyer":
        return PlyerNotifier(icon)
    from ergobreak.adapters.notify.by_dbus import DbusNotifier

    by_server = DbusNotifier(bus, icon, left=left)
    if forced == "dbus":
        return by_server

    def is_worth() -> bool:
        # Without a bus, or without a server on it, notify-send fails in silence, and plyer would
        # call that shown: then the prompt would count as unanswered, and nobody had seen it.
        return bool(bus.name) and not by_server.is_server_missing

    return Chain(by_server, PlyerNotifier(icon), is_worth)
