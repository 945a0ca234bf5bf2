"""What a file in the folder `content` may hold: the tables of exercises, checks and tips.

Rules of this file:
1. These are the names that people write; a renamed field is a broken file.
2. A field without a default has to be there. What is more than a type stands in own_rules.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from msgspec import Meta, Struct

from ergobreak.config import units, values
from ergobreak.config.values import Words
from ergobreak.language import N_, _

FRAME: Final = N_("a table such as { t = 2, hold = 3, turn = 40 }")


class FrameTable(dict[str, object]):
    """One key frame; poses.py looks into it."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a table, whatever it holds."""
        if not isinstance(value, dict):
            raise units.BadUnit(values.found(value), _(FRAME))
        return cls(value)


class Exercise(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[exercises.ID]`: one exercise. Without `seconds` its length is what the frames add up to."""

    title: Words
    area: str
    steps: tuple[Words, ...]
    view: Literal["side", "front", "face", "hand"]
    base: Literal["sit", "stand", "near", "open"]
    frames: tuple[FrameTable, ...]
    position: Literal["either", "seated", "standing"] = "either"
    type: Literal["stretch", "activity", "walk", "eye", "breathing"] = "stretch"
    sides: Literal["both", "each", "alternate"] = "both"
    reps: Annotated[int, Meta(ge=1, le=100)] = 1
    seconds: int | None = None
    discreet: bool = False
    care: Words = Words()
    kit: Words = Words()
    easier: str = ""
    avoid: tuple[str, ...] = ()
    anchor: Literal["seat", "floor", "march"] | None = None
    plant: Literal["L", "R"] = "R"
    prop: Literal["desk", "wall", "backrest"] | None = None
    source: Words = Words()

    def table(self, **changes: object) -> dict[str, Any]:
        """Return what content.catalogue makes an exercise of."""
        given = {key: getattr(self, key) for key in self.__struct_fields__}
        return {key: value for key, value in (given | changes).items() if value is not None}


class Check(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[checks.ID]`: one posture check. `setup`: it can be sorted for good, so prompts leave it."""

    question: Words
    fix: Words
    glance: Words
    group: str = "own"
    setup: bool = False


class Tip(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[tips.ID]`: one tip. `private`: it is for one's own terminal, not for a colleague's eyes."""

    text: Words
    kind: str = "own"
    private: bool = False


class Contents(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file."""

    exercises: Mapping[str, Exercise] = {}
    checks: Mapping[str, Check] = {}
    tips: Mapping[str, Tip] = {}
