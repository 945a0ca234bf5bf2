"""The journal as a story: facts in the order of writing, and the spans that they begin and end.

Rules of this file:
1. Nothing is guessed. A span whose beginning is not in the journal is none; one without an end
   goes on.
2. The order is that of the lines, not that of the clock: the clock may have been set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# What a due can come to; each has exactly one.
OUTCOMES: Final = frozenset(
    ("completed", "partial", "natural", "skipped", "missed", "expired", "absent", "seen", "hurt")
)
# What begins a span: its kind, and what ends it.
_SPANS: Final = {
    "busy": ("busy", ("free", "ignored")),
    "paused": ("pause", ("resumed", "paused")),
    "quiet": ("quiet", ("resumed", "quiet")),
    "idle": ("idle", ("active", "away")),
    "locked": ("lock", ("unlocked",)),
    "suspended": ("suspend", ("woke",)),
    "started": ("break", tuple(OUTCOMES)),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One journal line. `names`: the reminders it is about, the leader of a bundle first."""

    place: int
    id: str
    event: str
    at: datetime
    names: tuple[str, ...] = ()
    prompt: str = ""
    reason: str = ""
    seconds: int = 0
    until: datetime | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """What went on for a while. `kind`: busy, pause, quiet, idle, lock, suspend or break."""

    kind: str
    began: Fact
    ended: Fact | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return what is known of it."""
        return (self.began,) if self.ended is None else (self.began, self.ended)


def facts_of(lines: Iterable[Mapping[str, object]]) -> list[Fact]:
    """Return the lines as facts; what is no line of a journal is left out."""
    found = []
    for place, line in enumerate(lines):
        try:
            at = datetime.fromisoformat(str(line["at"]))
            until = datetime.fromisoformat(str(line["until"])) if "until" in line else None
        except (KeyError, ValueError):
            continue
        others = line.get("others")
        names = (line.get("reminder"), *(others if isinstance(others, list) else []))
        seconds, level = line.get("seconds"), line.get("level")
        found.append(
            Fact(
                place,
                str(line.get("id", "")),
                str(line.get("event", "")),
                at,
                tuple(str(name) for name in names if name),
                str(line.get("prompt", "")),
                str(line.get("reason", "")),
                seconds if isinstance(seconds, int) else 0,
                until,
                level if isinstance(level, int) else 0,
            )
        )
    return found


def spans_of(facts: Sequence[Fact]) -> list[Span]:
    """Return what went on, in the order of beginning."""
    return [
        Span(_SPANS[fact.event][0], fact, next(_ends(fact, facts), None))
        for fact in facts
        if fact.event in _SPANS
    ]


def _ends(began: Fact, facts: Sequence[Fact]) -> Iterator[Fact]:
    _, ends = _SPANS[began.event]
    for fact in facts[facts.index(began) + 1 :]:
        if fact.event not in ends:
            continue
        if began.event == "busy" and fact.reason != began.reason:
            continue
        if began.event == "started" and (
            fact.prompt != began.prompt or not set(fact.names) & set(began.names)
        ):
            continue
        kind = _SPANS[began.event][0]
        if fact.event == "resumed" and kind not in fact.reason.split():
            continue
        yield fact


def between(spans: Iterable[Span], first: Fact, last: Fact | None) -> list[Span]:
    """Return the spans that began between two facts, or after the first."""
    return [
        span
        for span in spans
        if first.place <= span.began.place and (last is None or span.began.place < last.place)
    ]


def around(spans: Iterable[Span], place: int) -> list[Span]:
    """Return the spans that went on after that many lines had been written."""
    return [
        span
        for span in spans
        if span.began.place < place and (span.ended is None or span.ended.place >= place)
    ]
