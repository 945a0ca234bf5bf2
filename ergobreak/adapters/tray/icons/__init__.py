"""The tray's pictures: which there are, and where the files lie. draw.py draws them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

STATES: Final = ("running", "due", "break", "held", "quiet", "paused", "easy", "error")
# The clock in its ring of twelve steps, and the same with the dot of an eye rest: as pixels only.
RINGS: Final = tuple(f"running-{step}{dot}" for dot in ("", "-eyes") for step in range(13))
SIZES: Final = (16, 22, 24, 32, 48, 64)
TILE: Final = "#1f2a33"  # what they are drawn on
APP: Final = ("app", 128)  # beside a notification

FOLDER: Final = Path(__file__).parent


def picture(state: str, size: int) -> Path:
    """Return the file of a state that fills `size` pixels best: the next larger one, if any.

    An unknown state looks like `running`: a new word in the view must not cost the icon.
    """
    known = state if state in STATES else "running"
    fitting = min((each for each in SIZES if each >= size), default=SIZES[-1])
    return FOLDER / f"{known}-{fitting}.png"


def app_picture() -> Path:
    """Return the picture of the program itself."""
    return FOLDER / "{}-{}.png".format(*APP)
