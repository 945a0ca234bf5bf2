"""Colours and sizes of the windows, by day, by night and in high contrast. Data."""

from __future__ import annotations

from typing import Final

from ergobreak.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """The colours; text on `ground` and on each button has a contrast of at least 4.5 to 1."""

    ground: str
    text: str
    dim: str
    rule: str
    button: str
    pressed: str
    first: str  # the button that is meant to be pressed
    first_pressed: str
    first_text: str
    focus: str


LIGHT: Final = Look(
    ground="#fbfbfa",
    text="#1f2a33",
    dim="#5a6670",
    rule="#dfe3e6",
    button="#e9edef",
    pressed="#d7dee2",
    first="#1f6f5c",
    first_pressed="#185848",
    first_text="#ffffff",
    focus="#2b6cb0",
)
DARK: Final = Look(
    ground="#1f2429",
    text="#e9edf0",
    dim="#a3afb8",
    rule="#343c43",
    button="#30383f",
    pressed="#3d474f",
    first="#5fc2a6",
    first_pressed="#7ad3ba",
    first_text="#10211c",
    focus="#7fb2ea",
)

CONTRAST: Final = Look(
    ground="#000000",
    text="#ffffff",
    dim="#ffffff",
    rule="#ffffff",
    button="#595959",
    pressed="#767676",
    first="#ffd500",
    first_pressed="#ffe666",
    first_text="#000000",
    focus="#00e5ff",
)

# In points, so that they grow with the screen's own scale.
LARGE: Final = 15
NORMAL: Final = 11
SMALL: Final = 10
LARGER: Final = {"normal": 1.0, "large": 1.2, "larger": 1.45}  # by the setting [window] text
EDGE: Final = 20  # pixels at 96 dpi
WIDTH: Final = 440  # pixels at 96 dpi


def of(theme: str, *, is_dark: bool) -> Look:
    """Return the colours of a theme by its name in the settings; `auto` follows the desktop."""
    by_name = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
    return by_name.get(theme, DARK if is_dark else LIGHT)
