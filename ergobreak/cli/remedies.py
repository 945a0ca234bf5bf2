"""What `doctor` knows: each part, what its lack costs the person, and what mends it here. Pure.

Rules of this file:
1. Costs are told in what the person notices, never in what the program lacks.
2. There is one remedy, a command or a setting, and a package is only named where its name is sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ergobreak.cli.surroundings import System

State = Literal["ok", "missing", "wrong", "off"]


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of one part; `costs` and `mend` stand in for what is usual with it."""

    part: str
    state: State
    told: str
    costs: str = ""
    mend: str = ""
    is_bearable: bool = False
    """The main job is done all the same."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, judged. `is_fatal`: without it the main job is not done."""

    group: str
    part: str
    title: str
    state: State
    told: str
    costs: str
    mend: str
    is_fatal: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part: where it is listed, what people call it, and what to say where it lacks."""

    group: str
    title: str
    costs: str
    mend: Callable[[System], str]
    is_vital: bool = False
    is_of_session: bool = False


def diagnose(looks: Iterable[Look], system: System) -> tuple[Finding, ...]:
    """Return the findings in the order in which people want them, each part once."""
    seen = {look.part: look for look in looks}
    return tuple(_judged(name, seen[name], system) for name in PARTS if name in seen)


def _judged(name: str, look: Look, system: System) -> Finding:
    part = PARTS[name]
    is_well = look.state in ("ok", "off")
    return Finding(
        part.group,
        name,
        part.title,
        look.state,
        look.told,
        "" if is_well else look.costs or part.costs,
        "" if is_well else look.mend or _mend(part, system),
        part.is_vital and not is_well and not look.is_bearable,
    )


# ---------------------------------------------------------------- what mends


def _mend(part: Part, system: System) -> str:
    if part.is_of_session and not system.session:
        return f"In a terminal of your desktop: {system.begin()}"
    return part.mend(system)


def _notifications(system: System) -> str:
    if not system.has_bus:
        return _by_package("bus", system)
    if system.is_desktop("GNOME", "KDE"):
        return "Log out and in again: this desktop brings its own"
    return system.install("notifications", "Install a notification server, dunst for one")


def _idle(system: System) -> str:
    if system.session == "wayland":
        return "Log in to GNOME, KDE Plasma, Sway, or a session on X11"
    return system.begin()


def _login(system: System) -> str:
    return _by_package("login", system)


def _by_package(what: str, system: System) -> str:
    way = system.install(f"{what} of systemd" if system.has_systemd else what, "")
    return f"{way}, then log out and in" if way else "Log in by the login screen of the system"


def _calls(system: System) -> str:
    return system.install("sound", "Start the sound server of your desktop")


def _sharing(system: System) -> str:
    return system.install("sharing", "Install the program pw-dump, a part of PipeWire")


def _tray(system: System) -> str:
    if system.is_icon_chosen:
        return f"unset PYSTRAY_BACKEND, then {system.begin()}"
    if not system.has_bus:
        return _by_package("bus", system)
    if system.is_desktop("GNOME"):
        way = system.install("indicator", "Install the GNOME extension AppIndicator Support")
        return f"{way}, log out and in, and turn it on in Extensions"
    if system.is_desktop("KDE"):
        return "Right-click on the panel, Add Widgets, System Tray"
    if system.is_desktop("XFCE"):
        return "Right-click on the panel, Panel, Add New Items, Status Tray Plugin"
    if system.is_desktop("LXQT"):
        return "Right-click on the panel, Manage Widgets, add Status Notifier"
    if system.session == "wayland":
        return system.install("bar", "Use a panel with a tray, waybar for one")
    return "Use a panel with a tray, xfce4-panel for one"


def _window(system: System) -> str:
    if not system.is_systems_python:
        return "Install ergobreak under a Python that has Tk"
    return system.install("tk", "Install Tk for this Python")


def _space(system: System) -> str:
    return "sudo apt clean" if system.family == "debian" else "Empty the wastebasket"


# ---------------------------------------------------------------- the parts

MAIN: Final = "The main job"
PRESENCE: Final = "Work and rest"
BUSY: Final = "The right moment"
SCREEN: Final = "On the screen"
MACHINE: Final = "This machine"

# What the icon costs where it is only half there.
WITHOUT_MENU: Final = "You see the icon, and it has no menu: each line of it is a command, too."

PARTS: Final[Mapping[str, Part]] = {
    "program": Part(
        MAIN, "ergobreak", "No reminder comes.", lambda system: system.begin(), is_vital=True
    ),
    "libraries": Part(
        MAIN,
        "libraries",
        "It cannot start, or lacks what they do.",
        lambda _: "Install ergobreak anew: pip install --force-reinstall ergobreak",
        is_vital=True,
    ),
    "notifications": Part(
        MAIN,
        "notifications",
        "No prompt can be shown: what is due waits until one can.",
        _notifications,
        is_vital=True,
        is_of_session=True,
    ),
    "journal": Part(
        MAIN,
        "journal",
        "Breaks are not written down, and a restart forgets how far the day is.",
        lambda system: f"{system.begin()}; a damaged one is kept beside a new one",
        is_vital=True,
    ),
    "settings": Part(
        MAIN,
        "settings",
        "What you have changed is not in force.",
        lambda system: system.run("config check"),
    ),
    "idle": Part(
        PRESENCE,
        "keys and mouse",
        "Every minute inside the hours counts as work, lunch too.",
        _idle,
        is_of_session=True,
    ),
    "lock": Part(
        PRESENCE,
        "locked screen",
        "A locked screen counts as rest only after a while without input.",
        _login,
    ),
    "suspend": Part(
        PRESENCE,
        "sleep",
        "Little: time asleep is noticed afterwards, by the clocks.",
        _login,
    ),
    "microphone": Part(
        BUSY,
        "calls",
        "A prompt may come in the middle of a call.",
        _calls,
        is_of_session=True,
    ),
    "camera": Part(
        BUSY,
        "camera",
        "A prompt may come while you are on camera.",
        lambda system: f"Before such a call: {system.run('quiet 1h')}",
    ),
    "sharing": Part(
        BUSY,
        "shared screen",
        "Others may see a prompt on the screen that you share.",
        _sharing,
        is_of_session=True,
    ),
    "fullscreen": Part(
        BUSY,
        "full screen",
        "A prompt may come over slides or a game.",
        lambda system: f"Before such a time: {system.run('quiet 1h')}",
        is_of_session=True,
    ),
    "film": Part(
        BUSY,
        "films",
        "A prompt may come over a film.",
        lambda system: f"Before a film: {system.run('quiet 2h')}",
        is_of_session=True,
    ),
    "dnd": Part(
        BUSY,
        "do not disturb",
        "The desktop's own silence is not known: a prompt counts as shown, unseen.",
        lambda system: f"When you want silence: {system.run('quiet 1h')}",
        is_of_session=True,
    ),
    "calendar": Part(
        BUSY,
        "calendars",
        "What cannot be read holds no prompts and gives no days off; all others still hold.",
        lambda system: f"Correct it under [calendars]: {system.run('settings')}",
    ),
    "tray": Part(
        SCREEN,
        "icon",
        "You do not see what comes next, and have no menu: each line of it is a command, too.",
        _tray,
        is_of_session=True,
    ),
    "window": Part(
        SCREEN,
        "window",
        "Breaks open in the browser, and the status window is a notification.",
        _window,
    ),
    "screen reader": Part(
        SCREEN,
        "screen reader",
        "Prompts may be worded for the eye.",
        lambda system: f'[access] screen_reader = "yes", by: {system.run("settings")}',
    ),
    "sound": Part(SCREEN, "sound", "The end of a break is not heard.", _calls),
    "clock": Part(
        MACHINE,
        "clock",
        "Working hours and the log follow a wrong time.",
        lambda _: "sudo timedatectl set-ntp true",
    ),
    "zone": Part(
        MACHINE,
        "time zone",
        "Working hours follow the time of another place.",
        lambda _: "sudo timedatectl set-timezone Europe/Berlin, or where you are",
    ),
    "disk": Part(MACHINE, "disk", "Soon nothing can be written down any more.", _space),
    "version": Part(
        MACHINE,
        "version",
        "The one that runs is not the one that is installed.",
        lambda system: system.run("restart"),
    ),
}
"""In the order in which they are listed."""
