"""What moves in the window: the figure, the ring with what is left, the progress of the set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.window.breaks import words
from ergobreak.window.breaks.page import Phase

if TYPE_CHECKING:
    from PIL.Image import Image

    from ergobreak.content.exercise import Exercise
    from ergobreak.window.breaks.course import Spot
    from ergobreak.window.breaks.page import Page
    from ergobreak.window.breaks.stage import Stage

FRAME: Final = 1 / 12  # seconds; smooth enough for slow movements
RING: Final = 0.25  # seconds between two pictures of the ring


class Figures(Protocol):
    """Paints exercises."""

    def picture(self, exercise: Exercise, seconds: float, size: tuple[int, int]) -> Image | None:
        """Return the figure at an instant of its exercise; None: it looks as it did before."""

    def still(self, exercise: Exercise, size: tuple[int, int]) -> Image:
        """Return the figure in its most telling pose."""

    def forget(self) -> None:
        """Take nothing for granted that was painted before."""

    def part(self, exercise: Exercise, seconds: float) -> tuple[int, bool]:
        """Return which step of an exercise is current, and whether it is the other side's turn."""


class Motion:
    """Paints over what has moved since the last time. `is_unseen`: nobody would see it move."""

    def __init__(self, stage: Stage, figures: Figures) -> None:
        self._stage = stage
        self._figures = figures
        self._painted: object = None
        self.is_unseen = False

    def forget(self) -> None:
        """Paint the figure anew, whatever was painted before."""
        self._painted = None
        self._figures.forget()

    def until_next(self, page: Page, now: float) -> float | None:
        """Return the seconds until something has moved; None: nothing does."""
        if page.phase is not Phase.BREAK or page.stopped_at is not None:
            return None
        at = page.spot(now)
        is_moving = page.is_walk or (at is not None and not at.is_announced)
        return FRAME if is_moving and not self._stage.is_still and not self.is_unseen else RING

    def move(self, page: Page, now: float) -> None:
        """Paint how everything stands by now."""
        at = page.spot(now)
        if page.going is not None and page.phase is Phase.BREAK:
            share = page.left(now) / max(1, page.going.length)
            self._stage.show_ring(share, words.countdown(page.left(now)))
        if page.course is not None:
            total = len(page.course.exercises)
            self._stage.show_dots(total, page.course.index, at.share if at else 0.0)
        # Just before it is painted the words come first: the figure follows a moment later.
        size = self._stage.figure_size
        if size is not None and page.planned and self._stage.is_painted:
            self._move_figure(page, at, now, size)

    def _move_figure(self, page: Page, at: Spot | None, now: float, size: tuple[int, int]) -> None:
        """Paint the figure: moving in a break, in its most telling pose before and after."""
        is_walk = page.is_walk and page.phase is Phase.BREAK
        exercise = at.exercise if at else page.planned[0 if is_walk or not page.going else -1]
        is_new = self._painted != (exercise.id, size, self._stage.theme)
        if self._stage.is_still or page.phase is not Phase.BREAK or not (at or is_walk):
            picture = self._figures.still(exercise, size) if is_new else None
            self._painted = exercise.id, size, self._stage.theme
        else:
            seconds = at.seconds if at else now - page.since
            picture = self._figures.picture(exercise, max(0.0, seconds), size)
            self._painted = None
        if picture is not None:
            self._stage.show_figure(picture)
