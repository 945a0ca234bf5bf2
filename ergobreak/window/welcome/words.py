"""What the person reads for the tags of movements to leave out, and for the areas. Data."""

from __future__ import annotations

from typing import Final

from ergobreak.content.exercise import AREAS

# In the order of content.exercise.AVOID; a test holds the two together.
TAGS: Final = {
    "dizziness": "Dizziness",
    "neck-injury": "A neck injury",
    "shoulder-injury": "A shoulder injury",
    "wrist-injury": "A wrist or hand injury",
    "back-pain-acute": "Acute back pain",
    "disc-or-sciatica": "A disc problem, sciatica",
    "osteoporosis": "Brittle bones",
    "hip-replacement": "A new hip",
    "knee-pain": "Knee pain",
    "balance": "Unsteady balance",
    "pregnancy-late": "Late pregnancy",
    "high-bp-uncontrolled": "High blood pressure",
    "eye-surgery-recent": "Recent eye surgery",
    "breathlessness": "Shortness of breath",
    "fluid-restriction": "A limit on fluids",
}


def area(name: str) -> str:
    """Return an area with a capital letter: "Wrists/forearms"."""
    return f"{name[:1].upper()}{name[1:]}"


def of_hidden(what: str) -> str:
    """Return the words for something that is left out: an area, a tag, or an exercise's id."""
    return area(what) if what in AREAS else TAGS.get(what, what)
