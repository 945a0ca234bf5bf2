"""The advice that ergobreak follows, point by point: the content that does, or why none does.

`python -m ergobreak.content.advice` writes the page docs/advice.md.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ergobreak.content import cards, nudges, posture, prompts, safety, tips, workplace
from ergobreak.content.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD: Final = """\
# The advice behind it

The reminders follow an article on preventing spasms of the back muscles, as far as it speaks of
habits. Its points, in our words: P1 to P16 are its list, S1 to S24 what else it says on looking
after oneself. Beside each stands the content that follows it, or the reason why none does. It is a
popular text with thin evidence; how firmly a tip may speak is noted at the tip. Nothing here
promises to prevent or cure anything, and nothing advises on medicines.

| point | it says | in ergobreak |
| --- | --- | --- |
"""


class Point(NamedTuple):
    """One point of the article; `left_out` is the reason why nothing follows it, or empty."""

    code: str
    text: str
    left_out: str = ""


@cache
def points() -> tuple[Point, ...]:
    """Return all points, P1 to P16 and S1 to S24."""
    return tuple(Point(code, *lines) for (code,), lines in cards.read("advice.txt"))


def content() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield everything that says which points it follows: what it is, its id, the points."""
    for line in prompts.prompt_texts():
        yield "prompt", line.id, line.advice
    for exercise in catalogue().exercises:
        yield "exercise", exercise.id, exercise.advice
    for check in posture.posture_checks():
        yield "check", check.id, check.advice
    for item in workplace.checklist():
        yield "workplace", item.id, item.advice
    for tip in tips.tips():
        yield "tip", tip.id, tip.advice
    for nudge in nudges.nudges():
        yield "nudge", nudge.id, nudge.advice
    for note in safety.notes():
        yield "note", note.id, note.advice


def followers(code: str) -> dict[str, list[str]]:
    """Return the ids of the content that follows a point, by what it is; empty if none does."""
    found: dict[str, list[str]] = {}
    for what, name, codes in content():
        if code in codes:
            found.setdefault(what, []).append(name)
    return found


def page() -> str:
    """Return the page that shows all points, as Markdown."""
    return _HEAD + "".join(f"| {each.code} | {each.text} | {_cell(each)} |\n" for each in points())


def _cell(point: Point) -> str:
    if point.left_out:
        return f"*Left out.* {point.left_out}"
    found = followers(point.code).items()
    return "; ".join(f"{what} {', '.join(f'`{name}`' for name in names)}" for what, names in found)


if __name__ == "__main__":
    sys.stdout.write(page())
