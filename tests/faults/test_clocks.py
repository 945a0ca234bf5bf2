"""What befalls a clock, in each state that it can befall a person in: the law, not the figures.

The engine lives through a morning twice, once undisturbed; the two are compared in true time.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from ergobreak import simulate
from ergobreak.simulate import scenario
from ergobreak.simulate.transcript import Transcript

Line = dict[str, object]

MINUTE: Final = 60
HEAD: Final = """
start = {start}
zone = "Europe/Berlin"
until = "+{hours}h"
answer = "{answer}"
[config.work]
hours = ["00:00-24:00"]
[config.reminders]
stretch.enabled = false
hydration.enabled = false
posture.enabled = false
eyes.enabled = false
tip.enabled = false
"""
USUAL: Final = "2026-03-02T09:00:00"


@dataclass(frozen=True, slots=True)
class State:
    """How a morning gets into a state, and the minute at which it certainly is in it."""

    at: int
    more: str = ""
    answer: str = "complete"


# A walk is due after 45 minutes and takes three; "ignore" leaves its prompt open.
STATES: Final = {
    "at work": State(20),
    "idle": State(25, '[[event]]\nat = "+15m"\ndo = "idle"\nfor = "20m"'),
    "open prompt": State(47, answer="ignore"),
    "break": State(46),
    "postponed": State(47, '[answers]\nwalk = ["postpone", "complete"]'),
    "paused": State(20, '[[event]]\nat = "+10m"\ndo = "pause"\nfor = "30m"'),
    "quiet": State(50, '[[event]]\nat = "+30m"\ndo = "quiet"\nfor = "30m"'),
    "held by a call": State(
        50, '[[event]]\nat = "+30m"\ndo = "busy"\nreason = "call"\nfor = "40m"'
    ),
    "away": State(20, '[[event]]\nat = "+10m"\ndo = "lock"\nfor = "30m"'),
}
each_state = pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))


@functools.cache
def morning(state: State, fault: str = "", start: str = USUAL, hours: int = 3) -> list[Line]:
    """Return the transcript of some hours that are in this state when the fault comes."""
    event = f'[[event]]\nat = "+{state.at}m"\n{fault}\n' if fault else ""
    text = HEAD.format(start=start, answer=state.answer, hours=hours) + f"{state.more}\n{event}"
    transcript = Transcript(keep=True)
    simulate.play(scenario.parse(text, "morning.toml", Path()), transcript)
    return transcript.lines


def true_times(lines: list[Line], start: str = USUAL) -> list[tuple[object, ...]]:
    """Return what happened, and how many seconds of true time after the start.

    A clock that was set shows in the records from then on, so its steps are taken away again.
    """
    began_at = datetime.fromisoformat(str(lines[0]["at"])).timestamp()
    assert str(lines[0]["at"]).startswith(start)
    moved, found = 0.0, []
    for line in lines:
        if line["event"] == "clock_moved":
            moved += float(str(line["seconds"]))
        elif line["event"] != "zone_changed":
            at = datetime.fromisoformat(str(line["at"])).timestamp() - began_at - moved
            rest = (line.get(key) for key in ("event", "reminder", "prompt", "reason", "seconds"))
            found.append((at, *rest))
    return found


def first_prompt_after(lines: list[Line], seconds: float) -> float:
    """Return when the first prompt came behind so many seconds, in seconds of true time."""
    prompts = [float(str(one[0])) for one in true_times(lines) if one[1] == "prompted"]
    return next(at for at in prompts if at > seconds)


@each_state
@pytest.mark.parametrize(
    "fault",
    [
        'do = "clock"\nby = "1h"',
        'do = "clock"\nby = "-1h"',
        'do = "clock"\nby = "1000h"',
        'do = "zone"\nto = "Asia/Kolkata"',
    ],
    ids=["forward", "back", "six weeks", "another zone"],
)
def test_a_set_clock_or_a_journey_changes_nothing(state: State, fault: str) -> None:
    """Whatever is going on, everything comes when it would have come, and is told once."""
    lines = morning(state, fault)

    assert len(lines) == len(morning(state)) + 1
    assert true_times(lines) == true_times(morning(state))


@each_state
@pytest.mark.parametrize("changes", ["2026-03-29T01:00:00", "2026-10-25T03:00:00"])
def test_daylight_saving_changes_nothing(state: State, changes: str) -> None:
    """The dial goes from two to three, or back, in the middle of it; nobody else notices."""
    # In October it is three o'clock twice away from two; either way the change lies an hour ahead
    # of the start, or within it, and the morning goes on for twelve hours behind it.
    began = datetime.fromisoformat(changes).replace(hour=1, minute=60 - state.at)

    lines = morning(state, start=began.isoformat())

    offsets = {str(line["at"])[-6:] for line in lines}
    assert offsets == {"+01:00", "+02:00"}
    assert true_times(lines, began.isoformat()) == true_times(morning(state))


@each_state
def test_half_a_minute_of_sleep_is_nothing(state: State) -> None:
    """The lid closed for a moment puts off what was coming by as much, and is no rest."""
    undisturbed, lines = morning(state), morning(state, 'do = "suspend"\nfor = "30s"')
    at = state.at * MINUTE
    if state.answer == "ignore":  # closing the lid on a prompt answers it (3.7)
        assert (at, "natural") in [one[:2] for one in true_times(lines)]
        return

    if state == STATES["idle"]:  # whoever opens the lid is back
        assert first_prompt_after(lines, at) == at + 30 + 45 * MINUTE
        return

    later = first_prompt_after(lines, at) - first_prompt_after(undisturbed, at)
    assert 0 <= later <= 30
    assert count(lines, "natural") == count(undisturbed, "natural")


@each_state
def test_a_night_of_sleep_is_one_absence_and_no_backlog(state: State) -> None:
    """Eight hours later there is one record of absence, and the next prompt a full cycle away."""
    woke_at = (state.at + 8 * 60) * MINUTE
    lines = morning(state, 'do = "suspend"\nfor = "8h"', hours=11)

    asleep = state.at * MINUTE, woke_at
    told = true_times(lines)
    assert not [one for one in told if asleep[0] < float(str(one[0])) < asleep[1]]
    assert [one[0] for one in told if one[1] == "away"] == [woke_at]
    assert first_prompt_after(lines, asleep[0]) == woke_at + 45 * MINUTE
    assert_one_outcome(lines)


@each_state
def test_half_an_hour_of_standing_still_is_neither_work_nor_rest(state: State) -> None:
    """A frozen process finds what was coming where it was, or as much later as nobody knows."""
    undisturbed, lines = morning(state), morning(state, 'do = "stall"\nfor = "30m"')

    at = state.at * MINUTE
    later = first_prompt_after(lines, at) - first_prompt_after(undisturbed, at)
    assert 0 <= later <= 30 * MINUTE
    assert count(lines, "natural") == count(undisturbed, "natural")
    assert away_for(lines) <= away_for(undisturbed)
    assert_one_outcome(lines)


def count(lines: list[Line], event: str) -> int:
    """Return how often something happened."""
    return sum(line["event"] == event for line in lines)


def away_for(lines: list[Line]) -> int:
    """Return how many seconds of absence are on record."""
    return sum(int(str(line["seconds"])) for line in lines if line["event"] == "away")


def assert_one_outcome(lines: list[Line]) -> None:
    """Assert that of two dues the first has ended before the second comes, under its own id."""
    ends = {"completed", "natural", "missed", "expired", "seen", "skipped", "partial", "absent"}
    due = [
        (str(line["event"]), line["prompt"])
        for line in lines
        if line["event"] == "due" or (line["event"] in ends and line.get("prompt"))
    ]
    for (event, prompt), (following, other) in itertools.pairwise(due):
        assert (event == "due") is (following != "due"), due
        assert event != "due" or prompt == other
