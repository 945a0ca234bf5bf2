"""Why: what the journal says about a reminder or a moment, as a chain of sentences. Pure.

Rules of this file:
1. Each sentence names the records that it is made of. Without them it is not said.
2. What has not been written down is not known, and is said to be unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ergobreak.why import words
from ergobreak.why.story import OUTCOMES, around, between, facts_of, is_over, place_of, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from ergobreak.why.story import Fact, Span

TAKEN: Final = frozenset({"completed", "partial"})
# What a stretch that was taken starts anew as well (behaviour 3.4).
BY_STRETCH: Final = frozenset({"walk", "posture"})
# What is written down for the leader of a bundle alone, and holds for each member.
_OF_ALL: Final = frozenset({"released", "waits", "postponed"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One link of the chain, and the ids of the records that it stands on."""

    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A reminder that is asked about. `stretches`: the names of those that are stretches.

    `coming` says when it comes next, as the daemon says it; empty: nobody knows. `titles`: those
    of all reminders. `now` is the present; None: the last line. `is_off`: its time does not run.
    `is_cut`: the lines are only the end of the journal, so nothing begins with them.
    """

    name: str
    title: str
    kind: str = ""
    stretches: frozenset[str] = frozenset()
    coming: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None
    is_off: bool = False
    is_cut: bool = False

    @property
    def today(self) -> date | None:
        """Return the present day."""
        return None if self.now is None else self.now.date()


def of_reminder(lines: Iterable[Mapping[str, object]], subject: Subject) -> list[Sentence]:
    """Return the chain of a reminder: what set it to zero, what it came to, when it comes."""
    facts = facts_of(lines, subject.today)
    spans = spans_of(facts)
    dues = [fact for fact in facts if fact.event == "due" and subject.name in fact.names]
    last = dues[-1] if dues else None
    found: list[Sentence] = []
    if last is not None:
        found += _cycle(facts, spans, subject, last)
    if last is None or _outcome(facts, subject, last) is not None:
        found += _since(facts, spans, subject)
    return found


def of_coming(lines: Iterable[Mapping[str, object]], subject: Subject) -> list[Sentence]:
    """Return why a reminder comes when it does: since when its time runs, what stood against it."""
    facts = facts_of(lines, subject.today)
    return list(_since(facts, spans_of(facts), subject))


def waiting(lines: Iterable[Mapping[str, object]]) -> list[str]:
    """Return the reminders that are due and have come to nothing yet, the latest told of first."""
    found: dict[str, None] = {}
    for fact in facts_of(lines):
        leader = fact.names[:1]
        if leader and (
            fact.event == "due" or (fact.event in words.ON_THE_WAY and leader[0] in found)
        ):
            found.pop(leader[0], None)
            found[leader[0]] = None
        elif fact.event in OUTCOMES:
            for name in fact.names:
                found.pop(name, None)
    return list(reversed(found))


def of_moment(
    lines: Iterable[Mapping[str, object]],
    at: datetime,
    titles: Mapping[str, str],
    today: date | None = None,
) -> list[Sentence]:
    """Return what was going on at an instant, what was due and open then, and what came next.

    The lines begin before the instant, or they begin the journal.
    """
    facts = facts_of(lines, today)
    if not facts:
        return []
    place = place_of(facts, at)
    if place is None:
        return [_said(words.begins(facts[0]), facts[0])]
    return _at(facts, place, at, titles, "had")


def of_now(
    lines: Iterable[Mapping[str, object]], now: datetime, titles: Mapping[str, str]
) -> list[Sentence]:
    """Return what is going on behind the last line, and what is due and open."""
    facts = facts_of(lines, now.date())
    return _at(facts, facts[-1].place + 1, now, titles, "has") if facts else []


def _at(
    facts: Sequence[Fact], place: int, at: datetime, titles: Mapping[str, str], has: str
) -> list[Sentence]:
    found = [
        _said(words.went_on(span.kind, span.began, titles, has=has), span.began)
        for span in around(spans_of(facts), place)
        if not is_over(span, at)
    ]
    for due in facts:
        if due.event == "due" and due.place < place:
            found += _in_flight(facts, due, place, titles)
    if not found:
        before = [fact for fact in facts if fact.place < place and fact.event in words.TOLD]
        if before:
            text = words.nothing_but(before[-1], titles)
            found.append(_said(text, before[-1]))
    after = next((f for f in facts if f.place >= place and f.event in words.NEXT), None)
    if after is not None:
        found.append(_said(words.came_next(after, titles), after))
    return found


# ---------------------------------------------------------------- the links


def _said(text: str, *facts: Fact) -> Sentence:
    return Sentence(text, tuple(fact.id for fact in facts))


def _cycle(
    facts: Sequence[Fact], spans: Sequence[Span], subject: Subject, due: Fact
) -> Iterator[Sentence]:
    """Yield from what began this cycle to what came of its due."""
    reset = _reset_before(facts, subject, due)
    if reset is not None:
        yield _said(words.began(subject, reset), reset)
        yield from _stood_still(facts, spans, reset, due)
        yield from _clock_moved(facts, reset, due)
    yield _said(words.was_due(subject, due), due)
    outcome = _outcome(facts, subject, due)
    end = facts[-1].place + 1 if outcome is None else outcome.place
    own = _steps(facts, subject.name, due, end)
    moves = [f for f in facts if due.place < f.place < end and f.event == "clock_moved"]
    for fact in sorted((*own, *moves), key=lambda each: each.place):
        yield from _step(facts, spans, subject, due, fact)
    if outcome is not None:
        yield _said(words.ended(outcome), outcome)
    elif not own:
        yield _said(words.still_waits(due), due)


def _step(
    facts: Sequence[Fact], spans: Sequence[Span], subject: Subject, due: Fact, fact: Fact
) -> Iterator[Sentence]:
    if fact.event == "held":
        holding = [s for s in around(spans, fact.place) if words.is_cause(s, fact.reason)]
        yield _said(words.held(fact, holding[:1]), fact, *(s.began for s in holding[:1]))
    elif fact.event == "released":
        ended = [f for f in facts if f.place < fact.place and words.is_end(f, fact.reason)]
        yield _said(words.released(fact, ended[-1:]), fact, *ended[-1:])
    elif fact.event == "waits":
        before = [f for f in facts if f.place < due.place and words.is_visible(f)]
        near = before[-1:] if fact.reason == "gap" else []
        yield _said(words.waits(fact, near), fact, *near)
    elif fact.event == "prompted":
        yield _said(words.prompted(subject, fact), fact)
    elif fact.event == "started":
        yield _said(words.started(fact), fact)
    elif fact.event == "clock_moved":
        yield _said(words.clock_moved(fact), fact)
    else:
        yield _said(words.postponed(fact), fact)


def _since(facts: Sequence[Fact], spans: Sequence[Span], subject: Subject) -> Iterator[Sentence]:
    """Yield what holds now: since when its time runs, what stands against it, when it comes."""
    since = _reset_before(facts, subject, None)
    if subject.is_off or not facts:
        return
    if since is not None:
        yield _said(words.runs_since(subject, since), since)
        yield from _stood_still(facts, spans, since, None)
        yield from _clock_moved(facts, since, None)
    now = subject.now or facts[-1].at
    for span in spans:
        is_on = span.ended is None and not is_over(span, now)
        if is_on and span.kind in ("busy", "pause", "quiet", "easy"):
            yield _said(words.went_on(span.kind, span.began, subject.titles), span.began)
    if subject.coming and since is not None:
        yield _said(f"{subject.coming}.", since)


def _clock_moved(facts: Sequence[Fact], first: Fact, last: Fact | None) -> Iterator[Sentence]:
    """Yield each time that the clock was set between two facts, or after the first."""
    end = facts[-1].place + 1 if last is None else last.place
    for fact in facts:
        if fact.event == "clock_moved" and first.place < fact.place < end:
            yield _said(words.clock_moved(fact), fact)


def _stood_still(
    facts: Sequence[Fact], spans: Sequence[Span], first: Fact, last: Fact | None
) -> Iterator[Sentence]:
    """Yield one sentence for all the time in which the clock of active time stood.

    A span in which the clock was set has no length that could be told.
    """
    still = [
        span
        for span in between(spans, first, last)
        if span.kind in ("idle", "lock", "suspend", "pause", "break") and span.ended is not None
        if not any(_clock_moved(facts, span.began, span.ended))
    ]
    if still:
        yield _said(words.stood_still(still), *(fact for span in still for fact in span.facts))


def _in_flight(
    facts: Sequence[Fact], due: Fact, place: int, titles: Mapping[str, str]
) -> Iterator[Sentence]:
    """Yield what was open of one due at a place in the journal."""
    for name in due.names:
        own = (f for f in facts if due.place < f.place and name in f.names)
        outcome = next((f for f in own if f.event in OUTCOMES), None)
        if outcome is not None and outcome.place < place:
            continue
        steps = _steps(facts, name, due, place)
        yield _said(words.was_open(titles.get(name, name), due, steps[-1:]), due, *steps[-1:])


# ---------------------------------------------------------------- finding facts


def _steps(facts: Sequence[Fact], name: str, due: Fact, end: int) -> list[Fact]:
    """Return the steps of a due before a place, with those of the bundle that it came into."""
    prompts = {due.prompt} - {""}
    found = []
    for fact in facts:
        if not due.place < fact.place < end or fact.event not in words.ON_THE_WAY:
            continue
        if name in fact.names:
            prompts |= {fact.prompt} - {""}
        elif fact.event not in _OF_ALL or fact.prompt not in prompts:
            continue
        found.append(fact)
    return found


def _outcome(facts: Sequence[Fact], subject: Subject, due: Fact) -> Fact | None:
    later = (f for f in facts if f.place > due.place and subject.name in f.names)
    return next((f for f in later if f.event in OUTCOMES), None)


def _reset_before(facts: Sequence[Fact], subject: Subject, due: Fact | None) -> Fact | None:
    """Return what last set the reminder's time to zero, before a due or of all."""
    end = due.place if due is not None else (facts[-1].place + 1 if facts else 0)
    found = None
    for fact in facts:
        if fact.place >= end:
            break
        is_own = fact.event in OUTCOMES and subject.name in fact.names
        is_stretch = (
            subject.kind in BY_STRETCH
            and fact.event in TAKEN
            and bool(subject.stretches & set(fact.names))
        )
        is_first = found is None and fact.event == "started_up" and not subject.is_cut
        if is_own or is_stretch or is_first:
            found = fact
    return found
