"""The words in the break window. Pure.

Rules of this file:
1. A prompt names no body and no pain; an exercise may, once the person has begun it.
2. Nobody is scolded, nothing is promised; the seconds of a break are seconds, not a grade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.content import safety

if TYPE_CHECKING:
    from ergobreak.window.breaks.course import Spot

START: Final = "Start"
LATER: Final = "Later"
SKIP: Final = "Skip"
HOLD: Final = "Hold to skip"
DID: Final = "Already did it"
WALK: Final = "Walk instead"
BRIEF: Final = "One minute"
HURT: Final = "This hurts"
SURE: Final = "Start it, or already did it?"
LATER_BY: Final = "Later, in"
WHY: Final = "Why not now?"
REASONS: Final = ("In the middle of something", "In a meeting", "Not now")
NO_REASON: Final = "No reason"
BACK: Final = "Back"
PAUSE: Final = "Pause"
GO_ON: Final = "Continue"
NEXT: Final = "Next"
FINISH: Final = "Finish"
LEAVE: Final = "Hold to leave"
NEVER: Final = "Never this one"
THIS_ONE: Final = "This exercise"
OTHER_SIDE: Final = "other side"
PAUSED: Final = "Paused"
OVER: Final = "That was the set"
OVER_TEXT: Final = "The rest of the time is yours. Look out of the window, or have some water."
WALKING: Final = "Enjoy the walk"
WALKING_TEXT: Final = "Any direction will do, at your own pace."
FAREWELL: Final = "That was the break"
FAREWELL_TEXT: Final = "Carry on whenever you like."
MEANWHILE: Final = "Take the time as it comes."

HURT_TITLE: Final = "All right, easy does it"
HURT_TEXT: Final = (
    "For two days only gentle walks and slow breaths come. Take it slowly, and stop whenever"
    " something does not feel right."
)
WHERE: Final = "Where is it? Then that area stays out."
AREAS: Final = (
    ("neck", "Neck"),
    ("shoulders", "Shoulders"),
    ("upper back", "Upper back"),
    ("lower back", "Lower back"),
    ("wrists/forearms", "Wrists"),
    ("hips", "Hips"),
    ("legs", "Legs"),
)
URGENT: Final = "When to get help at once"
STILL_TODAY: Final = "No movement prompts today"
STILL_NOTED: Final = "No movement prompts today, noted"
UNDO: Final = "Undo"
CLOSE: Final = "Close"

_MINUTE: Final = 60
_HOUR: Final = 3600


def span(seconds: float) -> str:
    """Return a length in words: 5 min, 45 s, 1 h."""
    if seconds < _MINUTE:
        return f"{round(seconds)} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    hours, rest = divmod(round(seconds / _MINUTE), 60)
    return f"{hours} h" + (f" {rest} min" if rest else "")


def countdown(seconds: float) -> str:
    """Return what is left as a clock shows it: 4:32; nobody reads 0:00 while a break runs."""
    whole = int(seconds + 0.999)
    return f"{whole // _MINUTE}:{whole % _MINUTE:02}"


def place(title: str, number: int, total: int, *, is_mirrored: bool) -> str:
    """Return the small line above an exercise."""
    parts = [title, *([f"{number} of {total}"] if total > 1 else [])]
    return " · ".join([*parts, *([OTHER_SIDE] if is_mirrored else [])])


def announced(at: Spot, number: int) -> str:
    """Return the small line above an exercise that is about to begin."""
    return f"{'First' if number == 1 else 'Next'}, in {max(1, int(-at.seconds + 0.999))} s"


def signs() -> tuple[str, ...]:
    """Return the paragraphs on when to get help, at once and otherwise."""
    return tuple(safety.note(name) for name in (*safety.EMERGENCY, "see-a-doctor"))
