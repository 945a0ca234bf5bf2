"""Guides through exercises at once: in the break window, else in words in the terminal."""

from __future__ import annotations

import os
import select
import sys
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.cli import exercise_text as text
from ergobreak.cli import terminal
from ergobreak.control import client
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.content.exercise import Exercise

_SECOND: Final = 1_000_000


def play(title: str, chosen: Sequence[Exercise], home: str | None) -> int:
    """Guide through these exercises; the window first, and where there is none the terminal."""
    from ergobreak.cli import exercise_window

    if exercise_window.is_possible(os.environ):
        look = exercise_window.look_of(paths.find(home))
        if exercise_window.play(title, chosen, look, home):
            return 0
    return in_terminal(chosen)


def in_terminal(chosen: Sequence[Exercise]) -> int:
    """Print the steps and count down, one exercise after the other; Ctrl-C leaves.

    Where nobody looks on, in a pipe, the steps are all.
    """
    is_live = sys.stdin.isatty() and sys.stdout.isatty()
    if is_live:
        client.tell(0, _("Return: on to the next. Ctrl-C: leave.\n"))
    for place, exercise in enumerate(chosen):
        client.tell(0, ("\n" if place else "") + steps(exercise))
        if is_live:
            _count_down(exercise)
    if is_live:
        client.tell(0, f"\n{_('Done.')}")
    return 0


def steps(exercise: Exercise) -> str:
    """Return an exercise as one reads it to do it."""
    return "\n".join(
        [
            f"{exercise.title}, {text.length(exercise.seconds)}",
            *(f"  {number}. {step}" for number, step in enumerate(exercise.steps, 1)),
            *([f"  {exercise.care}"] if exercise.care else []),
        ]
    )


def line_at(exercise: Exercise, seconds: float, width: int) -> str:
    """Return the line of the countdown after so many seconds: what is left, and the step."""
    from ergobreak.figure.pose import part_at

    left = max(0, exercise.seconds - int(seconds))
    part = part_at(exercise, seconds)
    line = f"  {left // 60}:{left % 60:02}  {part.step + 1}. {exercise.steps[part.step]}"
    return f"{line[: width - 1]:{width - 1}}"


def _count_down(exercise: Exercise) -> None:
    """Rewrite one line each second until the exercise is over or the person presses Return."""
    from ergobreak.adapters.time.clock import SystemClock

    clock = SystemClock()
    start = clock.now().mono
    width = terminal.columns()
    while (passed := (clock.now().mono - start) / _SECOND) < exercise.seconds:
        print(f"\r{line_at(exercise, passed, width)}", end="", flush=True)
        # Waits for a key, up to the next full second.
        if select.select([sys.stdin], [], [], 1 - passed % 1)[0]:
            sys.stdin.readline()
            return
    print()
