"""The coming day on one's own settings: what is asked for, what is played, how it is told."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli, config
from ergobreak.errors import UsageError
from ergobreak.simulate import desk_day, desk_options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]

SUNDAY: Final = date(2026, 11, 22)
MEETING: Final = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:1
DTSTART:20260302T100000
DTEND:20260302T110000
SUMMARY:Salaries
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the settings are; there are none yet. The zone is Berlin's."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return tmp_path / "ergobreak.toml"


@pytest.fixture
def simulate(file: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs `simulate` on Monday, 2 March 2026 and gives what it prints."""

    def run(*words: str, day: str = "2026-03-02", code: int = 0) -> str:
        assert cli.main(["simulate", "--day", day, *words]) == code
        out, err = capsys.readouterr()
        return str(err if code else out)

    return run


def row(told: str, at: str) -> str:
    """Return the line of the agenda at a time of day."""
    return next(line.strip() for line in told.splitlines() if line.strip().startswith(at))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("today", "2026-11-22"),
        ("Tomorrow", "2026-11-23"),
        ("monday", "2026-11-23"),
        ("next tue", "2026-11-24"),
        ("sunday", "2026-11-22"),
        ("2027-01-04", "2027-01-04"),
    ],
)
def test_a_day_is_one_that_comes(said: str, meant: str) -> None:
    """A weekday is the next one, which may be today."""
    assert desk_options.coming_day(said, SUNDAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("thurday", "Did you mean thursday?"),
        ("yesterday", "ergobreak log --day yesterday"),
        ("2026-13-01", "For example: today, tomorrow, monday, 2026-03-02"),
        ("", "For example: today, tomorrow, monday, 2026-03-02"),
        ("9999-12-31", "For example: today, tomorrow, monday, 2026-03-02"),
    ],
)
def test_what_is_no_day_is_refused_with_a_hint(said: str, hint: str) -> None:
    """What is no day, or is over, is an error of use that says what would do."""
    with pytest.raises(UsageError) as refusal:
        desk_options.coming_day(said, SUNDAY)

    assert hint in refusal.value.hint


@pytest.mark.parametrize(
    ("work", "desk", "lunch"),
    [
        ({}, (540, 1050), (750, 795)),
        ({"hours": ["08:00-12:00", "12:45-17:00"]}, (480, 1020), (720, 765)),
        ({"hours": ["08:00-12:00"]}, (480, 720), None),
        ({"hours": ["22:00-06:00"]}, (1320, 1800), (1545, 1590)),
        ({"hours": ["00:00-24:00"]}, (540, 1050), (750, 795)),
    ],
)
def test_the_hours_say_when_somebody_sits(
    work: dict[str, Any], desk: tuple[int, int], lunch: tuple[int, int] | None
) -> None:
    """Hours of a working day are the time at the desk, their gap is lunch, also at night."""
    day = desk_day.usual(config.from_table({"work": work}))

    assert (day.desk, day.lunch) == (desk, lunch)


def test_quiet_hours_at_noon_are_lunch() -> None:
    """Who keeps noon quiet is taken to be away then."""
    day = desk_day.usual(config.from_table({"busy": {"quiet_hours": ["12:00-12:40"]}}))

    assert day.lunch == (720, 760)


def test_a_day_is_told_at_first_sight(simulate: Run) -> None:
    """Bar, agenda and summary: what comes when, how long, with what, and what it adds up to."""
    told = simulate()

    assert "Monday 2 March 2026, with the default settings" in told
    assert row(told, "09:22").split() == ["09:22", "Posture", "check", "notification"]
    assert "Walk + Water (250 ml) + Tip" in row(told, "09:45")
    assert row(told, "10:33").endswith("window, 5 min")
    assert "Lunch until 13:15" in row(told, "12:30")
    assert "14 prompts, 9 for a break and 5 without, at most 3 in an hour" in told
    assert "35 min, 8% of 7 h 45 at the desk" in told
    assert "45 min at most, from 09:00" in told
    assert "1.25 l, of 2 l in a whole day" in told
    assert "\033" not in told


@pytest.mark.slow  # a child reads the calendar
def test_what_holds_a_prompt_is_named(simulate: Run, file: Path) -> None:
    """A call, quiet hours and an appointment each say how long they hold, and what they held."""
    calendar = file.with_name("work.ics")
    calendar.write_text(MEETING)
    file.write_text(f'busy.quiet_hours = ["15:00-15:40"]\ncalendars.work.path = "{calendar}"\n')
    told = simulate("--call", "10:45-11:15")

    assert "Appointment (work) until 11:00" in row(told, "10:00")
    assert "Call until 11:15" in row(told, "10:45")
    assert "held since 10:33 by an" in told
    assert "Quiet hours until 15:40" in row(told, "15:00")
    assert "Salaries" not in told


def test_who_answers_nothing_sees_what_that_leads_to(simulate: Run) -> None:
    """Ignored prompts end without an answer, and the whole day is sat through."""
    told = simulate("--answer", "ignore", "--lunch", "none", "--desk", "09:00-12:00")

    assert row(told, "09:45").endswith("window; no answer")
    assert "3 h at most, from 09:00" in told
    assert "Breaks" not in told


@pytest.mark.parametrize(
    ("settings", "day", "why"),
    [
        ('work.days = ["mon", "tue"]', "2026-03-04", "work.days: mon, tue"),
        ('work.days_off = ["2026-12-24..2026-12-26"]', "2026-12-25", "(work.days_off)"),
        pytest.param(
            'work.days_off = ["holidays:DE-BE"]',
            "2026-12-25",
            "(work.days_off: holidays:DE-BE)",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_day_without_prompts_says_why(
    simulate: Run, file: Path, settings: str, day: str, why: str
) -> None:
    """A weekend and a holiday are told in a sentence that names the key."""
    file.write_text(settings)

    told = simulate(day=day)

    assert "Nothing comes" in told
    assert why in told


def test_programs_get_the_same_day(simulate: Run) -> None:
    """The JSON has prompts, absences and the figures of the summary."""
    found = json.loads(simulate("--json", "--away", "15:00-16:00"))

    assert found["day"] == "2026-03-02"
    assert found["prompts"][1]["reminders"] == ["walk", "hydration", "tip"]
    assert found["prompts"][1]["at"] == "2026-03-02T09:45:00+01:00"
    assert [each["name"] for each in found["away"]] == ["Lunch", "Away"]
    assert found["summary"]["prompts"] == len(found["prompts"])


def test_the_journal_of_the_day_is_there_too(simulate: Run) -> None:
    """With --jsonl the same day is printed as every other journal."""
    first = json.loads(simulate("--jsonl").splitlines()[0])

    assert (first["event"], first["at"]) == ("started_up", "2026-03-02T09:00:00+01:00")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--call", "20:00-21:00"], "--call 20:00-21:00 is not in the time at the desk"),
        (["--lunch", "noon"], '--lunch: found "noon"'),
        (["--desk", "9"], '--desk: found "9"'),
        (["--config", "/no/such.toml"], "such.toml: cannot be read"),
        (["--days", "3"], "--day goes without a scenario and without --days"),
    ],
)
def test_wrong_options_are_refused(simulate: Run, words: list[str], said: str) -> None:
    """A time that is none, or lies elsewhere, and a file that is not there: exit code 2."""
    assert said in simulate(*words, code=2)


def test_a_broken_file_is_told_with_its_line(simulate: Run, file: Path) -> None:
    """A mistake in the settings ends it, with line and key, before anything is played."""
    file.write_text("[reminders.walk]\nevery = 5\n")

    assert "ergobreak.toml:2:9: reminders.walk.every: found 5" in simulate(code=2)


def test_plain_where_blocks_cannot_be_shown(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An output without UTF-8 gets a bar of ASCII, and every letter of it can be printed."""
    with (tmp_path / "out").open("w", encoding="ascii") as out:
        monkeypatch.setattr("sys.stdout", out)
        cli.main(["simulate", "--day", "2026-03-02"])
    lines = (tmp_path / "out").read_text(encoding="ascii").splitlines()

    assert lines[4].strip().startswith("__+_#____#")
    assert lines[5].split() == [f"{hour:02}" for hour in range(9, 19)]
    assert not file.exists()


def test_a_profile_comes_into_force_on_the_way(file: Path, simulate: Run) -> None:
    """The day says when a profile begins and ends; what it changes comes as it will."""
    file.write_text(
        '[work]\nhours = ["09:00-17:00"]\n'
        '[profiles.noon.when]\nhours = ["11:00-15:00"]\n'
        '[profiles.noon.reminders.dog]\ntitle = "The dog"\nevery = "70m"\nfor = "10m"\n'
    )
    told = simulate()

    assert "Profile noon" in row(told, "11:00")
    assert "No profile" in row(told, "15:00")
    assert "The dog" in told
