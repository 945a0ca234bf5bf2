"""Notifications by plyer: plain words without buttons, wherever D-Bus is not our way.

Rules of this file:
1. plyer tells nothing: shown means that it was asked to show, and took it without complaint.
2. A call may hang (its notify-send waits 75 s for a server that does not answer), so each has a
   time limit, after which it is abandoned, and only one is ever under way.
3. plyer 2.1 drops icon, fading and urgency on their way to notify-send. Its inner `_notify` takes
   them by other names; where that way is closed, the public one is used, without them.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from ergobreak import plain
from ergobreak.adapters.markup import escaped
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.view import Notice
    from ergobreak.ports import Answer

WITHIN: Final = 5.0  # s; usual are 0.02, a busy machine takes 0.2
FADES_AFTER: Final = 15  # s
# The balloon of Windows takes so many characters and refuses more.
LONGEST_TITLE: Final = 63
LONGEST_BODY: Final = 255

log = logging.getLogger(__name__)


class PlyerNotifier:
    """Asks plyer to show notices. See `ports.Notifier`; it can neither withdraw nor answer."""

    def __init__(self, icon: Path | None = None, *, within: float = WITHIN) -> None:
        self._icon = icon
        self._within = within
        self._inbox: SimpleQueue[Notice | None] = SimpleQueue()
        self._withdrawn: set[str] = set()
        self._worker: threading.Thread | None = None
        self._call: threading.Thread | None = None

    def start(self, answered: Answer, shown: Callable[[str, bool], None]) -> None:
        """Begin. `shown` is called on the worker thread, which begins with the first notice."""
        del answered  # there are no buttons
        self._shown = shown

    def show(self, notice: Notice) -> None:
        """Have a notice shown; one with the same id stays beside it, until it fades."""
        self._withdrawn.discard(notice.id)
        self._inbox.put(notice)
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="plyer", daemon=True)
            self._worker.start()

    def withdraw(self, prompt: str) -> None:
        """Keep a notice back if it has not been asked for yet; plyer can take none away."""
        if not self._inbox.empty():
            self._withdrawn.add(prompt)

    def stop(self) -> None:
        """End; a call that is under way is left behind. Returns at once."""
        self._inbox.put(None)

    def _work(self) -> None:
        while (notice := self._inbox.get()) is not None:
            if notice.id in self._withdrawn:
                self._withdrawn.discard(notice.id)
            else:
                self._shown(notice.id, self._is_requested(notice))

    def _is_requested(self, notice: Notice) -> bool:
        """Have it asked for on a thread that can be abandoned; tell whether that went well."""
        if self._call is not None and self._call.is_alive():
            return False
        is_taken = threading.Event()

        def call() -> None:
            try:
                # It takes files alone, no names of a theme.
                own = Path(notice.icon)
                _request(notice, own if own.is_absolute() and own.is_file() else self._icon)
            except Exception as error:  # noqa: BLE001  any library of any desktop may fail here
                log.info("plyer could not show a notification: %s", error)
            else:
                is_taken.set()

        self._call = threading.Thread(target=call, name="plyer call", daemon=True)
        self._call.start()
        self._call.join(self._within)
        return is_taken.is_set()


def _request(notice: Notice, icon: Path | None) -> None:
    """Ask the back-end that plyer has chosen. Raises whatever it raises."""
    backend = _backend()
    way = type(backend).__name__
    notice = replace(notice, title=plain.line(notice.title), body=plain.text(notice.body))
    words: dict[str, Any] = {
        "title": notice.title,
        "message": notice.body,
        "app_name": "ergobreak",
    }
    if way == "NotifySendNotification":
        _by_notify_send(backend, words, notice, icon)
        return
    if way == "NotifyDbus":
        words["message"] = escaped(notice.body)
        words["hints"] = {"suppress-sound": True}
    elif way == "NotifyDesktopPortals":
        # It pastes the words between quotation marks of its own.
        words["title"] = _without_quotes(notice.title)
        words["message"] = _without_quotes(notice.body)
    elif way == "WindowsNotification":
        words["title"] = notice.title[:LONGEST_TITLE]
        words["message"] = notice.body[:LONGEST_BODY]
    if icon is not None and (way != "WindowsNotification" or icon.suffix == ".ico"):
        words["app_icon"] = str(icon)
    # On Windows a thread sleeps for so long before the program can end: never more than this.
    words["timeout"] = 0 if notice.stays and way == "NotifyDbus" else FADES_AFTER
    backend.notify(**words)


def _by_notify_send(backend: Any, words: dict[str, Any], notice: Notice, icon: Path | None) -> None:
    """Ask notify-send for all that it can do; words that begin with "-" would be options."""
    words["title"] = _not_an_option(notice.title)
    words["message"] = _not_an_option(escaped(notice.body))
    inner = getattr(backend, "_notify", None)
    if inner is None:
        backend.notify(**words)
        return
    inner(
        **words,
        icon="" if icon is None else str(icon),
        urgency="normal",
        # Also one that should stay: nobody could take it away again, and the tray has it still.
        expire_time=str(FADES_AFTER * 1000),
        # There is room for one, and older ones refuse to show anything with a boolean in it.
        hint="byte:urgency:1" if notice.stays else "int:transient:1",
    )


def _backend() -> Any:
    """Return the object that plyer has chosen for this desktop."""
    if sys.platform == "darwin" and find_spec("pyobjus") is None:
        raise LookupError("pyobjus is not installed")  # plyer would print a traceback
    # It warns at each choice that it could have made.
    warnings.filterwarnings("ignore", module=r"plyer\.")
    from plyer import notification

    # The proxy passes on every attribute, also this one: the class is that of the back-end. If
    # plyer knows none, it is that of the facade, which will say so when it is asked to show.
    return notification.__class__()


def _not_an_option(words: str) -> str:
    return f" {words}" if words.startswith("-") else words


def _without_quotes(words: str) -> str:
    return words.replace("\\", "/").replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
