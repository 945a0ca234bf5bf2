"""What a picture of the open windows means: a switch, a full screen, a program of the list.

Rules of this file:
1. Programs are told by the names they go by; titles, and what is in a window, are nobody's concern.
2. A reason is told when it changes, with all that holds of it then.
3. A program without a window is not seen: looking through all processes would have to be done over
   and over again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ergobreak.core.events import WindowSwitched
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ergobreak.core.events import Event

    Tell = Callable[[str, str, tuple[str, ...]], None]
    """Takes what a source sees of a reason now: source, reason, names; no names: nothing more."""

OWN: Final = frozenset({"ergobreak", "ergobreak-break"})  # the status window and the break
_REVERSED_DOMAIN: Final = re.compile(r"[A-Za-z]{2,}(\.[\w-]+){2,}")


@dataclass(frozen=True, slots=True)
class Window:
    """One window of a program; `names`: what the program is called, the one for people first."""

    names: tuple[str, ...]
    is_fullscreen: bool = False

    @property
    def called(self) -> str:
        """Return the name that people know; some programs have none."""
        return known_as(self.names[0]) if self.names else "a window"

    @property
    def is_ours(self) -> bool:
        """Tell whether it is one of our own, which must not hold up our own prompts."""
        return any(name.casefold() in OWN for name in self.names)


class Outlook:
    """Takes pictures of the windows, and tells what is new in them. One thread at a time.

    `source` is the name to tell in; `apps` the programs that mean busy while they have a window.
    """

    def __init__(
        self, source: str, tell: Tell, post: Callable[[Event], None], apps: Collection[str]
    ) -> None:
        self._source = source
        self._tell = tell
        self._post = post
        self._apps = frozenset(name.casefold() for name in apps)
        self._told: dict[str, tuple[str, ...]] = {}
        self._front: object = None  # the last one that there was
        self._place: object = None
        self._is_known = False

    @property
    def wants_all(self) -> bool:
        """Tell whether more than the window in front is of interest."""
        return bool(self._apps)

    def seen(
        self,
        number: object,
        front: Window | None,
        all_names: Iterable[tuple[str, ...]] = (),
        place: object = None,
    ) -> None:
        """Take a picture: the window in front and its number, all windows' names, the workspace.

        What is None is not there, or cannot be told.
        """
        is_switched = None not in {place, self._place} and place != self._place
        self._place = place
        if front is not None and number != self._front:
            self._front = number
            is_switched = True
        is_full = front is not None and front.is_fullscreen
        self._say("fullscreen", {front.called} if front is not None and is_full else ())
        self._say("app", {known_as(names[0]) for names in all_names if self._is_listed(names)})
        # Last: a prompt that waits for a switch must not come into the film that it leads to.
        # What is found at the beginning has not been switched to.
        if is_switched and self._is_known:
            self._post(WindowSwitched())
        self._is_known = True

    def lost(self) -> None:
        """Take back all that was told: nobody can tell any more."""
        for reason in tuple(self._told):
            self._say(reason, ())
        self._is_known = False

    def _is_listed(self, names: tuple[str, ...]) -> bool:
        words = {name.casefold() for name in names} | {known_as(name).casefold() for name in names}
        return not words.isdisjoint(self._apps)

    def _say(self, reason: str, names: Collection[str]) -> None:
        now = tuple(sorted(names))
        if now != self._told.get(reason, ()):
            self._told[reason] = now
            self._tell(self._source, reason, now)


def known_as(name: str) -> str:
    """Return the name that people know: "Nautilus" for "org.gnome.Nautilus"."""
    return name.rpartition(".")[2] if _REVERSED_DOMAIN.fullmatch(name) else name
