"""Hears from macOS of lock, other users, suspend and a clock that was set, by its notifications.

Written from Apple's and PyObjC's documentation and never run on a Mac. What a notification means is
tested. PyObjC comes with pystray there, whose loop on the main thread is what delivers them.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.presence.signs import Sign

_log = logging.getLogger(__name__)

# By whom they are sent: all programs, the session, this process.
EVERYBODY: Final[dict[str, Sign]] = {
    "com.apple.screenIsLocked": "locked",
    "com.apple.screenIsUnlocked": "unlocked",
}
SESSION: Final[dict[str, Sign]] = {
    "NSWorkspaceSessionDidResignActiveNotification": "left",
    "NSWorkspaceSessionDidBecomeActiveNotification": "back",
    "NSWorkspaceWillSleepNotification": "asleep",
    "NSWorkspaceDidWakeNotification": "awake",
}
OURSELVES: Final[dict[str, Sign]] = {
    "NSSystemClockDidChangeNotification": "clock",
    "NSSystemTimeZoneDidChangeNotification": "clock",
}
_AT_ONCE: Final = 4  # NSNotificationSuspensionBehaviorDeliverImmediately
_SELECTOR: Final = "heard:"


def meaning(name: str) -> Sign | None:
    """Return what a notification of this name says."""
    return {**EVERYBODY, **SESSION, **OURSELVES}.get(name)


def is_locked(session: Any) -> bool:
    """Tell whether the session's own description says that its screen is locked."""
    return bool(session and session.get("CGSSessionScreenIsLocked", False))


class MacSigns:
    """Calls `told` with each sign, on the main thread, which must not be held up."""

    name: Final = "macOS"

    def __init__(self, told: Callable[[Sign], None]) -> None:
        self._told = told
        self._ear: Any = None
        self._centers: tuple[Any, ...] = ()
        self.is_locked = False
        """Whether the screen was locked at the start."""
        self.reason = _("{name} has not been asked yet").format(name=self.name)
        """Why nothing is told; empty while it works."""

    def start(self) -> bool:
        """Begin; tell whether it works."""
        try:
            self._listen()
        except Exception as failure:  # noqa: BLE001 - the bridge raises errors of its own kinds
            self.reason = _("{name} does not tell of lock and suspend ({failure})").format(
                name=self.name, failure=failure
            )
            return False
        self.reason = ""
        return True

    def stop(self) -> None:
        """End; nothing more is told."""
        for center in self._centers:
            center.removeObserver_(self._ear)
        self._centers = ()

    def _listen(self) -> None:
        import AppKit
        import Foundation
        import Quartz

        self.is_locked = is_locked(Quartz.CGSessionCopyCurrentDictionary())
        self._ear = _new_ear(Foundation.NSObject, self._hear)
        everybody = Foundation.NSDistributedNotificationCenter.defaultCenter()
        session = AppKit.NSWorkspace.sharedWorkspace().notificationCenter()
        ourselves = Foundation.NSNotificationCenter.defaultCenter()
        self._centers = (everybody, session, ourselves)
        for name in EVERYBODY:
            # A program that has no window in front would else be told when it has one.
            everybody.addObserver_selector_name_object_suspensionBehavior_(
                self._ear, _SELECTOR, name, None, _AT_ONCE
            )
        for center, names in ((session, SESSION), (ourselves, OURSELVES)):
            for name in names:
                center.addObserver_selector_name_object_(self._ear, _SELECTOR, name, None)

    def _hear(self, name: str) -> None:
        try:
            if sign := meaning(name):
                self._told(sign)
        except Exception:  # noqa: BLE001 - what is above here is macOS
            _log.exception("a sign of macOS was lost")


def _new_ear(base: Any, hear: Callable[[str], None]) -> Any:
    """Return an object of the system's kind that passes on the names of notifications."""

    class ErgobreakEar(base):  # type: ignore[misc]  # PyObjC has no types
        """Hears for `hear`."""

        def heard_(self, notification: Any) -> None:
            """Take a notification."""
            hear(str(notification.name()))

    return ErgobreakEar.alloc().init()
