"""What was going on at an instant, what was due and open then, and what came next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.why import moment_words, words
from ergobreak.why.reminders import steps
from ergobreak.why.sentence import Sentence, said
from ergobreak.why.story import (
    OUTCOMES,
    Span,
    around,
    facts_of,
    is_on,
    place_of,
    profile_at,
    spans_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from ergobreak.why.story import Fact

# What nobody has to watch for: it goes on while ergobreak is off.
_LASTING: Final = frozenset({"pause", "quiet", "easy"})


def of_moment(
    lines: Iterable[Mapping[str, object]],
    at: datetime,
    titles: Mapping[str, str],
    today: date | None = None,
    *,
    is_running: bool = True,
) -> list[Sentence]:
    """Return what was going on at an instant, what was due and open then, and what came next.

    The lines begin before the instant, or they begin the journal; they reach beyond it, or to the
    end of the journal. `is_running`: ergobreak still writes.
    """
    facts = facts_of(lines, today)
    if not facts:
        return []
    place = place_of(facts, at)
    if place is None:
        return [said(moment_words.begins(facts[0]), facts[0])]
    return _at(facts, place, at, titles, "had", is_running=is_running)


def of_now(
    lines: Iterable[Mapping[str, object]],
    now: datetime,
    titles: Mapping[str, str],
    *,
    is_running: bool = True,
) -> list[Sentence]:
    """Return what is going on behind the last line, and what is due and open."""
    facts = facts_of(lines, now.date())
    if not facts:
        return []
    return _at(facts, facts[-1].place + 1, now, titles, "has", is_running=is_running)


def _at(
    facts: Sequence[Fact],
    place: int,
    at: datetime,
    titles: Mapping[str, str],
    has: str,
    *,
    is_running: bool,
) -> list[Sentence]:
    spans = [span for span in around(spans_of(facts), place) if is_on(span, at)]
    found = list(_gap(facts, spans, place, is_running=is_running))
    is_off = any(span.kind == "off" for span in spans)
    found += [
        said(moment_words.went_on(span.kind, span.began, titles, has=has), span.began)
        for span in spans
        if span.kind in _LASTING or (span.kind not in ("off", "lost") and not is_off)
    ]
    for due in facts:
        if due.event == "due" and due.place < place:
            found += _in_flight(facts, due, place, titles)
    if not found:
        before = [f for f in facts if f.place < place and f.event in moment_words.TOLD]
        if before:
            found.append(said(moment_words.nothing_but(before[-1], titles), before[-1]))
    profile = profile_at(facts, place, place)
    found += [] if profile is None else [said(words.profile(profile), profile)]
    after = next((f for f in facts if f.place >= place and f.event in moment_words.NEXT), None)
    if after is not None:
        found.append(said(moment_words.came_next(after, titles), after))
    return found


def _gap(
    facts: Sequence[Fact], spans: Sequence[Span], place: int, *, is_running: bool
) -> Iterator[Sentence]:
    """Yield that ergobreak was off at a place in the journal, or that nobody knows."""
    for span in spans:
        if span.kind == "off":
            yield said(moment_words.was_off(span), *span.facts)
        elif span.kind == "lost":
            yield said(moment_words.fell_silent(span), *span.facts)
    last = facts[-1]
    if place > last.place and last.event != "shut_down" and not is_running:
        yield said(moment_words.fell_silent(Span("lost", last)), last)


def _in_flight(
    facts: Sequence[Fact], due: Fact, place: int, titles: Mapping[str, str]
) -> Iterator[Sentence]:
    """Yield what was open of one due at a place in the journal."""
    for name in due.names:
        own = (f for f in facts if due.place < f.place and name in f.names)
        outcome = next((f for f in own if f.event in OUTCOMES), None)
        if outcome is not None and outcome.place < place:
            continue
        last = steps(facts, name, due, place)[-1:]
        yield said(moment_words.was_open(titles.get(name, name), due, last), due, *last)
