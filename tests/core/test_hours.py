"""Work hours and calendar instants: what a local time means in UTC, and what is open when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ergobreak.core.hours import NEVER, Always, Calendar, Windows, instant_of, local_of
from ergobreak.core.model import HOUR, MINUTE

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Asia/Beirut",  # spring begins at midnight
    "Africa/Cairo",  # likewise, and autumn repeats the hour before midnight
    "Pacific/Apia",  # left out the whole of 2011-12-30
]
WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Times:
    """These minutes of the day on these weekdays: a rule that needs no library."""

    minutes: tuple[int, ...]
    weekdays: frozenset[int] = EVERY_DAY
    asked: list[datetime] = field(default_factory=list, compare=False)

    def next_after(self, local: datetime) -> datetime | None:
        """Return the first of the times later than `local`."""
        self.asked.append(local)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        for day in (midnight + timedelta(days=ahead) for ahead in range(8)):
            for minute in sorted(self.minutes):
                found = day + timedelta(minutes=minute)
                if found > local and day.weekday() in self.weekdays:
                    return found
        return None


def windows(
    *ranges: tuple[int, int],
    weekdays: frozenset[int] = EVERY_DAY,
    days_off: frozenset[date] = frozenset(),
    zone: ZoneInfo = BERLIN,
) -> Windows:
    """Return hours that open at some hour of the day, for so many hours."""
    lengths = {start * 60: length * 60 for start, length in ranges}
    return Windows(Times(tuple(lengths), weekdays), lengths, zone, days_off)


def utc(text: str) -> int:
    """Return the instant of a text in UTC."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def at(text: str, zone: ZoneInfo = BERLIN) -> int:
    """Return the instant of a local date-time in words."""
    return instant_of(datetime.fromisoformat(text), zone)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFICE = windows((9, 8), weekdays=WORKDAYS)
NIGHT = windows((22, 8), weekdays=WORKDAYS)  # 22:00-06:00; it opens Monday to Friday
ROUND_THE_CLOCK = windows((0, 24))


# ---------------------------------------------------------------- local time and UTC


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00"),
        ("America/New_York", "2026-03-08 02:00", "2026-03-08 07:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30"),
        ("Asia/Beirut", "2026-03-29 00:00", "2026-03-28 22:00"),
        ("Africa/Cairo", "2026-04-24 00:30", "2026-04-23 22:00"),
        ("Pacific/Apia", "2011-12-30 10:30", "2011-12-30 10:00"),
    ],
)
def test_gap_comes_at_first_instant_that_exists(zone: str, local: str, expected: str) -> None:
    """A local time that spring leaves out comes at the instant of the change."""
    assert at(local, ZoneInfo(zone)) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "local", "first", "second"),
    [
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", "2026-10-25 01:30"),
        ("America/New_York", "2026-11-01 01:00", "2026-11-01 05:00", "2026-11-01 06:00"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", "2026-04-04 15:15"),
        ("Africa/Cairo", "2026-10-29 23:30", "2026-10-29 20:30", "2026-10-29 21:30"),
    ],
)
def test_repeated_time_comes_at_its_first_pass(
    zone: str, local: str, first: str, second: str
) -> None:
    """A local time that autumn repeats means the first pass, the second only on demand."""
    repeated = datetime.fromisoformat(local)

    assert instant_of(repeated, ZoneInfo(zone)) == utc(first)
    assert instant_of(repeated, ZoneInfo(zone), fold=1) == utc(second)


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - local times
)
@settings(max_examples=60, deadline=None)
def test_instant_is_the_first_that_shows_the_time(name: str, local: datetime) -> None:
    """The instant of a local time shows it or a later one, and the microsecond before does not."""
    zone = ZoneInfo(name)
    instant = instant_of(local, zone)

    assert local_of(instant, zone) >= local
    assert local_of(instant - 1, zone) < local


# ---------------------------------------------------------------- hours


def test_hours_are_half_open() -> None:
    """The opening instant is inside, the closing instant is not."""
    opening, closing = at("2026-03-02 09:00"), at("2026-03-02 17:00")

    assert OFFICE.closes(opening - 1) is None
    assert OFFICE.closes(opening) == closing
    assert OFFICE.closes(closing - 1) == closing
    assert OFFICE.closes(closing) is None
    assert OFFICE.opens(opening - 1) == opening
    assert OFFICE.opens(opening) == at("2026-03-03 09:00")


def test_weekend_is_closed() -> None:
    """From Friday's closing the next opening is Monday's."""
    assert OFFICE.opens(at("2026-03-06 17:00")) == at("2026-03-09 09:00")


def test_night_shift_belongs_to_the_day_it_began() -> None:
    """Friday's shift runs into Saturday, and Sunday night stays free."""
    friday, saturday = at("2026-03-06 23:00"), at("2026-03-07 05:59")

    assert NIGHT.closes(friday) == NIGHT.closes(saturday) == at("2026-03-07 06:00")
    assert NIGHT.closes(at("2026-03-08 23:00")) is None
    assert NIGHT.opens(saturday) == at("2026-03-09 22:00")


def test_night_shift_follows_the_dial_through_a_change() -> None:
    """A shift that ends at six takes an hour less in spring and an hour more in autumn."""
    every_night = windows((22, 8))

    assert every_night.closes(at("2026-03-28 22:00")) == at("2026-03-28 22:00") + 7 * HOUR
    assert every_night.closes(at("2026-10-24 22:00")) == at("2026-10-24 22:00") + 9 * HOUR


def test_day_off_takes_what_opens_on_it() -> None:
    """On a day off last night's shift ends as always, and no shift begins."""
    hours = windows((22, 8), days_off=frozenset({date(2026, 3, 4)}))

    assert hours.closes(at("2026-03-04 05:00")) == at("2026-03-04 06:00")
    assert hours.opens(at("2026-03-04 05:00")) == at("2026-03-05 22:00")


def test_touching_windows_are_one() -> None:
    """Windows that touch or overlap have no edge between them, across midnight too."""
    hours = windows((8, 4), (12, 6), (16, 8), (0, 1), weekdays=frozenset({0, 1}))

    assert hours.closes(at("2026-03-02 08:00")) == at("2026-03-03 01:00")
    assert hours.opens(at("2026-03-02 08:00")) == at("2026-03-03 08:00")


def test_window_that_continues_the_night_does_not_open() -> None:
    """Where a window only carries on what began before midnight, nothing opens."""
    hours = windows((22, 8), (6, 4))

    assert hours.opens(at("2026-03-04 03:00")) == at("2026-03-04 22:00")


def test_window_may_end_with_the_day() -> None:
    """Hours until 24:00 close at midnight, in a gap at midnight at the first instant after it."""
    until_midnight = windows((9, 15), zone=ZoneInfo("Asia/Beirut"))
    beirut = until_midnight.zone

    assert until_midnight.closes(at("2026-03-27 10:00", beirut)) == at("2026-03-28", beirut)
    assert until_midnight.closes(at("2026-03-28 10:00", beirut)) == utc("2026-03-28 22:00")


def test_window_inside_a_gap_is_none() -> None:
    """Hours that spring leaves out as a whole do not open that day."""
    hours = windows((2, 1))

    assert hours.opens(at("2026-03-28 03:00")) == at("2026-03-30 02:00")


def test_whole_days_are_one_stretch() -> None:
    """00:00-24:00 from Monday to Friday has no edge at midnight."""
    hours = windows((0, 24), weekdays=WORKDAYS)

    assert hours.closes(at("2026-03-04 13:00")) == at("2026-03-07")
    assert hours.opens(at("2026-03-04 13:00")) == at("2026-03-09")


def test_full_week_never_closes() -> None:
    """Hours that leave no minute out never close and never open."""
    now = at("2026-03-04 13:00")

    assert ROUND_THE_CLOCK.closes(now) == NEVER
    assert ROUND_THE_CLOCK.opens(now) is None
    assert ROUND_THE_CLOCK.tomorrow(now) == at("2026-03-05")


def test_day_off_in_a_full_week_is_found_at_once() -> None:
    """A day off years ahead ends an unbroken week, and is found in a few questions."""
    rule = Times((0,))
    off = frozenset({date(2020, 1, 1), date(2029, 12, 24), date(2029, 12, 25)})
    hours = Windows(rule, {0: 24 * 60}, BERLIN, off)

    assert hours.closes(at("2026-03-04 13:00")) == at("2029-12-24")
    assert hours.opens(at("2026-03-04 13:00")) == at("2029-12-26")
    assert hours.closes(at("2029-12-25 13:00")) is None
    assert hours.closes(at("2029-12-26 13:00")) == NEVER
    assert len(rule.asked) < 40


def test_full_week_has_a_hole_after_a_day_off() -> None:
    """The night that a day off would have brought is missing on the morning after."""
    hours = windows((22, 12), (5, 1), (10, 12), days_off=frozenset({date(2026, 3, 4)}))

    assert hours.closes(at("2026-03-05 05:30")) == at("2026-03-05 06:00")
    assert hours.opens(at("2026-03-05 05:30")) == at("2026-03-05 10:00")
    assert hours.closes(at("2026-03-05 10:00")) == NEVER


def test_hours_without_a_window_never_open() -> None:
    """No window: always closed, and tomorrow is the next midnight."""
    nothing = windows()
    now = at("2026-03-04 13:00")

    assert nothing.closes(now) is None
    assert nothing.opens(now) is None
    assert nothing.tomorrow(now) == at("2026-03-05")


def test_day_is_the_local_date() -> None:
    """The day changes at local midnight."""
    midnight = at("2026-03-05")

    assert [OFFICE.day(midnight - 1), OFFICE.day(midnight)] == ["2026-03-04", "2026-03-05"]
    assert Always(BERLIN).day(midnight - 1) == "2026-03-04"


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (OFFICE, "2026-03-04 08:00", "2026-03-05 09:00"),  # not today's opening
        (OFFICE, "2026-03-04 12:00", "2026-03-05 09:00"),
        (OFFICE, "2026-03-06 23:00", "2026-03-09 09:00"),
        (windows((8, 4), (13, 4)), "2026-03-04 10:00", "2026-03-05 08:00"),
        (NIGHT, "2026-03-03 23:00", "2026-03-04 22:00"),
        (NIGHT, "2026-03-04 02:00", "2026-03-04 22:00"),  # still Tuesday's shift
        (windows((0, 24), weekdays=WORKDAYS), "2026-03-04 12:00", "2026-03-05"),
        (windows((0, 24), weekdays=WORKDAYS), "2026-03-05 12:00", "2026-03-06"),
        (windows((0, 24), weekdays=WORKDAYS), "2026-03-06 12:00", "2026-03-09"),
        (Always(BERLIN), "2026-03-28 12:00", "2026-03-29"),
    ],
)
def test_tomorrow_is_when_the_next_day_begins(
    hours: Windows | Always, now: str, expected: str
) -> None:
    """A bare pause ends at the next day's opening, or at midnight if it is open throughout."""
    assert hours.tomorrow(at(now)) == at(expected)


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    ranges=st.lists(st.tuples(st.integers(0, 23), st.integers(1, 24)), max_size=3),
    weekdays=st.frozensets(st.integers(0, 6)),
    days_off=st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 30)), max_size=3),
    local=st.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 30)),  # noqa: DTZ001 - local
)
@settings(max_examples=60, deadline=None)
def test_edges_of_any_hours(
    zone: ZoneInfo,
    ranges: list[tuple[int, int]],
    weekdays: frozenset[int],
    days_off: frozenset[date],
    local: datetime,
) -> None:
    """Open means inside one of the windows; an edge lies ahead, and only there it changes."""
    hours = windows(*ranges, weekdays=weekdays, days_off=days_off, zone=zone)
    lengths = dict(ranges)

    def is_inside(wall: int) -> bool:
        today = local_of(wall, zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return any(
            instant_of(begin, zone) <= wall < instant_of(begin + timedelta(hours=length), zone)
            for day in (today - timedelta(days=1), today)
            for hour, length in lengths.items()
            for begin in [day + timedelta(hours=hour)]
            if day.weekday() in weekdays and day.date() not in days_off
        )

    wall = at(local.isoformat(), zone)
    for _ in range(4):
        closing = hours.closes(wall)
        edge = hours.opens(wall) if closing is None else closing
        assert (closing is not None) == is_inside(wall)
        assert hours.tomorrow(wall) > wall
        if edge in {None, NEVER}:
            return
        assert edge is not None
        assert edge > wall
        assert is_inside(edge) is (closing is None)
        assert is_inside(edge - 1) is (closing is not None)
        wall = edge


# ---------------------------------------------------------------- calendar instants


def test_instants_follow_each_other() -> None:
    """Each instant is the first one later than the last, never the same."""
    calendar = Calendar(Times((600, 900)), BERLIN)
    morning, afternoon = at("2026-03-02 10:00"), at("2026-03-02 15:00")

    assert calendar.after(morning - 1) == morning
    assert calendar.after(morning) == afternoon
    assert calendar.after(afternoon) == at("2026-03-03 10:00")


def test_fixed_time_comes_once_a_day_through_both_changes() -> None:
    """02:30 comes once on each local date, also when it exists never or twice."""
    calendar = Calendar(Times((150,)), BERLIN)

    for start in ("2026-03-27 12:00", "2026-10-23 12:00"):
        instants = [at(start)]
        for _ in range(4):
            instants.append(calendar.after(instants[-1]) or 0)
        days = [calendar.label(instant)[:10] for instant in instants[1:]]
        assert len(set(days)) == 4


def test_hourly_rule_runs_through_the_repeated_hour() -> None:
    """A rule for every hour leaves no hour out, and calls none of its instants by one name."""
    calendar = Calendar(Times(tuple(range(30, 1440, 60))), BERLIN, is_hourly=True)
    instants = [utc("2026-10-24 22:30")]
    for _ in range(5):
        instants.append(calendar.after(instants[-1]) or 0)
    labels = [calendar.label(instant) for instant in instants]

    assert {later - earlier for earlier, later in pairwise(instants)} == {HOUR}
    assert labels == sorted(set(labels))
    assert labels[0] == "2026-10-24T22:30Z"


def test_fixed_time_is_named_by_the_dial() -> None:
    """The same dial in another zone is the same name, so that it is not prompted twice."""
    tokyo = ZoneInfo("Asia/Tokyo")
    there, here = (
        Calendar(Times((630,)), zone).label(at("2026-03-02 10:30", zone))
        for zone in (tokyo, BERLIN)
    )

    assert there == here == "2026-03-02 10:30"


def test_own_hours_filter_the_instants() -> None:
    """Instants come only while the own hours are open; `closes` says until when."""
    calendar = Calendar(Times((480, 540, 1020)), BERLIN, own=OFFICE)  # 08:00, 09:00, 17:00

    assert calendar.after(at("2026-03-05 12:00")) == at("2026-03-06 09:00")
    assert calendar.after(at("2026-03-06 09:00")) == at("2026-03-09 09:00")
    assert calendar.closes(at("2026-03-06 09:00")) is not None
    assert calendar.closes(at("2026-03-06 17:00")) is None
    assert Calendar(Times((480,)), BERLIN).closes(at("2026-03-08 03:00")) == NEVER


def test_instants_outside_their_own_hours_never_come() -> None:
    """A rule and hours that never meet have no instant, and that is found out in bounded time."""
    calendar = Calendar(Times((480,)), BERLIN, own=OFFICE)

    assert calendar.after(at("2026-03-02 12:00")) is None
    assert Calendar(Times((600,)), BERLIN, own=windows()).after(0) is None


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    minutes=st.lists(st.integers(0, 1439), min_size=1, max_size=4),
    hourly=st.booleans(),
    local=st.datetimes(datetime(2026, 3, 25), datetime(2026, 4, 26)),  # noqa: DTZ001 - local
)
@settings(max_examples=40, deadline=None)
def test_instants_rise_and_stay_inside(
    zone: ZoneInfo, minutes: list[int], hourly: bool, local: datetime
) -> None:
    """Instants rise strictly, and never fall into closed hours."""
    own = windows((22, 8), (9, 3), weekdays=WORKDAYS, zone=zone)
    times = tuple(range(minutes[0] % 60, 1440, 60)) if hourly else tuple(minutes)
    calendar = Calendar(Times(times), zone, own, is_hourly=hourly)

    instant = calendar.after(at(local.isoformat(), zone))
    for _ in range(5):
        if instant is None:
            return
        later = calendar.after(instant)
        assert calendar.closes(instant) is not None
        assert later is None or later >= instant + MINUTE
        assert calendar.after(instant - 1) == instant
        instant = later
