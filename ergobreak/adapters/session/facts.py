"""Finds out what says where the graphical session is: living sockets, keys to them, systemd."""

from __future__ import annotations

import logging
import os
import re
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jeepney import DBusAddress, MessageFlag, Properties

from ergobreak.adapters.dbus.answers import held
from ergobreak.adapters.dbus.bus import Bus, BusError
from ergobreak.adapters.session.find import (
    NOWHERE,
    X_FOLDER,
    Facts,
    find_session,
    runtime_folder,
    wayland_place,
    x_place,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SYSTEMD: Final = DBusAddress(
    "/org/freedesktop/systemd1",
    bus_name="org.freedesktop.systemd1",
    interface="org.freedesktop.systemd1.Manager",
)
ANSWERS_WITHIN: Final = 1.0  # s; a socket of this machine takes microseconds
HERE: Final = 256, 65535  # the families of keys that mean this machine, or any

log = logging.getLogger(__name__)


def find_facts(
    own: Mapping[str, str], before: Mapping[str, str] = NOWHERE.env, x_folder: Path = X_FOLDER
) -> Facts:
    """Look at what `own`, the environment that we were started in, leads to.

    Where that is a living display, nothing else is looked at. Without a runtime folder nobody else
    is asked: a process without one is no part of a person's session, and of no use to it.
    """
    runtime = runtime_folder(own)
    living = _living(own, runtime, x_folder)
    facts = Facts(own, living=living, x_folder=x_folder)
    if runtime is None or find_session(facts).is_there:
        return facts
    told = ask_systemd(runtime)
    waylands = tuple(name for name in wayland_names(runtime) if is_living(str(runtime / name)))
    displays = dict(_our_displays(own, runtime, x_folder))
    living |= _living(told, runtime, x_folder) | _living(before, runtime, x_folder)
    living |= {str(runtime / name) for name in waylands}
    living |= {x_place(name, x_folder) for name in displays}
    return Facts(own, told, living, waylands, displays, x_folder)


def ask_systemd(runtime: Path) -> dict[str, str]:
    """Return the environment that this person's systemd gives to what it starts; or nothing."""
    if not (runtime / "bus").exists():
        return {}
    bus = Bus(f"unix:path={runtime}/bus")
    bus.start()
    try:
        question = Properties(SYSTEMD).get("Environment")
        question.header.flags |= MessageFlag.no_auto_start
        lines = held(bus.call(question, types="v")[0], "as")
    except BusError as error:
        log.debug("systemd cannot be asked for the session: %s", error)
        return {}
    finally:
        bus.stop()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def wayland_names(runtime: Path) -> list[str]:
    """Return the names of the compositors' sockets, living or not."""
    names = (path.name for path in runtime.glob("wayland-*"))
    return [name for name in names if re.fullmatch(r"wayland-\d+", name)]


def is_living(place: str) -> bool:
    """Tell whether somebody listens there; a socket that a crash has left behind is dead."""
    if place.startswith("/"):
        # Some X servers listen under the abstract name alone.
        return _answers(socket.AF_UNIX, place) or _answers(socket.AF_UNIX, f"\0{place}")
    host, _, port = place.rpartition(":")
    return bool(host) and _answers(socket.AF_INET, (host, int(port)))


def _answers(family: socket.AddressFamily, where: str | tuple[str, int]) -> bool:
    with socket.socket(family) as probe:
        probe.settimeout(ANSWERS_WITHIN)
        try:
            probe.connect(where)
        except TimeoutError:
            return isinstance(where, str)  # so busy that it takes nobody; a far one may be off
        except OSError:
            return False
    return True


def key_numbers(path: Path) -> set[str]:
    """Return for which displays of this machine a file of X keys has one; "" stands for all."""
    try:
        data = path.read_bytes()
    except OSError:
        return set()
    found = set()
    try:
        while data:
            (family,) = struct.unpack_from(">H", data)
            data, parts = data[2:], []
            for _ in range(4):  # address, number of the display, kind of key, key
                (length,) = struct.unpack_from(">H", data)
                parts.append(data[2 : 2 + length])
                data = data[2 + length :]
            if family in HERE:
                found.add(parts[1].decode("ascii", "replace"))
    except struct.error:
        log.info("the X keys in %s cannot be read", path)
    return found


def _living(env: Mapping[str, str], runtime: Path | None, x_folder: Path) -> frozenset[str]:
    """Return the places that an environment names and somebody listens at."""
    named = wayland_place(env, runtime), x_place(env.get("DISPLAY", ""), x_folder)
    return frozenset(place for place in named if is_living(place))


def _our_displays(
    own: Mapping[str, str], runtime: Path, x_folder: Path
) -> Iterator[tuple[str, str]]:
    """Yield each X display that is ours, with the file that holds its key, if there is one.

    Ours is one whose socket we own, or to which we have a key: some log-in managers start the
    server as root.
    """
    usual = Path(own.get("HOME", "") or "~").expanduser() / ".Xauthority"
    keys = {path: key_numbers(path) for path in (runtime / "gdm/Xauthority", usual)}
    for path in x_folder.glob("X*"):
        number = path.name[1:]
        if not number.isdigit():
            continue
        key = next((file for file, numbers in keys.items() if numbers & {number, ""}), None)
        try:
            is_ours = path.stat().st_uid == os.getuid() or key is not None
        except OSError:
            continue  # it went meanwhile
        if is_ours and is_living(str(path)):
            yield f":{number}", "" if key in {None, usual} else str(key)
