"""The course of a set: exercises that follow each other by themselves, each announced before. Pure.

Instants are seconds of the monotonic clock. A stop is a shift: who was away for a minute finds
everything a minute later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, replace

if TYPE_CHECKING:
    from ergobreak.content.exercise import Exercise

ANNOUNCED_FOR: Final = 5.0  # seconds, to read and to get into place
ENOUGH: Final = 0.5  # this share of an exercise that was left early is an exercise done


@dataclass(frozen=True, slots=True)
class Course:
    """A set under way. `began_at`: when the announcement of exercise number `index` began."""

    exercises: tuple[Exercise, ...]
    began_at: float
    index: int = 0
    announced_for: float = ANNOUNCED_FOR

    @property
    def current(self) -> Exercise | None:
        """Return the exercise that is announced or under way; None: the set is done."""
        return self.exercises[self.index] if self.index < len(self.exercises) else None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a course one is. `seconds`: into the exercise, below 0 while it is announced."""

    exercise: Exercise
    seconds: float

    @property
    def is_announced(self) -> bool:
        """Tell whether it has not begun yet."""
        return self.seconds < 0

    @property
    def share(self) -> float:
        """Return how much of the exercise is done, 0 to 1."""
        return min(1.0, max(0.0, self.seconds / max(1, self.exercise.seconds)))


def spot(course: Course, now: float) -> Spot | None:
    """Return where one is; None: the set is done."""
    exercise = course.current
    if exercise is None:
        return None
    return Spot(exercise, now - course.began_at - course.announced_for)


def moved(course: Course, now: float) -> tuple[Course, tuple[str, ...]]:
    """Return the course as it stands now, and the ids of the exercises that have ended since."""
    done: list[str] = []
    while (at := spot(course, now)) is not None and at.seconds >= at.exercise.seconds:
        ended_at = course.began_at + course.announced_for + at.exercise.seconds
        done.append(at.exercise.id)
        course = _after(course, ended_at)
    return course, tuple(done)


def on_to_next(course: Course, now: float) -> tuple[Course, tuple[str, ...]]:
    """Leave the current exercise for the next one; it counts where most of it was done."""
    at = spot(course, now)
    if at is None:
        return course, ()
    return _after(course, now), (at.exercise.id,) if at.share >= ENOUGH else ()


def shifted(course: Course, by: float) -> Course:
    """Return the course as it is after so many seconds in which it stood still."""
    return replace(course, began_at=course.began_at + by)


def _after(course: Course, at: float) -> Course:
    return replace(course, index=course.index + 1, began_at=at, announced_for=ANNOUNCED_FOR)
