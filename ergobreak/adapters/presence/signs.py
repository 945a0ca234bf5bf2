"""What a system that sends signs of itself tells of seat and machine, each change once. Pure.

Windows and macOS say such things in their own words; `windows` and `macos` beside this file
translate them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ergobreak.core.events import FellAsleep, Locked, Ticked, Unlocked, Woke

if TYPE_CHECKING:
    from ergobreak.core.events import Event

Sign = Literal["locked", "unlocked", "left", "back", "asleep", "awake", "clock"]
"""`left`: another user took the seat, or a remote session was cut; `clock`: it was set."""


class Signs:
    """Turns signs into events. One thread at a time."""

    def __init__(self, *, is_locked: bool = False) -> None:
        self._is_locked = is_locked
        self._has_left = False
        self._is_asleep = False

    def picture(self) -> list[Event]:
        """Return what holds now: a snapshot may speak of a lock that has long since ended."""
        return [Locked() if self._is_away else Unlocked()]

    def hear(self, sign: Sign) -> list[Event]:
        """Return what is new."""
        was_away = self._is_away
        match sign:
            case "clock":
                return [Ticked()]
            case "asleep" | "awake":
                was_asleep, self._is_asleep = self._is_asleep, sign == "asleep"
                if was_asleep == self._is_asleep:
                    # Windows tells of a return twice, of a sleep without warning only afterwards:
                    # the clocks know how long it was.
                    return [Ticked()]
                return [FellAsleep() if self._is_asleep else Woke(0)]
            case "locked":
                self._is_locked = True
            case "unlocked":
                # Whoever has opened it sits there, whatever else was told.
                self._is_locked = self._has_left = False
            case "left" | "back":
                self._has_left = sign == "left"
        if self._is_away == was_away:
            return []
        return self.picture()

    @property
    def _is_away(self) -> bool:
        return self._is_locked or self._has_left
