"""What holds for any journal, however odd."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from ergobreak.history import (
    Line,
    adherence,
    bouts,
    break_minutes,
    by_hour,
    corrected,
    exercises,
    exposure,
    movement_days,
    spells,
    spells_by_day,
    water,
)
from tests.history.logbook import at, log, transcript, transcripts

if TYPE_CHECKING:
    from random import Random

    from ergobreak.history import Spell

START: Final = datetime(2026, 3, 27, 20, tzinfo=UTC)
EVENTS: Final = (
    *("started_up", "shut_down", "idle", "active", "away", "locked", "unlocked", "suspended"),
    *("woke", "paused", "resumed", "busy", "free", "ignored", "due", "held", "prompted", "started"),
    *("completed", "partial", "natural", "skipped", "missed", "seen", "expired", "absent", "hurt"),
    *("drank", "undone", "clock_moved", "zone_changed", "discomfort", "something_new"),
)
REASONS: Final = ("", "call", "pause", "pause quiet", "sitting", "hurt", "corrected", "hours")
OFFSETS: Final = (timedelta(0), timedelta(hours=1), timedelta(hours=9), timedelta(hours=-5))


@st.composite
def journals(draw: st.DrawFn) -> list[Line]:
    """Return a journal of two machines in which anything follows anything."""
    found: list[Line] = []
    instant = START
    offset = draw(st.sampled_from(OFFSETS))
    for serial in range(draw(st.integers(0, 30))):
        instant += timedelta(seconds=draw(st.sampled_from((0, 1, 60, 119, 120, 900, 7200, 40_000))))
        instant -= timedelta(seconds=draw(st.sampled_from((0, 0, 0, 0, 3600))))
        offset = draw(st.sampled_from((offset, offset, offset, *OFFSETS)))
        line: Line = {
            "id": f"{serial:04}",
            "machine": draw(st.sampled_from(("one", "two"))),
            "at": (instant + offset).replace(tzinfo=None).isoformat() + signed(offset),
            "event": draw(st.sampled_from(EVENTS)),
            "reminder": draw(st.sampled_from(("stretch", "walk", "eyes"))),
            "prompt": draw(st.sampled_from(("p1", "p2"))),
        }
        line |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "reason": st.sampled_from(REASONS),
                    "seconds": st.sampled_from((0, 60, 300, 50_000, 10**12, -5)),
                    "ml": st.integers(1, 500),
                    "credit": st.just(value=True),
                    "level": st.integers(0, 3),
                    "of": st.integers(0, 30).map("{:04}".format),
                    "exercises": st.just(["neck-turn"]),
                },
            )
        )
        found.append(line)
    return found


def signed(offset: timedelta) -> str:
    """Return an offset as it is written."""
    hours = round(offset / timedelta(hours=1))
    return f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"


def figures(lines: list[Line], until: datetime) -> tuple[object, ...]:
    """Return everything that can be worked out of these lines."""
    told = spells(lines, until)
    return (
        corrected(lines),
        told,
        bouts(told),
        adherence(lines),
        by_hour(lines),
        water(lines),
        movement_days(lines),
        exercises(lines),
        break_minutes(told),
    )


@given(journals(), st.integers(0, 400_000))
def test_spells_cover_the_time_and_never_overlap(lines: list[Line], ahead: int) -> None:
    """From its first piece to the end the time has exactly one kind at each instant."""
    until = START + timedelta(seconds=ahead)
    found = spells(lines, until)

    assert all(spell.start < spell.end for spell in found)
    assert all(before.end == after.start for before, after in pairwise(found))
    if found:
        assert found[-1].end == until


@given(journals())
def test_each_date_has_its_pieces(lines: list[Line]) -> None:
    """Cut at midnight, the pieces make up the whole and keep their kinds."""
    found = spells(lines, START + timedelta(days=5))
    days = spells_by_day(found)

    def seconds(of: list[Spell]) -> dict[str, int]:
        """Return the seconds of each kind."""
        kinds = {spell.kind for spell in of}
        return {k: round(sum(spell.seconds for spell in of if spell.kind == k)) for k in kinds}

    assert seconds([piece for pieces in days.values() for piece in pieces]) == seconds(found)


@given(journals(), st.randoms())
def test_order_and_doubles_change_nothing(lines: list[Line], chance: Random) -> None:
    """A log that is read twice, and shuffled, has the figures of the log."""
    until = START + timedelta(days=5)
    twice = [*lines, *lines]
    chance.shuffle(twice)

    assert figures(twice, until) == figures(lines, until)


@given(journals())
def test_work_is_in_bouts(lines: list[Line]) -> None:
    """All work is in bouts, and the share of it lies between nothing and all."""
    found = spells(lines, START + timedelta(days=5))
    sat = bouts(found)

    worked = sum(spell.seconds for spell in found if spell.kind == "working")
    assert abs(sum(bout.seconds for bout in sat) - worked) <= len(sat)
    share = exposure(sat)
    assert share is None or 0 <= share <= 1


@given(st.sampled_from(transcripts()), st.integers(0, 200), st.integers(0, 20))
def test_held_and_absent_never_count_against_the_person(name: str, where: int, number: int) -> None:
    """However many prompts were held, absent, expired or only seen: the share is the same."""
    lines = transcript(name)
    place = min(where, len(lines) - 1)
    more = [
        {
            "id": f"x{serial}{event}",
            "machine": "sim",
            "at": lines[place]["at"],
            "event": event,
            "reminder": "walk",
            "prompt": f"x{serial}",
            "reason": "call",
        }
        for serial in range(number)
        for event in ("due", "held", ("expired", "absent", "seen", "hurt")[serial % 4])
    ]

    before, after = adherence(lines), adherence([*lines, *more])

    assert (after.taken, after.opportunities) == (before.taken, before.opportunities)
    assert after.held + after.absent + after.hurt == (
        before.held + before.absent + before.hurt + number
    )


@given(
    st.lists(st.tuples(st.sampled_from(("add", "amend", "undo")), st.integers(0, 9)), max_size=12)
)
def test_the_log_is_what_the_person_made_of_it(moves: list[tuple[str, int]]) -> None:
    """Whatever is added, amended and undone: each first line counts once, as last said, or not.

    Only what counts can be named, as in the log that a person sees. To undo an amendment brings
    back what stood there before it.
    """
    lines = log("10:00 drank ml=1\n10:00 drank ml=2")
    meant = {"one0001": [("one0001", 1)], "one0002": [("one0002", 2)]}
    for serial, (move, choice) in enumerate(moves, 3):
        id_ = f"one{serial:04}"
        line: Line = {"id": id_, "machine": "one", "at": lines[0]["at"], "reason": "corrected"}
        if move == "add" or not meant:
            lines.append(line | {"event": "drank", "ml": serial})
            meant[id_] = [(id_, serial)]
            continue
        first = sorted(meant)[choice % len(meant)]
        of = meant[first][-1][0]
        if move == "amend":
            lines.append(line | {"event": "drank", "ml": serial, "of": of})
            meant[first].append((id_, serial))
            continue
        lines.append(line | {"event": "undone", "of": of})
        meant[first].pop()
        if not meant[first]:
            del meant[first]

    assert sorted(int(str(line["ml"])) for line in corrected(lines)) == sorted(
        said[-1][1] for said in meant.values()
    )


def test_unknown_events_change_nothing() -> None:
    """A journal of a later version, with events that nobody here knows, has the same figures."""
    lines = log("09:00 started_up\n09:45 started walk p1 seconds=180\n09:48 completed walk p1")
    strange = log("09:10 levitated walk p1 reason=call seconds=60\n09:46 hummed", machine="xne")
    strange = [line | {"machine": "one"} for line in strange]

    before, after = figures(lines, at("10:00")), figures([*lines, *strange], at("10:00"))

    assert after[1:] == before[1:]
