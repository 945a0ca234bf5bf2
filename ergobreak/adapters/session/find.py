"""Which graphical session is the person's: what follows from variables and from living sockets.

Rules of this file:
1. Our own environment wins while what it names is alive. It outlives its session: a daemon goes on
   over a log-out, and the next log-in has another display.
2. Then what the desktop has told systemd, which starts us before there is a display, and which a
   log-in by ssh can ask. Then the session that we know. Last what the sockets alone can say.
3. The variables of one place belong together: those of two are never mixed, but for the bus.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from ergobreak.adapters.dbus.address import VARIABLE
from ergobreak.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

X_FOLDER: Final = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server listens
BUS: Final = VARIABLE
ABOUT: Final = (
    "DISPLAY",
    "XAUTHORITY",
    "WAYLAND_DISPLAY",
    "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP",
    BUS,
)
"""The variables that say where the session is."""

FoundBy = Literal["own", "systemd", "before", "sockets", ""]

_DISPLAY: Final = re.compile(r"(?P<host>[^:/]*):(?P<number>\d+)(?:\.\d+)?")
_FIRST_PORT: Final = 6000  # where the X servers of other machines, and ssh's tunnels, begin


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out. `displays` maps the X displays that are ours to their key file or "".

    `living` are the places (see `wayland_place`, `x_place`) where somebody listens.
    """

    own: Mapping[str, str]
    systemd: Mapping[str, str] = field(default_factory=dict)
    living: frozenset[str] = frozenset()
    waylands: tuple[str, ...] = ()
    displays: Mapping[str, str] = field(default_factory=dict)
    x_folder: Path = X_FOLDER


@dataclass(frozen=True, slots=True)
class Session:
    """Where the person's session is: variables of `ABOUT`, those that there are."""

    env: Mapping[str, str]
    found_by: FoundBy = ""

    @property
    def is_there(self) -> bool:
        """Tell whether there is a display at all."""
        return bool(self.found_by)


NOWHERE: Final = Session({})


def find_session(facts: Facts, before: Session = NOWHERE) -> Session:
    """Return the session that follows from the facts; `before` is the one that was there so far."""
    places: tuple[tuple[FoundBy, Mapping[str, str]], ...] = (
        ("own", facts.own),
        ("systemd", facts.systemd),
        ("before", before.env),
        ("sockets", _by_sockets(facts)),
    )
    elsewhere = facts.own.get(BUS) or facts.systemd.get(BUS, "")
    for found_by, env in places:
        if display := _living_display(env, facts):
            bus = env.get(BUS) or elsewhere
            return Session(display | ({BUS: bus} if bus else {}), found_by)
    return Session({BUS: elsewhere} if elsewhere else {})


def put_into(environ: MutableMapping[str, str], session: Session) -> None:
    """Make an environment that of the session, so that libraries and children follow it."""
    for name in ABOUT:
        value = session.env.get(name)
        if value is None:
            environ.pop(name, None)
        elif environ.get(name) != value:  # setting is not safe against C code that reads just now
            environ[name] = value


def wayland_place(env: Mapping[str, str], runtime: Path | None) -> str:
    """Return the socket of the compositor that an environment names; empty if it names none."""
    name = env.get("WAYLAND_DISPLAY", "")
    if not name or (runtime is None and not Path(name).is_absolute()):
        return ""
    return str(Path(runtime or "/", name))  # an absolute name stays as it is


def x_place(display: str, folder: Path = X_FOLDER) -> str:
    """Return the socket of an X server, or `host:port` of a far one; empty if it is no name."""
    parts = _DISPLAY.fullmatch(display)
    if parts is None:
        return ""
    if parts["host"] in {"", "unix"}:
        return str(folder / f"X{parts['number']}")
    return f"{parts['host']}:{_FIRST_PORT + int(parts['number'])}"


def runtime_folder(env: Mapping[str, str]) -> Path | None:
    """Return the folder for this person's sockets, or None."""
    folder = Path(env.get("XDG_RUNTIME_DIR", ""))
    return folder if folder.is_absolute() else None


def _living_display(env: Mapping[str, str], facts: Facts) -> dict[str, str]:
    """Return what an environment says of a display that is there; empty if there is none."""
    said = {name: env[name] for name in ABOUT if name != BUS and env.get(name)}
    is_x_there = x_place(said.get("DISPLAY", ""), facts.x_folder) in facts.living
    if "WAYLAND_DISPLAY" not in said:
        return said if is_x_there else {}
    if wayland_place(said, runtime_folder(facts.own)) not in facts.living:
        return {}
    if not is_x_there:
        said.pop("DISPLAY", None)
    return said


def _by_sockets(facts: Facts) -> dict[str, str]:
    """Return what can be said of a session that nobody has told us about."""
    displays = sorted(facts.displays, key=lambda name: int(name[1:]))
    said = {}
    if displays:
        said["DISPLAY"] = displays[0]
        if key := facts.displays[displays[0]]:
            said["XAUTHORITY"] = key
    if facts.waylands:
        said["WAYLAND_DISPLAY"] = min(facts.waylands, key=lambda name: (len(name), name))
    if said:
        said["XDG_SESSION_TYPE"] = "wayland" if facts.waylands else "x11"
    return said
