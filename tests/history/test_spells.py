"""The whole time, piece by piece: what was work, what a break, what nobody knows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ergobreak.history import Line, corrected, spells, spells_by_day
from tests.history.logbook import DAY, at, log, ordinary_days, played, told, transcript, transcripts


def test_a_morning() -> None:
    """Work, a break, an absence from the last input on, a call: each piece has its name."""
    lines = log("""
        09:00 started_up
        09:45 started walk p1 seconds=180
        09:48 completed walk p1 seconds=180
        10:02 idle
        10:20 active
        10:20 away seconds=1200
        10:30 busy reason=call
        11:00 free reason=call seconds=1800
    """)

    assert told(spells(lines, at("11:30"))) == [
        "09:00-09:45 working",
        "09:45-09:48 break",
        "09:48-10:00 working",
        "10:00-10:20 away",
        "10:20-10:30 working",
        "10:30-11:00 working call",
        "11:00-11:30 working",
    ]


def test_time_asleep_is_no_work_whatever_was_said_of_it() -> None:
    """Who says "I was sitting" turns the awake part of an absence into work, never its sleep."""
    lines = log("""
        09:00 started_up
        09:36 natural walk
        10:30 woke seconds=3000
        10:30 away seconds=3600
        10:31 undone walk reason=sitting
    """)

    assert told(spells(lines, at("11:00"))) == [
        "09:00-09:40 working",
        "09:40-10:30 away",
        "10:30-11:00 working",
    ]


def test_a_short_silence_is_neither_work_nor_rest() -> None:
    """What never became an absence begins when it was noted, for nothing is taken back."""
    lines = log("""
        09:00 started_up
        09:30 idle
        09:32 active
        10:00 locked
        10:01 unlocked
    """)

    assert told(spells(lines, at("11:00"))) == [
        "09:00-09:30 working",
        "09:30-09:32 paused idle",
        "09:32-10:00 working",
        "10:00-10:01 paused lock",
        "10:01-11:00 working",
    ]


def test_a_pause_by_hand_has_no_reason() -> None:
    """Between pause and resume nothing is known but that; quiet is no pause."""
    lines = log("""
        09:00 started_up
        09:30 paused
        09:40 quiet
        09:50 resumed reason=quiet
        10:00 resumed reason=pause
    """)

    assert told(spells(lines, at("10:10"))) == [
        "09:00-09:30 working",
        "09:30-10:00 paused",
        "10:00-10:10 working",
    ]


def test_off_between_quit_and_start_unknown_after_a_crash() -> None:
    """A clean end is known to be one; after a kill nobody knows from the last line on."""
    lines = log("""
        09:00 started_up
        10:00 shut_down
        11:00 started_up
        11:20 seen eyes p1
        11:50 started_up
    """)

    assert told(spells(lines, at("12:00"))) == [
        "09:00-10:00 working",
        "10:00-11:00 off",
        "11:00-11:20 working",
        "11:20-11:50 unknown",
        "11:50-12:00 working",
    ]


def test_a_reboot_without_farewell_is_the_absence_that_the_journal_calls_it() -> None:
    """The engine took a new boot for absence: that is known better than nothing."""
    lines = log("""
        09:00 started_up
        17:00 seen eyes p1
        +1 09:00 started_up
        +1 09:00 away seconds=57600
    """)

    found = told(spells(lines, at("09:10", days=1)))

    assert found[-2:] == ["17:00-09:00 away", "09:00-09:10 working"]


def test_hours_without_a_line_are_unknown() -> None:
    """Nobody works for three hours without a line: the process stood still, or was killed."""
    lines = log("""
        09:00 started_up
        09:20 seen eyes p1
        15:00 seen eyes p2
    """)

    assert told(spells(lines, at("19:00"))) == [
        "09:00-09:20 working",
        "09:20-19:00 unknown",
    ]


def test_an_absence_that_goes_on_is_away() -> None:
    """Who is gone at the end is away after five minutes without input, or two of a lock."""
    silent = log("09:00 started_up\n09:32 idle")
    locked = log("09:00 started_up\n09:30 locked")

    assert told(spells(silent, at("09:33")))[-1] == "09:32-09:33 paused idle"
    assert told(spells(silent, at("09:40")))[-1] == "09:30-09:40 away"
    assert told(spells(locked, at("09:31")))[-1] == "09:30-09:31 paused lock"
    assert told(spells(locked, at("09:40")))[-1] == "09:30-09:40 away"


def test_who_was_sitting_worked() -> None:
    """An absence that was none is work."""
    found = spells(played("3.8-i-was-sitting"), at("10:00"))

    assert told(found) == ["09:00-10:00 working"]


def test_a_break_that_was_none_is_work() -> None:
    """A break that is corrected to skipped, or undone, was time at the desk."""
    lines = log("""
        09:00 started_up
        09:45 started walk p1 seconds=180
        09:48 completed walk p1 seconds=180
        09:50 undone reason=corrected of=one0003
    """)

    assert told(spells(lines[:3], at("10:00")))[1] == "09:45-09:48 break"
    assert told(spells(lines, at("10:00"))) == ["09:00-10:00 working"]


def test_a_break_that_is_noted_later_ends_when_it_says() -> None:
    """A break without a start lies before its instant; without a length it is the least one."""
    lines = log("""
        09:00 started_up
        09:50 completed stretch reason=corrected seconds=300
        10:30 completed walk reason=done
        10:40 completed posture reason=done
    """)

    assert told(spells(lines, at("11:00"))) == [
        "09:00-09:45 working",
        "09:45-09:50 break",
        "09:50-10:28 working",
        "10:28-10:30 break",
        "10:30-11:00 working",
    ]


def test_a_break_is_as_long_as_it_says_when_the_machine_slept_in_it() -> None:
    """Who closes the lid in a break was in the break for its length, then away."""
    lines = log("""
        09:00 started_up
        10:00 started stretch p1 seconds=300
        10:01 suspended
        12:00 woke seconds=7140
        12:00 completed stretch p1 seconds=300
        12:00 away seconds=7200
    """)

    assert told(spells(lines, at("12:10"))) == [
        "09:00-10:00 working",
        "10:00-10:05 break",
        "10:05-12:00 away",
        "12:00-12:10 working",
    ]


def test_a_reason_that_is_ignored_is_none() -> None:
    """What the person called no call is no call, from its beginning on."""
    lines = log("""
        09:00 started_up
        09:10 busy reason=call
        09:30 ignored reason=call
        10:00 free reason=call seconds=3000
    """)

    assert told(spells(lines, at("10:10"))) == ["09:00-10:10 working"]


def test_a_call_over_a_crash_is_one_call() -> None:
    """The end of a call tells how long it had been, whatever happened meanwhile."""
    lines = log("""
        09:00 started_up
        09:10 busy reason=call
        09:20 started_up
        10:00 free reason=call seconds=3000
    """)

    assert told(spells(lines, at("10:00"))) == [
        "09:00-09:10 working",
        "09:10-09:20 unknown",
        "09:20-10:00 working call",
    ]


def test_of_two_reasons_the_call_is_told() -> None:
    """A call in full screen is told as a call."""
    lines = log("""
        09:00 started_up
        09:00 busy reason=fullscreen
        09:10 busy reason=call
        09:20 free reason=call seconds=600
        09:30 free reason=fullscreen seconds=1800
    """)

    assert told(spells(lines, at("09:30"))) == [
        "09:00-09:10 working fullscreen",
        "09:10-09:20 working call",
        "09:20-09:30 working fullscreen",
    ]


def test_who_works_at_one_of_two_machines_works() -> None:
    """Of two machines the one that tells of more presence is believed."""
    desk = log("09:00 started_up\n10:00 locked\n11:00 unlocked\n11:00 away seconds=3600")
    laptop = log("10:10 started_up\n10:40 shut_down", machine="two")

    assert told(spells([*desk, *laptop], at("11:30"))) == [
        "09:00-10:00 working",
        "10:00-10:10 away",
        "10:10-10:40 working",
        "10:40-11:00 away",
        "11:00-11:30 working",
    ]


def test_a_machine_that_was_given_up_tells_nothing_more() -> None:
    """An old machine is believed up to its last line; between it and the new one nothing ran."""
    old = log("09:00 started_up\n10:00 locked", machine="old")
    new = log("+1 09:00 started_up", machine="new")

    assert told(spells([*old, *new], at("09:10", days=1))) == [
        "09:00-10:00 working",
        "10:00-09:00 off",
        "09:00-09:10 working",
    ]


def test_a_clock_at_1970_moves_to_where_it_was() -> None:
    """What a clock beyond belief had told is moved when it is set right."""
    found = spells(transcript("clock-at-1970"), at("13:00"))

    assert found[0].start == at("09:00")
    assert {spell.start.year for spell in found} == {2026}


def test_a_clock_that_is_set_back_leaves_no_stale_state() -> None:
    """Silence that ended before the clock was set back, by the old clock later, has ended."""
    lines = log("""
        09:00 started_up
        10:50 idle
        10:52 active
        09:55 clock_moved seconds=-3600
        10:30 seen eyes p1
        10:51 seen eyes p2
    """)

    assert told(spells(lines, at("11:00"))) == ["09:00-11:00 working"]


def test_a_night_shift_is_cut_only_into_dates() -> None:
    """Midnight ends nothing; each date has its own pieces, which make up the whole."""
    lines = transcript("night-shift")
    found = spells(lines, corrected(lines).moments[-1])

    days = spells_by_day(found)

    assert list(days) == [date(2026, 3, 2), date(2026, 3, 3)]
    pieces = [piece for each in days.values() for piece in each]
    assert sum(piece.seconds for piece in pieces) == sum(spell.seconds for spell in found)
    assert days[date(2026, 3, 3)][0].start.strftime("%H:%M") == "00:00"


@pytest.mark.parametrize("name", ["dst-spring-berlin", "dst-autumn-new-york"])
def test_seconds_are_true_where_the_clock_on_the_wall_jumps(name: str) -> None:
    """On a day of summer time the pieces are as long as the time was, each with its own offset."""
    lines = corrected(transcript(name))
    first, last = lines.moments[0], lines.moments[-1]
    found = spells(lines, last)

    assert first.utcoffset() != last.utcoffset()
    assert sum(spell.seconds for spell in found) == (last - first).total_seconds()
    assert found[-1].start.utcoffset() == last.utcoffset()


def test_spells_belong_to_the_zone_that_held() -> None:
    """After a flight the local time is that of the other zone."""
    found = spells(transcript("flight-berlin-tokyo"), at("11:00", days=1))

    assert found[0].start.utcoffset() == timedelta(hours=1)
    assert found[-1].start.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("name", transcripts())
def test_transcripts_are_covered(name: str) -> None:
    """Each day of the simulator is told from the first line to the end, without gap or overlap."""
    lines = corrected(transcript(name))
    found = spells(lines, lines.moments[-1])

    assert found[-1].end == lines.moments[-1]
    assert all(before.end == after.start for before, after in pairwise(found))
    assert all(spell.start < spell.end for spell in found)


def test_ordinary_days_are_what_the_simulator_played() -> None:
    """Six hours and more at work on each of the working days, nothing unknown."""
    lines = corrected(ordinary_days(30))
    seconds: Counter[str] = Counter()
    days: set[date] = set()
    for day, pieces in spells_by_day(spells(lines, lines.moments[-1])).items():
        for piece in pieces:
            seconds[piece.kind] += round(piece.seconds)
            days |= {day} if piece.kind == "working" else set()

    assert set(seconds) == {"working", "break", "away"}
    assert len(days) == 22
    # 09:00 to 17:30 without 45 minutes of lunch.
    assert seconds["working"] + seconds["break"] == 22 * (8.5 * 3600 - 45 * 60)


def test_no_lines_no_spells() -> None:
    """An empty journal has no time, nor has one that begins later."""
    nothing: list[Line] = []

    assert spells(nothing, at("10:00")) == []
    assert spells(log("11:00 started_up"), at("10:00")) == []
    assert spells(log("11:00 drank ml=250", day=DAY + timedelta(days=1)), at("10:00")) == []


def test_a_nap_of_the_machine_ends_when_it_wakes() -> None:
    """A suspend below two minutes is no absence, and over when the machine is back."""
    lines = log("09:00 started_up\n09:10 suspended\n09:11 woke seconds=50")

    assert told(spells(lines, at("09:30"))) == [
        "09:00-09:10 working",
        "09:10-09:11 paused suspend",
        "09:11-09:30 working",
    ]


def test_a_prompt_is_proof_that_somebody_is_there() -> None:
    """A machine that never said that it woke is awake when it shows something; a dot is none."""
    lines = log("""
        09:00 started_up
        09:10 suspended
        09:20 prompted eyes p1 level=0
        09:30 prompted walk p2 level=2
    """)

    assert told(spells(lines, at("09:40"))) == [
        "09:00-09:10 working",
        "09:10-09:30 away",
        "09:30-09:40 working",
    ]


def test_a_pause_that_goes_on_is_one_to_the_end() -> None:
    """Who has paused is paused, over a crash of the daemon too."""
    lines = log("09:00 started_up\n09:10 paused\n09:20 started_up")

    assert told(spells(lines, at("09:30"))) == [
        "09:00-09:10 working",
        "09:10-09:20 unknown",
        "09:20-09:30 paused",
    ]


def test_a_lock_is_known_up_to_the_last_line_before_a_crash() -> None:
    """What held when a daemon was killed held up to its last line; then nobody knows."""
    lines = log("09:00 started_up\n09:10 locked\n09:20 expired plants p1\n10:00 started_up")

    assert told(spells(lines, at("10:10"))) == [
        "09:00-09:10 working",
        "09:10-09:20 away",
        "09:20-10:00 unknown",
        "10:00-10:10 working",
    ]


def test_midnights_of_a_journey_are_those_of_where_it_went() -> None:
    """An absence from one zone to another is cut at the first midnight here, the next there."""
    lines = log("20:00 started_up\n20:00 locked")
    lines += log("+2 09:00 unlocked", offset="+09:00", machine="one1")
    lines[-1]["machine"] = "one"

    days = spells_by_day(spells(lines, at("01:00", days=2)))

    assert [round(sum(piece.seconds for piece in each) / 3600) for each in days.values()] == [
        4,
        16,
        9,
    ]


def test_a_leap_of_the_clock_is_no_work() -> None:
    """An hour that the dial leapt over counts as nothing: a minute of work is a minute."""
    lines = log("09:00 started_up\n10:01 clock_moved seconds=3600\n10:02 shut_down")

    worked = sum(spell.seconds for spell in spells(lines, at("10:02")) if spell.kind == "working")

    assert worked == 120
