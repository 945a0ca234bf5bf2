"""Where the buses are: the addresses that the session names, and the sockets they stand for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jeepney.bus import get_connectable_addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "DBUS_SESSION_BUS_ADDRESS"
NO_BUS: Final = "disabled:"  # by convention, from somebody who wants none to be looked for


def session_address(env: Mapping[str, str] = os.environ) -> str | None:
    """Return the addresses of the session bus, the first choice first; None: there is none.

    Behind the one that the session names stands systemd's, where the bus is found after a log-in
    that has left the name behind, and by those to whom nobody told it: cron, ssh, some launchers.
    """
    named = env.get(VARIABLE, "")
    folder = env.get("XDG_RUNTIME_DIR", "")
    if named == NO_BUS or not Path(folder).is_absolute():
        return named or None
    usual = f"unix:path={folder}/bus"
    return f"{named};{usual}" if named and named != usual else usual


def system_address() -> str:
    """Return the address of the system bus."""
    return os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or "unix:path=/run/dbus/system_bus_socket"


def places(address: str) -> tuple[str, ...]:
    """Return where to connect to, in turn; abstract places begin with a NUL.

    What cannot be read, or is no socket of this machine, is left out: the next may do.
    """
    found: list[str] = []
    for part in address.split(";"):
        try:
            found.extend(get_connectable_addresses(part))
        except (RuntimeError, ValueError):
            continue
    return tuple(found)


def socket_files(address: str | None) -> tuple[Path, ...]:
    """Return these places as files; empty if one of them is none: then watching is not enough."""
    found = places(address or "")
    files = tuple(Path(place) for place in found if place.startswith("/"))
    return files if len(files) == len(found) else ()
