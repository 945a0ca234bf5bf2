"""Why: every sentence stands on records, and on nothing else."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from ergobreak import why

HERE: Final = Path(__file__).parent / "scenarios" / "transcripts"
DAYS: Final = {
    name: [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    for name in ("two-days", "crash-in-each-state", "three-hour-meeting")
}
TWO_DAYS: Final = DAYS["two-days"]
KINDS: Final = {
    "stretch": ("Stretch", "stretch"),
    "walk": ("Walk", "walk"),
    "hydration": ("Water", "hydration"),
    "posture": ("Posture check", "posture"),
}
TITLES: Final = {name: title for name, (title, _) in KINDS.items()}
STRETCHES: Final = frozenset({"stretch"})
Line = dict[str, object]


def subject(name: str, coming: str = "") -> why.Subject:
    """Return a reminder of the default settings."""
    title, kind = KINDS[name]
    return why.Subject(name, title, kind, STRETCHES, coming)


def until(id_: str) -> list[Line]:
    """Return the two days up to and with a record."""
    place = next(place for place, line in enumerate(TWO_DAYS) if line["id"] == id_)
    return TWO_DAYS[: place + 1]


def texts(told: list[why.Sentence]) -> list[str]:
    """Return the words alone."""
    return [sentence.text for sentence in told]


def at(clock: str, day: str = "2026-03-02") -> datetime:
    """Return an instant of the two days."""
    return datetime.fromisoformat(f"{day}T{clock}:00+01:00")


def test_a_prompt_that_came_after_a_call_has_its_whole_chain() -> None:
    """What began it, what stopped it, when it was due, what held and released it, its outcome."""
    told = why.of_reminder(until("25"), subject("stretch", "Stretch about 12:35"))

    assert texts(told) == [
        "Stretch began to count at 09:00: ergobreak started.",
        "Its clock stood for 3 min meanwhile: in a break.",
        "Stretch was due at 10:33.",
        "It was held at 10:33: microphone, since 10:10.",
        "Microphone ended at 11:00; released 11:02.",
        "It was shown at 11:02, together with posture.",
        "At 11:02 it was skipped.",
        "Stretch counts since 11:02: it was skipped.",
        "Stretch about 12:35.",
    ]
    assert told[3].ids == ("18", "16")


def test_what_is_held_now_says_by_what_and_since_when() -> None:
    """In the middle of the call the chain ends with the call."""
    told = why.of_reminder(until("18"), subject("stretch"))

    assert texts(told)[-1] == "It was held at 10:33: microphone, since 10:10."


def test_a_stretch_is_named_as_what_started_walk_anew() -> None:
    """Walk and posture restart with a stretch, and the chain says so."""
    told = why.of_coming(until("62"), subject("walk", "Walk about 15:40"))

    assert texts(told) == [
        "Walk counts since 14:53: a stretch was taken, which starts it anew.",
        "Walk about 15:40.",
    ]


def test_a_wait_says_what_for() -> None:
    """A walk that came five minutes late waited for the person to stop typing, and says so."""
    told = texts(why.of_reminder(until("57"), subject("walk")))

    assert "From 14:00 on it waited for a lull, as you were typing." in told
    assert "It was shown at 14:05, together with hydration." in told


def test_a_moment_tells_what_held_and_what_was_due() -> None:
    """At 10:40 there was a call, and a stretch was held because of it."""
    assert texts(why.of_moment(TWO_DAYS, at("10:40"), TITLES)) == [
        "Microphone held prompts since 10:10.",
        "Stretch was due since 10:33 and held: microphone.",
        "Next, at 10:55, Posture check fell due.",
    ]


def test_a_quiet_moment_says_that_nothing_was_due() -> None:
    """Where nothing was the matter, what came before and after says why not."""
    assert texts(why.of_moment(TWO_DAYS, at("11:30"), TITLES)) == [
        "Nothing was due and nothing held prompts. Before that, at 11:21, a drink was noted.",
        "Next, at 12:28, Posture check fell due.",
    ]
    assert texts(why.of_moment(TWO_DAYS, at("12:40"), TITLES))[0] == "Locked since 12:30."


def test_what_lies_before_the_journal_is_unknown() -> None:
    """Nothing is made up about a time that nobody wrote down."""
    told = texts(why.of_moment(TWO_DAYS, at("08:00"), TITLES))

    assert told == ["The journal begins on 2026-03-02 at 09:00."]
    assert why.of_moment([], at("08:00"), TITLES) == []
    assert why.of_reminder([], subject("walk")) == []


@pytest.mark.parametrize("day", DAYS)
def test_each_sentence_stands_on_the_records_it_cites(day: str) -> None:
    """Whichever cited record is taken away, the story is another one; each sentence cites one."""
    lines = DAYS[day]
    moment = at("09:05", str(lines[0]["at"])[:10])
    tried = 0
    for step in range(0, 9 * 60, 11):
        instant = moment + timedelta(minutes=step)
        tried += told_otherwise(
            lambda found, when=instant: why.of_moment(found, when, TITLES), lines
        )
    for cut in range(1, len(lines), 9):
        for name in KINDS:
            asked = subject(name)
            tried += told_otherwise(
                lambda found, one=asked: why.of_reminder(found, one), lines[:cut]
            )
    assert tried > 100


def told_otherwise(tell: object, lines: list[Line]) -> int:
    """Hold each sentence against its records; return how many were tried."""
    assert callable(tell)
    told = tell(lines)
    cited = {id_ for sentence in told for id_ in sentence.ids}
    assert all(sentence.ids for sentence in told)
    for id_ in cited:
        assert tell([line for line in lines if line["id"] != id_]) != told, id_
    return len(cited)
