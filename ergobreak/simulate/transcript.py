"""The journal of a simulated machine as lines: ids are counters, the machine is `sim`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec

from ergobreak import journal_line

if TYPE_CHECKING:
    from typing import BinaryIO

    from ergobreak.core.effects import Record

MACHINE: Final = "sim"
_CHUNK: Final = 2000  # lines: a year is some 50,000, and each write costs


class Transcript:
    """Turns records into lines; with `out` it prints them as JSON, with `keep` it holds them."""

    def __init__(self, out: BinaryIO | None = None, *, keep: bool = False) -> None:
        self.lines: list[dict[str, object]] = []
        self._pending: list[dict[str, object]] = []
        self._out = out
        self._keep = keep
        self._serial = 0
        # Several records share an instant, and to work out a local time costs the most.
        self._at: int | None = None
        self._zone = ""
        self._where = ZoneInfo("UTC")
        self._stamp = ""
        self._encoder = msgspec.json.Encoder()

    def write(self, record: Record, zone: str) -> None:
        """Take the next record; `zone` is that of the machine at that time."""
        if record.at != self._at or zone != self._zone:
            self._at, self._zone = record.at, zone
            self._where = ZoneInfo(zone)
            self._stamp = journal_line.stamp(journal_line.local(record.at, self._where))
        self._serial += 1
        line = journal_line.assemble(
            (str(self._serial), MACHINE, self._stamp, record.event),
            (record.reminder, record.prompt),
            journal_line.detail(record, self._where),
            record.others,
        )
        if self._keep:
            self.lines.append(line)
        if self._out is not None:
            self._pending.append(line)
            if len(self._pending) >= _CHUNK:
                self.flush()

    def flush(self) -> None:
        """Print what has not been printed yet."""
        if self._out is not None and self._pending:
            self._out.write(self._encoder.encode_lines(self._pending))
            self._out.flush()
            self._pending.clear()
