"""Calendars and public holidays in the config: what may be said, and what is read because of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.core.appointments import Source, Sources

FAMILY = '[calendars.family]\npath = "~/family"\n'


def sentences(text: str) -> list[str]:
    """Return the problems of a config, without the source lines under them."""
    return [problem.text("f").split("\n")[0] for problem in config.read(text, calendar).problems]


def sources(text: str) -> Sources:
    """Return what a config without a mistake wants to have read."""
    settings = config.read(text).settings
    assert settings is not None
    return config.sources_of(settings)


def wall(day: int, hour: int) -> int:
    """Return an instant of January 2026."""
    return int(datetime(2026, 1, day, hour, tzinfo=UTC).timestamp() * 1e6)


def test_days_off_name_dates_holidays_and_calendars() -> None:
    """A date, a range, a country and a calendar's name stand in one list."""
    days = '["2026-12-24", "2026-12-27..2026-12-30", "Holidays:de-be", "family"]'

    assert sentences(f"[work]\ndays_off = {days}\n{FAMILY}") == []
    assert sources(f"[work]\ndays_off = {days}\n{FAMILY}") == Sources(
        (Source("family", "~/family", is_busy=True, is_off=True),), ("DE-BE",)
    )


def test_without_any_there_is_nothing_to_read() -> None:
    """The defaults ask for no calendar and no holidays, so no child is ever started."""
    assert not sources("")
    assert not sources('[work]\ndays_off = ["2026-12-24"]\n')


def test_a_calendar_holds_prompts_unless_it_is_told_not_to() -> None:
    """`busy` is on by default; one that is neither busy nor named is not read, and says so."""
    off = FAMILY + "busy = false\n"

    assert sources(FAMILY) == Sources((Source("family", "~/family"),))
    assert not sources(off)
    (warning,) = sentences(off)
    assert warning.startswith("f:1:12: warning: calendars.family: has no effect: it is not busy,")


def test_an_unknown_calendar_is_told_with_the_nearest_name() -> None:
    """A mistyped name among the days off is an error, with its place."""
    (problem,) = sentences('[work]\ndays_off = ["2026-12-24", "famly"]\n' + FAMILY)

    assert problem.startswith('f:2:27: work.days_off[1]: no calendar has the name "famly"; allowed')
    assert problem.endswith('or the name of a calendar; did you mean "family"?')


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('path = "calendars/work.ics"', 'path: found "calendars/work.ics"; allowed: a file or a'),
        ('path = "https://example.org/x.ics"', "on the web has to be fetched by another program"),
        ("path = 5", "path: found 5; allowed: a file or a folder with its whole path"),
        ('path = "/a\\nb"', "allowed: a file or a folder with its whole path"),
        ('pth = "/a"', 'unknown key; did you mean "path"?'),
        ("", 'calendars.work: says not where it is; allowed: path = "~/calendars/work.ics"'),
        ('path = "/a"\nbusy = "no"', 'busy: found "no"; allowed: true or false'),
    ],
)
def test_mistakes_in_a_calendar_are_told_once(line: str, sentence: str) -> None:
    """Whatever is wrong with a calendar is one problem, also if the days off name it."""
    (problem,) = sentences(f'[work]\ndays_off = ["work"]\n[calendars.work]\n{line}\n')

    assert sentence in problem


@pytest.mark.parametrize("name", ['"a b"', "2026", '"holidays:DE"', '""', "a" * 41])
def test_a_calendar_has_a_plain_name(name: str) -> None:
    """No calendar can be mistaken for a date or for holidays."""
    (problem,) = sentences(f'[calendars.{name}]\npath = "/a"\n')

    assert "no name for a calendar; allowed: a letter, then letters, digits, - and _" in problem


def test_a_calendar_that_is_no_table_is_told() -> None:
    """A value in the place of a table is one problem."""
    text = 'calendars = "x"\n[work]\ndays_off = ["a"]\n'
    assert sentences(text) == ['f:1:13: calendars: found "x"; allowed: a table']
    (problem,) = sentences('[work]\ndays_off = ["a"]\n[calendars]\na = "/x"\n')
    assert problem == 'f:4:5: calendars.a: found "/x"; allowed: a table'


def test_what_was_read_closes_the_hours() -> None:
    """The dates behind the names are days off like any other; before they are known none is."""
    settings = config.read(f'[work]\ndays_off = ["holidays:DE", "family"]\n{FAMILY}').settings
    assert settings is not None
    found = {"holidays:DE": [date(2026, 1, 1)], "family": frozenset({date(2026, 1, 2)})}

    before = config.compile_plan(settings, calendar, "UTC").hours
    after = config.compile_plan(settings, calendar, "UTC", days_off=found).hours

    assert before.closes(wall(1, 12)) == wall(1, 22)
    assert after.closes(wall(1, 12)) is None
    assert after.opens(wall(1, 12)) == wall(3, 6)
