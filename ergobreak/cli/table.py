"""Journal lines as a table for people: one line each, a heading for each day. Pure."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING, Final

from ergobreak.cli import log_ids, table_words
from ergobreak.core.calendar_words import weekday_short
from ergobreak.dataclass import dataclass
from ergobreak.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Line = Mapping[str, object]

WIDTH: Final = 80
_MINUTE: Final = 60
# On the way from due to outcome; a faded toast and a dot in the tray have no other outcome.
_STEPS: Final = frozenset({"due", "warned", "released", "seen", "busy", "free", "waits"})

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
    named, reasons = table_words.events(), table_words.reasons()
    happened = [
        named.get(event, event.replace("_", " "))
        for event in (_text(line, "event") for line in lines)
    ]
    width = max(map(len, happened), default=0)
    rows = []
    for line, event in zip(lines, happened, strict=True):
        about = ", ".join(filter(None, _facts(line, look, reasons)))
        about = " ".join(filter(None, (about, _mark(line, marks or {}))))
        rows.append((line, f"{_clock(line)}  {event:{width}}  {about}".rstrip()))
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
        return _("{ml} ml").format(ml=millilitres)
    if halves == 1:
        return _("half a glass, {ml} ml").format(ml=millilitres)
    if halves % 2:
        # translators: an amount that is no whole number: "1.5 glasses, 375 ml".
        told = _("{count} glasses, {ml} ml")
    else:
        told = ngettext("{count} glass, {ml} ml", "{count} glasses, {ml} ml", halves // 2)
    return told.format(count=f"{halves / 2:g}", ml=millilitres)


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


def _day(line: Line) -> str:
    return _text(line, "at")[:10]


def _heading(day: str) -> str:
    """Return a date with its weekday: "Mon 2026-03-02"."""
    try:
        weekday = date.fromisoformat(day).weekday()
    except ValueError:  # not written by us
        return day
    # translators: a heading in the log: "Mon 2026-03-02".
    return _("{weekday} {date}").format(weekday=weekday_short(weekday), date=day)


def _clock(line: Line) -> str:
    return _text(line, "at")[11:16]


def _mark(line: Line, marks: Mapping[object, str]) -> str:
    said = []
    if line.get("reason") == "corrected" and line.get("event") != "undone":
        said.append(_("corrected") if "of" in line else _("added afterwards"))
    said.append(marks.get(line.get("id"), ""))
    told = ", ".join(filter(None, said))
    return f"({told})" if told else ""


def _facts(line: Line, look: Look, reasons: Mapping[str, str]) -> Iterator[str]:
    """Yield what the line is about, phrase by phrase."""
    names = [_text(line, "reminder"), *_listed(line, "others"), _text(line, "profile")]
    if line.get("event") == "preferred":
        names += _listed(line, "exercises")
    yield " + ".join(name for name in names if name)
    yield _reason(line, reasons)
    if line.get("event") == "discomfort":
        yield _("{value} of 10").format(value=line.get("level"))
    seconds = line.get("seconds")
    if isinstance(seconds, int):
        yield _span(seconds)
    millilitres = line.get("ml")
    if isinstance(millilitres, int):
        yield glasses(millilitres, look.glass)
    until = _text(line, "until")
    if until:
        yield _("until {value}").format(
            value=until[11:16] if until[:10] == _day(line) else until[:16].replace("T", " ")
        )


def _reason(line: Line, reasons: Mapping[str, str]) -> str:
    reason = _text(line, "reason")
    if line.get("event") == "discomfort":
        return _(reason)  # an area, translated as `history.discomfort` has it
    if "profile" in line and reason == "hand":
        return _("by hand")
    if "profile" in line and reason == "calendar":
        return _("by calendar")
    return reasons.get(reason, reason)


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, _MINUTE)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    if not rest:
        return _("{minutes} min").format(minutes=minutes)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def _listed(line: Line, key: str) -> list[str]:
    found = line.get(key)
    return [_clean(str(each)) for each in found] if isinstance(found, list) else []


def _text(line: Line, key: str) -> str:
    return _clean(str(line.get(key, "")))


def _clean(text: str) -> str:
    """Return text that cannot steer a terminal: a microphone's name is not ours."""
    return "".join(char if char.isprintable() else "?" for char in text)
