"""What a prompt says: short, warm, one concrete thing, never guilty, always with a choice.

No word of body, pain or toilet stands here, for a colleague or a projector may show it; and no
length either, for that is the config's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.content.posture import posture_check
from ergobreak.content.rotation import chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "stretch": (
        "Time to loosen up. Two or three slow stretches will do.",
        "About {minutes} active minutes since the last stretch. Shall we move?",
        "Stretch break. Stretch, or simply walk: both count.",
        "Good moment to pause? Reach up, then let everything go.",
        "Something other than sitting, for a little while?",
        "Stand up if you can, stay seated if you prefer.",
    ),
    "walk": (
        "Short walk? The farthest tap is a good destination.",
        "Up first, then anywhere but here.",
        "Take this thought for a walk.",
        "A lap, the stairs, a word with a colleague. Your choice.",
        "Fetch some water and take the long way round.",
    ),
    "hydration": (
        "Glass empty? Good time for a refill.",
        "A few sips before the next task.",
        "Water break, small glass size.",
        "Have a drink if you are thirsty.",
        "Refill and carry on.",
    ),
    "posture": (  # a check follows
        "Quick check:",
        "One small adjustment:",
        "Ten-second check:",
    ),
    "eyes": (
        "Look far away for a moment.",
        "Look up from the screen, out of the window if you have one.",
        "Blink, look out, carry on.",
    ),
    "custom": (
        "Now would be a good moment.",
        "Whenever it suits you.",
        "This is the reminder you asked for.",
    ),
    "tip": ("One idea for today.",),
}

GENTLE: Final = (
    "A slow walk, only as far as you like.",
    "A few slow breaths, then carry on.",
    "An easy stroll, at half your usual pace.",
    "Five slow breaths, each one out a little longer than in.",
    "A lap of the room, without any hurry.",
)

# The points of the article on prevention that each kind follows.
ADVICE: Final[dict[str, tuple[str, ...]]] = {
    "stretch": ("P4", "P7", "S15"),
    "walk": ("P14",),
    "hydration": ("P12", "S20"),
    "posture": ("P1", "P2", "P15", "S6", "S10"),
}

_UNKNOWN: Final = 10  # below so many minutes the figure says nothing worth reading


def prompt_text(
    kind: str,
    serial: int,
    minutes: int = 0,
    texts: Sequence[str] = (),
    *,
    seed: str = "",
    sight: bool = True,
) -> str:
    """Return what the prompt number `serial` of a reminder says (0, 1, 2, ... of its own prompts).

    `minutes`: active time since the last one; 0 if it means nothing. `texts`: the person's own
    words, which replace ours; `{minutes}` is filled in there too. `sight` False: no check needs it.
    """
    text = chosen(texts or TEXTS[kind], serial, f"{seed}/{kind}")
    if kind == "posture" and not texts:
        return f"{text} {posture_check(serial, seed=seed, sight=sight).glance}"
    # Not str.format: the person's own words may hold any brace.
    if minutes < _UNKNOWN:
        text = text.replace("About {minutes} active minutes", "A while")
    return text.replace("{minutes}", str(_rounded(minutes)))


def gentle_text(serial: int, *, seed: str = "") -> str:
    """Return what a prompt says on easy days: a slow walk or slow breaths, nothing else."""
    return chosen(GENTLE, serial, f"{seed}/gentle")


def _rounded(minutes: int) -> int:
    """Round to five minutes: never a false precision."""
    return minutes if minutes < _UNKNOWN else 5 * round(minutes / 5)
