"""What `log undo` takes back: the last answer, or a line; what the water is after it. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from ergobreak.core.events import Corrected
from ergobreak.history import corrected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Line = dict[str, object]

# What a person answers. What time answered (missed, seen, natural) is taken back by its name only.
ANSWERS: Final = frozenset({"completed", "partial", "skipped", "drank"})


def last_answer(raw: Sequence[Line]) -> list[Line]:
    """Return the lines of the last answer that counts: one, or all that were written with it.

    Who has done a walk and the water that came along has given one answer.
    """
    answers = [line for line in corrected(raw) if line["event"] in ANSWERS]
    last = max(answers, key=_written, default=None)
    if last is None:
        return []
    if _is_correction(last):
        return [last]
    same = ("machine", "at")
    return [
        line
        for line in answers
        if all(line.get(key) == last.get(key) for key in same) and not _is_correction(line)
    ]


def taking_back(chosen: Sequence[Line], raw: Sequence[Line]) -> list[Corrected]:
    """Return what takes these lines back; `raw` holds them and all corrections of them.

    Of a line that took another back: what brings that one back.
    """
    targets = [each for line in chosen for each in (line, *_written_with(line, raw))]
    undone = [
        {**line, "event": "undone", "of": line["id"], "id": f"Z{place:025}"}
        for place, line in enumerate(targets)
    ]
    before, after = _water(raw), _water([*raw, *undone])
    found = []
    for line in targets:
        day = str(line["at"])[:10]
        # The whole difference of a day goes with the first line of it.
        ml = before.pop(day, 0) - after.pop(day, 0)
        reminder = str(line.get("reminder", ""))
        found.append(Corrected("undone", wall(line), reminder, str(line["id"]), ml=ml or None))
    return found


def is_in_force(undone: Line, raw: Sequence[Line]) -> bool:
    """Tell whether this line still takes another one away."""
    return not any(
        line["event"] == "undone" and line.get("of") == undone["id"] and is_in_force(line, raw)
        for line in raw
    )


def wall(line: Line) -> int:
    """Return when a line was, as a wall instant in microseconds."""
    return round(datetime.fromisoformat(str(line["at"])).timestamp() * 1000) * 1000


def _written_with(line: Line, raw: Sequence[Line]) -> list[Line]:
    """Return the line that emptied the glass which this amended drink filled anew."""
    if line["event"] != "drank" or not line.get("of"):
        return []
    return [
        each
        for each in raw
        if each["event"] == "undone" and each.get("of") == line["of"] and is_in_force(each, raw)
    ]


def _water(lines: Iterable[Line]) -> dict[str, int]:
    """Return the millilitres of each local date."""
    found: dict[str, int] = {}
    for line in corrected(lines):
        if line["event"] == "drank":
            day = str(line["at"])[:10]
            found[day] = found.get(day, 0) + int(str(line.get("ml", 0)))
    return found


def _is_correction(line: Line) -> bool:
    return line.get("reason") == "corrected"


def _written(line: Line) -> tuple[int, str]:
    """Return what sorts lines in the order in which they were written."""
    id_ = str(line.get("id", ""))
    return len(id_), id_
