"""What the sources of a simulated machine see: input, lock, reasons not to interrupt, a display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.core.state import State
    from ergobreak.simulate.happenings import Happening


class Facts:
    """The machine as its sources see it; at first the person is at it and nothing hinders."""

    def __init__(self) -> None:
        self._last_input: int | None = None  # mono; None: the person is at it
        self._typing = False
        self._locked = False
        self._busy: dict[str, str] = {}  # reason and name
        self.blind = False  # nothing can be shown

    def take(self, happening: Happening, mono: int) -> events.Event:
        """Note what happens and return how its source reports it; `mono` is the present."""
        match happening.do:
            case "idle":
                self._last_input = mono
                return events.InputStopped(mono)
            case "active":
                self._last_input = None
                return events.InputSeen()
            case "typing" | "lull":
                self._typing = happening.do == "typing"
                if self._typing:
                    self._last_input = None
                return events.TypingBegan() if self._typing else events.Lulled()
            case "switch":
                return events.WindowSwitched()
            case "lock" | "unlock":
                self._locked = happening.do == "lock"
                if not self._locked:
                    self._last_input = None  # who unlocks is at it
                return events.Locked() if self._locked else events.Unlocked()
            case "busy":
                self._busy[happening.reason] = happening.name
                return events.BusyBegan(happening.reason, happening.name)
            case "free":
                self._busy.pop(happening.reason, None)
                return events.BusyEnded(happening.reason)
            case "no_display":
                self.blind = True
                return events.Ticked()
            case "display":
                self.blind = False
                return events.DisplayReturned()
            case other:
                raise AssertionError(other)

    def wake(self) -> None:
        """Note that the machine has woken: somebody is at it."""
        self._last_input = None
        self._typing = False

    def anew(self, state: State) -> Iterator[events.Event]:
        """Yield what the sources report to a daemon that has begun with this state.

        They tell how things are, so also that a reason which the daemon remembers is over.
        """
        if self._locked or state.locked is not None:
            yield events.Locked() if self._locked else events.Unlocked()
        for reason, name in self._busy.items():
            yield events.BusyBegan(reason, name)
        for busy in state.busy:
            if busy.reason not in self._busy:
                yield events.BusyEnded(busy.reason)
        if self._last_input is not None:
            yield events.InputStopped(self._last_input)
        elif state.last_input is not None:
            yield events.InputSeen()
        if self._typing or state.typing:
            yield events.TypingBegan() if self._typing else events.Lulled()
