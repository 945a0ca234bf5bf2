"""The figure of an exercise as pictures in the colours of the stage, painted only when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.figure import drawing
from ergobreak.figure.palette import palette
from ergobreak.figure.pose import part_at

if TYPE_CHECKING:
    from PIL.Image import Image

    from ergobreak.content.exercise import Exercise
    from ergobreak.figure.raster import Painter
    from ergobreak.window.breaks.stage import Stage


class Pictures:
    """Paints exercises."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._painters: dict[tuple[object, ...], Painter] = {}
        self._last: object = None

    def picture(self, exercise: Exercise, seconds: float, size: tuple[int, int]) -> Image | None:
        """Return the figure at an instant of its exercise; None: it looks as it did before."""
        found = drawing.during(exercise, seconds)
        looks = (size, self._stage.theme, found)
        if looks == self._last:
            return None
        self._last = looks
        return self._painter(exercise, size).paint(found)

    def still(self, exercise: Exercise, size: tuple[int, int]) -> Image:
        """Return the figure in its most telling pose."""
        self._last = None
        return self._painter(exercise, size).paint(drawing.still(exercise.motion))

    def forget(self) -> None:
        """Take nothing for granted that was painted before."""
        self._last = None

    def part(self, exercise: Exercise, seconds: float) -> tuple[int, bool]:
        """Return which step of an exercise is current, and whether it is the other side's turn."""
        found = part_at(exercise, seconds)
        return found.step, found.mirrored

    def _painter(self, exercise: Exercise, size: tuple[int, int]) -> Painter:
        """Return who paints this one; to find out how much room its motion takes is work."""
        from ergobreak.figure.raster import Painter

        theme = self._stage.theme
        key = (exercise.id, exercise.seconds, size, theme)
        if key not in self._painters:
            colours = palette(theme.name, theme.accent, theme.plate)
            frame = drawing.frame_of(exercise.motion)
            self._painters[key] = Painter(size, colours, frame)
        return self._painters[key]
