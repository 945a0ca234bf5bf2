"""The page of a break: its exercises one after the other, moving, with a countdown; in one file.

It needs nothing from elsewhere, and shows all exercises below each other where no script runs. It
answers nothing: that is done by the notification, or by command.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

from ergobreak.figure import svg
from ergobreak.figure.palette import as_style, named, palette
from ergobreak.figure.pose import part_at
from ergobreak.language import _, is_right_to_left, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.content.exercise import Exercise
    from ergobreak.figure.palette import Palette


TICKS: Final = 4  # a second: as often as the page looks at the clock


def page(line: Mapping[str, Any], exercises: Sequence[Exercise]) -> str:
    """Return the page of a break; `line` is what guidance.of_break tells of it."""
    accent = line["look"]["accent"]
    light, dark = palette("light", accent), palette("dark", accent)
    figure = named(light)
    left = int(line["left"])
    found = {
        "left": str(left),
        "paused": str(bool(line["paused"])).lower(),
        "title": escape(line["title"]),
        "lead": escape(line["text"]),
        "clock": f"{left // 60}:{left % 60:02}",
        "light": as_style(light),
        "dark": as_style(dark),
        "sections": "\n".join(_section(each, figure) for each in exercises),
        "dots": "<i></i>" * len(exercises),
        "tip": escape(line["tip"]),
        **_words(),
    }
    text = (Path(__file__).parent / "break.html").read_text(encoding="utf-8")
    return Template(text).substitute(found)


def _words() -> dict[str, str]:
    """Return the page's own words, and how they are written."""
    # translators: {command} is what to type in a terminal.
    enough = _("Enough? Press Done in the notification, or type {command}.")
    # translators: {command} is what to type in a terminal.
    hurts = _("If something hurts: {command}.")
    return {
        "lang": spoken().replace("_", "-"),
        "dir": "rtl" if is_right_to_left() else "ltr",
        # translators: what a screen reader says of the clock on the page of a break.
        "remains": escape(_("What remains of the break")),
        "over": escape(_("That was it.")),
        "close": escape(_("Carry on slowly. This page can be closed.")),
        "enough": escape(enough).format(command="<code>ergobreak done</code>"),
        "hurts": escape(hurts).format(command="<code>ergobreak hurt</code>"),
    }


def _changes(exercise: Exercise) -> str:
    """Return when which step begins, as "seconds:step" one after the other."""
    found, last = [], -1
    for tick in range(exercise.seconds * TICKS):
        step = part_at(exercise, tick / TICKS).step
        if step != last:
            found.append(f"{tick / TICKS:g}:{step}")
            last = step
    return " ".join(found)


def _section(exercise: Exercise, figure: Palette) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in exercise.steps)
    return (
        f'<section data-seconds="{exercise.seconds}" data-steps="{_changes(exercise)}">'
        f"<div>{svg.animated(exercise, figure)}</div>"
        f"<div><h2>{escape(exercise.title)}</h2><ol>{steps}</ol>"
        f'<p class="care">{escape(exercise.care)}</p></div></section>'
    )
