"""Drops what is long over, or far ahead, from a calendar's text before the slow reading.

A calendar of ten years has thousands of single events, of which a few days matter. Rule of this
file: when in doubt an event stays.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

_BEGIN: Final = re.compile(r"^(?=BEGIN:VEVENT)", re.MULTILINE)
_END: Final = re.compile(r"^END:VEVENT[^\n]*\n?", re.MULTILINE)
_LASTS: Final = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID|DURATION)[;:]", re.MULTILINE)
_DATES: Final = re.compile(r"^DT(?:START|END)[^:\n]*:(\d{8})", re.MULTILINE)
_UID: Final = re.compile(r"^UID[^\n]*", re.MULTILINE)
# An event without an end has at most a day; zones differ by at most another.
_MARGIN: Final = timedelta(days=3)


def sieved(text: str, first: date, last: date) -> str:
    """Return the text without single events that lie wholly outside these dates."""
    earliest, latest = (f"{day:%Y%m%d}" for day in (first - _MARGIN, last + _MARGIN))
    # Of an event that stands there twice, the newer version counts, wherever it has moved to.
    seen = Counter(_UID.findall(text))
    head, *pieces = _BEGIN.split(text)
    kept = [head]
    for piece in pieces:
        end = _END.search(piece)
        dates = _DATES.findall(piece)
        uid = _UID.search(piece)
        is_far = dates and (max(dates) < earliest or min(dates) > latest)
        can_go = is_far and uid and seen[uid[0]] == 1 and not _LASTS.search(piece)
        kept.append(piece[end.end() :] if can_go and end else piece)
    return "".join(kept)
