"""The colours of the break window by day, by night and in high contrast. Pure."""

from __future__ import annotations

import re
from typing import Final

from ergobreak.dataclass import dataclass, replace

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
READABLE: Final = 4.5  # contrast of text, by WCAG 2 (1.4.3)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by use. Text has a contrast of at least 4.5 to 1 on what it stands on.

    `edge` is the line around the card, `plate` lies behind the figure, `button` and `over` are a
    button at rest and under the pointer, `border` its outline where there is one.
    """

    name: str
    ground: str
    edge: str
    plate: str
    text: str
    dim: str
    rule: str
    button: str
    over: str
    border: str
    accent: str
    accent_over: str
    on_accent: str
    focus: str


LIGHT: Final = Theme(
    name="light",
    ground="#fcfcfa",
    edge="#d5dad8",
    plate="#eef3f0",
    text="#1f2a33",
    dim="#5a6670",
    rule="#e4e8e6",
    button="#e9eeec",
    over="#dbe3e0",
    border="",
    accent="#1f6f5c",
    accent_over="#185848",
    on_accent="#ffffff",
    focus="#2b6cb0",
)
DARK: Final = Theme(
    name="dark",
    ground="#1d2227",
    edge="#39424a",
    plate="#252c32",
    text="#eaeff2",
    dim="#a3afb8",
    rule="#333c43",
    button="#2f383f",
    over="#3c474f",
    border="",
    accent="#5fc2a6",
    accent_over="#7ad3ba",
    on_accent="#10211c",
    focus="#7fb2ea",
)
CONTRAST: Final = Theme(
    name="contrast",
    ground="#000000",
    edge="#ffffff",
    plate="#000000",
    text="#ffffff",
    dim="#ffffff",
    rule="#ffffff",
    button="#000000",
    over="#3a3a3a",
    border="#ffffff",
    accent="#ffd500",
    accent_over="#ffe666",
    on_accent="#000000",
    focus="#00e5ff",
)
THEMES: Final = {each.name: each for each in (LIGHT, DARK, CONTRAST)}


def theme_of(name: str, accent: str, *, is_dark: bool) -> Theme:
    """Return the colours of a theme; `auto` follows the desktop.

    An accent that could not be seen is made lighter or darker until it can; a word that is no
    colour is as none.
    """
    theme = THEMES.get(name, DARK if is_dark else LIGHT)
    if not _COLOUR.fullmatch(accent):
        return theme
    visible = _seen_on(accent, theme.ground, theme.text)
    return replace(
        theme,
        accent=visible,
        accent_over=mixed(visible, theme.text, 0.18),
        on_accent=max("#ffffff", "#000000", key=lambda ink: contrast(ink, visible)),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 reckons it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return the first colour with so much of the other in it, 0 to 1."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _seen_on(colour: str, ground: str, towards: str) -> str:
    """Return the colour, mixed with that of the text until it stands out from the ground."""
    for tenths in range(11):
        candidate = mixed(colour, towards, tenths / 10)
        if contrast(candidate, ground) >= READABLE:
            return candidate
    return towards


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
