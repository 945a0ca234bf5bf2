"""`doctor`: what lacks, what that costs, what mends it; and the exit code of the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import config
from ergobreak.adapters.agenda import READER, UNREAD
from ergobreak.adapters.busy.camera import NO_CAMERA
from ergobreak.adapters.notify.shown_by import ON_OUTPUT, SILENCED
from ergobreak.cli import checkup, doctor, survey
from ergobreak.cli.remedies import MAIN, PARTS, Look, diagnose
from ergobreak.cli.source_looks import of_reader, of_sources, together
from ergobreak.cli.surroundings import System
from ergobreak.control import client
from ergobreak.control.say import BLIND
from ergobreak.paths import Paths, find
from ergobreak.senses.busy import OFF
from tests.control.daemon import Daemon as Double
from tests.integration.daemon import ROOT, VIRTUAL, Daemon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ergobreak.cli.remedies import Finding

NOWHERE: Final = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}
DEBIAN_GNOME: Final = System("debian", "GNOME", "wayland")


def found(looks: list[Look], system: System = DEBIAN_GNOME) -> dict[str, Finding]:
    """Return the findings by part."""
    return {each.part: each for each in diagnose(looks, system)}


def source(by: str = "", reason: str = "") -> dict[str, str]:
    """Return a source as a daemon tells it."""
    return {"by": by, "reason": reason}


# ---------------------------------------------------------------- what is known


@pytest.mark.parametrize("part", list(PARTS))
def test_every_lack_has_costs_and_a_remedy_everywhere(part: str) -> None:
    """Whatever the system, a part that lacks says in a sentence what it costs, and what mends."""
    families, desktops = ("debian", "fedora", "arch", ""), ("GNOME", "ubuntu:GNOME", "KDE", "")
    sessions, bools = ("x11", "wayland", ""), (True, False)
    for family, desktop, session, has in product(families, desktops, sessions, bools):
        system = System(family, desktop, session, has, has, has, has)
        one = found([Look(part, "missing", "it is not there")], system)[part]

        assert one.costs.endswith(".")
        assert one.mend
        assert "None" not in one.mend


@pytest.mark.parametrize(
    ("part", "system", "mend"),
    [
        ("window", System("debian"), "sudo apt install python3-tk"),
        ("window", System("fedora"), "sudo dnf install python3-tkinter"),
        ("window", System("debian", is_systems_python=False), "under a Python that has Tk"),
        ("tray", System("debian", "GNOME", "wayland"), "gnome-shell-extension-appindicator"),
        ("tray", System("", "ubuntu:GNOME", "x11"), "AppIndicator"),
        ("tray", System("debian", "XFCE", "x11"), "Status Tray"),
        ("tray", System("", "XFCE", "x11", is_icon_chosen=True), "unset PYSTRAY_BACKEND, then"),
        ("notifications", System("arch", "", "x11"), "sudo pacman -S dunst"),
        ("notifications", System("debian", "", "x11", has_bus=False), "install dbus-user-session"),
        ("notifications", System("debian", "GNOME"), "terminal of your desktop"),
        ("lock", System("debian", has_systemd=False), "libpam-elogind"),
        ("program", System(is_running=False, program="ergobreak --home x"), "--home x start"),
    ],
)
def test_remedy_fits_the_system(part: str, system: System, mend: str) -> None:
    """The one command is that of this system, desktop and instance."""
    assert mend in found([Look(part, "missing", "gone")], system)[part].mend


def test_own_words_win_over_the_usual_ones() -> None:
    """A look that knows better what it costs and what mends it is believed."""
    one = found([Look("journal", "wrong", "old", "Nothing.", "Wait.")])["journal"]

    assert (one.costs, one.mend) == ("Nothing.", "Wait.")


def test_only_the_main_job_is_fatal() -> None:
    """Without notifications, journal, libraries or a way to run nothing goes; the rest is comfort.

    A daemon that is merely not started is no such thing.
    """
    looks = [Look(part, "missing", "gone") for part in PARTS]
    fatal = {part for part, one in found(looks).items() if one.is_fatal}
    stopped = found([Look("program", "missing", "gone", is_bearable=True)])["program"]

    assert fatal == {"program", "libraries", "notifications", "journal"}
    assert not stopped.is_fatal
    assert not any(one.is_fatal for one in found([Look(part, "ok", "") for part in PARTS]).values())


@pytest.mark.parametrize("choice", ["xorg", ""])
def test_choice_of_the_icon_is_that_of_the_daemon(
    choice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is the variable of the one that runs, and ours only where none does."""
    monkeypatch.setenv("PYSTRAY_BACKEND", choice)
    with Standing() as daemon:
        monkeypatch.setenv("PYSTRAY_BACKEND", "" if choice else "xorg")

        assert survey.is_icon_chosen(daemon.pid) == bool(choice)
        assert survey.is_icon_chosen(None) != bool(choice)


class Standing(subprocess.Popen[bytes]):
    """A process that stands, with our environment of when it was begun, until the end of `with`."""

    def __init__(self) -> None:
        code = "import sys; print(flush=True); sys.stdin.read()"
        pipe = subprocess.PIPE
        super().__init__([sys.executable, "-c", code], stdin=pipe, stdout=pipe)
        assert self.stdout is not None
        self.stdout.readline()


# ---------------------------------------------------------------- what sources mean


def test_sources_become_states() -> None:
    """Working, lacking, turned off, half there, and nothing to be had are told apart."""
    sources = {
        "idle": source("X11"),
        "lock": source("", "no logind on the system bus"),
        "sharing": source("", OFF),
        "fullscreen": source("fullscreen"),
        "camera": source("", NO_CAMERA),
        "tray": source("an icon", "without a menu"),
        "notifications": source("", SILENCED),
    }
    seen = {look.part: look for look in of_sources(sources, ("fullscreen",))}

    assert {part: look.state for part, look in seen.items()} == {
        "idle": "ok",
        "lock": "missing",
        "sharing": "off",
        "fullscreen": "off",
        "camera": "ok",
        "tray": "wrong",
        "notifications": "missing",
    }
    assert seen["idle"].told == "X11"
    assert "[busy] sharing" in seen["sharing"].told
    assert "ERGOBREAK_NOTIFY" in seen["notifications"].mend


def test_run_without_a_desktop_lacks_none() -> None:
    """What was started headless is not blamed for what it was told to do without."""
    sources = {"idle": source("", "x"), "tray": source("", "y"), "notifications": source(ON_OUTPUT)}

    assert [look.state for look in of_sources(sources)] == ["off", "off", "ok"]


def test_reader_and_last_word() -> None:
    """The screen reader is told with its setting; of two looks at a part the later one counts."""
    auto = of_reader("auto", is_read_aloud=False)
    chosen = of_reader("yes", is_read_aloud=True)

    assert (auto.told, chosen.told.partition(",")[0]) == ("none runs", "one runs")
    assert together([auto, chosen]) == [chosen]


# ---------------------------------------------------------------- what is printed


@pytest.mark.parametrize(
    ("by", "reason", "state", "mend"),
    [
        (READER, "", "ok", []),
        ("", "", "off", []),
        ("", UNREAD, "off", []),
        ("", "/w.ics: is empty", "missing", ["[calendars]"]),
        ("", "holidays:XX: are not known", "missing", ["[work]"]),
        ("", "holidays:XX: no; /w.ics: is empty", "missing", ["[calendars]", "[work]"]),
    ],
)
def test_calendars_are_mended_where_the_mistake_is(
    by: str, reason: str, state: str, mend: list[str]
) -> None:
    """Only what was read is well; a place leads to the days off, a file to the calendars."""
    looks = [*of_sources({"calendar": source(by, reason)})]
    one = found(looks)["calendar"]

    assert one.state == state
    assert [table for table in ("[calendars]", "[work]") if table in one.mend] == mend
    assert ("all others still hold" in one.costs) == bool(mend)


def test_text_is_a_line_for_what_works_and_three_for_what_does_not() -> None:
    """Groups, one aligned line each; costs and remedy below a problem; foreign names harmless."""
    looks = [
        Look("notifications", "ok", "Pigeon \x1b[2J1.2"),
        Look("program", "ok", "runs, process 7"),
        Look("window", "missing", "this Python has no Tk"),
        Look("sound", "off", "it never makes one"),
    ]

    assert doctor.text(diagnose(looks, DEBIAN_GNOME), is_running=True).splitlines() == [
        "ergobreak does its job. One thing could be better.",
        "",
        "The main job",
        "  ok       ergobreak       runs, process 7",
        "  ok       notifications   Pigeon ?[2J1.2",
        "",
        "On the screen",
        "  missing  window          this Python has no Tk",
        "           costs: Breaks open in the browser, and the status window is a notification.",
        "           mend:  sudo apt install python3-tk",
        "  off      sound           it never makes one",
    ]


@pytest.mark.parametrize(
    ("looks", "is_running", "verdict"),
    [
        ([Look("zone", "ok", "")], True, "ergobreak does its job. Nothing is missing."),
        ([Look("zone", "ok", "")], False, "ergobreak does not run, and could. Nothing is missing."),
        (
            [Look("journal", "wrong", ""), Look("idle", "missing", "")],
            True,
            "ergobreak cannot do its job here. First to mend: journal.",
        ),
    ],
)
def test_verdict_comes_first(looks: list[Look], is_running: bool, verdict: str) -> None:
    """The first line says whether the job is done, and what is to be mended first."""
    text = doctor.text(diagnose(looks, DEBIAN_GNOME), is_running=is_running)

    assert text.splitlines()[0] == verdict


# ---------------------------------------------------------------- what is looked at


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    """Return the places of an instance that has a folder and nothing in it."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return find(str(home))


def test_free_home_could_run(places: Paths) -> None:
    """No daemon and nothing in the way: it is missing, and the main job is safe."""
    look, data = checkup.program(str(places.state_dir), places)

    assert (look.state, look.is_bearable, data) == ("missing", True, {})


def test_file_in_the_place_of_the_socket_is_in_the_way(places: Paths) -> None:
    """A daemon could not start, and the one command that lets it is named."""
    places.socket.touch()
    look, _ = checkup.program(str(places.state_dir), places)

    assert (look.state, look.is_bearable, look.mend) == ("wrong", False, f"rm {places.socket}")


def test_daemon_is_found_with_its_journal(tmp_path: Path) -> None:
    """What runs is named with its process, its journal with size and last line."""
    daemon = Double(tmp_path / "home")
    try:
        home = str(daemon.paths.state_dir)
        look, data = checkup.program(home, daemon.paths)
        journal, last = checkup.diary(home, daemon.paths, "")
    finally:
        daemon.close()

    assert (look.state, look.told) == ("ok", f"runs, process {os.getpid()}")
    assert data["pid"] == os.getpid()
    assert data["sources"]["idle"] == source("X11")
    assert journal.state == "ok"
    assert last is not None


def test_broken_journal_is_fatal_and_kept(places: Paths) -> None:
    """A file that is no journal is told with its name, and is not touched."""
    places.journal.write_bytes(b"no journal at all" * 300)
    look, _ = checkup.diary(str(places.state_dir), places, "")

    assert look.state == "wrong"
    assert str(places.journal) in look.told
    assert places.journal.read_bytes().startswith(b"no journal")


def test_trouble_of_the_daemon_finds_its_part(places: Paths) -> None:
    """What a daemon complains of is told where it belongs: with the settings, or the journal."""
    file = config.read("version = 1\n")
    of_file, of_journal = "In force: the defaults. See: ergobreak config check", "It was damaged."
    with_file = checkup.settings(places, file, of_file)

    assert (with_file.state, with_file.mend) == ("wrong", "ergobreak restart")
    assert checkup.settings(places, file, of_journal).state == "ok"
    assert checkup.settings(places, config.read("dayz = 1\n"), "").told.endswith("has 1 mistake")
    assert checkup.settings(places, None, "").state == "ok"


def test_calendar_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Of the calendars in the settings each must exist; without any there is nothing to lack."""
    kept = tmp_path / "work.ics"
    kept.touch()

    def look(path: Path) -> Look:
        chosen = config.read(f'version = 1\n[calendars.work]\npath = "{path}"\n').settings
        assert chosen is not None
        return checkup.calendars(chosen)

    assert (look(kept).state, look(kept).told) == ("ok", "work")
    assert look(tmp_path / "gone.ics").state == "wrong"
    assert checkup.calendars(config.defaults()).state == "off"


def test_clock_behind_the_journal_is_wrong() -> None:
    """A clock that shows an instant before the last line was written cannot be right."""
    now = datetime.now(UTC)

    assert checkup.clock(None) is None
    assert checkup.clock(now - timedelta(days=1)) is None
    look = checkup.clock(now + timedelta(days=1))
    assert look is not None
    assert (look.part, look.state) == ("clock", "wrong")


def test_versions_are_compared_only_if_one_runs() -> None:
    """An old daemon is wrong, a stopped one is not."""
    assert checkup.version("2", "1").state == "wrong"
    assert checkup.version("2", "2").state == "ok"
    assert checkup.version("2", "").state == "ok"


# ---------------------------------------------------------------- the command


class Blind(Double):
    """A daemon that sees nobody, and has a calendar that cannot be read."""

    def sources(self) -> dict[str, dict[str, str]]:
        """Say so."""
        return {"idle": source("", "no way"), "calendar": source("", "work.ics is empty")}


@pytest.mark.parametrize(("kind", "is_blind"), [(Double, False), (Blind, True)])
def test_status_says_what_changes_how_time_counts(
    tmp_path: Path, kind: type[Double], is_blind: bool
) -> None:
    """Where idle time is unseen, or a calendar unread, `status` has a line for it; else none."""
    daemon = kind(tmp_path / "home")
    try:
        lines = client.ask(str(daemon.paths.state_dir), "status").text.splitlines()
    finally:
        daemon.close()

    assert (BLIND in lines, "Calendar: work.ics is empty" in lines) == (is_blind, is_blind)


def run(home: Path, env: Mapping[str, str], *words: str) -> tuple[int, str, str]:
    """Run `doctor` in an environment that has nothing but `env`; exit code, output, complaints."""
    command = [sys.executable, "-m", "ergobreak", "--home", str(home), "doctor", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False, timeout=20
    )
    return done.returncode, done.stdout, done.stderr


def parts(printed: str) -> dict[str, dict[str, Any]]:
    """Return the parts of `doctor --json` by name."""
    return {each["part"]: each for each in json.loads(printed)["parts"]}


def test_nothing_here_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    """No daemon, no display, no bus: exit code 1, each lack explained, and no file made."""
    home = tmp_path / "home"
    code, printed, complaints = run(home, NOWHERE, "--json")
    seen = parts(printed)

    assert (code, complaints) == (1, "")
    assert json.loads(printed)["ok"] is False
    assert {part for part, one in seen.items() if one["is_fatal"]} == {"notifications"}
    assert seen["program"]["mend"] == f"ergobreak --home {home} start"
    assert "terminal of your desktop" in seen["idle"]["mend"]
    assert set(seen) == set(PARTS)
    assert not home.exists()


@pytest.mark.slow
def test_without_a_daemon_calendars_are_read_once(tmp_path: Path) -> None:
    """A place that nobody knows is told before anything is started."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text('version = 1\n[work]\ndays_off = ["holidays:XX"]\n')
    _, printed, complaints = run(home, NOWHERE, "--json")
    one = parts(printed)["calendar"]

    assert (one["state"], complaints) == ("missing", "")
    assert one["told"] == "holidays:XX: the public holidays of XX are not known"


@pytest.mark.slow
def test_virtual_clock_reads_no_calendars(tmp_path: Path) -> None:
    """Where the clock is virtual, `doctor` and `status` say that the calendars are not read."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text('version = 1\n[work]\ndays_off = ["holidays:DE"]\n')
    with Daemon(home, *VIRTUAL) as daemon:
        daemon.ready()
        _, printed, _ = run(daemon.home, {}, "--json")
        status = daemon.ask("status").text

    one = parts(printed)["calendar"]
    assert (one["state"], one["told"]) == ("off", UNREAD)
    assert f"Calendar: {UNREAD}" in status.splitlines()


@pytest.mark.slow
def test_lost_library_is_told_and_not_stumbled_over(tmp_path: Path) -> None:
    """Without a library that all stands on, doctor still says so in words."""
    lost = 'import sys\nsys.modules |= dict.fromkeys(("msgspec", "jeepney", "_tkinter"))\n'
    (tmp_path / "sitecustomize.py").write_text(lost)
    code, printed, complaints = run(tmp_path / "home", {"PYTHONPATH": str(tmp_path)})

    assert (code, complaints) == (1, "")
    assert "First to mend: libraries." in printed
    assert "missing  window" in printed


@pytest.mark.slow
def test_headless_daemon_does_the_main_job(tmp_path: Path) -> None:
    """A real daemon without a desktop tells its sources: exit code 0, prompts on its output."""
    with Daemon(tmp_path / "home") as daemon:
        daemon.ready()
        code, printed, _ = run(daemon.home, {}, "--json")
        seen = parts(printed)
        told = daemon.look()["sources"]
        status = daemon.ask("status").text

    assert code == 0
    assert seen["program"]["told"] == f"runs, process {daemon.process.pid}"
    assert seen["notifications"]["told"] == ON_OUTPUT
    assert {seen[part]["state"] for part in ("idle", "lock", "tray")} == {"off"}
    assert all(one["state"] == "ok" for one in seen.values() if one["group"] == MAIN)
    assert isinstance(told, dict)
    assert set(told) >= {"idle", "lock", "suspend", "clock", "zone", "notifications", "tray"}
    assert BLIND in status.splitlines()
