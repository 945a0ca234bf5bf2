"""By what a reminder may be known: the value types of its picture and of its sound."""

from __future__ import annotations

import re
from typing import Final, Self

from ergobreak.config import units
from ergobreak.config.values import Place, found
from ergobreak.language import N_, _

ICON: Final = N_('a name of the icon theme such as "alarm", or the whole path of a picture')
SOUND: Final = N_("none, rise, fall, or the whole path of a sound file")
SOUNDS: Final = ("none", "rise", "fall")

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")


class Icon(str):
    """A name of the desktop's icon theme, or the whole path of a picture."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a name or a path; an empty text is none."""
        if value == "" or (isinstance(value, str) and _NAME.fullmatch(value)):
            return cls(value)
        return cls(_path(value, _(ICON)))


class Sound(str):
    """One of our tones, none, or the whole path of a sound file."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a word or a path; an empty text is what `[sound]` says."""
        return cls(value) if value in ("", *SOUNDS) else cls(_path(value, _(SOUND)))


def _path(value: object, allowed: str) -> str:
    try:
        return Place.read(value)
    except units.BadUnit:
        raise units.BadUnit(found(value), allowed) from None
