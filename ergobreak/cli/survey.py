"""Looks round on this desktop as a daemon would, with the daemon's own senses, and ends them.

Nothing is shown and nothing is written; it takes as long as the slowest answer, two seconds at
most.
"""

from __future__ import annotations

import logging
import os
import platform
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.cli.surroundings import System
from ergobreak.control.patience import wait_until
from ergobreak.core.events import ReaderTold
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.events import Event
    from ergobreak.core.model import Plan

    Sources = dict[str, dict[str, str]]

SETTLED_WITHIN: Final = 2.0  # seconds
FAMILIES: Final = frozenset({"debian", "fedora", "arch"})
ALIKE_FOR: Final = 0.25  # seconds; who has said nothing new for so long has said all


def needs_tk() -> str:
    """Return what a window lacks here, and how to come by it, as `doctor` says it too."""
    from ergobreak.cli.remedies import PARTS

    here = system(daemon=None, program="ergobreak")
    return _("The window needs Tk. {mend}").format(mend=PARTS["window"].mend(here))


def system(*, daemon: int | None, program: str) -> System:
    """Return what remedies depend on here; `daemon`: the process of the one that runs."""
    env = _session(os.environ)
    return System(
        family=_family(),
        desktop=env.get("XDG_CURRENT_DESKTOP", ""),
        session=_kind(env),
        has_bus=_has_bus(env),
        has_systemd=Path("/run/systemd/system").is_dir(),  # as systemd's own sd_booted asks
        is_running=daemon is not None,
        is_systems_python=sys.base_prefix == "/usr",
        is_icon_chosen=is_icon_chosen(daemon),
        program=program,
    )


def look_round(plan: Plan, zone: str) -> tuple[Sources, bool]:
    """Return the sources that a daemon would have, and whether a screen reader runs."""
    if not sys.platform.startswith("linux"):
        return _elsewhere(plan, zone), False
    from ergobreak.adapters.session.here import Here
    from ergobreak.senses import Senses

    # What the senses complain of is told by us, in better words.
    logging.getLogger("ergobreak").addHandler(logging.NullHandler())
    aloud: list[bool] = [False]

    def told(event: Event) -> None:
        if isinstance(event, ReaderTold):
            aloud.append(event.is_on)

    here = Here()
    senses = Senses(told, here, lambda _unused: None)
    try:
        senses.start(plan, zone)
        here.start(senses.follow)
        _wait_for_all(senses.sources)
        found = senses.sources()
        shown = {"notifications": _notices(here.bus, found), "tray": _icon(here.bus)}
        told_of_time = {"clock": senses.clock, "zone": {"by": zone, "reason": ""}}
        return {**found, **shown, **told_of_time}, aloud[-1]
    finally:
        senses.stop()
        here.stop()


def _elsewhere(plan: Plan, zone: str) -> Sources:
    """Return the sources of a daemon on Windows or macOS."""
    from ergobreak.senses import elsewhere

    shown = {"notifications": {"by": "plyer", "reason": ""}}
    senses = elsewhere.find(lambda _unused: None, lambda _unused: None)
    if senses is None:
        return shown
    try:
        senses.start(plan, zone)
        told_of_time = {"clock": senses.clock, "zone": {"by": zone, "reason": ""}}
        return {**senses.sources(), **shown, **told_of_time}
    finally:
        senses.stop()


def _wait_for_all(sources: Callable[[], Sources]) -> None:
    """Wait until nobody says anything new, or for too long."""
    before: list[Sources] = [{}]

    def is_settled() -> bool:
        before.append(sources())
        return before[-1] == before[-2]

    wait_until(is_settled, SETTLED_WITHIN, every=ALIKE_FOR)


def _notices(bus: Bus, found: Sources) -> dict[str, str]:
    from ergobreak.adapters.notify import chain as notify
    from ergobreak.adapters.notify import shown_by

    return shown_by.notices(notify.choose(bus), found.get("notifications"))


def _icon(bus: Bus) -> dict[str, str]:
    """Return where the icon would be, without making one."""
    from jeepney.bus_messages import message_bus

    from ergobreak.adapters.dbus.bus import BusError
    from ergobreak.adapters.notify import shown_by
    from ergobreak.adapters.session.idle import NOWHERE
    from ergobreak.adapters.tray import find as tray
    from ergobreak.adapters.tray.sni_item import NO_PANEL

    try:
        has_panel = bus.call(message_bus.NameHasOwner(tray.WATCHER), types="b")[0]
    except BusError:
        has_panel = False
    if has_panel:
        return {"by": shown_by.ON_BUS, "reason": ""}
    if tray.has_old_tray_only(bus):
        return {"by": shown_by.BY_PYSTRAY, "reason": ""}
    return {"by": "", "reason": NO_PANEL if _kind(os.environ) else NOWHERE}


# ---------------------------------------------------------------- the system


def _session(env: Mapping[str, str]) -> Mapping[str, str]:
    """Return the variables of the person's session, which may be another one than ours."""
    if not sys.platform.startswith("linux"):
        return env
    from ergobreak.adapters.session.facts import find_facts
    from ergobreak.adapters.session.find import find_session

    return find_session(find_facts(env)).env


def is_icon_chosen(daemon: int | None) -> bool:
    """Tell whether PYSTRAY_BACKEND was set where the daemon was started, or would be."""
    if daemon is None:
        return bool(os.environ.get("PYSTRAY_BACKEND"))
    try:
        given = Path(f"/proc/{daemon}/environ").read_bytes()
    except OSError:  # no /proc here, or the daemon has just ended
        return False
    return any(re.match(rb"PYSTRAY_BACKEND=.", one) for one in given.split(b"\0"))


def _kind(env: Mapping[str, str]) -> str:
    if not sys.platform.startswith("linux"):
        return sys.platform
    if env.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "x11" if env.get("DISPLAY") else ""


def _has_bus(env: Mapping[str, str]) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    from ergobreak.adapters.dbus.address import places, session_address
    from ergobreak.adapters.session.facts import is_living

    return any(map(is_living, places(session_address({**os.environ, **env}) or "")))


def _family() -> str:
    """Return whose packages this system takes, as far as that is known."""
    try:
        about = platform.freedesktop_os_release()
    except OSError:
        return ""
    names = [about.get("ID", ""), *about.get("ID_LIKE", "").split()]
    return next((name for name in names if name in FAMILIES), "")
