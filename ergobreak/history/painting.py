"""Spans laid over one another, flattened into pieces that never overlap."""

from __future__ import annotations

import heapq
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Span(NamedTuple):
    """From one instant to another (seconds since 1970); of two the higher layer is seen."""

    start: float
    end: float
    layer: int
    kind: str
    reason: str = ""


def flatten(spans: Iterable[Span], start: float, end: float) -> list[Span]:
    """Return what is seen between two instants, in order; where nothing lies there is a gap."""
    clipped = (
        span._replace(start=max(span.start, start), end=min(span.end, end)) for span in spans
    )
    waiting = sorted((span for span in clipped if span.start < span.end), reverse=True)
    edges = sorted({edge for span in waiting for edge in span[:2]})
    open_: list[tuple[int, float, Span]] = []
    seen: list[Span] = []
    for edge, following in pairwise(edges):
        while waiting and waiting[-1].start <= edge:
            span = waiting.pop()
            # Of two in one layer the one that began first stays in sight.
            heapq.heappush(open_, (-span.layer, span.start, span))
        while open_ and open_[0][2].end <= edge:
            heapq.heappop(open_)
        if open_:
            seen.append(open_[0][2]._replace(start=edge, end=following))
    return list(joined(seen))


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, those made one that touch and are alike, whatever their layers."""
    last: Span | None = None
    for span in spans:
        if last is not None and last.end == span.start and last[3:] == span[3:]:
            last = last._replace(end=span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def crossed(spans: Iterable[Span], others: list[Span], kinds: frozenset[str]) -> Iterator[Span]:
    """Yield spans of these kinds cut where others lie, with the reason of those.

    Both are in order and without overlaps; what is of another kind stays whole.
    """
    place = 0
    for span in spans:
        while place < len(others) and others[place].end <= span.start:
            place += 1
        at, ahead = span.start, place
        while span.kind in kinds and ahead < len(others) and others[ahead].start < span.end:
            other = others[ahead]
            if at < other.start:
                yield span._replace(start=at, end=other.start)
            at = min(other.end, span.end)
            yield span._replace(start=max(other.start, span.start), end=at, reason=other.reason)
            ahead += 1
        if at < span.end:
            yield span._replace(start=at)
