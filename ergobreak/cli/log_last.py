"""The last lines of a kind, found without reading the years between them.

Rules of this file:
1. The journal finds lines by event or reminder at once, but not what corrects them: that stands on
   the same day or the next, so these days are read whole.
2. "I was sitting" may come days later; such lines are few, and all are read.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from ergobreak.cli.log_filters import midnight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.cli.log_filters import Asked

    Line = dict[str, object]
    Read = Callable[..., list[Line]]

_DAY: Final = timedelta(days=1)
_SOME: Final = 500  # lines of all kinds
_MORE: Final = 4  # times as many are read when these were not enough


def last(
    number: int, asked: Asked, read: Read, wanted: Callable[[list[Line]], list[Line]]
) -> tuple[list[Line], list[Line]]:
    """Return what was read, and the last so many lines of it that are wanted."""
    some = 2 * number + 10 if asked.is_filtered else max(_SOME, 10 * number)
    while True:
        told, is_all = _around(asked, some, read) if asked.is_filtered else _plain(some, read)
        found = wanted(told)
        if len(found) >= number or is_all:
            return told, found[-number:]
        some *= _MORE


def _plain(some: int, read: Read) -> tuple[list[Line], bool]:
    told = read(last=some)
    return told, len(told) < some


def _around(asked: Asked, some: int, read: Read) -> tuple[list[Line], bool]:
    """Return all lines of the days on which there are such, and whether these are all there are."""
    each = [read(**query, last=some) for query in _queries(asked)]
    days = sorted({date.fromisoformat(str(line["at"])[:10]) for lines in each for line in lines})
    told = {line["id"]: line for line in read(event="undone")}
    for first, end in _joined(days):
        told |= {
            line["id"]: line for line in read(since=midnight(first - _DAY), until=midnight(end))
        }
    in_order = [told[id_] for id_ in sorted(told, key=str)]
    return in_order, all(len(lines) < some for lines in each)


def _queries(asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield what to ask the journal for; each may find more than is wanted, together not less."""
    for event in asked.events:
        yield {"event": event}
    if not asked.events:
        yield from ({"reminder": name} for name in asked.names)
        yield from ({"event": event} for event in ("drank",) if asked.is_water)


def _joined(days: list[date]) -> Iterator[tuple[date, date]]:
    """Yield the days as spans that do not touch: first day, and the day behind what is read."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - _DAY <= spans[-1][1]:
            spans[-1] = (spans[-1][0], day + 2 * _DAY)
        else:
            spans.append((day, day + 2 * _DAY))
    yield from spans
