"""Calendar rules in the words of the config: crons, times of the day, work hours, the zone."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ergobreak.adapters.time import calendar
from ergobreak.adapters.time.cron import WEEKDAYS
from ergobreak.core.hours import NEVER, instant_of, local_of
from ergobreak.core.model import DAY, MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ergobreak.core.hours import Instants

BERLIN = "Europe/Berlin"
WORKDAYS = WEEKDAYS[:5]

# The days at which the clocks change, and an ordinary one.
CHANGES = [
    (BERLIN, date(2026, 3, 29)),
    (BERLIN, date(2026, 10, 25)),
    (BERLIN, date(2026, 12, 31)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Asia/Beirut", date(2026, 10, 25)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
]


def at(text: str, zone: str = BERLIN) -> int:
    """Return the instant of a local date-time in words."""
    return instant_of(datetime.fromisoformat(text), ZoneInfo(zone))


def following(instants: Instants, wall: int) -> Iterator[int]:
    """Yield the instants later than `wall`, one after the other."""
    instant = instants.after(wall)
    while instant is not None:
        yield instant
        instant = instants.after(instant)


def dials(text: str, count: int = 4, start: str = "2026-03-01 12:00") -> list[str]:
    """Return the first local times of a cron after a Sunday noon, with their weekday."""
    zone = ZoneInfo("UTC")
    instants = following(calendar.cron(text, None, "UTC"), at(start, "UTC"))
    return [
        f"{local_of(instant, zone):%a %m-%d %H:%M}"
        for _, instant in zip(range(count), instants, strict=False)
    ]


# ---------------------------------------------------------------- crons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 9 * * 0", ["Sun 03-08 09:00", "Sun 03-15 09:00"]),
        ("0 9 * * 7", ["Sun 03-08 09:00", "Sun 03-15 09:00"]),
        ("0 9 * * 1", ["Mon 03-02 09:00", "Mon 03-09 09:00"]),
        ("0 9 * * SUN", ["Sun 03-08 09:00", "Sun 03-15 09:00"]),
        (
            "0 9 * * 5-7",
            ["Fri 03-06 09:00", "Sat 03-07 09:00", "Sun 03-08 09:00", "Fri 03-13 09:00"],
        ),
        ("0 9 * * fri-mon", ["Mon 03-02 09:00", "Fri 03-06 09:00", "Sat 03-07 09:00"]),
        (
            "0 9 * * 6-1",
            ["Mon 03-02 09:00", "Sat 03-07 09:00", "Sun 03-08 09:00", "Mon 03-09 09:00"],
        ),
        ("0 9 * * mon-fri/2", ["Mon 03-02 09:00", "Wed 03-04 09:00", "Fri 03-06 09:00"]),
        ("0 9 * * tue,4", ["Tue 03-03 09:00", "Thu 03-05 09:00", "Tue 03-10 09:00"]),
        ("*/45 * * * *", ["Sun 03-01 12:45", "Sun 03-01 13:00", "Sun 03-01 13:45"]),
        ("5-20/10,50 22-1 * * *", ["Sun 03-01 22:05", "Sun 03-01 22:15", "Sun 03-01 22:50"]),
        (
            "0 22-1 * * *",
            ["Sun 03-01 22:00", "Sun 03-01 23:00", "Mon 03-02 00:00", "Mon 03-02 01:00"],
        ),
        ("30 8 1 * *", ["Wed 04-01 08:30", "Fri 05-01 08:30"]),
        ("30 8 31 feb-apr *", ["Tue 03-31 08:30", "Wed 03-31 08:30"]),
        ("0 0 29 2 *", ["Tue 02-29 00:00", "Sun 02-29 00:00"]),
        ("0 0 */15 jan,12 *", ["Tue 12-01 00:00", "Wed 12-16 00:00", "Thu 12-31 00:00"]),
        ("0 9 */1 * mon", ["Mon 03-02 09:00", "Mon 03-09 09:00"]),
    ],
)
def test_cron_means_what_cron_users_know(text: str, expected: list[str]) -> None:
    """Numbers, names, lists, ranges, wraps and steps mean what they mean in a crontab."""
    assert dials(text, len(expected)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 9 * *", ["not five fields but 4", "minute, hour, day of month, month, weekday"]),
        ("0 0 9 * * mon", ["not five fields but 6"]),
        ("", ["not five fields but 0"]),
        ("@daily", ["not five fields", 'write "0 0 * * *"']),
        ("@reboot", ["not five fields"]),
        ("60 9 * * *", ['minute "60"', "0 to 59"]),
        ("0 24 * * *", ['hour "24"', "0 to 23"]),
        ("0 9 0 * *", ['day of month "0"', "1 to 31"]),
        ("0 9 * 13 *", ['month "13"', "1 to 12", "jan"]),
        ("0 9 * * 8", ['weekday "8"', "0 to 7 (0 and 7 are Sunday)", "mon"]),
        ("0 9 * * monday", ['weekday "monday"']),
        ("5/10 9 * * *", ['minute "5/10"', "a-b/2"]),
        ("*/90 * * * *", ['minute "*/90"', "steps from 1 to 59"]),
        ("*/0 9 * * *", ['minute "*/0"']),
        ("1,,2 9 * * *", ['minute "1,,2"']),
        ("-5 9 * * *", ['minute "-5"']),
        ("0 mon * * *", ['hour "mon"']),
        ("x y * * *", ['minute "x"', 'hour "y"']),
        ("0 9 13 * fri", ['day of month "13"', 'weekday "fri"', "are both given", "Write *"]),
        ("0 9 31 4,jun *", ['day of month "31" never comes in month "4,jun"']),
    ],
)
def test_wrong_cron_is_refused_with_what_is_allowed(text: str, words: list[str]) -> None:
    """A refusal quotes the field, and says what may stand there or what to write instead."""
    with pytest.raises(ValueError, match="cron") as refusal:
        calendar.cron(text, None, BERLIN)

    assert [word for word in words if word not in str(refusal.value)] == []


@lru_cache
def minutes_around(name: str, day: date) -> dict[datetime, tuple[int, ...]]:
    """Return every local minute around a day, with the instants at which the dial shows it.

    Found by looking at the dial each minute. A minute that it never shows has the first instant
    at which the dial is past it.
    """
    zone = ZoneInfo(name)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    first = (noon - epoch) // timedelta(microseconds=1) - 2 * DAY
    shown: dict[datetime, tuple[int, ...]] = {}
    last = local_of(first, zone) - timedelta(minutes=1)
    for instant in range(first, first + 3 * DAY, MINUTE):
        dial = local_of(instant, zone).replace(fold=0)
        while last + timedelta(minutes=1) < dial:
            last += timedelta(minutes=1)
            shown[last] = (instant,)
        shown[dial] = (*shown.get(dial, ()), instant)
        last = max(last, dial)
    return shown


@given(
    change=st.sampled_from(CHANGES),
    minutes=st.sets(st.integers(0, 59), min_size=1, max_size=3),
    hours=st.none() | st.sets(st.integers(0, 23), min_size=1, max_size=8),
    days=st.none() | st.sets(st.integers(1, 31), min_size=1),
    weekdays=st.none() | st.sets(st.integers(0, 6), min_size=1),
)
@settings(max_examples=60, deadline=None)
def test_cron_equals_looking_at_the_dial_each_minute(
    change: tuple[str, date],
    minutes: set[int],
    hours: set[int] | None,
    days: set[int] | None,
    weekdays: set[int] | None,
) -> None:
    """Around a change of the clocks the instants are those at which the dial shows the time.

    A time that is left out comes at the first instant after it. A time that is shown twice comes
    once, but for a cron of every hour both times.
    """
    weekdays = None if days else weekdays
    fields = [
        "*" if allowed is None else ",".join(map(str, sorted(allowed)))
        for allowed in (minutes, hours, days, None, weekdays)
    ]
    is_every_hour = hours is None or len(hours) == 24
    shown = minutes_around(*change)
    expected = {
        instant
        for dial, instants in shown.items()
        if dial.minute in minutes
        and (hours is None or dial.hour in hours)
        and (days is None or dial.day in days)
        and (weekdays is None or dial.isoweekday() % 7 in weekdays)
        for instant in (instants if is_every_hour else instants[:1])
    }
    begin = min(instants[0] for instants in shown.values())
    end = max(instants[-1] for instants in shown.values())

    found = following(calendar.cron(" ".join(fields), None, change[0]), begin - 1)

    assert list(takewhile(lambda instant: instant <= end, found)) == sorted(expected)


# ---------------------------------------------------------------- times of the day, own hours


def test_at_comes_every_day() -> None:
    """Fixed times come in order on every day, whatever the order they are written in."""
    instants = following(calendar.at((900, 630, 615), None, BERLIN), at("2026-03-06 12:00"))

    assert [next(instants) for _ in range(4)] == [
        at("2026-03-06 15:00"),
        at("2026-03-07 10:15"),
        at("2026-03-07 10:30"),
        at("2026-03-07 15:00"),
    ]


def test_at_without_a_time_never_comes() -> None:
    """No time, no instant."""
    assert calendar.at((), None, BERLIN).after(0) is None


def test_own_hours_hold_a_cron() -> None:
    """A cron with its own hours comes only inside them."""
    own = calendar.hours(WORKDAYS, [(9 * 60, 12 * 60)], [date(2026, 3, 9)], BERLIN)
    instants = following(calendar.cron("0 * * * *", own, BERLIN), at("2026-03-06 10:00"))

    assert [next(instants) for _ in range(3)] == [
        at("2026-03-06 11:00"),
        at("2026-03-10 09:00"),
        at("2026-03-10 10:00"),
    ]


def test_every_hour_is_named_by_utc_and_a_fixed_hour_by_the_dial() -> None:
    """What runs every hour is named by an instant that autumn does not repeat."""
    wall = at("2026-03-02 10:30")

    assert calendar.cron("30 * * * *", None, BERLIN).label(wall) == "2026-03-02T09:30Z"
    assert calendar.cron("30 */1 * * *", None, BERLIN).label(wall) == "2026-03-02T09:30Z"
    assert calendar.cron("30 9-17 * * *", None, BERLIN).label(wall) == "2026-03-02 10:30"
    assert calendar.at((630,), None, BERLIN).label(wall) == "2026-03-02 10:30"


# ---------------------------------------------------------------- work hours


def test_default_hours() -> None:
    """06:00-22:00 on every day opens and closes on the dial, also on the day of a change."""
    hours = calendar.hours(WEEKDAYS, [(360, 1320)], [], BERLIN)

    assert hours.closes(at("2026-03-29 06:00")) == at("2026-03-29 22:00")
    assert hours.closes(at("2026-03-29 22:00")) is None
    assert hours.opens(at("2026-03-28 22:00")) == at("2026-03-29 06:00")
    assert hours.tomorrow(at("2026-03-28 12:00")) == at("2026-03-29 06:00")


def test_night_shift_crosses_midnight() -> None:
    """22:00-06:00 on workdays ends on Saturday morning and begins again on Monday."""
    hours = calendar.hours(WORKDAYS, [(1320, 360)], [], BERLIN)

    assert hours.closes(at("2026-03-07 03:00")) == at("2026-03-07 06:00")
    assert hours.opens(at("2026-03-07 03:00")) == at("2026-03-09 22:00")


def test_overlapping_ranges_with_one_start_are_the_longest() -> None:
    """Two ranges with the same start do not shorten each other."""
    hours = calendar.hours(WORKDAYS, [(540, 1020), (540, 600), (1000, 1440)], [], BERLIN)

    assert hours.closes(at("2026-03-02 09:00")) == at("2026-03-03")


@pytest.mark.parametrize(
    ("ranges", "last"),
    [
        ([(0, 1440)], "2026-12-24"),
        ([(0, 720), (720, 0)], "2026-12-24"),
        ([(1320, 360), (360, 1320)], "2026-12-24 06:00"),  # the night before still ends
    ],
)
def test_round_the_clock_has_no_edge(ranges: list[tuple[int, int]], last: str) -> None:
    """Ranges that leave no minute out never close; a day off still does."""
    days_off = [date(2026, 12, 24)]

    free = calendar.hours(WEEKDAYS, ranges, [], BERLIN)
    but_one = calendar.hours(WEEKDAYS, ranges, days_off, BERLIN)

    assert free.closes(at("2026-03-02 09:00")) == NEVER
    assert but_one.closes(at("2026-03-02 09:00")) == at(last)


def test_always_is_open() -> None:
    """Hours that are ignored never close, in the zone they were asked for."""
    hours = calendar.always("Asia/Tokyo")

    assert hours.closes(0) == NEVER
    assert hours.opens(0) is None
    assert hours.day(at("2026-03-02 23:00", "UTC")) == "2026-03-03"


@pytest.mark.parametrize(
    ("days", "ranges", "zone", "words"),
    [
        (["monday"], [(540, 1020)], BERLIN, '"monday" is no weekday; allowed: mon, tue'),
        (["mon"], [(540, 540)], BERLIN, "minute 540 to 540"),
        (["mon"], [(1440, 60)], BERLIN, "minute 1440 to 60"),
        (["mon"], [(540, 1020)], "Europe/Atlantis", '"Europe/Atlantis" is no time zone'),
        (["mon"], [(540, 1020)], "Europe", '"Europe" is no time zone'),
        (["mon"], [(540, 1020)], "../zone", '"../zone" is no time zone'),
    ],
)
def test_wrong_hours_are_refused(
    days: list[str], ranges: list[tuple[int, int]], zone: str, words: str
) -> None:
    """Hours that make no sense are refused with what was found."""
    with pytest.raises(ValueError, match="allowed") as refusal:
        calendar.hours(days, ranges, [], zone)

    assert words in str(refusal.value)


def test_wrong_time_is_refused() -> None:
    """A minute that no day has is refused."""
    with pytest.raises(ValueError, match="minute 1440 of the day"):
        calendar.at((600, 1440), None, BERLIN)


def test_equal_words_make_equal_rules() -> None:
    """What is made twice from the same words compares equal, as all that is configured does."""
    first, second = (
        calendar.cron(
            "0 9 * * mon-fri", calendar.hours(WORKDAYS, [(540, 1020)], [], BERLIN), BERLIN
        )
        for _ in range(2)
    )
    first.after(0)

    assert first == second


def test_scheduler_is_imported_late() -> None:
    """Reading and checking rules does not load APScheduler; asking for an instant does."""
    script = """
import sys
from ergobreak.adapters.time import calendar
from ergobreak.adapters.time.cron import WEEKDAYS
rule = calendar.cron("0 9 * * mon", calendar.hours(["mon"], [(540, 600)], [], "UTC"), "UTC")
assert "apscheduler" not in sys.modules
assert rule.after(0) == (4 * 24 + 9) * 3_600_000_000
assert "apscheduler" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- the machine's zone


@pytest.mark.posix("files that name the zone")
@pytest.mark.parametrize(
    ("variable", "link", "file", "expected"),
    [
        ("Asia/Tokyo", "/usr/share/zoneinfo/Europe/Berlin", None, "Asia/Tokyo"),
        (":Asia/Tokyo", None, None, "Asia/Tokyo"),
        ("/usr/share/zoneinfo/Asia/Tokyo", None, None, "Asia/Tokyo"),
        ("", "/usr/share/zoneinfo/Europe/Berlin", None, "UTC"),
        ("CET-1CEST", "/usr/share/zoneinfo/Europe/Berlin", None, "Europe/Berlin"),
        (None, "../usr/share/zoneinfo/Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"),
        (None, "/var/db/timezone/zoneinfo/America/Indiana/Knox", None, "America/Indiana/Knox"),
        (None, "between", "Asia/Tokyo", "Europe/Berlin"),
        (None, None, "Asia/Tokyo\n", "Asia/Tokyo"),
        (None, None, "Atlantis\n", "UTC"),
        (None, None, None, "UTC"),
    ],
)
def test_zone_of_the_machine(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str | None,
    link: str | None,
    file: str | None,
    expected: str,
) -> None:
    """TZ comes first, then the link, then the file; what names no zone is passed over."""
    if variable is None:
        monkeypatch.delenv("TZ", raising=False)
    else:
        monkeypatch.setenv("TZ", variable)
    (tmp_path / "between").symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    if link is not None:
        (tmp_path / "localtime").symlink_to(link)
    if file is not None:
        (tmp_path / "timezone").write_text(file, encoding="ascii")

    assert calendar.zone_name(tmp_path) == expected
