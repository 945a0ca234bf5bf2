"""Which lines count: what was taken back or put right later is left out, and nothing counts twice.

Rules of this file:
1. A line with `of` stands for the line of that id. If several do, the one written last counts; a
   correction of a correction stands for the first line.
2. `undone` with `of` takes a line away. Of an undone line, it brings back what that one had taken
   away; of a correction, what stood there before.
3. `undone reason=sitting` takes away the natural break of its reminder in the last absence, and
   the `away` line of that absence then has the reason `sitting`: it was time at the desk.
   `undone reason=hurt` takes away the last hurt.
4. The order of writing is that of the ids, whatever the clock said; the order of what is returned
   is that of time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.history.line import moment, prompt_key, text, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from ergobreak.history.line import Line

    Dated = tuple[float, datetime, Line]

SITTING: Final = "sitting"
_HURT_ANSWERS: Final = ("keep", "still")  # to the question at the end of the easy days: no new hurt
_TAKEN: Final = ("completed", "partial")
_ENDS: Final = ("completed", "partial", "skipped", "hurt")  # of a break that was begun
# The order of the keys of a line, as journal_line.py writes them.
_ORDER: Final = ("id", "machine", "at", "event", "reminder", "prompt", "reason", "until", "seconds")


class Lines(list["Line"]):
    """The lines that count, in order of time.

    `moments` holds when each was, by its own offset, `instants` the same in seconds since 1970.
    """

    def __init__(self, dated: Iterable[Dated]) -> None:
        self.moments: list[datetime] = []
        self.instants: list[float] = []
        for instant, moment_, line in dated:
            self.append(line)
            self.moments.append(moment_)
            self.instants.append(instant)

    def dated(self) -> Iterator[Dated]:
        """Yield each line with its instant and its moment before it."""
        return zip(self.instants, self.moments, self, strict=True)


def corrected(lines: Iterable[Line]) -> Lines:
    """Return the lines that count, in order of time; to ask again of the answer costs nothing.

    Lines without an instant are left out. The lines themselves are never changed.
    """
    if isinstance(lines, Lines):
        return lines
    dated = _unique(lines)
    if any("of" in line or line["event"] == "undone" for _, _, line in dated):
        changed = _changes(sorted((line for _, _, line in dated), key=written))
        dated = [pair for each in dated if (pair := _instead(each, changed)) is not None]
    dated.sort(key=lambda each: (each[0], written(each[2])))
    return Lines(dated)


def _unique(lines: Iterable[Line]) -> list[Dated]:
    """Return each line that says when it was, once."""
    seen: set[str] = set()
    found = []
    for line in lines:
        id_ = text(line, "id")
        at = moment(line)
        if at is None or not text(line, "event") or id_ in seen:
            continue
        if id_:
            seen.add(id_)
        found.append((at.timestamp(), at, line))
    return found


def _instead(dated: Dated, changed: dict[str, Line | None]) -> Dated | None:
    instant, at, line = dated
    line_ = changed.get(text(line, "id"), line)
    return None if line_ is None else (instant, at, line_)


def _changes(lines: Sequence[Line]) -> dict[str, Line | None]:
    """Return what counts instead of each line that is not left alone; None: nothing."""
    known = {text(line, "id"): line for line in lines}
    void = _void(lines, known)
    changed: dict[str, Line | None] = {}
    last: dict[str, Line] = {}
    for line in lines:
        of = text(line, "of")
        if not of:
            continue
        changed[text(line, "id")] = None
        if text(line, "id") not in void and not (_is_undone(line) and of in void):
            last[_root(line, known)] = line
    for root, line in last.items():
        changed[root] = None
        if not _is_undone(line):
            changed[text(line, "id")] = _standing_for(line, known.get(root, {}))
    _drop_starts(lines, last, changed)
    _take_back(lines, void, changed)
    return changed


def _is_undone(line: Line) -> bool:
    return line["event"] == "undone"


def _void(lines: Sequence[Line], known: dict[str, Line]) -> set[str]:
    """Return the ids of the corrections that were themselves undone."""
    void: set[str] = set()
    for line in reversed(lines):
        of = text(line, "of")
        target = known.get(of)
        if not _is_undone(line) or target is None or text(line, "id") in void:
            continue
        if target.get("of") or _is_undone(target):
            void.add(of)
    return void


def _root(line: Line, known: dict[str, Line]) -> str:
    """Return the id of the first line that a chain of corrections goes back to."""
    passed: set[str] = set()
    of = text(line, "of")
    # An imported chain may bite its own tail.
    while of in known and text(known[of], "of") and of not in passed:
        passed.add(of)
        of = text(known[of], "of")
    return of


def _standing_for(line: Line, first: Line) -> Line:
    """Return a correction with what it cannot say itself, from the line that it stands for."""
    keys = ["machine", "prompt", "level", "others"]
    keys += [] if line.get("reminder") else ["reminder"]
    if line["event"] in _TAKEN and first.get("event") in _TAKEN:
        keys += [key for key in ("seconds", "exercises") if key not in line]
    if line["event"] == first.get("event") == "natural":
        keys.append("credit")
    whole = line | {key: first[key] for key in keys if key in first}
    return {key: whole[key] for key in _ORDER if key in whole} | whole


def _drop_starts(
    lines: Sequence[Line], last: dict[str, Line], changed: dict[str, Line | None]
) -> None:
    """Leave out the start of each break whose outcome was put right: its length is told anew."""
    outcomes = [line for line in lines if text(line, "id") in last and line["event"] in _ENDS]
    prompts = {prompt_key(line) for line in outcomes if line.get("prompt")}
    for line in lines:
        if prompts and line["event"] == "started" and prompt_key(line) in prompts:
            changed[text(line, "id")] = None


def _take_back(lines: Sequence[Line], void: set[str], changed: dict[str, Line | None]) -> None:
    """Apply the older forms of `undone`, which name no line."""
    for place, line in enumerate(lines):
        reason = line.get("reason")
        if not _is_undone(line) or line.get("of") or reason not in (SITTING, "hurt"):
            continue
        id_ = text(line, "id")
        changed[id_] = None
        if id_ in void:
            continue
        if reason == SITTING:
            _sat(lines, place, changed)
        else:
            _unhurt(lines, place, changed)


def _sat(lines: Sequence[Line], place: int, changed: dict[str, Line | None]) -> None:
    """Take away the last natural break of a reminder: the person had been at the desk."""
    undone = lines[place]
    for start in range(place - 1, -1, -1):
        line = lines[start]
        if (
            line["event"] == "natural"
            and changed.get(text(line, "id"), line) is not None
            and all(line.get(key) == undone.get(key) for key in ("reminder", "machine"))
        ):
            break
    else:
        return
    changed[text(lines[start], "id")] = None
    for line in lines[start:]:
        if line["event"] == "away" and line.get("machine") == undone.get("machine"):
            sat = line | {"reason": SITTING}
            changed[text(line, "id")] = {key: sat[key] for key in _ORDER if key in sat} | sat
            return


def _unhurt(lines: Sequence[Line], place: int, changed: dict[str, Line | None]) -> None:
    """Take away the last hurt, of all reminders that were in its prompt."""
    undone = lines[place]
    last: Line | None = None
    for line in reversed(lines[:place]):
        if line["event"] != "hurt" or line.get("machine") != undone.get("machine"):
            continue
        if line.get("reason") in _HURT_ANSWERS and not line.get("reminder"):
            continue
        if last is not None and any(line.get(key) != last.get(key) for key in ("at", "prompt")):
            return
        last = last or line
        changed[text(line, "id")] = None
