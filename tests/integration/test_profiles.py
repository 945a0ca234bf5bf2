"""Profiles of a real daemon: chosen by hand, by the hour, by a calendar; edited while in force."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from tests.agenda.ics import calendar, event
from tests.integration.daemon import VIRTUAL, Daemon, command
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's inotify"),
]

WITHIN: Final = 20.0  # seconds
ENV: Final = {"TZ": "UTC"}
HOME: Final = """
[profiles.home.reminders.plants]
title = "Plants"
every = "40m"
"""
OFFICE: Final = '[profiles.office.reminders.stretch]\nevery = "60m"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with two profiles that are chosen by hand."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "ergobreak.toml").write_text(HOME + OFFICE)
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Yield a daemon whose clock stands still."""
    with begun(home) as running:
        yield running


def begun(home: Path, *options: str) -> Daemon:
    """Return a daemon that serves."""
    found = Daemon(home, *(options or VIRTUAL), env=ENV)
    found.ready()
    return found


def in_force(daemon: Daemon) -> str:
    """Return the profile in force, as `status --json` says; nothing: none."""
    found = daemon.look().get("profile")
    return str(found["profile"] or "") if isinstance(found, dict) else ""


def coming(daemon: Daemon) -> dict[str, int]:
    """Return in how many active minutes each reminder is due."""
    listed = daemon.look()["next"]
    assert isinstance(listed, list)
    return {one["name"]: one["about_seconds"] // 60 for one in listed}


def noted(daemon: Daemon) -> list[tuple[object, object]]:
    """Return each change of the profile, and why."""
    return [(line["profile"], line["reason"]) for line in daemon.lines("profile_changed")]


def test_a_choice_by_hand_is_in_force_at_once_and_keeps_progress(daemon: Daemon) -> None:
    """The rules are those of the profile with the next question; what was counted stays counted."""
    daemon.ask("advance 15m")
    assert daemon.ask("profile use office").text.startswith("Profile office is in force since ")
    assert coming(daemon)["stretch"] == 45
    daemon.ask("profile use home")
    assert coming(daemon) | {"stretch": 75, "plants": 40} == coming(daemon)

    status = daemon.ask("status").text
    assert "Profile home, by hand" in status.splitlines()
    assert not daemon.lines("config_changed")
    daemon.ask("profile auto")
    assert "plants" not in coming(daemon)


def test_for_a_time_and_not_longer(daemon: Daemon) -> None:
    """The grammar is that of `pause`; when the time is over the choice is made by itself."""
    daemon.ask("profile use home for 2h")
    daemon.ask("advance 1h59m")
    assert in_force(daemon) == "home"
    daemon.ask("advance 2m")

    assert in_force(daemon) == ""
    assert noted(daemon) == [("home", "hand"), ("none", "over")]


def test_what_there_is_not_is_refused_with_the_nearest(daemon: Daemon) -> None:
    """A slip in the name exits 2 and names the one that was meant; nothing has changed."""
    for typed, code, words in (
        ("profile use hom", 2, "Did you mean home?"),
        ("profile use", 2, "There are: home, office, none."),
        ("profile home", 2, "ergobreak profile use home"),
        ("profile use home until yesterday", 2, ""),
        ("profile chose home", 2, "For example: "),
    ):
        reply = daemon.ask(typed)
        assert (reply.exit, words in reply.text) == (code, True), reply.text

    assert in_force(daemon) == ""


def test_the_list_is_data_too(home: Path, daemon: Daemon) -> None:
    """`profile` says what is in force, since when, why and until when; so for programs."""
    daemon.ask("profile use home 2h")
    code, text, _ = command(home, "profile", env=ENV)
    _, printed, _ = command(home, "profile", "--json", env=ENV)
    data = json.loads(printed)

    assert code == 0
    assert text.splitlines()[1:3] == ["* home    by hand only", "  office  by hand only"]
    assert (data["profile"], data["why"]) == ("home", "hand")
    since, until = (datetime.fromisoformat(data[key]) for key in ("since", "until"))
    assert until - since == timedelta(hours=2)
    assert [one["name"] for one in data["profiles"]] == ["home", "office"]


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "ended"])
def test_it_survives_the_daemon(home: Path, is_killed: bool) -> None:
    """After a restart, whichever way it ended, the choice holds and its timers go on."""
    with begun(home) as daemon:
        daemon.ask("profile use home")
        daemon.ask("advance 10m")
        daemon.ask("drink")  # so that the time is written down: this clock goes on from there
        daemon.kill() if is_killed else daemon.stop()
    with begun(home) as daemon:
        assert in_force(daemon) == "home"
        assert coming(daemon)["plants"] <= 30
        assert noted(daemon) == []


def test_an_edit_is_in_force_and_a_removal_falls_back(daemon: Daemon) -> None:
    """The profile in force is reloaded like all else; taken out, it gives way, and that is said."""
    daemon.ask("profile use home")
    daemon.paths.config.write_text(HOME.replace("40m", "50m") + OFFICE)
    wait_for(lambda: coming(daemon).get("plants") == 50, WITHIN)
    assert in_force(daemon) == "home"

    daemon.paths.config.write_text(OFFICE)
    wait_for(lambda: in_force(daemon) == "", WITHIN)
    daemon.catch_up()
    assert noted(daemon)[-1] == ("none", "removed")
    assert daemon.complaints.count("the profile home is gone from the settings") == 1
    assert "plants" not in coming(daemon)

    daemon.paths.config.write_text(HOME + OFFICE)
    wait_for(lambda: len(daemon.lines("config_changed")) == 3, WITHIN)
    assert in_force(daemon) == ""


def test_a_mistake_in_a_profile_keeps_what_was(daemon: Daemon) -> None:
    """A broken profile is a mistake of the file: told with line and key, and nothing changes."""
    daemon.ask("profile use home")
    daemon.paths.config.write_text(HOME.replace("40m", "soon") + OFFICE)
    wait_for(lambda: daemon.look().get("trouble"), WITHIN)

    told = "Mistake in ergobreak.toml:4 (profiles.home.reminders.plants.every); your last good"
    assert told in str(daemon.look()["trouble"])
    assert in_force(daemon) == "home"
    assert coming(daemon)["plants"] == 40


def test_it_comes_and_goes_with_its_hours(home: Path) -> None:
    """At the minute at which its hours begin it is in force, at that of their end no more."""
    now = datetime.now(UTC)
    begin, end = (f"{now + timedelta(minutes=minutes):%H:%M}" for minutes in (30, 60))
    when = f'[profiles.home.when]\nhours = ["{begin}-{end}"]\n'
    (home / "ergobreak.toml").write_text(HOME + when)
    with begun(home) as daemon:
        daemon.ask("advance 28m")
        assert in_force(daemon) == ""
        daemon.ask("advance 3m")
        assert in_force(daemon) == "home"
        daemon.ask("advance 30m")
        assert in_force(daemon) == ""
        daemon.catch_up()

        lines = daemon.lines("profile_changed")
        stamps = [datetime.fromisoformat(str(line["at"])) for line in lines]
        assert [f"{stamp:%H:%M:%S}" for stamp in stamps] == [f"{begin}:00", f"{end}:00"]
        assert noted(daemon) == [("home", "schedule"), ("none", "nothing_fits")]


def test_it_goes_by_a_calendar_on_the_real_clock(home: Path, tmp_path: Path) -> None:
    """An event marked as free puts its profile into force when it begins, to the second."""
    path = tmp_path / "homeoffice.ics"
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=8)
    end = start + timedelta(seconds=3)
    lines = f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}", "TRANSP:TRANSPARENT"
    path.write_text(calendar(event(*lines)))
    (home / "ergobreak.toml").write_text(
        f'{HOME}[profiles.home.when]\ncalendar = "place"\n'
        f'[calendars.place]\npath = "{path}"\nbusy = false\n'
    )
    with begun(home, "--ignore-hours") as daemon:
        wait_for(lambda: len(daemon.lines("profile_changed")) == 2, 40.0)

        for line, edge in zip(daemon.lines("profile_changed"), (start, end), strict=True):
            late = datetime.fromisoformat(str(line["at"])) - edge
            assert timedelta(0) <= late < timedelta(seconds=1)
        assert noted(daemon) == [("home", "calendar"), ("none", "nothing_fits")]
        assert not daemon.lines("busy")


def test_settings_are_shown_as_they_are_in_force(home: Path, daemon: Daemon) -> None:
    """`config show --effective --origin` asks what is in force, `why` and `log` tell of it."""
    daemon.ask("profile use home")
    _, shown, _ = command(home, "config", "show", "--effective", "--origin", env=ENV)
    assert 'profile home, line 4  reminders.plants.every = "40m"' in shown
    _, explained, _ = command(home, "config", "explain", "reminders.plants.every", env=ENV)
    assert "(profile home, line 4; in force)" in explained
    _, why, _ = command(home, "why", "plants", env=ENV)
    assert "Profile home came into force at " in why
    _, log, _ = command(home, "log", "--all", env=ENV)
    assert "profile changed  home, by hand" in log
