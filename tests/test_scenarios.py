"""Every rule of the engine, seen from outside: the scenarios, and what holds in each of them."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import pytest

from ergobreak import simulate
from ergobreak.simulate import expectations, scenario
from ergobreak.simulate.transcript import Transcript

HERE = Path(__file__).parent / "scenarios"
SCENARIOS = sorted(HERE.glob("*.toml"))
WHOLE = sorted((HERE / "transcripts").glob("*.toml"))
RULES = [f"2.{number}" for number in range(1, 6)] + [f"3.{number}" for number in range(1, 16)]
OUTCOMES = {
    *("completed", "partial", "natural", "skipped", "missed", "expired", "absent", "seen", "hurt"),
}

Line = dict[str, object]


@functools.cache
def played(path: Path) -> tuple[list[Line], list[str]]:
    """Return the transcript of a scenario, and what it expects in vain."""
    what = scenario.load(path)
    transcript = Transcript(keep=True)
    _, unrefused = simulate.play(what, transcript)
    return transcript.lines, [
        *unrefused,
        *expectations.failures(what.expectations, transcript.lines),
    ]


def without_one_outcome(lines: list[Line]) -> list[Line]:
    """Return the dues without an outcome until the same reminder was due again, and with two."""
    waiting: dict[object, Line] = {}  # by reminder
    ended: dict[tuple[object, object], Line] = {}
    wrong = []
    for line in lines:
        reminder = line.get("reminder")
        about = (reminder, line.get("prompt"))
        if line["event"] == "due":
            if reminder in waiting:
                wrong.append(waiting[reminder])
            waiting[reminder] = line
        elif line["event"] in OUTCOMES:
            if about in ended:
                wrong.append(ended[about])
            # A walk of one's own under another id is no outcome of what is due.
            if reminder in waiting and line.get("prompt") == waiting[reminder]["prompt"]:
                ended[about] = waiting.pop(reminder)
    return wrong


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario_keeps_its_promise(path: Path) -> None:
    """What the scenario's first line promises is what the engine does."""
    _, wrong = played(path)

    assert not wrong, "\n".join([scenario.load(path).promise, *wrong])


@pytest.mark.parametrize("path", SCENARIOS + WHOLE, ids=lambda path: path.stem)
def test_every_due_has_one_outcome(path: Path) -> None:
    """Whatever happens, what was due ends once, under its own id, before it is due again."""
    lines, _ = played(path)

    assert without_one_outcome(lines) == []


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_whole_transcript_is_as_it_was(path: Path) -> None:
    """Nothing in a whole day changes unnoticed; a wanted change is written anew by `simulate`."""
    lines, _ = played(path)

    told = path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()

    assert lines == [json.loads(line) for line in told]


def test_every_rule_has_a_scenario() -> None:
    """No rule about time, and none about the way from due to outcome, is without a scenario."""
    seen = {path.stem.split("-", 1)[0] for path in SCENARIOS}

    assert [rule for rule in RULES if rule not in seen] == []


def test_every_scenario_promises_and_expects_something() -> None:
    """A scenario without a promise or an expectation proves nothing."""
    empty = []
    for path in SCENARIOS:
        what = scenario.load(path)
        refused = any(happening.refused for happening in what.happenings)
        if not what.promise or not (what.expectations or refused):
            empty.append(path.name)

    assert empty == []


def test_scenarios_are_named_after_their_rule() -> None:
    """A name says the rule and the case, so that a failure tells where to read."""
    odd = [
        path.name for path in SCENARIOS if not re.fullmatch(r"\d(\.\d+)?(-[a-z0-9]+)+", path.stem)
    ]

    assert odd == []
