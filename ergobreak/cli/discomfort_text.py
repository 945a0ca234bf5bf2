"""Discomfort in words and as a chart of characters: what was typed, noted, and how it goes. Pure.

Rules of this file:
1. The figures stand there wherever they are printed; bars are put above them where a terminal shows
   them. What was not told is a dot, never 0.
2. It is for the person's own terminal: areas may be named.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from ergobreak.content import safety
from ergobreak.core import calendar_words
from ergobreak.errors import UsageError
from ergobreak.history import discomfort
from ergobreak.history.discomfort import AREAS, MOST
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from ergobreak.history.discomfort import Rating

WEEKS: Final = 12  # of the chart; as many as fit into 80 characters
NOTHING: Final = N_("Nothing is noted yet. To begin: ergobreak discomfort")
FOR_YOU: Final = N_(
    "The answers stay in your log on this machine; nothing shows or exports them unless you ask "
    "for it by name."
)
_PAIR: Final = re.compile(r"[\s,;]*([^=,;]+?)\s*=\s*([^\s,;]+)")
_BARS: Final = "▁▂▃▄▅▆▇█"
_NONE: Final = "."
_HEAD: Final = 12  # characters for the area, at least
_WIDTH: Final = 80
_CELL: Final = 3  # characters for a week


def typed(words: Sequence[str]) -> dict[str, int]:
    """Return the levels by area that words such as `neck=3 back=5` mean. Raises UsageError."""
    text = " ".join(words)
    found: dict[str, int] = {}
    at = 0
    while match := _PAIR.match(text, at):
        found[area(match[1])] = level(match[2])
        at = match.end()
    if rest := text[at:].strip(" ,;"):
        raise UsageError(
            _("{rest} is no answer.").format(rest=repr(rest)),
            _("For example: ergobreak discomfort neck=3"),
        )
    return found


def area(name: str) -> str:
    """Return the area that a name means; its last word is enough. Raises UsageError."""
    clean = re.sub(r"[\s_-]+", " ", name.casefold()).strip()
    for each in AREAS:
        if clean in {each, each.split()[-1], each.removesuffix("s")}:
            return each
    raise UsageError(
        _("There is no area {name} here.").format(name=repr(name.strip())),
        _("There are: {areas}.").format(areas=", ".join(AREAS)),
    )


def level(text: str) -> int:
    """Return a number from 0 to 10. Raises UsageError."""
    clean = text.strip()
    if not clean.isascii() or not clean.isdecimal() or int(clean[:3]) > MOST:
        raise UsageError(
            _("{clean} is no answer.").format(clean=repr(clean)),
            _("It is a number from 0 (none) to {most}.").format(most=MOST),
        )
    return int(clean)


def asked(ask: Callable[[str], str], say: Callable[[str], None]) -> dict[str, int]:
    """Ask for each area until the answer makes sense; Return skips one."""
    say(
        _(
            "In the last days, how much discomfort? A number from 0 (none) to {most}; Return "
            "skips one."
        ).format(most=MOST)
    )
    say(_(FOR_YOU))
    say("")
    found: dict[str, int] = {}
    for each in AREAS:
        while text := ask(f"  {_(each)}: ").strip():
            try:
                found[each] = level(text)
            except UsageError as error:
                say(f"  {error.title} {error.hint}")
                continue
            break
    return found


def noted(found: Iterable[tuple[str, int]]) -> str:
    """Return what was written down."""
    told = ", ".join(f"{_(each)} {level_}" for each, level_ in found)
    # translators: {told} is "neck 3, lower back 5".
    return _("Noted: {told}.").format(told=told)


def shown(found: Sequence[Rating], today: date, *, has_bars: bool) -> str:
    """Return the last weeks as a chart, and the trend of each area in words."""
    if not found:
        return _(NOTHING)
    weeks = discomfort.by_week(found, today, WEEKS)
    told_of = [each for each in AREAS if discomfort.of_area(found, each)]
    head = max([_HEAD, *(len(_(each)) + 2 for each in told_of)])
    lines = [
        _("Discomfort as you noted it, 0 (none) to {most}; the last answer of each week.").format(
            most=MOST
        ),
        "",
        f"{'':{head}}{_edge([monday for monday, _unused in weeks])}",
    ]
    for each in told_of:
        levels = [told.get(each) for _unused, told in weeks]
        if has_bars:
            bars = "".join(f"{_bar(one):>{_CELL}}" for one in levels)
            lines += ["", f"{'':{head}}{bars}".rstrip()]
        figures = "".join(f"{_NONE if one is None else one:>{_CELL}}" for one in levels)
        lines.append(f"{_(each):{head}}{figures}  {discomfort.trend(found, each)}")
    return "\n".join([*lines, *after(found, today)])


def after(found: Sequence[Rating], today: date) -> list[str]:
    """Return the note on seeing a doctor where it is time for it."""
    if not discomfort.is_lasting(found, today):
        return []
    return ["", textwrap.fill(safety.note("see-a-doctor"), _WIDTH)]


def as_data(found: Sequence[Rating], today: date) -> dict[str, object]:
    """Return all answers and what they mean, for programs."""
    return {
        "due": discomfort.is_due(found, today),
        "see_a_doctor": discomfort.is_lasting(found, today),
        "areas": {
            each: {
                "trend": discomfort.trend(found, each),
                "ratings": [
                    {"day": one.day.isoformat(), "level": one.level}
                    for one in discomfort.of_area(found, each)
                ],
            }
            for each in AREAS
        },
    }


def _edge(mondays: Sequence[date]) -> str:
    """Return the dates of every third week above their figures."""
    places = [
        calendar_words.day_and_month_short(monday) if at % 3 == 2 else ""
        for at, monday in enumerate(mondays)
    ]
    joined = [f"{''.join(places[at : at + 3]):>{3 * _CELL}}" for at in range(0, len(places), 3)]
    return "".join(joined)


def _bar(one: int | None) -> str:
    if one is None:
        return ""
    return _BARS[round(one / MOST * (len(_BARS) - 1))]
