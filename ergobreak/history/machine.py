"""What the lines of one machine say about the time: spans laid over one another.

Rules of this file:
1. The lines are read in the order of writing. A clock that is set back presses together what it
   had told too late; one beyond belief that is set right moves all that it told since the start.
2. A machine that tells of nothing else is being worked at. Input that stops is work until `idle`
   is written, as it is on the active clock, unless it became an absence: that began with the last
   input.
3. Absence is what the journal calls so (`away`), and a lock or a suspend of two minutes. A shorter
   one, and silence that never became an absence, is neither work nor rest: `paused`.
4. Without `shut_down` nobody knows when it ended: unknown from the last line to the next start.
   Likewise where nothing at all was written for three hours: the process may have stood still.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ergobreak.history.corrected import SITTING
from ergobreak.history.line import number, text, written
from ergobreak.history.painting import Span, crossed, flatten, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ergobreak.history.breaks import Break
    from ergobreak.history.line import Line

SILENCE: Final = 3 * 3600.0  # longer than any interval that is usual between two reminders
LOCK_AFTER: Final = 120.0  # evidence c.2: locked so long is away
_AWAY_AFTER: Final = 300.0  # evidence c.2: without input for so long is away
_IDLE_AFTER: Final = 120.0  # `idle` is written so long after the last input
_ABSURD: Final = 10 * 365 * 86_400.0  # a clock that is set by so much was wrong from the start

# From below to above. What is above is known better.
(_WORK, _SILENT, _STILL, _PAUSE, _UNKNOWN, _AWAY, _SAT, _ASLEEP, _BREAK, _OFF) = range(10)

_OPENS: Final = {"idle": "idle", "locked": "lock", "suspended": "suspend", "paused": "pause"}
_AT_HAND: Final = ("idle", "lock", "suspend")
_CLOSES: Final = {
    "active": ("idle",),
    "unlocked": ("lock", "idle"),
    "woke": ("suspend", "idle"),
    "away": _AT_HAND,
    "prompted": ("lock", "suspend"),  # nothing is shown to nobody
}
_TELLING: Final = frozenset(
    (*_OPENS, *_CLOSES, "resumed", "busy", "free", "ignored", "shut_down", "started_up")
) | {"clock_moved"}
_WITH_REASON: Final = frozenset({"working", "break"})
# What is told of several reasons at once: the one that says most about how somebody sat.
_REASONS: Final = (
    "call",
    "sharing",
    "calendar",
    "fullscreen",
    "app",
    "inhibitor",
    "dnd",
    "quiet_hours",
)

Dated = tuple[float, "Line"]


def in_written_order(dated: Iterable[Dated]) -> list[Dated]:
    """Return the lines of one machine as they were written, with instants that never run back.

    The instants are seconds since 1970.
    """
    # What was noted afterwards says when it was, not when it was written.
    told = [pair for pair in dated if pair[1].get("reason") != "corrected" and "of" not in pair[1]]
    told.sort(key=lambda pair: written(pair[1]))
    lines = [line for _unused, line in told]
    instants = [at for at, _unused in told]
    _set_right(lines, instants)
    for place in range(len(instants) - 2, -1, -1):
        instants[place] = min(instants[place], instants[place + 1])
    return list(zip(instants, lines, strict=True))


def _set_right(lines: Sequence[Line], instants: list[float]) -> None:
    """Move what a clock beyond belief had told since the start, or since it was set before."""
    began = 0
    for place, line in enumerate(lines):
        if line["event"] == "started_up":
            began = place
        elif line["event"] == "clock_moved":
            by = number(line, "seconds") or 0
            if abs(by) >= _ABSURD:
                instants[began:place] = [at + by for at in instants[began:place]]
            began = place


def read(dated: Sequence[Dated], breaks: Iterable[Break], end: float) -> list[Span]:
    """Return what one machine tells of the time from its first line to `end`, without gaps.

    `dated` is not empty, and in the order of writing; the breaks are those of this machine.
    """
    reading = _Reading(dated[0][0])
    for at, line in dated:
        reading.take(at, line)
    reading.finish(end)
    taken = (Span(b.start.timestamp(), b.end.timestamp(), _BREAK, "break") for b in breaks)
    seen = flatten([*reading.spans, *taken], -math.inf, end)
    busy = flatten(reading.busy, -math.inf, end)
    return list(joined(crossed(seen, busy, _WITH_REASON)))


class _Reading:
    """The lines of one machine on their way to becoming spans."""

    def __init__(self, start: float) -> None:
        self.spans: list[Span] = []
        self.busy: list[Span] = []
        self._start_at = self._last = start
        self._since: dict[str, float] = {}
        self._busy_since: dict[str, float] = {}
        self._off_since: float | None = None

    def take(self, at: float, line: Line) -> None:
        """Read the next line."""
        self._be_silent(at)
        if line["event"] in _TELLING:
            self._read(at, line)
        self._last = at

    def finish(self, end: float) -> None:
        """Let what was told last go on until `end`."""
        self._be_silent(end)
        if self._off_since is not None:
            self._paint(self._off_since, end, _OFF, "off")
        self._end(end)
        self._close(end, "pause")
        self._paint(self._start_at, end, _WORK, "working")

    def _be_silent(self, at: float) -> None:
        if self._off_since is None and at - self._last > SILENCE:
            self._paint(self._last, at, _SILENT, "unknown")

    def _read(self, at: float, line: Line) -> None:
        event = text(line, "event")
        if event in _OPENS:
            self._since.setdefault(_OPENS[event], at)
        elif event in _CLOSES and line.get("level", 1):
            self._close(at, *_CLOSES[event])
        match event:
            case "resumed" if "pause" in text(line, "reason"):
                self._close(at, "pause")
            case "away":
                self._come_back(at, line)
            case "woke" if (asleep_for := number(line, "seconds") or 0) >= LOCK_AFTER:
                # Also where "I was sitting" was said of the whole absence.
                self._paint(at - asleep_for, at, _ASLEEP, "away")
            case "busy":
                self._busy_since.setdefault(text(line, "reason"), at)
            case "free":
                self._free(at, text(line, "reason"), number(line, "seconds") or 0)
            case "ignored":
                self._busy_since[text(line, "reason")] = math.inf
            case "clock_moved" if 0 < (ahead := number(line, "seconds") or 0) < _ABSURD:
                # The dial leapt: what lies between has never been.
                self._paint(at - ahead, at, _SILENT, "unknown")
            case "shut_down":
                self._end(at)
                self._off_since = at
            case "started_up":
                self._start(at)
            case _:
                pass

    def _paint(self, start: float, end: float, layer: int, kind: str, reason: str = "") -> None:
        # What a line says of a time before all lines is for those to tell that were left out.
        if (start := max(start, self._start_at)) < end:
            self.spans.append(Span(start, end, layer, kind, reason))

    def _close(self, at: float, *states: str, is_open: bool = False) -> None:
        """End states; `is_open`: the machine says no more, so whether it was absence is guessed."""
        for state in states:
            since = self._since.pop(state, None)
            if since is None:
                continue
            if state == "pause":
                self._paint(since, at, _PAUSE, "paused")
            elif state == "idle":
                silent_since = since - _IDLE_AFTER
                if is_open and at - silent_since >= _AWAY_AFTER:
                    self._paint(silent_since, at, _AWAY, "away")
                self._paint(since, at, _STILL, "paused", "idle")
            elif at - since >= LOCK_AFTER:
                self._paint(since, at, _AWAY, "away")
            else:
                self._paint(since, at, _STILL, "paused", state)

    def _come_back(self, at: float, line: Line) -> None:
        since = at - max(0, number(line, "seconds") or 0)
        if line.get("reason") == SITTING:
            self._paint(since, at, _SAT, "working")
        else:
            self._paint(since, at, _AWAY, "away")

    def _free(self, at: float, reason: str, seconds: int) -> None:
        """End a reason not to interrupt; over a restart its own length tells when it began."""
        since = self._busy_since.pop(reason, at - max(0, seconds))
        self._hold(since, at, reason)

    def _hold(self, since: float, at: float, reason: str) -> None:
        known = reason in _REASONS
        layer = -_REASONS.index(reason) if known else -len(_REASONS)
        if since < at:  # what the person called no reason has no beginning
            self.busy.append(Span(since, at, layer, "busy", reason))

    def _end(self, at: float) -> None:
        """End all that ends with the process; a pause outlives it."""
        self._close(at, *_AT_HAND, is_open=True)
        for reason, since in self._busy_since.items():
            self._hold(since, at, reason)
        self._busy_since.clear()

    def _start(self, at: float) -> None:
        if self._off_since is not None:
            self._paint(self._off_since, at, _OFF, "off")
            self._off_since = None
        else:
            self._end(self._last)
            self._paint(self._last, at, _UNKNOWN, "unknown")
