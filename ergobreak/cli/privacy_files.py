"""Every file that ergobreak has or may make, what it holds, and how it is got rid of. Data.

Rule of this file: whoever makes another file names it here; a test looks for strangers after a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ergobreak.paths import Paths

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
_LOG: Final = "ergobreak log delete --all --yes"
_STOP: Final = "ergobreak stop"


@dataclass(frozen=True, slots=True)
class Kind:
    """A file, or all that match a pattern (`*`), in one folder.

    `delete` is what gets rid of it; empty: `rm`. `mode`: the most that others may; None: as you
    like, for it says nothing about anybody.
    """

    folder: Path
    name: str
    holds: str
    delete: str = ""
    mode: int | None = PRIVATE_FILE

    @property
    def is_pattern(self) -> bool:
        """Tell whether several may be there, or none."""
        return "*" in self.name


def kinds(places: Paths, env: Mapping[str, str]) -> list[Kind]:
    """Return all kinds, those that hold most first; of several that match the first is meant."""
    return [
        *_log(places.state_dir, places.journal.name),
        *_settings(places),
        *_pages(places.state_dir),
        *_running(places),
        *_desktop(env),
    ]


def folders(places: Paths) -> list[tuple[Path, str]]:
    """Return our own folders, each once, with what is in it."""
    if places.config_dir == places.state_dir:
        named = {places.state_dir: _("everything of this instance")}
    else:
        named = {places.config_dir: _("settings"), places.state_dir: _("log, notes, pages")}
    return list({places.runtime_dir: _("the socket"), **named}.items())


def _log(folder: Path, name: str) -> list[Kind]:
    whole = _(
        "the log: what came when and what became of it, pauses, calls and absences as spans, "
        "water, exercises, what hurt, discomfort if you noted any; where the timers stand; the "
        "name of a program or a calendar while it holds prompts; a name for this machine, by chance"
    )
    return [
        Kind(folder, name, whole, _LOG),
        Kind(folder, f"{name}-wal", _("the newest lines of the log, on their way into it"), _LOG),
        Kind(folder, f"{name}-shm", _("an index of those"), _LOG),
        Kind(
            folder, f"{name}-journal", _("what a change of the log replaces, while it lasts"), _LOG
        ),
        Kind(
            folder, f"{name}.backup-*", _("a copy of the log, one a day, the last two kept"), _LOG
        ),
        Kind(folder, f"{name}.damaged-*", _("a damaged log that was set aside"), _LOG),
        Kind(folder, f"{name}.suspect", _("nothing: a sign that the log may be damaged"), _LOG),
        Kind(folder, f"{name}.restored", _("a copy on its way to become the log"), _LOG),
    ]


def _settings(places: Paths) -> list[Kind]:
    name = places.config.name
    own = _("your settings: hours, reminders, what is left out, where calendars are")
    return [
        Kind(places.config_dir, name, own),
        Kind(places.config_dir, f".{name}.*", _("settings that are being written")),
        Kind(
            places.config_dir,
            f"{name}.old-*",
            _("settings that were reset or upgraded, kept for you"),
        ),
        Kind(places.config_dir, "ergobreak.schema.json", _("nothing of yours: for your editor")),
        Kind(places.content, "*", _("exercises, checks and tips of your own, made by you")),
        Kind(places.state_dir, places.last_good.name, _("your settings when they had no mistake")),
        Kind(
            places.state_dir, f".{places.last_good.name}.*.new", _("settings that are being copied")
        ),
    ]


def _pages(folder: Path) -> list[Kind]:
    return [
        Kind(folder, "report.html", _("the last report that you had made")),
        Kind(folder, "sheet.html", _("the last sheet that you had made to be printed")),
        Kind(folder, ".*.html.*.new", _("a page that is being written")),
        Kind(folder, "exercise.html", _("the exercise that you looked at last in the browser")),
    ]


def _running(places: Paths) -> list[Kind]:
    folder, log = places.state_dir, places.log.name
    screen = places.on_screen.name
    return [
        Kind(folder, log, _("what went wrong, for a bug report")),
        Kind(folder, f"{log}.*", _("the older part of that, and the next one, being begun")),
        Kind(folder, "bug-report.txt", _("what you had put together for one; nothing private")),
        Kind(
            folder, "crash-*.txt", _("where in the program it ended unexpectedly; nothing of yours")
        ),
        Kind(folder, screen, _("numbers of the notices that stand on the screen"), _STOP),
        Kind(folder, f"{screen}.new", _("the same, being written"), _STOP),
        Kind(folder, places.lock.name, _("the number of the process that runs")),
        Kind(places.runtime_dir, "break.html", _("the exercises of the last break in the browser")),
        Kind(places.runtime_dir, "break.html.*", _("the same, being written")),
        Kind(places.runtime_dir, places.socket.name, _("nothing: commands speak to it"), _STOP),
        Kind(places.runtime_dir, f"{places.socket.name}.new", _("the same, being opened"), _STOP),
    ]


def _desktop(env: Mapping[str, str]) -> list[Kind]:
    """Return what lies in folders that are not ours."""
    from pathlib import Path
    from tempfile import gettempdir

    from ergobreak.adapters import desktop_entry

    data = desktop_entry.folder(env)
    config = Path(env.get("XDG_CONFIG_HOME", ""))
    theirs = config if config.is_absolute() else Path("~/.config").expanduser()
    sound = Path(env.get("XDG_RUNTIME_DIR") or gettempdir())
    remove = "ergobreak desktop remove"
    return [
        Kind(
            data / "applications",
            "ergobreak.desktop",
            _("the entry in the menu"),
            remove,
            mode=None,
        ),
        Kind(
            data / "icons/hicolor/128x128/apps", "ergobreak.png", _("its icon"), remove, mode=None
        ),
        Kind(
            theirs / "autostart",
            "ergobreak.desktop",
            _("the entry that starts it at login"),
            "ergobreak autostart off",
            mode=None,
        ),
        Kind(
            theirs / "systemd/user",
            "ergobreak.service",
            _("the unit that starts it at login"),
            "ergobreak autostart off",
            mode=None,
        ),
        Kind(sound, "ergobreak-*.wav", _("the sound of a break, for as long as it is heard")),
    ]
