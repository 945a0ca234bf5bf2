"""The journal as a story: facts in the order of writing, and the spans that they begin and end.

Rules of this file:
1. Nothing is guessed. A span whose beginning is not in the journal is none; one without an end
   goes on. When a killed daemon had ended is not known: somewhere in a span of its own kind.
2. The order is that of the lines, not that of the clock: the clock may have been set.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, replace

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
    "hurt": ("easy", ("undone", "hurt")),
    "shut_down": ("off", ("started_up",)),
}
# What the start of the machine ends, without a word.
_OF_THE_BOOT: Final = frozenset({"busy", "idle", "lock", "suspend"})
# How long easy days last without a word (behaviour 13).
_EASY: Final = timedelta(hours=48)
# Behind these the clock may show anything.
_TURNS: Final = frozenset({"clock_moved", "started_up", "woke"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One journal line. `names`: the reminders it is about, the leader of a bundle first.

    `today` is the present day; None: a time is told without its day.
    """

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
    profile: str = ""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """What went on for a while.

    `kind`: busy, pause, quiet, idle, lock, suspend, break or easy; off from a stop to the next
    start; lost from the last record of a daemon that was killed to the next start.
    """

    kind: str
    began: Fact
    ended: Fact | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return what is known of it."""
        return (self.began,) if self.ended is None else (self.began, self.ended)


def facts_of(lines: Iterable[Mapping[str, object]], today: date | None = None) -> list[Fact]:
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
                str(line.get("profile", "")),
                today,
            )
        )
    return found


def spans_of(facts: Sequence[Fact]) -> list[Span]:
    """Return what went on, in the order of beginning."""
    found = [
        Span(_SPANS[fact.event][0], fact, next(_ends(fact, facts[index + 1 :]), None))
        for index, fact in enumerate(facts)
        if fact.event in _SPANS
    ]
    found += _unannounced(facts)
    found += [
        Span("lost", before, after)
        for before, after in pairwise(facts)
        if after.event == "started_up" and before.event != "shut_down"
    ]
    return sorted(found, key=lambda span: span.began.place)


def _unannounced(facts: Sequence[Fact]) -> Iterator[Span]:
    """Yield each time asleep that was noticed on waking alone: its beginning is the length's.

    It is placed behind the last line of before, and has the id of the line that tells of it.
    """
    is_told = False
    for index, fact in enumerate(facts):
        if fact.event == "suspended":
            is_told = True
        elif fact.event == "woke":
            began_at = fact.at - timedelta(seconds=fact.seconds)
            before = [each.place for each in facts[:index] if each.at <= began_at]
            if fact.seconds and not is_told and before:
                yield Span("suspend", replace(fact, place=before[-1], at=began_at), fact)
            is_told = False


def _ends(began: Fact, later: Sequence[Fact]) -> Iterator[Fact]:
    kind, ends = _SPANS[began.event]
    for fact in later:
        if fact.event == "started_up" and fact.reason == "boot" and kind in _OF_THE_BOOT:
            yield fact
        if fact.event not in ends:
            continue
        if began.event == "busy" and fact.reason != began.reason:
            continue
        if began.event == "started" and (
            fact.prompt != began.prompt or not set(fact.names) & set(began.names)
        ):
            continue
        if fact.event == "undone" and fact.reason not in ("hurt", "better"):
            continue
        if fact.event == "resumed" and kind not in fact.reason.split():
            continue
        yield fact


def profile_at(facts: Sequence[Fact], place: int, since: int) -> Fact | None:
    """Return the last change of the profile before a place; None: it says nothing.

    That there is none any more says something if it has come about `since` that place.
    """
    changes = [f for f in facts if f.place < place and f.event == "profile_changed"]
    found = changes[-1] if changes else None
    if found is None or (found.profile == "none" and found.place < since):
        return None
    return found


def between(spans: Iterable[Span], first: Fact, last: Fact | None) -> list[Span]:
    """Return the spans that have ended, and of which a part lies between two facts."""
    return [
        span
        for span in spans
        if span.ended is not None
        and first.place < span.ended.place
        and (last is None or span.began.place < last.place)
    ]


def is_on(span: Span, at: datetime) -> bool:
    """Tell whether a span that no line had ended by then went on at an instant.

    Easy days end by themselves; a time asleep that nobody announced began at no line.
    """
    if span.kind == "easy":
        return at - span.began.at < _EASY
    return span.began.event != "woke" or span.began.at <= at


def place_of(facts: Sequence[Fact], at: datetime) -> int | None:
    """Return how many lines had been written at an instant; None: it lies before all of them.

    A time that the clock showed twice is the later one.
    """
    end = len(facts)
    for start in range(len(facts) - 1, -1, -1):
        if start and facts[start].event not in _TURNS:
            continue
        if facts[start].at <= at:
            stretch = facts[start:end]
            later = next((fact for fact in stretch if fact.at > at), None)
            return stretch[-1].place + 1 if later is None else later.place
        end = start
    return None


def around(spans: Iterable[Span], place: int) -> list[Span]:
    """Return the spans that went on after that many lines had been written."""
    return [
        span
        for span in spans
        if span.began.place < place and (span.ended is None or span.ended.place >= place)
    ]
