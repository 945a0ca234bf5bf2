"""Which monitors the window opens on, and where on them. Pure; lengths are pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_USUAL: Final = 1080  # pixels; what is drawn at scale 1
_LARGEST: Final = 4.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the screen."""

    x: int
    y: int
    width: int
    height: int

    def has(self, point: tuple[int, int]) -> bool:
        """Tell whether a point lies in it."""
        x, y = point
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def within(self, other: Area) -> Area | None:
        """Return the part that it has in common with another one; None: they are apart."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        if right <= left or bottom <= top:
            return None
        return Area(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor, by the name that its output has."""

    name: str
    area: Area
    is_primary: bool = False

    @property
    def scale(self) -> float:
        """Return how much larger than on a usual screen things are drawn."""
        short = min(self.area.width, self.area.height)
        return min(_LARGEST, max(1.0, short / _USUAL))


def for_card(
    monitors: Sequence[Monitor], pointer: tuple[int, int], avoid: Collection[str]
) -> Monitor | None:
    """Return the monitor for a card: the pointer's, if nobody else looks at it; None: none is."""
    own = [each for each in monitors if each.name not in avoid]
    return min(
        own, key=lambda each: (not each.area.has(pointer), not each.is_primary), default=None
    )


def to_cover(
    monitors: Sequence[Monitor], pointer: tuple[int, int], avoid: Collection[str], wish: str
) -> tuple[Monitor, ...]:
    """Return the monitors for the full screen, that of the pointer first.

    `wish`: all | pointer | primary | the name of one; a name that is not there is as `pointer`.
    """
    first = for_card(monitors, pointer, avoid)
    if first is None:
        return ()
    own = [each for each in monitors if each.name not in avoid]
    if wish == "all":
        return (first, *(each for each in own if each is not first))
    wanted = [each for each in own if each.name == wish or (wish == "primary" and each.is_primary)]
    return (wanted[0],) if wanted else (first,)


def corner(
    monitor: Monitor, work: Sequence[Area], width: int, height: int, margin: int
) -> tuple[int, int]:
    """Return where a card goes: top right, or bottom right where the panel is at the bottom.

    `work`: what panels leave free of the screen, one for all monitors or one for each.
    """
    area = monitor.area
    parts = [part for each in work if (part := area.within(each)) is not None]
    free = max(parts, key=lambda part: part.width * part.height, default=area)
    above, below = free.y - area.y, area.y + area.height - free.y - free.height
    x = free.x + free.width - width - margin
    y = free.y + free.height - height - margin if below > above else free.y + margin
    return max(area.x, x), max(area.y, y)
