"""Journal lines as a table for people: one line each, a heading for each day. Pure."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ergobreak.cli import log_ids
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Line = Mapping[str, object]

WIDTH: Final = 80
_MINUTE: Final = 60
# On the way from due to outcome; a faded toast and a dot in the tray have no other outcome.
_STEPS: Final = frozenset({"due", "warned", "released", "seen", "busy", "free", "waits"})
_REASONS: Final = {
    "no_display": N_("no screen"),
    "done": N_("by hand"),
    "passed": N_("the clock jumped over it"),
    "gap": N_("too much at once"),
    "hours": N_("after hours"),
    "nothing_fits": N_("none fits"),
    "schedule": N_("by its days and hours"),
    "over": N_("its time by hand is over"),
    "removed": N_("no longer in the settings"),
    "profile": N_("not in this profile"),
    "sitting": N_("at the desk"),
    "corrected": "",  # it is said at the end of the line
}
_BOLD: Final = "\033[1m{}\033[0m"
_DIM: Final = "\033[2m{}\033[0m"


@dataclass(frozen=True, slots=True)
class Look:
    """How the table is to look: plain and one line each, as for a file, if nobody says more.

    `columns` of the terminal to fold lines at, `is_styled` with bold and dim, `has_ids` with the
    short name of each line that can be put right, `glass` the millilitres of one (0: unknown).
    """

    columns: int = 0
    is_styled: bool = False
    has_ids: bool = False
    glass: int = 0


PLAIN: Final = Look()


def table(
    lines: Sequence[Line], look: Look = PLAIN, marks: Mapping[object, str] | None = None
) -> str:
    """Return the table, or nothing if there are no lines.

    `marks` says by id what else there is to say about a line, in brackets behind it.
    """
    width = max((len(_event(line)) for line in lines), default=0)
    rows = []
    for line in lines:
        about = " ".join(filter(None, (_about(line, look), _mark(line, marks or {}))))
        rows.append((line, f"{_clock(line)}  {_event(line):{width}}  {about}".rstrip()))
    room = (look.columns or WIDTH) - log_ids.LENGTH - 2
    edge = min(max((len(text) for _unused, text in rows), default=0), room)
    days = {_day(line) for line in lines}
    told: list[str] = []
    shown = ""
    for line, text in rows:
        if len(days) > 1 and _day(line) != shown:
            shown = _day(line)
            told += [""] * bool(told) + [_styled(_heading(shown), _BOLD, look)]
        told += _row(line, text, look, edge, " " * (len(_clock(line)) + width + 4))
    return "\n".join(told)


def is_step_on_the_way(line: Line) -> bool:
    """Tell whether a line is only a step between others that say more; the log leaves it out."""
    return line.get("event") in _STEPS or line.get("level") == 0


def glasses(millilitres: int, glass: int) -> str:
    """Return an amount in glasses and millilitres; only in these where it is no half or whole."""
    halves, rest = divmod(2 * millilitres, glass) if glass > 0 else (0, 1)
    if rest or not halves:
        return _("{millilitres} ml").format(millilitres=millilitres)
    count = _("half a") if halves == 1 else f"{halves / 2:g}"
    return _("{count} {value}, {millilitres} ml").format(
        count=count, value="glass" if halves <= 2 else "glasses", millilitres=millilitres
    )


def _row(line: Line, text: str, look: Look, edge: int, indent: str) -> list[str]:
    """Return the lines on the screen for one line of the log, its short name at the edge."""
    name = log_ids.short(line) if look.has_ids else ""
    room = max(edge, 2 * len(indent)) if look.columns else 0
    first, *more = (
        textwrap.wrap(text, room, subsequent_indent=indent, drop_whitespace=False)
        if room and len(text) > room
        else [text]
    )
    if name:
        first = f"{first:{edge}}  {_styled(name, _DIM, look)}"
    return [first, *more]


def _styled(text: str, style: str, look: Look) -> str:
    return style.format(text) if look.is_styled else text


def _event(line: Line) -> str:
    return _text(line, "event").replace("_", " ")


def _day(line: Line) -> str:
    return _text(line, "at")[:10]


def _heading(day: str) -> str:
    """Return a date with its weekday: "Mon 2026-03-02"."""
    try:
        return f"{date.fromisoformat(day):%a} {day}"
    except ValueError:  # not written by us
        return day


def _clock(line: Line) -> str:
    return _text(line, "at")[11:16]


def _about(line: Line, look: Look) -> str:
    """Return what the line is about, in one phrase."""
    return ", ".join(filter(None, _facts(line, look)))


def _mark(line: Line, marks: Mapping[object, str]) -> str:
    said = []
    if line.get("reason") == "corrected" and line.get("event") != "undone":
        said.append("corrected" if "of" in line else _("added afterwards"))
    said.append(marks.get(line.get("id"), ""))
    told = ", ".join(filter(None, said))
    return f"({told})" if told else ""


def _facts(line: Line, look: Look) -> Iterator[str]:
    names = [_text(line, "reminder"), *_listed(line, "others"), _text(line, "profile")]
    if line.get("event") == "preferred":
        names += _listed(line, "exercises")
    yield " + ".join(name for name in names if name)
    reason = _text(line, "reason")
    said = _(_REASONS.get(reason, reason))
    yield (
        _("by {said}").format(said=said)
        if "profile" in line and said in ("hand", "calendar")
        else said
    )
    if line.get("event") == "discomfort":
        yield _("{value} of 10").format(value=line.get("level"))
    seconds = line.get("seconds")
    if isinstance(seconds, int):
        minutes, rest = divmod(seconds, _MINUTE)
        yield (
            " ".join(
                [_("{minutes} min").format(minutes=minutes)] * bool(minutes)
                + [f"{rest} s"] * bool(rest)
            )
            or "0 s"
        )
    millilitres = line.get("ml")
    if isinstance(millilitres, int):
        yield glasses(millilitres, look.glass)
    until = _text(line, "until")
    if until:
        yield _("until {value}").format(
            value=until[11:16] if until[:10] == _day(line) else until[:16].replace("T", " ")
        )


def _listed(line: Line, key: str) -> list[str]:
    found = line.get(key)
    return [_clean(str(each)) for each in found] if isinstance(found, list) else []


def _text(line: Line, key: str) -> str:
    return _clean(str(line.get(key, "")))


def _clean(text: str) -> str:
    """Return text that cannot steer a terminal: a microphone's name is not ours."""
    return "".join(char if char.isprintable() else "?" for char in text)
