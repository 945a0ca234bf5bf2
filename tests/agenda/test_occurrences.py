"""What a calendar file says: when somebody is busy, and which days are whole."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.agenda.sieve import sieved
from tests.agenda.ics import MARCH, at, busy, calendar, days, event, found_in

WEEKLY = "RRULE:FREQ=WEEKLY"
OWNER = "X-WR-CALNAME:Me@example.org\r\n"
HOST = "ORGANIZER:mailto:host@example.org"


def guest(name: str, answer: str) -> str:
    """Return the line of somebody who was invited."""
    return f"ATTENDEE;PARTSTAT={answer}:mailto:{name}@example.org"


# ---------------------------------------------------------------- when


def test_a_weekly_appointment_with_exceptions() -> None:
    """One instance is left out, one is moved, one is cancelled; the others stay."""
    moved = "RECURRENCE-ID;TZID=Europe/Berlin:20260316T100000"
    gone = "RECURRENCE-ID;TZID=Europe/Berlin:20260323T100000"
    text = calendar(
        event(at(2, 10), WEEKLY, "EXDATE;TZID=Europe/Berlin:20260309T100000"),
        event(at(17, 14), moved),
        event(at(23, 10), gone, "STATUS:CANCELLED"),
    )

    assert busy(text) == ["02 09:00-10:00", "17 13:00-14:00", "30 08:00-09:00"]


def test_ten_o_clock_stays_ten_o_clock_in_summer() -> None:
    """A series keeps its time on the dial when daylight saving begins on the 29th."""
    text = calendar(event(at(27, 10), "RRULE:FREQ=DAILY;COUNT=4"))

    assert busy(text) == ["27 09:00-10:00", "28 09:00-10:00", "29 08:00-09:00", "30 08:00-09:00"]


def test_times_without_a_zone_are_those_of_the_person() -> None:
    """Floating times, and those of a zone that nobody knows, are meant where the person is."""
    floating = "DTSTART:20260302T100000\r\nDURATION:PT30M"
    strange = "DTSTART;TZID=Nowhere/Land:20260302T110000\r\nDURATION:PT30M"
    text = calendar(event(floating), event(strange, uid="b"))

    assert busy(text) == ["02 09:00-09:30", "02 10:00-10:30"]
    assert busy(text, ZoneInfo("Asia/Tokyo")) == ["02 01:00-01:30", "02 02:00-02:30"]


def test_a_floating_time_that_does_not_exist_comes_when_the_clock_goes_on() -> None:
    """Half past two on the night of the change is the first instant after it."""
    text = calendar(event("DTSTART:20260329T023000\r\nDTEND:20260329T040000"))

    assert busy(text) == ["29 01:00-02:00"]


def test_other_zones_and_utc() -> None:
    """An appointment is when it is, wherever it was made, also by a zone of the file's own."""
    own = (
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    text = calendar(
        event("DTSTART;TZID=America/New_York:20260302T090000\r\nDURATION:PT1H"),
        event("DTSTART:20260302T090000Z\r\nDTEND:20260302T093000Z", uid="b"),
        event("DTSTART;TZID=Office:20260302T090000\r\nDURATION:PT1H", uid="c"),
        head=own,
    )

    assert busy(text) == ["02 06:00-07:00", "02 09:00-09:30", "02 14:00-15:00"]


def test_a_calendar_in_utc_recurs_in_its_own_zone() -> None:
    """Some services write every time in UTC and say beside it where the calendar is at home."""
    series = "DTSTART:20260325T090000Z\r\nDTEND:20260325T100000Z\r\nRRULE:FREQ=WEEKLY;COUNT=2"
    text = calendar(event(series), head="X-WR-TIMEZONE:Europe/Berlin\r\n")

    assert busy(text) == ["25 09:00-10:00"]
    assert busy(
        calendar(event(series.replace("25T", "18T")), head="X-WR-TIMEZONE:Europe/Berlin\r\n")
    ) == [
        "18 09:00-10:00",
        "25 09:00-10:00",
    ]


def test_what_has_no_length_or_lasts_a_day_is_no_appointment() -> None:
    """A deadline has no length, and what lasts a day says where one is, not what one does."""
    text = calendar(
        event("DTSTART:20260302T100000Z"),
        event("DTSTART:20260303T100000Z\r\nDTEND:20260304T100000Z", uid="b"),
        event("DTSTART:20260305T100000Z\r\nDTEND:20260306T095900Z", uid="c"),
    )

    assert busy(text) == ["05 10:00-09:59"]


def test_only_what_meets_the_span_is_told() -> None:
    """What is over or far ahead is left out; what goes on at the beginning is not."""
    text = calendar(
        event("DTSTART:20260228T220000Z\r\nDTEND:20260301T010000Z"),
        event("DTSTART:20260228T220000Z\r\nDTEND:20260301T000000Z", uid="b"),
        event("DTSTART:20260401T100000Z\r\nDURATION:PT1H", uid="c"),
    )

    assert busy(text) == ["28 22:00-01:00"]


# ---------------------------------------------------------------- whether


@pytest.mark.parametrize(
    "lines",
    [
        ("STATUS:CANCELLED",),
        ("STATUS:TENTATIVE",),
        ("TRANSP:TRANSPARENT",),
        ("transp:transparent ",),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE",),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",),
        (HOST, guest("me", "DECLINED"), guest("you", "ACCEPTED")),
        (guest("ME", "declined"),),
        (HOST, guest("host", "ACCEPTED"), guest("you", "DECLINED")),
    ],
)
def test_what_is_not_marked_busy_is_no_appointment(lines: tuple[str, ...]) -> None:
    """Free, tentative, cancelled, declined: nothing of this holds a prompt."""
    assert busy(calendar(event(at(2, 10), *lines), head=OWNER)) == []


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("STATUS:CONFIRMED", "TRANSP:OPAQUE"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF",),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY",),
        (HOST, guest("me", "ACCEPTED"), guest("you", "DECLINED")),
        (HOST, guest("me", "NEEDS-ACTION")),
        ("ORGANIZER:mailto:me@example.org", guest("a", "DECLINED"), guest("b", "ACCEPTED")),
    ],
)
def test_what_is_marked_busy_is_an_appointment(lines: tuple[str, ...]) -> None:
    """Without a word about it somebody is busy; an answer that is missing is no refusal."""
    assert busy(calendar(event(at(2, 10), *lines), head=OWNER)) == ["02 09:00-10:00"]


# ---------------------------------------------------------------- whole days


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART;VALUE=DATE:20260302", [2]),
        ("DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260305", [2, 3, 4]),
        ("DTSTART;VALUE=DATE:20260302\r\nDURATION:P2D", [2, 3]),
        ("DTSTART;VALUE=DATE:20260302\r\nTRANSP:TRANSPARENT", [2]),
        ("DTSTART;VALUE=DATE:20260302\r\nSTATUS:CANCELLED", []),
        ("DTSTART;VALUE=DATE:20260227\r\nDTEND;VALUE=DATE:20260303", [1, 2]),
        ("DTSTART;VALUE=DATE:20250308\r\nRRULE:FREQ=YEARLY", [8]),
        ("DTSTART:20260302T000000\r\nDTEND:20260304T000000", [2, 3]),
        ("DTSTART:20260301T230000Z\r\nDTEND:20260302T230000Z", [2]),
        ("DTSTART:20260302T000000\r\nDTEND:20260302T120000", []),
    ],
)
def test_whole_days(lines: str, expected: list[int]) -> None:
    """An event without times of day is its days, whether busy or not, and no appointment."""
    text = calendar(event(lines))

    assert days(text) == expected
    assert not expected or busy(text) == []


# ---------------------------------------------------------------- trouble


@pytest.mark.parametrize("text", ["", "x", "BEGIN:VCALENDAR", "\0\1", '{"a": 1}', "END:VCALENDAR"])
def test_what_is_no_calendar_is_told_without_its_words(text: str) -> None:
    """Anything else is refused, and the refusal says nothing of what stands there."""
    if text != "BEGIN:VCALENDAR":
        with pytest.raises(ValueError, match=r"^it is no calendar$"):
            found_in(text)
    with pytest.raises(ValueError, match=r"^it is no calendar$"):
        found_in(f"{text}\r\nBEGIN:VEVENT\r\n")


def test_a_broken_event_costs_no_other() -> None:
    """One that makes no sense is counted and left out; its neighbours are read."""
    text = calendar(
        event("DTSTART:soon", uid="a"),
        event(at(2, 10), "RRULE:FREQ=SOMETIMES", uid="b"),
        event("SUMMARY:no time at all", uid="c"),
        event(at(3, 10), uid="d"),
    )

    assert busy(text) == ["03 09:00-10:00"]
    assert found_in(text).broken == 3


@pytest.mark.slow
def test_an_endless_event_costs_a_second_and_no_other() -> None:
    """A series of every second since 1970 is given up; its neighbours are read."""
    endless = "DTSTART:19700101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY"
    text = calendar(event(endless, uid="a"), event(at(3, 10), uid="b"))

    found = found_in(text)

    assert (found.endless, found.broken, len(found.busy)) == (1, 0, 1)


def test_several_calendars_in_one_text() -> None:
    """Files that were put together are read to the end."""
    text = calendar(event(at(2, 10))) + calendar(event(at(3, 10)))

    assert busy(text) == ["02 09:00-10:00", "03 09:00-10:00"]


@given(st.text(max_size=200))
def test_garbage_is_no_calendar(text: str) -> None:
    """Whatever stands in a file leads to an answer or to the one refusal."""
    try:
        found_in(text)
    except ValueError as error:
        assert str(error) == "it is no calendar"  # noqa: PT017 - an answer is as good


@given(st.integers(0, 400), st.text(min_size=1, max_size=5))
def test_a_slip_in_a_calendar_is_survived(place: int, slip: str) -> None:
    """A calendar with something wrong in the middle leads to an answer or to the one refusal."""
    text = calendar(event(at(2, 10), WEEKLY, guest("me", "DECLINED")), event(at(3, 10), uid="b"))
    place = min(place, len(text))
    try:
        found = found_in(text[:place] + slip + text[place + len(slip) :])
    except ValueError as error:
        assert str(error) == "it is no calendar"  # noqa: PT017 - an answer is as good
    else:
        assert found.endless == 0


# ---------------------------------------------------------------- the sieve


def test_what_is_long_over_is_not_even_read() -> None:
    """Single events far from the dates are dropped; what recurs, moves or is near stays."""
    text = calendar(
        event("DTSTART:20200302T100000Z\r\nDTEND:20200302T110000Z", uid="old"),
        event("DTSTART:20300302T100000Z", uid="far"),
        event("DTSTART:20200302T100000Z", WEEKLY, uid="recurs"),
        event("DTSTART:20200302T100000Z\r\nDURATION:P9999D", uid="lasts"),
        event("DTSTART:20200302T100000Z\r\nDTEND:20300302T100000Z", uid="spans"),
        event("DTSTART:20200302T100000Z", "SEQUENCE:2", uid="moved"),
        event("DTSTART:20260302T100000Z", "SEQUENCE:1", uid="moved"),
        event("DTSTART:20260302T100000Z", uid="near"),
    )

    kept = sieved(text, *MARCH)

    assert [line[4:] for line in kept.split("\r\n") if line.startswith("UID:")] == [
        *("recurs", "lasts", "spans", "moved", "moved", "near")
    ]
    assert kept.endswith("END:VCALENDAR\r\n")


@given(
    st.lists(
        st.tuples(
            st.dates(date(2025, 12, 1), date(2026, 6, 1)),
            st.integers(1, 1439),
            st.sampled_from(["Z", "", ";TZID=Pacific/Kiritimati", ";TZID=Pacific/Pago_Pago"]),
        ),
        max_size=8,
    )
)
def test_the_sieve_changes_nothing(events: list[tuple[date, int, str]]) -> None:
    """With and without it the same appointments are found."""
    texts = []
    for number, (day, minutes, zone) in enumerate(events):
        start = datetime.combine(day, time(20))
        end = start + timedelta(minutes=minutes)
        mark, tzid = ("Z", "") if zone == "Z" else ("", zone)
        lines = (
            f"DTSTART{tzid}:{start:%Y%m%dT%H%M%S}{mark}",
            f"DTEND{tzid}:{end:%Y%m%dT%H%M%S}{mark}",
        )
        texts.append(event(*lines, uid=str(number)))
    kept = calendar(*texts)
    recurring = calendar(
        *(text.replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=1\r\nEND:VEVENT") for text in texts)
    )

    assert busy(kept) == busy(recurring)
