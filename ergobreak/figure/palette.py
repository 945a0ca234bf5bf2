"""The colours of a figure by tone; each set keeps figure and ground apart by at least 3 to 1."""

from __future__ import annotations

from typing import Final

from ergobreak.dataclass import dataclass

Colour = str  # "#rrggbb"
APART: Final = 3.0  # the least contrast of a figure with its ground, by WCAG 2 (1.4.11)


@dataclass(frozen=True, slots=True)
class Palette:
    """A set of colours. `accent` is what the person wears, and the only one that is chosen."""

    ground: Colour
    accent: Colour
    tones: dict[str, Colour]

    def colour(self, tone: str) -> Colour:
        """Return the colour of a tone; one that has none of its own is the accent's or its mix."""
        found = self.tones.get(tone)
        return self.accent if found is None else found


def palette(theme: str, accent: Colour = "", ground: Colour = "") -> Palette:
    """Return the colours of a theme: light | dark | contrast; an accent and a ground may differ."""
    base = _THEMES[theme]
    ground = ground or base["ground"]
    chosen = _apart(accent or base["accent"], ground)
    tones = {tone: colour for tone, colour in base.items() if tone not in {"ground", "accent"}}
    # What is far lies deeper in the air.
    tones["body"] = chosen
    tones["breath"] = mixed(chosen, "#ffffff", 0.5)
    tones["breath_ring"] = mixed(chosen, "#ffffff", 0.75)
    tones["sleeve"] = chosen
    tones["near_sleeve"] = mixed(chosen, "#000000", 0.11)
    tones["iris"] = _apart(chosen, tones["eye"])
    tones["window"] = mixed(ground, "#8fc3e8", 0.35)
    tones["crease"] = mixed(tones["skin"], tones["mark"], 0.3)
    tones["shin"] = mixed(tones["near_leg"], "#000000", 0.13)
    for part in ("near", "near_sleeve", "near_leg", "near_shoe"):
        tones[part.replace("near", "far")] = mixed(tones[part], ground, 0.46)
    return Palette(ground, chosen, tones)


def named(colours: Palette) -> Palette:
    """Return the palette with a style's variable in the place of each colour; see `as_style`."""
    tones = {tone: f"var(--{tone})" for tone in colours.tones}
    return Palette("var(--ground-of-figure)", "var(--accent)", tones)


def as_style(colours: Palette) -> str:
    """Return the declarations that give the variables of `named` their colours."""
    found = {"accent": colours.accent, "ground-of-figure": colours.ground, **colours.tones}
    return " ".join(f"--{name}: {colour};" for name, colour in found.items())


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two; `share` is how much there is of the other."""
    a, b = _parts(one), _parts(other)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG 2 has it: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _apart(colour: Colour, ground: Colour) -> Colour:
    """Return the colour, as much darker or lighter as it takes to stand out from the ground."""
    end = max("#000000", "#ffffff", key=lambda each: contrast(each, ground))
    tried = (mixed(colour, end, step / 20) for step in range(21))
    return next(each for each in tried if contrast(each, ground) >= APART)


def _luminance(colour: Colour) -> float:
    r, g, b = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in _parts(colour))
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _parts(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


_THEMES: Final[dict[str, dict[str, Colour]]] = {
    "light": {
        "ground": "#eef4f1",
        "accent": "#1f7a63",
        "near": "#b06d50",
        "skin": "#bc785a",
        "near_leg": "#3c4c59",
        "near_shoe": "#27323b",
        "hair": "#3a2e2a",
        "mark": "#2b2320",
        "cheek": "#a96a4f",
        "eye": "#ffffff",
        "sun": "#e8a93c",
        "prop": "#c3cfca",
        "prop_front": "#a3b3ac",
        "shadow": "#dbe6e1",
    },
    "dark": {
        "ground": "#232b30",
        "accent": "#4fb399",
        "near": "#c98d70",
        "skin": "#d49a7d",
        "near_leg": "#8ea3b3",
        "near_shoe": "#b5c4cf",
        "hair": "#664b3e",
        "mark": "#241a16",
        "cheek": "#b57a60",
        "eye": "#ffffff",
        "sun": "#f0bd5c",
        "prop": "#414d54",
        "prop_front": "#5a6971",
        "shadow": "#1b2226",
    },
    "contrast": {
        "ground": "#000000",
        "accent": "#ffd400",
        "near": "#ffffff",
        "skin": "#ffffff",
        "near_leg": "#7fd4ff",
        "near_shoe": "#ffffff",
        "hair": "#8a8a8a",
        "mark": "#000000",
        "cheek": "#dcdcdc",
        "eye": "#ffffff",
        "sun": "#ffd400",
        "prop": "#8a8a8a",
        "prop_front": "#b0b0b0",
        "shadow": "#2a2a2a",
    },
}
