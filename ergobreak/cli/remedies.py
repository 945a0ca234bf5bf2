"""What `doctor` knows: each part, what its lack costs the person, and what mends it here. Pure.

Rules of this file:
1. Costs are told in what the person notices, never in what the program lacks.
2. There is one remedy, a command or a setting, and a package is only named where its name is sure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from ergobreak.cli import mends
from ergobreak.dataclass import dataclass
from ergobreak.language import N_, _

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
        _(part.group),
        name,
        _(part.title),
        look.state,
        look.told,
        "" if is_well else look.costs or _(part.costs),
        "" if is_well else look.mend or _mend(part, system),
        part.is_vital and not is_well and not look.is_bearable,
    )


# ---------------------------------------------------------------- what mends


def _mend(part: Part, system: System) -> str:
    if part.is_of_session and not system.session:
        return _("In a terminal of your desktop: {begin}").format(begin=system.begin())
    return part.mend(system)


# ---------------------------------------------------------------- the parts

MAIN: Final = N_("The main job")
PRESENCE: Final = N_("Work and rest")
BUSY: Final = N_("The right moment")
SCREEN: Final = N_("On the screen")
MACHINE: Final = N_("This machine")

# What the icon costs where it is only half there.
WITHOUT_MENU: Final = N_("You see the icon, and it has no menu: each line of it is a command, too.")

PARTS: Final[Mapping[str, Part]] = {
    "program": Part(
        MAIN, "ergobreak", N_("No reminder comes."), lambda system: system.begin(), is_vital=True
    ),
    "libraries": Part(
        MAIN,
        N_("libraries"),
        N_("It cannot start, or lacks what they do."),
        lambda _unused: _("Install ergobreak anew: pip install --force-reinstall ergobreak"),
        is_vital=True,
    ),
    "notifications": Part(
        MAIN,
        N_("notifications"),
        N_("No prompt can be shown: what is due waits until one can."),
        mends.notifications,
        is_vital=True,
        is_of_session=True,
    ),
    "journal": Part(
        MAIN,
        N_("journal"),
        N_("Breaks are not written down, and a restart forgets how far the day is."),
        lambda system: _("{begin}; a damaged one is kept beside a new one").format(
            begin=system.begin()
        ),
        is_vital=True,
    ),
    "settings": Part(
        MAIN,
        N_("settings"),
        N_("What you have changed is not in force."),
        lambda system: system.run("config check"),
    ),
    "idle": Part(
        PRESENCE,
        N_("keys and mouse"),
        N_("Every minute inside the hours counts as work, lunch too."),
        mends.idle,
        is_of_session=True,
    ),
    "lock": Part(
        PRESENCE,
        N_("locked screen"),
        N_("A locked screen counts as rest only after a while without input."),
        mends.login,
    ),
    "suspend": Part(
        PRESENCE,
        N_("sleep"),
        N_("Little: time asleep is noticed afterwards, by the clocks."),
        mends.login,
    ),
    "microphone": Part(
        BUSY,
        N_("calls"),
        N_("A prompt may come in the middle of a call."),
        mends.calls,
        is_of_session=True,
    ),
    "camera": Part(
        BUSY,
        N_("camera"),
        N_("A prompt may come while you are on camera."),
        lambda system: _("Before such a call: {run}").format(run=system.run("quiet 1h")),
    ),
    "sharing": Part(
        BUSY,
        N_("shared screen"),
        N_("Others may see a prompt on the screen that you share."),
        mends.sharing,
        is_of_session=True,
    ),
    "fullscreen": Part(
        BUSY,
        N_("full screen"),
        N_("A prompt may come over slides or a game."),
        lambda system: _("Before such a time: {run}").format(run=system.run("quiet 1h")),
        is_of_session=True,
    ),
    "film": Part(
        BUSY,
        N_("films"),
        N_("A prompt may come over a film."),
        lambda system: _("Before a film: {run}").format(run=system.run("quiet 2h")),
        is_of_session=True,
    ),
    "dnd": Part(
        BUSY,
        N_("do not disturb"),
        N_("The desktop's own silence is not known: a prompt counts as shown, unseen."),
        lambda system: _("When you want silence: {run}").format(run=system.run("quiet 1h")),
        is_of_session=True,
    ),
    "calendar": Part(
        BUSY,
        N_("calendars"),
        N_("What cannot be read holds no prompts and gives no days off; all others still hold."),
        lambda system: _("Correct it under [calendars]: {run}").format(run=system.run("settings")),
    ),
    "tray": Part(
        SCREEN,
        N_("icon"),
        N_("You do not see what comes next, and have no menu: each line of it is a command, too."),
        mends.tray,
        is_of_session=True,
    ),
    "window": Part(
        SCREEN,
        N_("window"),
        N_("Breaks open in the browser, and the status window is a notification."),
        mends.window,
    ),
    "screen reader": Part(
        SCREEN,
        N_("screen reader"),
        N_("Prompts may be worded for the eye."),
        lambda system: _('[access] screen_reader = "yes", by: {run}').format(
            run=system.run("settings")
        ),
    ),
    "sound": Part(SCREEN, N_("sound"), N_("The end of a break is not heard."), mends.calls),
    "clock": Part(
        MACHINE,
        N_("clock"),
        N_("Working hours and the log follow a wrong time."),
        lambda _unused: "sudo timedatectl set-ntp true",
    ),
    "zone": Part(
        MACHINE,
        N_("time zone"),
        N_("Working hours follow the time of another place."),
        lambda _unused: _("{command}, or where you are").format(
            command="sudo timedatectl set-timezone Europe/Berlin"
        ),
    ),
    "disk": Part(
        MACHINE, N_("disk"), N_("Soon nothing can be written down any more."), mends.space
    ),
    "version": Part(
        MACHINE,
        N_("version"),
        N_("The one that runs is not the one that is installed."),
        lambda system: system.run("restart"),
    ),
}
"""In the order in which they are listed."""
