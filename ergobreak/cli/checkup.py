"""Looks at what `doctor` can see without a desktop: program, files, libraries, clock.

Rule of this file: nothing is left behind. What is tried out on the disk has no name there.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.agenda.agenda import path_of
from ergobreak.adapters.hooks.exposure import exposure
from ergobreak.cli import journal
from ergobreak.cli.remedies import Look
from ergobreak.control import client, door, endpoint
from ergobreak.errors import ErgobreakError, NotRunning
from ergobreak.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ergobreak.config import Checked, Settings
    from ergobreak.paths import Paths

LIBRARIES: Final = ("apscheduler", "msgspec", "plyer", "pystray", "PIL")
ON_LINUX: Final = ("jeepney", "Xlib")
FOR_CALENDARS: Final = ("icalendar", "recurring_ical_events", "holidays")
MEGABYTE: Final = 1_000_000
SCARCE: Final = 50 * MEGABYTE  # a year of journal has some ten
OF_SETTINGS: Final = "ergobreak config check"  # stands in whatever is wrong with the settings
RESTART: Final = "ergobreak restart"
TRIED: Final = bytes(64 * 1024)
ODD_BEFORE: Final = 2025  # years: no clock that is right shows one of these
BEHIND: Final = timedelta(hours=2)  # more than a clock goes back in autumn


def sound() -> Look:
    """Return a look at what plays the tone at the end of a break."""
    from ergobreak.adapters.sound.player import serves

    player = serves(os.environ)
    if not player:
        return Look("sound", "missing", _("nothing here plays a sound"))
    return Look("sound", "ok", _("by {players}").format(players=player))


def program(home: str | None, places: Paths) -> tuple[Look, Mapping[str, Any]]:
    """Return a look at the daemon, and what its `status` and `ping` say, if one answers."""
    try:
        state = client.ask(home, "status", as_json=True).data
        data = {**state, **client.ask(home, "ping", as_json=True).data}
    except NotRunning:
        return _could_it_run(places), {}
    except ErgobreakError as error:
        return Look("program", "wrong", error.title, mend=_bare(error.hint)), {}
    return Look("program", "ok", _("runs, process {value}").format(value=data.get("pid"))), data


def _could_it_run(places: Paths) -> Look:
    """Return a look at what keeps a daemon from starting: the lock, the folders, the socket."""
    told = _("does not run")
    try:
        if host := endpoint.other_host(places):
            told = _("runs on {host}, with this home").format(host=host)
            return Look(
                "program", "wrong", told, mend=_("on {host}: ergobreak stop").format(host=host)
            )
        if not endpoint.is_free(places):
            told = _("hangs: process {holder} holds {lock}").format(
                holder=endpoint.holder(places), lock=places.lock
            )
            return Look("program", "wrong", told, mend=RESTART)
    except OSError as error:
        told = _("{what}: {why}").format(what=told, why=error)
        return Look("program", "wrong", told, mend=_own(places.state_dir))
    is_address = door.read(str(places.socket)) is not None  # where there can be no socket
    if is_there(places.socket) and not places.socket.is_socket() and not is_address:
        told = _("{told}: {socket} is in the way").format(told=told, socket=places.socket)
        return Look("program", "wrong", told, mend=f"rm {places.socket}")
    for folder in (places.state_dir, places.runtime_dir):
        if not os.access(_standing(folder), os.W_OK | os.X_OK):
            told = _("{told}: nothing can be written in {folder}").format(told=told, folder=folder)
            return Look("program", "wrong", told, mend=_own(_standing(folder)))
    return Look("program", "missing", told, is_bearable=True)


def libraries(*, is_linux: bool) -> Look:
    """Return a look at the libraries that it was installed with."""
    wanted = (*LIBRARIES, *(ON_LINUX if is_linux else ()), *FOR_CALENDARS)
    lost = [name for name in wanted if importlib.util.find_spec(name) is None]
    if not lost:
        return Look("libraries", "ok", _("all there"))
    is_bearable = set(lost) <= set(FOR_CALENDARS)
    return Look("libraries", "missing", ", ".join(lost), is_bearable=is_bearable)


def settings(places: Paths, found: Checked | None, trouble: str) -> Look:
    """Return a look at the file of settings; `found`: None where there is none."""
    wrong = _own_with_mistakes(places)
    if wrong and (found is None or found.settings is not None):
        return Look(
            "settings",
            "wrong",
            _("{wrong} in {content} cannot be used").format(wrong=wrong, content=places.content),
        )
    if found is None:
        return Look("settings", "ok", _("no file, so the defaults hold"))
    wrong_in = [each.file for each in found.problems if each.is_error]
    if wrong_in:
        # One's own first: what stands in a file for everybody may be for others to mend.
        name = "" if "" in wrong_in else wrong_in[0]
        errors = wrong_in.count(name)
        told = ngettext("{file} has {count} mistake", "{file} has {count} mistakes", errors).format(
            file=name or places.config, count=errors
        )
        return Look("settings", "wrong", told)
    if OF_SETTINGS in trouble:
        told = _("{config} is in order, and not in force yet").format(config=places.config)
        return Look("settings", "wrong", told, mend=RESTART)
    if found.settings is not None and found.settings.hooks and (told := exposure(places.config)):
        costs = _("None of your hooks is run: who writes there could run anything as you.")
        told = _("hooks are off: {why}").format(why=told)
        return Look("settings", "wrong", told, costs, mend="ergobreak hooks")
    return Look("settings", "ok", str(places.config))


def _own_with_mistakes(places: Paths) -> str:
    """Return the names of the person's own files that are out of force."""
    if not places.content.is_dir():
        return ""
    from ergobreak.config import own_content

    return ", ".join(name for name, _unused in own_content(places.content).problems)


def calendars(chosen: Settings) -> Look:
    """Return a look at the calendars that the settings name."""
    holidays = [str(day) for day in chosen.work.days_off if day.holidays]
    names = [*chosen.calendars, *holidays]
    if not names:
        return Look("calendar", "off", _("the settings name none: [calendars]"))
    lost = [
        _("{name}: {path} is not there").format(name=name, path=calendar.path)
        for name, calendar in chosen.calendars.items()
        if not is_there(path_of(str(calendar.path)))
    ]
    if lost:
        return Look("calendar", "wrong", "; ".join(lost))
    return Look("calendar", "ok", ", ".join(names))


def diary(home: str | None, places: Paths, trouble: str) -> tuple[Look, datetime | None]:
    """Return a look at the journal, and when its last line was written."""
    path = places.journal
    if not is_there(path):
        if os.access(_standing(path), os.W_OK | os.X_OK):
            return Look("journal", "ok", _("empty")), None
        told = _("{path} cannot be made").format(path=path)
        return Look("journal", "missing", told, mend=_own(_standing(path))), None
    try:
        lines = journal.last(home, 1)
    except ErgobreakError as error:
        return Look("journal", "wrong", error.title, mend=error.hint), None
    last = datetime.fromisoformat(str(lines[0]["at"])) if lines else None
    size = sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*") if _is_part(part))
    try:
        _try_to_write(path)
    except PermissionError:
        told = _("nothing can be written to {path}").format(path=path)
        return Look("journal", "wrong", told, mend=_own(path.parent)), last
    except OSError as error:
        told = _("{what}: {why}").format(what=path, why=error.strerror)
        return Look("journal", "wrong", told, mend=_("Free some space")), last
    if trouble and OF_SETTINGS not in trouble:
        return _begun_anew(trouble), last
    return Look("journal", "ok", f"{path}, {_size(size)}"), last


def _begun_anew(trouble: str) -> Look:
    costs = _("The log begins anew there; what was before is in the file that was kept.")
    return Look("journal", "wrong", trouble, costs, RESTART, is_bearable=True)


def clock(last: datetime | None) -> Look | None:
    """Return a look at a clock that cannot be right, or None; `last`: the journal's last line."""
    now = journal.present()
    if now.year < ODD_BEFORE or (last is not None and now < last - BEHIND):
        return Look(
            "clock", "wrong", _("it says {now}, which is past").format(now=f"{now:%Y-%m-%d %H:%M}")
        )
    return None


def disk(places: Paths) -> Look:
    """Return a look at the room that is left for journal and settings."""
    folder = _standing(places.state_dir)
    free = shutil.disk_usage(folder).free
    told = _("{size} free at {folder}").format(size=_size(free), folder=folder)
    return Look("disk", "wrong" if free < SCARCE else "ok", told)


def version(installed: str, running: str) -> Look:
    """Return a look at the two versions; `running` is empty where none runs."""
    if running and running != installed:
        return Look(
            "version",
            "wrong",
            _("{running} runs, {installed} is installed").format(
                running=running, installed=installed
            ),
        )
    return Look("version", "ok", installed)


def window() -> Look:
    """Return a look at what draws the status window."""
    if importlib.util.find_spec("_tkinter") is None:
        return Look("window", "missing", _("this Python has no Tk"))
    return Look("window", "ok", "Tk")


def is_there(path: Path) -> bool:
    """Tell whether something has this name, as far as we may look."""
    try:
        return path.exists()
    except OSError:
        return False


def _try_to_write(path: Path) -> None:
    """Write something without a name beside a file, which is left alone; raises OSError."""
    if not os.access(path, os.W_OK):
        raise PermissionError(path)
    with tempfile.TemporaryFile(dir=path.parent) as file:
        file.write(TRIED)
        file.flush()
        os.fsync(file.fileno())


def _standing(path: Path) -> Path:
    """Return the next folder above that is there already, or the path itself if it is."""
    return next(each for each in (path, *path.parents) if is_there(each))


def _own(path: Path) -> str:
    return f'sudo chown -R "$USER" {path}'


def _is_part(path: Path) -> bool:
    """Tell whether a file is the journal's present one, and none that was set aside."""
    return "damaged" not in path.name and path.is_file()


def _bare(hint: str) -> str:
    return RESTART if hint == _("Try: ergobreak restart") else hint


def _size(number: int) -> str:
    """Return a number of bytes as people say it."""
    units = (
        (_("{number} GB"), 1_000 * MEGABYTE),
        (_("{number} MB"), MEGABYTE),
        (_("{number} kB"), 1_000),
    )
    for form, factor in units:
        if number >= factor:
            return form.format(number=f"{number / factor:.0f}")
    return ngettext("{number} byte", "{number} bytes", number).format(number=number)
