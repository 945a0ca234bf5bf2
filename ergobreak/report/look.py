"""The colours of the report by day and by night. Data.

Text on its ground has a contrast of at least 4.5 to 1, marks of a chart on theirs at least 3 to 1.
"""

from __future__ import annotations

from typing import Final

# Text, by the ground that it stands on; the rest are marks, all on `card`.
TEXTS: Final = (
    ("text", "page"),
    ("text", "card"),
    ("dim", "page"),
    ("dim", "card"),
    ("accent", "page"),
    ("accent", "card"),
    ("on-1", "shade-1"),
    ("on-2", "shade-2"),
    ("on-3", "shade-3"),
    ("on-4", "shade-4"),
    ("tip-text", "tip"),
)
MARKS: Final = ("accent", "work", "held", "away", "focus")

LIGHT: Final = {
    "page": "#f4f6f5",
    "card": "#ffffff",
    "text": "#1f2a33",
    "dim": "#56626c",
    "rule": "#dfe5e2",
    "accent": "#1f6f5c",
    "work": "#5d9d8b",
    "held": "#5b7f9d",
    "away": "#87929a",
    "focus": "#2b6cb0",
    "shade-1": "#e3f1ec",
    "shade-2": "#b5dacd",
    "shade-3": "#2f7f6b",
    "shade-4": "#12473a",
    "on-1": "#1f2a33",
    "on-2": "#1f2a33",
    "on-3": "#ffffff",
    "on-4": "#ffffff",
    "tip": "#1f2a33",
    "tip-text": "#ffffff",
}
DARK: Final = {
    "page": "#171b1f",
    "card": "#1f2429",
    "text": "#e9edf0",
    "dim": "#a3afb8",
    "rule": "#343c43",
    "accent": "#6fd0b4",
    "work": "#3f8b78",
    "held": "#6c93b4",
    "away": "#7c8891",
    "focus": "#7fb2ea",
    "shade-1": "#25352f",
    "shade-2": "#2b5a4d",
    "shade-3": "#5fb89f",
    "shade-4": "#a3e8d3",
    "on-1": "#e9edf0",
    "on-2": "#ffffff",
    "on-3": "#10211c",
    "on-4": "#10211c",
    "tip": "#e9edf0",
    "tip-text": "#171b1f",
}


def as_style(colours: dict[str, str]) -> str:
    """Return the declarations that give the variables of style.css their colours."""
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())
