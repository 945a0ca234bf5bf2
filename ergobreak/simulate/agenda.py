"""A transcript as an agenda to read: one line for what a person would have noticed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ergobreak.config import units
from ergobreak.core import calendar_words
from ergobreak.core.model import SECOND
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Line = Mapping[str, object]

# What is done to the timers behind the scenes (due, warned, held ...) is left to --jsonl.
_WORDS: Final = {
    "prompted": "{who}",
    "completed": N_("done: {who}"),
    "partial": N_("left early: {who}"),
    "natural": N_("timers fresh: {who}"),
    "postponed": N_("later: {who}"),
    "skipped": N_("left out: {who}"),
    "missed": N_("no answer: {who}"),
    "expired": N_("dropped: {who} ({reason})"),
    "absent": N_("nobody there: {who}"),
    "hurt": N_("something hurts"),
    "undone": N_("taken back"),
    "drank": N_("drank {amount}"),
    "busy": N_("busy: {reason}"),
    "free": N_("free again"),
    "paused": N_("paused"),
    "resumed": N_("on again"),
    "quiet": N_("quiet"),
    "away": N_("away {span}"),
    "locked": N_("locked"),
    "suspended": N_("asleep"),
    "clock_moved": N_("the clock was set"),
    "zone_changed": N_("another time zone"),
    "config_changed": N_("another config"),
    "profile_changed": N_("in force: profile {profile}"),
    "started_up": N_("started"),
    "shut_down": N_("ended"),
}
_OUTCOMES: Final = {
    "completed": N_("{count} done"),
    "partial": N_("{count} left early"),
    "natural": N_("{count} by itself"),
}


def agenda(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines of the agenda, a heading for each day, and a summary at the end."""
    outcomes: Counter[tuple[str, str]] = Counter()
    water = 0
    day = ""
    for (stamp, event, reason), group in groupby(filter(_is_told, lines), _what):
        together = list(group)
        if event in _OUTCOMES:
            outcomes.update((str(line.get("reminder")), event) for line in together)
        amount = sum(_number(line, "ml") for line in together)
        water += amount
        moment = datetime.fromisoformat(stamp)
        if moment.date().isoformat() != day:
            yield from ([""] if day else [])
            day = moment.date().isoformat()
            yield f"{calendar_words.weekday(moment.weekday())} {day}"
        told = _(_WORDS[event]).format(
            who=", ".join(name for line in together for name in _names(line)),
            reason=reason,
            profile=together[0].get("profile", ""),
            amount=_("{amount} ml").format(amount=amount),
            span=units.span_text(_number(together[0], "seconds") * SECOND),
        )
        yield f"  {moment:%H:%M}  {told}"
    yield ""
    yield from _summary(outcomes, water)


def _is_told(line: Line) -> bool:
    """Tell whether a person would have noticed it; a dot in the tray asks for nothing."""
    return line["event"] in _WORDS and not (line["event"] == "prompted" and not line.get("level"))


def _what(line: Line) -> tuple[str, str, str]:
    """Return what lines that are told together have in common."""
    return str(line["at"]), str(line["event"]), str(line.get("reason", ""))


def _names(line: Line) -> list[str]:
    others = line.get("others", [])
    return [str(line.get("reminder", "")), *(others if isinstance(others, list) else [])]


def _number(line: Line, key: str) -> int:
    found = line.get(key, 0)
    return found if isinstance(found, int) else 0


def _summary(outcomes: Counter[tuple[str, str]], water: int) -> Iterator[str]:
    """Yield what came of it all."""
    for name in sorted({name for name, _unused in outcomes}):
        counts = ((outcomes[name, event], _(word)) for event, word in _OUTCOMES.items())
        told = (words.format(count=count) for count, words in counts if count)
        yield f"{name}: {', '.join(told)}"
    if water:
        yield _("water: {water} ml").format(water=water)
