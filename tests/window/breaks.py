"""A prompt, its break and its exercises, as the tests of the break window want them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.content.exercise import Exercise, Frame, Motion
from ergobreak.dataclass import replace
from ergobreak.window.breaks import page as pages
from ergobreak.window.breaks.told import Asked, Going

if TYPE_CHECKING:
    from ergobreak.window.breaks.page import Page


def exercise(name: str, seconds: int = 20, area: str = "neck") -> Exercise:
    """Return an exercise of three steps."""
    motion = Motion("front", "sit", (Frame(1, seconds / 2 - 1, {}), Frame(1, seconds / 2 - 1, {})))
    return Exercise(
        id=name,
        title=name.capitalize(),
        area=area,
        position="either",
        type="stretch",
        sides="both",
        reps=1,
        seconds=seconds,
        discreet=True,
        steps=("Sit tall.", "Lean a little.", "Come back."),
        care="Slowly.",
        motion=motion,
    )


SET = (exercise("turn", area="neck"), exercise("twist", area="upper back"), exercise("look"))
ASKED = Asked("p1", title="Stretch", text="Shall we?", length=300, counts=120, postpone=(300, 600))


def prompt(now: float = 0.0, **changes: Any) -> Page:
    """Return a prompt that the person can see since `now`."""
    page = pages.prompted(pages.hidden(now), replace(ASKED, **changes), SET, now)
    return pages.painted(page, now)[0]


def running(now: float = 0.0, left: int = 300, **changes: Any) -> Page:
    """Return a break that has begun at `now`."""
    going = Going(left=left, length=left)
    return pages.begun(prompt(now, **changes), replace(ASKED, **changes), going, SET, now)
