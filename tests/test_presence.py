"""What follows from looks at the idle time, and when a system that has no events is looked at."""

from __future__ import annotations

import itertools
import sys
import threading
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.adapters.presence.sampling import (
    RETURN_WITHIN,
    SOONEST,
    SampledIdle,
    how_to_ask,
    next_look,
)
from ergobreak.adapters.presence.told import Told
from ergobreak.core.events import InputSeen, InputStopped, Lulled, TypingBegan
from tests.services.posted import SECOND, Posted, now
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from ergobreak.core.events import Event

MINUTE: Final = 60 * SECOND
IDLE_AFTER: Final = 2 * MINUTE
LULL: Final = 8 * SECOND


def names(events: list[Event]) -> list[str]:
    """Return the kinds of events."""
    return [type(event).__name__ for event in events]


def looked(*seconds: float, lull: int = LULL) -> list[list[str]]:
    """Return what each of these looks posts, given in seconds without input."""
    posted = Posted()
    told = Told(posted, IDLE_AFTER, lull)
    found = []
    for span in seconds:
        told.look(int(span * SECOND))
        found.append(names(posted.rest()))
    return found


def test_each_change_is_told_once() -> None:
    """Typing, lull, absence, return: one event each, and nothing for a look that sees no change."""
    assert looked(0, 1, 8, 60, 120, 3, 9, 0) == [
        ["InputSeen", "TypingBegan"],
        [],
        ["Lulled"],
        [],
        ["InputStopped"],
        ["InputSeen", "TypingBegan"],
        ["Lulled"],
        ["TypingBegan"],
    ]


def test_the_first_look_is_told_whatever_it_sees() -> None:
    """The engine learns at the start who is there: typing, at rest, or away."""
    assert looked(0)[0] == ["InputSeen", "TypingBegan"]
    assert looked(30)[0] == ["InputSeen"]
    assert looked(500)[0] == ["InputStopped"]


def test_without_a_lull_no_breakpoints_are_told() -> None:
    """A source that cannot see lulls, or need not, tells neither typing nor its end."""
    assert looked(0, 8, 120, 0, lull=0) == [["InputSeen"], [], ["InputStopped"], ["InputSeen"]]


def test_a_lull_longer_than_idleness_ends_with_it() -> None:
    """With `idle_after` below `lull` the two come together, and the lull first."""
    assert looked(0, 119, 120, 5, lull=10 * MINUTE) == [
        ["InputSeen", "TypingBegan"],
        [],
        ["Lulled", "InputStopped"],
        ["InputSeen", "TypingBegan"],
    ]


def test_a_return_between_two_looks_is_told() -> None:
    """Idle at both looks, but since later: somebody was there, and a second absence began."""
    posted = Posted()
    told = Told(posted, IDLE_AFTER, LULL)
    told.look(500 * SECOND)
    first = posted.next_since()

    told.look(500 * SECOND)
    assert posted.rest() == []
    told.look(130 * SECOND)

    assert posted.next() == InputSeen()
    assert posted.next_since() - first == pytest.approx(370 * SECOND, abs=SECOND)


def test_the_picture_can_be_told_again() -> None:
    """Asked anew, the last look is told whole, and an absence keeps its beginning."""
    posted = Posted()
    told = Told(posted, IDLE_AFTER, LULL)
    told.look(500 * SECOND)
    since = posted.next_since()
    told.again()
    assert posted.next_since() == pytest.approx(since, abs=SECOND // 100)
    told.look(0)
    posted.rest()
    told.again()
    assert names(posted.rest()) == ["InputSeen", "TypingBegan"]
    told.look(LULL)
    posted.rest()
    told.again()
    assert names(posted.rest()) == ["InputSeen"]


@pytest.mark.parametrize(
    ("before", "expected"), [(0, ["InputSeen", "Lulled"]), (500, ["InputSeen"])]
)
def test_who_is_not_seen_any_more_is_there(before: int, expected: list[str]) -> None:
    """When a source is lost nobody stays away, or typing; what it sees later is told whole."""
    posted = Posted()
    told = Told(posted, IDLE_AFTER, LULL)
    told.look(before * SECOND)
    posted.rest()

    told.lost()

    assert names(posted.rest()) == expected
    assert not told.is_idle
    told.look(0)
    assert names(posted.rest()) == ["InputSeen", "TypingBegan"]


@given(looks=st.lists(st.integers(0, 300 * SECOND), max_size=30))
def test_events_make_sense_in_every_order(looks: list[int]) -> None:
    """Nobody stops twice, lulls without having typed, or types while away."""
    posted = Posted()
    told = Told(posted, IDLE_AFTER, LULL)
    is_away, is_typing = False, False
    for span in looks:
        told.look(span)
        for event in posted.rest():
            if isinstance(event, InputStopped):
                assert not is_away
                assert not is_typing
                is_away = True
            elif isinstance(event, InputSeen):
                is_away = False
            elif isinstance(event, TypingBegan):
                assert not is_away
                is_typing = True
            else:
                assert event == Lulled()
                assert is_typing
                is_typing = False
        assert is_away == told.is_idle == (span >= IDLE_AFTER)
        assert is_typing == (span < LULL)


# ---------------------------------------------------------------- looking


@given(pauses=st.lists(st.integers(0, 10 * MINUTE), min_size=1, max_size=60))
def test_there_are_few_looks_and_no_absence_is_missed(pauses: list[int]) -> None:
    """Two looks at somebody who works span `idle_after`; silence is seen when it is idleness."""
    presses = list(itertools.accumulate(pauses, initial=0))
    looks: list[tuple[int, bool]] = []
    at = 0
    while at <= presses[-1] + IDLE_AFTER + SOONEST:
        idle_for = at - max(press for press in presses if press <= at)
        looks.append((at, idle_for < IDLE_AFTER))
        at += next_look(idle_for, IDLE_AFTER)

    for (first, is_active), (_, is_still), (third, _) in zip(
        looks, looks[1:], looks[2:], strict=False
    ):
        assert third - first >= IDLE_AFTER or not (is_active and is_still)
    for press, pause in zip(presses, [*pauses, 2 * IDLE_AFTER], strict=True):
        late = [at - press - IDLE_AFTER for at, _ in looks if at >= press + IDLE_AFTER]
        assert pause < IDLE_AFTER + SOONEST or min(late) <= SOONEST


@given(idle_for=st.integers(0, 10**12), idle_after=st.integers(1000, 10**10))
def test_the_next_look_is_neither_now_nor_never(idle_for: int, idle_after: int) -> None:
    """However odd the figures, it neither spins nor forgets to look."""
    wait = next_look(idle_for, idle_after)

    assert 10_000 <= wait <= max(10_000, idle_after, RETURN_WITHIN)


def test_a_return_is_seen_within_a_share_of_the_absence() -> None:
    """After two minutes within six seconds, after an hour within half a minute."""
    assert next_look(IDLE_AFTER, IDLE_AFTER) == 6 * SECOND
    assert next_look(60 * MINUTE, IDLE_AFTER) == 30 * SECOND


class Machine:
    """A system that can only be asked for how long there was no input."""

    def __init__(self) -> None:
        self.pressed_at = now()
        self.looks = 0
        self.is_broken = False

    def __call__(self) -> int:
        """Answer, or fail as a system call does."""
        self.looks += 1
        if self.is_broken:
            raise OSError("no such call")
        return now() - self.pressed_at


def test_a_sampled_absence_is_told_with_its_beginning() -> None:
    """Silence, return, and a report on request, from a system without events."""
    machine, posted = Machine(), Posted()
    source = SampledIdle(posted, SECOND // 10, machine, "Windows")
    assert source.start()
    assert (source.reason, source.name) == ("", "Windows")
    assert posted.next() == InputSeen()

    assert posted.next_since() == pytest.approx(machine.pressed_at, abs=SECOND // 20)
    assert source.is_idle
    source.report()
    assert posted.next_since() == pytest.approx(machine.pressed_at, abs=SECOND // 20)
    machine.pressed_at = now()
    assert posted.next() == InputSeen()
    source.stop()
    posted.rest()
    source.report()
    assert posted.rest() == []


def test_a_system_that_cannot_be_asked_has_a_reason() -> None:
    """At the start nothing is told; later, the person is left present."""
    machine, posted = Machine(), Posted()
    machine.is_broken = True
    source = SampledIdle(posted, SECOND, machine, "macOS")
    assert not source.start()
    assert source.reason == "macOS does not tell who is idle (no such call)"
    assert posted.rest() == []

    machine.is_broken, machine.pressed_at = False, now() - 5 * SECOND
    source = SampledIdle(posted, SECOND, machine, "macOS")
    assert source.start()
    assert isinstance(posted.next(), InputStopped)
    machine.is_broken = True
    assert posted.next() == InputSeen()
    wait_for(lambda: all(thread.name != "idle" for thread in threading.enumerate()))
    assert source.reason
    source.stop()


def test_this_system_is_sampled_only_where_it_has_no_events() -> None:
    """Linux is listened to, Windows and macOS are asked."""
    way = how_to_ask()

    assert (way is None) == sys.platform.startswith("linux")
