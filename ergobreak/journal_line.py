"""One journal line: a record as the JSON-able object that log, events and simulate print.

Rules of this file:
1. The keys come in one fixed order. What is empty is left out; 0 is a value, not emptiness.
2. `at` and `until` are local time with the UTC offset that held at that very instant.
3. No database, no JSON library: the simulator calls this some 50,000 times for a year.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from ergobreak.core.effects import Record

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# A day inside what datetime can hold, so that no offset carries an absurd clock over the edge.
_FIRST: Final = (datetime(1, 1, 2, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_LAST: Final = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)


def local(at: int, zone: tzinfo) -> datetime:
    """Return a wall instant (microseconds since 1970) in `zone`, cut to milliseconds.

    Instants outside the years 1 to 9999 become the nearest that can be written.
    """
    cut = min(max(at, _FIRST), _LAST) // 1000
    return (_EPOCH + timedelta(milliseconds=cut)).astimezone(zone)


def stamp(moment: datetime) -> str:
    """Return ISO 8601 with offset; milliseconds only where there are any."""
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def line(record: Record, record_id: str, machine: str, zone: tzinfo) -> dict[str, object]:
    """Return the public form of a record; `zone` is the zone of the machine at that time."""
    return assemble(
        (record_id, machine, stamp(local(record.at, zone)), record.event),
        (record.reminder, record.prompt),
        detail(record, zone),
        record.others,
    )


def assemble(
    head: tuple[str, str, str, str],
    about: tuple[str, str],
    detail: dict[str, object],
    others: Sequence[str],
) -> dict[str, object]:
    """Put a line together from (id, machine, at, event), (reminder, prompt) and the rest."""
    found: dict[str, object] = dict(zip(("id", "machine", "at", "event"), head, strict=True))
    if about[0]:
        found["reminder"] = about[0]
    if about[1]:
        found["prompt"] = about[1]
    found.update(detail)
    if others:
        found["others"] = list(others)
    return found


def detail(record: Record, zone: tzinfo) -> dict[str, object]:
    """Return the part of a line between `prompt` and `others`; often empty."""
    found: dict[str, object] = {}
    if record.reason:
        found["reason"] = record.reason
    if record.until is not None:
        found["until"] = stamp(local(record.until, zone))
    if record.seconds is not None:
        found["seconds"] = record.seconds
    if record.ml is not None:
        found["ml"] = record.ml
    if record.credit:
        found["credit"] = True
    if record.level is not None:
        found["level"] = record.level
    if record.exercises:
        found["exercises"] = list(record.exercises)
    if record.of:
        found["of"] = record.of
    if record.profile:
        found["profile"] = record.profile
    return found
