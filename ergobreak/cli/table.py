"""Journal lines as a table for people: one line each, a heading for each day. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MINUTE: Final = 60
# On the way from due to outcome; a faded toast and a dot in the tray have no other outcome.
_STEPS: Final = frozenset({"due", "warned", "released", "seen", "busy", "free", "waits"})
_REASONS: Final = {
    "no_display": "no screen",
    "done": "by hand",
    "passed": "the clock jumped over it",
    "gap": "too much at once",
    "hours": "after hours",
}


def table(lines: Sequence[Mapping[str, object]]) -> str:
    """Return the table, or nothing if there are no lines."""
    rows = [
        (_day(line), (_clock(line), _text(line, "event").replace("_", " "), _about(line)))
        for line in lines
    ]
    width = max((len(event) for _, (_, event, _) in rows), default=0)
    many = len({day for day, _ in rows}) > 1
    told: list[str] = []
    shown = ""
    for day, (clock, event, about) in rows:
        if many and day != shown:
            told += [""] * bool(told) + [day]
            shown = day
        told.append(f"{clock}  {event:{width}}  {about}".rstrip())
    return "\n".join(told)


def is_step_on_the_way(line: Mapping[str, object]) -> bool:
    """Tell whether a line is only a step between others that say more; the log leaves it out."""
    return line.get("event") in _STEPS or line.get("level") == 0


def _day(line: Mapping[str, object]) -> str:
    return _text(line, "at")[:10]


def _clock(line: Mapping[str, object]) -> str:
    return _text(line, "at")[11:16]


def _about(line: Mapping[str, object]) -> str:
    """Return what the line is about, in one phrase."""
    return ", ".join(filter(None, _facts(line)))


def _facts(line: Mapping[str, object]) -> Iterator[str]:
    others = line.get("others")
    names = [_text(line, "reminder"), *(others if isinstance(others, list) else [])]
    yield " + ".join(str(name) for name in names if name)
    reason = _text(line, "reason")
    yield _REASONS.get(reason, reason)
    seconds = line.get("seconds")
    if isinstance(seconds, int):
        minutes, rest = divmod(seconds, _MINUTE)
        yield " ".join([f"{minutes} min"] * bool(minutes) + [f"{rest} s"] * bool(rest)) or "0 s"
    if "ml" in line:
        yield f"{line['ml']} ml"
    until = _text(line, "until")
    if until:
        yield f"until {until[11:16] if until[:10] == _day(line) else until[:16].replace('T', ' ')}"


def _text(line: Mapping[str, object], key: str) -> str:
    """Return a value as text that cannot steer a terminal: a microphone's name is not ours."""
    return "".join(char if char.isprintable() else "?" for char in str(line.get(key, "")))
