"""What the person reads for the tags of movements to leave out, and for the areas. Data."""

from __future__ import annotations

from typing import Final

from ergobreak.language import N_, _

# In the order of content.exercise.AREAS.
AREA_NAMES: Final = {
    "neck": N_("Neck"),
    "shoulders": N_("Shoulders"),
    "upper back": N_("Upper back"),
    "lower back": N_("Lower back"),
    "wrists/forearms": N_("Wrists/forearms"),
    "hips": N_("Hips"),
    "legs": N_("Legs"),
    "eyes": N_("Eyes"),
    "breathing": N_("Breathing"),
}
# In the order of content.exercise.AVOID; a test holds the two together.
TAGS: Final = {
    "dizziness": N_("Dizziness"),
    "neck-injury": N_("A neck injury"),
    "shoulder-injury": N_("A shoulder injury"),
    "wrist-injury": N_("A wrist or hand injury"),
    "back-pain-acute": N_("Acute back pain"),
    "disc-or-sciatica": N_("A disc problem, sciatica"),
    "osteoporosis": N_("Brittle bones"),
    "hip-replacement": N_("A new hip"),
    "knee-pain": N_("Knee pain"),
    "balance": N_("Unsteady balance"),
    "pregnancy-late": N_("Late pregnancy"),
    "high-bp-uncontrolled": N_("High blood pressure"),
    "eye-surgery-recent": N_("Recent eye surgery"),
    "breathlessness": N_("Shortness of breath"),
    "fluid-restriction": N_("A limit on fluids"),
}


def area(name: str) -> str:
    """Return an area as a word of its own: "Wrists/forearms"; one that is not known as it is."""
    return _(AREA_NAMES[name]) if name in AREA_NAMES else f"{name[:1].upper()}{name[1:]}"


def of_hidden(what: str) -> str:
    """Return the words for something that is left out: an area, a tag, or an exercise's id."""
    return area(what) if what in AREA_NAMES else _(TAGS.get(what, what))
