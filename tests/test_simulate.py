"""The simulated day: the same bytes every time, on a machine that knows no more than a real one."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from ergobreak import simulate
from ergobreak.errors import ConfigError, UsageError
from ergobreak.simulate import agenda, expectations, scenario
from ergobreak.simulate.transcript import Transcript

Line = dict[str, object]

DAY = Path(__file__).parent / "scenarios" / "transcripts" / "two-days.toml"
BUSY_MORNING = """
start = 2026-03-02T09:00:00
zone = "Europe/Berlin"
until = "13:00"
[answers]
walk = ["postpone", "complete"]
stretch = ["ignore"]
[[event]]
at = "09:10"
do = "idle"
for = "4m"
[[event]]
at = "09:30"
do = "busy"
reason = "call"
for = "35m"
[[event]]
at = "10:20"
do = "typing"
for = "30m"
[[event]]
at = "11:00"
do = "quiet"
for = "20m"
[[event]]
at = "11:40"
do = "lock"
for = "9m"
[[event]]
at = "12:10"
do = "suspend"
for = "1m"
[[event]]
at = "12:30"
do = "hurt"
"""


def arguments(**given: object) -> Namespace:
    """Return what the command line hands over."""
    usual = {"scenario": None, "days": None, "jsonl": True, "config": None, "home": None}
    usual |= {"day": None, "json": False}
    return Namespace(**{**usual, **given})


def played(text: str) -> list[Line]:
    """Return the transcript of a scenario."""
    transcript = Transcript(keep=True)
    simulate.play(scenario.parse(text, "day.toml", DAY.parent), transcript)
    return transcript.lines


def printed(*words: str, **environment: str) -> bytes:
    """Return what a fresh process prints for `simulate`."""
    found = subprocess.run(
        [sys.executable, "-m", "ergobreak", "simulate", *words],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return found.stdout


# ---------------------------------------------------------------- the same bytes


def test_same_bytes_whatever_the_surroundings(tmp_path: Path) -> None:
    """Neither hash seed, nor time zone, nor language change a byte of a transcript."""
    empty = {"ERGOBREAK_HOME": str(tmp_path)}
    words = ("--days", "3", "--jsonl")

    once = printed(*words, PYTHONHASHSEED="1", TZ="Asia/Tokyo", **empty)
    again = printed(*words, PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C", **empty)

    assert once == again
    assert once.count(b"\n") > 100


def test_lines_are_compact_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Each line is one object without spaces, numbered from 1, by the machine `sim`."""
    simulate.main(arguments(scenario=str(DAY)))

    out = capfdbinary.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["id"] for line in lines] == [str(number + 1) for number in range(len(lines))]
    assert {line["machine"] for line in lines} == {"sim"}
    assert out.startswith(b'{"id":"1","machine":"sim","at":"2026-03-02T09:00:00+01:00","event":')


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ('[config.work]\ndays_off = ["holidays:DE"]\n', True),
        ('[[event]]\nat = "09:10"\ndo = "config"\nconfig.calendars.w.path = "~/w.ics"\n', True),
        ('[config.work]\ndays_off = ["2026-12-24"]\n', False),
    ],
)
def test_calendars_that_count_as_empty_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, *, is_told: bool
) -> None:
    """Whoever names a calendar or public holidays hears in one line that nobody reads them."""
    (tmp_path / "day.toml").write_text(f'start = 2026-03-02T09:00:00\nuntil = "+1h"\n{text}')

    simulate.main(arguments(scenario=str(tmp_path / "day.toml")))

    assert capsys.readouterr().err.splitlines() == [simulate.UNREAD] * is_told


def test_what_is_not_latin_is_written_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reminder's name reads the same in the transcript as in the config."""
    (tmp_path / "day.toml").write_text(
        'start = 2026-03-02T09:00:00\nuntil = "+1h"\n[config.reminders."Blümchen"]\nat = ["09:10"]',
        encoding="utf-8",
    )

    simulate.main(arguments(scenario=str(tmp_path / "day.toml")))

    assert '"reminder":"Blümchen"' in capsys.readouterr().out


# ---------------------------------------------------------------- the machine


@pytest.mark.parametrize("seed", range(12))
def test_a_crash_changes_nothing(seed: int) -> None:
    """A daemon killed and started anew at any instant writes the same journal."""
    minute = random.Random(seed).randrange(4 * 60)
    crash = f'[[event]]\nat = "+{minute}m"\ndo = "crash"\n'
    start, *later = BUSY_MORNING.split("[[event]]")
    tables = [f"[[event]]{table}" for table in later]
    at = sum(_minute(table) <= minute for table in tables)

    crashed = played(start + "".join(tables[:at]) + crash + "".join(tables[at:]))

    assert _without_starts(crashed) == _without_starts(played(BUSY_MORNING))
    assert sum(line["event"] == "started_up" for line in crashed) == 2


def _minute(table: str) -> int:
    hour, minute = table.split('"')[1].split(":")
    return (int(hour) - 9) * 60 + int(minute)


def _without_starts(lines: list[Line]) -> list[Line]:
    return [
        {key: value for key, value in line.items() if key != "id"}
        for line in lines
        if line["event"] != "started_up"
    ]


def test_what_happens_to_a_sleeping_machine_waits_for_it() -> None:
    """A call that begins and ends while the machine sleeps is never heard of before it wakes."""
    lines = played("""
start = 2026-03-02T09:00:00
until = "10:00"
[[event]]
at = "09:10"
do = "lock"
for = "5m"
[[event]]
at = "09:11"
do = "suspend"
for = "20m"
""")
    events = [(str(line["at"])[11:16], line["event"]) for line in lines]

    assert ("09:31", "woke") in events
    assert events.index(("09:31", "unlocked")) > events.index(("09:31", "woke"))


def test_a_command_to_a_dead_daemon_is_lost() -> None:
    """Nobody hears what is told to a daemon that does not run."""
    lines = played("""
start = 2026-03-02T09:00:00
until = "10:00"
[[event]]
at = "09:10"
do = "crash"
for = "5m"
[[event]]
at = "09:12"
do = "drink"
ml = 300
""")
    assert not any(line.get("ml") == 300 for line in lines)


def test_a_quit_ends_the_transcript() -> None:
    """After a quit that nothing undoes there is nobody left to write."""
    lines = played("""
start = 2026-03-02T09:00:00
until = "18:00"
[[event]]
at = "09:10"
do = "quit"
""")
    assert lines[-1]["event"] == "shut_down"


# ---------------------------------------------------------------- working days


def test_working_days_are_those_of_an_office(capsys: pytest.CaptureFixture[str]) -> None:
    """A week has five days from nine to half past five, with a locked screen over lunch."""
    simulate.main(arguments(days=8, home="/nonexistent"))

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    locked = [line["at"] for line in lines if line["event"] == "locked"]
    assert locked == [f"2026-01-{day:02}T12:30:00+00:00" for day in (5, 6, 7, 8, 9, 12)]
    assert all("09:00" <= line["at"][11:16] <= "17:30" for line in lines)
    assert lines[-1]["at"] == "2026-01-12T17:30:00+00:00"


def test_working_days_follow_the_config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a file the days run on the current config, or on the one that is named."""
    (tmp_path / "ergobreak.toml").write_text("reminders.walk.enabled = false", encoding="utf-8")
    (tmp_path / "other.toml").write_text("reminders.stretch.enabled = false", encoding="utf-8")

    simulate.main(arguments(days=1, home=str(tmp_path)))
    own = capsys.readouterr().out
    simulate.main(arguments(days=1, home=str(tmp_path), config=str(tmp_path / "other.toml")))
    other = capsys.readouterr().out

    assert '"reminder":"walk"' not in own
    assert '"reminder":"stretch"' in own
    assert '"reminder":"walk"' in other
    assert '"reminder":"stretch"' not in other


def test_a_config_takes_the_place_of_the_scenarios(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scenario can be played on another config than its own."""
    (tmp_path / "other.toml").write_text("reminders.walk.enabled = false", encoding="utf-8")

    simulate.main(arguments(scenario=str(DAY), config=str(tmp_path / "other.toml")))

    assert '"reminder":"walk"' not in capsys.readouterr().out


@pytest.mark.parametrize(
    "given",
    [
        {"days": 0},
        {"days": -3},
        {"days": 3, "scenario": "day.toml"},
        {"days": 3, "day": "monday"},
        {"scenario": "day.toml", "json": True},
    ],
)
def test_nothing_to_simulate(given: dict[str, object]) -> None:
    """No days, or two things at once to be played, make no sense."""
    with pytest.raises(UsageError):
        simulate.main(arguments(**given))


def test_bad_config_is_told(tmp_path: Path) -> None:
    """A config that cannot be used ends the simulation before it begins."""
    (tmp_path / "bad.toml").write_text("[delivery]\ngapp = 3", encoding="utf-8")

    with pytest.raises(ConfigError, match="gapp"):
        simulate.main(arguments(days=1, config=str(tmp_path / "bad.toml")))


# ---------------------------------------------------------------- the agenda


def test_agenda_tells_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    """Without --jsonl the day is told in words: one line a moment, and what came of it."""
    simulate.main(arguments(days=1, jsonl=False, home="/nonexistent"))

    told = capsys.readouterr().out
    assert told.startswith("Monday 2026-01-05\n  09:00  started\n  09:22  posture\n")
    assert "\n  09:45  walk, hydration\n  09:48  done: walk, hydration\n" in told
    assert "\n  13:15  away 45m\n" in told
    assert told.endswith("\nwater: 1250 ml\n")


def test_agenda_tells_every_event_that_it_knows() -> None:
    """No event makes the agenda stumble, whatever a line of it lacks."""
    lines = [{"at": "2026-03-02T09:00:00+01:00", "event": event} for event in expectations.EVENTS]

    assert next(iter(agenda.agenda(lines))) == "Monday 2026-03-02"
