"""The chain of a reminder: what set it to zero, what it came to, when it comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.why import words
from ergobreak.why.moment_words import went_on
from ergobreak.why.sentence import Sentence, Subject, said
from ergobreak.why.story import OUTCOMES, around, between, facts_of, is_on, profile_at, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ergobreak.why.story import Fact, Span

TAKEN: Final = frozenset({"completed", "partial"})
# What a stretch that was taken starts anew as well (behaviour 3.4).
BY_STRETCH: Final = frozenset({"walk", "posture"})
# What makes the absences before it count no more (behaviour 3.4).
_ENDS_A_ROW: Final = TAKEN | {"prompted"}
# What is written down for the leader of a bundle alone, and holds for each member.
_OF_ALL: Final = frozenset({"released", "waits", "postponed"})


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


# ---------------------------------------------------------------- the links


def _cycle(
    facts: Sequence[Fact], spans: Sequence[Span], subject: Subject, due: Fact
) -> Iterator[Sentence]:
    """Yield from what began this cycle to what came of its due."""
    reset = _reset_before(facts, subject, due)
    if reset is not None:
        yield said(words.began(subject, reset), reset)
        yield from _by_halves(facts, subject, reset)
        yield from _stood_still(facts, spans, reset, due)
        yield from _clock_moved(facts, reset, due)
        yield from _profile(facts, due.place, reset)
    yield said(words.was_due(subject, due), due)
    outcome = _outcome(facts, subject, due)
    end = facts[-1].place + 1 if outcome is None else outcome.place
    own = steps(facts, subject.name, due, end)
    moves = [f for f in facts if due.place < f.place < end and f.event == "clock_moved"]
    for fact in sorted((*own, *moves), key=lambda each: each.place):
        yield from _step(facts, spans, subject, due, fact)
    if outcome is not None:
        yield said(words.ended(outcome), outcome)
    elif not own:
        yield said(words.still_waits(due), due)


def _step(
    facts: Sequence[Fact], spans: Sequence[Span], subject: Subject, due: Fact, fact: Fact
) -> Iterator[Sentence]:
    if fact.event == "held":
        holding = [s for s in around(spans, fact.place) if words.is_cause(s, fact.reason)]
        yield said(words.held(fact, holding[:1]), fact, *(s.began for s in holding[:1]))
    elif fact.event == "released":
        ended = [f for f in facts if f.place < fact.place and words.is_end(f, fact.reason)]
        yield said(words.released(fact, ended[-1:]), fact, *ended[-1:])
    elif fact.event == "waits":
        before = [f for f in facts if f.place < due.place and words.is_visible(f)]
        near = before[-1:] if fact.reason == "gap" else []
        yield said(words.waits(fact, near), fact, *near)
    elif fact.event == "prompted":
        yield said(words.prompted(subject, fact), fact)
    elif fact.event == "started":
        yield said(words.started(fact), fact)
    elif fact.event == "clock_moved":
        yield said(words.clock_moved(fact), fact)
    else:
        yield said(words.postponed(fact), fact)


def _since(facts: Sequence[Fact], spans: Sequence[Span], subject: Subject) -> Iterator[Sentence]:
    """Yield what holds now: since when its time runs, what stands against it, when it comes."""
    since = _reset_before(facts, subject, None)
    if subject.is_off or not facts:
        return
    if since is not None:
        yield said(words.runs_since(subject, since), since)
        yield from _had_sat(facts, subject, since)
        yield from _by_halves(facts, subject, since)
        yield from _stood_still(facts, spans, since, None)
        yield from _clock_moved(facts, since, None)
        yield from _profile(facts, facts[-1].place + 1, since)
    now = subject.now or facts[-1].at
    for span in spans:
        goes_on = span.ended is None and is_on(span, now)
        if goes_on and span.kind in ("busy", "pause", "quiet", "easy"):
            yield said(went_on(span.kind, span.began, subject.titles), span.began)
    if subject.coming and since is not None:
        yield said(f"{subject.coming}.", since)


def _had_sat(facts: Sequence[Fact], subject: Subject, since: Fact) -> Iterator[Sentence]:
    """Yield that the time away which set its time to zero was taken back as a break."""
    for fact in facts:
        is_said = fact.event == "undone" and fact.reason == "sitting"
        if is_said and fact.place > since.place and subject.name in fact.names:
            yield said(words.had_sat(fact), fact)


def _clock_moved(facts: Sequence[Fact], first: Fact, last: Fact | None) -> Iterator[Sentence]:
    """Yield each time that the clock was set between two facts, or after the first."""
    end = facts[-1].place + 1 if last is None else last.place
    for fact in facts:
        if fact.event == "clock_moved" and first.place < fact.place < end:
            yield said(words.clock_moved(fact), fact)


def _profile(facts: Sequence[Fact], place: int, since: Fact) -> Iterator[Sentence]:
    """Yield by which profile a reminder went before a place."""
    fact = profile_at(facts, place, since.place)
    if fact is not None:
        yield said(words.profile(fact), fact)


def _stood_still(
    facts: Sequence[Fact], spans: Sequence[Span], first: Fact, last: Fact | None
) -> Iterator[Sentence]:
    """Yield one sentence for all the time in which the clock of active time stood.

    A span in which the clock was set has no length that could be told.
    """
    told: list[Span] = []
    stood, edge = timedelta(), first
    for span in between(spans, first, last):
        end = span.ended
        if end is None or span.kind not in words.STILL:
            continue
        if any(_clock_moved(facts, span.began, end)):
            continue
        # Who locks the screen in a break is away once, not twice.
        start = edge if span.began.place < edge.place else span.began
        stop = end if last is None or end.place < last.place else last
        if start.place < stop.place and start.at < stop.at:
            stood += stop.at - start.at
            edge = stop
        elif any(other.kind == span.kind for other in told):
            continue
        told.append(span)
    if stood >= timedelta(seconds=1):
        cited = (fact for span in told for fact in span.facts)
        yield said(words.stood_still(stood.total_seconds(), told), *cited)


def _by_halves(facts: Sequence[Fact], subject: Subject, reset: Fact) -> Iterator[Sentence]:
    """Yield that a stretch comes sooner, because the person was away twice in a row before it.

    A stretch that is shown or taken begins the row anew. An absence that counted ends with `away`;
    who came back sooner had only been asked for a stretch, and it is in no row.
    """
    if subject.kind != "stretch" or reset.event != "natural":
        return
    row: list[Fact] = []
    counted: Fact | None = None
    for fact in facts[: facts.index(reset)]:
        is_stretch = bool(subject.stretches & set(fact.names))
        if is_stretch and fact.event in _ENDS_A_ROW:
            row, counted = [], None
        elif is_stretch and fact.event == "natural":
            counted = fact
        elif fact.event == "away" and counted is not None:
            row += [counted, fact]
            counted = None
    if row and counted is None:
        yield said(words.went_by_halves(len(row) // 2 + 1), *row, reset)


# ---------------------------------------------------------------- finding facts


def steps(facts: Sequence[Fact], name: str, due: Fact, end: int) -> list[Fact]:
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
