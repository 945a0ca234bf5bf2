"""What a killed daemon leaves on the screen: noted while it stands there, closed by the next one.

Only what would stand for ever is noted. The note is written when such a notice comes or goes, and
not forced to the disk: it has to outlive the process, and with the machine the screen is gone too.
"""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Final

from jeepney import message_bus

from ergobreak.adapters.dbus.bus import WITHIN, BusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ergobreak.adapters.dbus.bus import Bus

ENOUGH: Final = 4096  # bytes; more is not from us

log = logging.getLogger(__name__)


class LeftOver:
    """Keeps the note, in a file of mode 0600; without a path it does nothing. For one thread.

    A number belongs to one server on one bus. Both are noted: another bus may give the same names
    and the same numbers to others.
    """

    def __init__(
        self, path: Path | None, bus: Bus, close: Callable[[int], None], *, within: float = WITHIN
    ) -> None:
        self._path = path
        self._bus = bus
        self._close = close
        self._within = within
        self._is_swept = False
        self._noted: frozenset[int] = frozenset()
        self._home: tuple[str, str] = ("", "")  # which server's bus, and its id

    def sweep(self, server: str) -> None:
        """Close what a former daemon has left with this server; only the first call does it."""
        if self._path is None or self._is_swept:
            return
        self._is_swept = True
        bus, former, numbers = _read(self._path)
        if numbers and former == server and bus == self._bus_of(server):
            for number in numbers:
                self._close(number)
        self._write(None)

    def note(self, server: str, numbers: Iterable[int]) -> None:
        """Note what stands on the screen now, all of it, with this server."""
        wanted = frozenset(numbers)
        if self._path is None or wanted == self._noted:
            return
        self.sweep(server)
        self._noted = wanted
        bus = self._bus_of(server) if wanted else ""
        self._write({"bus": bus, "server": server, "numbers": sorted(wanted)} if bus else None)

    def _bus_of(self, server: str) -> str:
        """Return the id of the bus; empty if it does not answer."""
        if self._home[0] != server or not self._home[1]:
            try:
                (bus,) = self._bus.call(message_bus.GetId(), within=self._within, types="s")
            except BusError:
                bus = ""
            self._home = server, bus
        return self._home[1]

    def _write(self, note: dict[str, object] | None) -> None:
        """Replace the note as a whole, or take it away."""
        if self._path is None:
            return
        try:
            if note is None:
                self._path.unlink(missing_ok=True)
                return
            fresh = self._path.with_name(f"{self._path.name}.new")
            fresh.unlink(missing_ok=True)
            with open(fresh, "x", encoding="utf-8", opener=_private) as file:
                json.dump(note, file)
            fresh.replace(self._path)
        except OSError as error:
            log.info("what is on the screen could not be noted: %s", error)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _read(path: Path) -> tuple[str, str, tuple[int, ...]]:
    """Return bus, server and numbers of a note; empty ones if there is none that makes sense."""
    try:
        with path.open("rb") as file:
            note = json.loads(file.read(ENOUGH))
        listed = [number for number in note["numbers"] if type(number) is int]
        numbers = tuple(number for number in listed if 0 < number < 1 << 32)
        return str(note["bus"]), str(note["server"]), numbers
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", "", ()
