"""What the window is at, and what comes of a line or of the time. Pure.

Rules of this file:
1. Each function returns the page that comes of it, and the lines to tell the daemon.
2. Instants are seconds of the monotonic clock.
3. The daemon decides what an answer leads to; the window only steps aside at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ergobreak.dataclass import dataclass, field, replace
from ergobreak.window.breaks import course as courses
from ergobreak.window.breaks.course import Course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.content.exercise import Exercise
    from ergobreak.window.breaks.told import Asked, Going

    Turn = tuple["Page", tuple[dict[str, Any], ...]]

UNUSED_FOR: Final = 15 * 60.0  # seconds; prepared, and never shown
OVERDUE: Final = 5.0  # seconds after the planned end
AFTER_HURT: Final = 120.0  # seconds that the page after "This hurts" stays at most
FAREWELL: Final = 1.2  # seconds; the daemon ends a window that lingers for two
ANSWERED: Final = 15.0  # seconds in which the daemon takes an answered prompt away
UNDER_A_MINUTE: Final = 60  # seconds; so short a break has no announcement to begin with


class Phase(StrEnum):
    """What the window shows."""

    HIDDEN = "hidden"
    PROMPT = "prompt"
    BREAK = "break"
    HURT = "hurt"
    FAREWELL = "farewell"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Page:
    """All that the window has in mind.

    `asking`: what stands in the place of the buttons: later, sure, reasons, more (of an exercise),
    urgent; or nothing. `ends_at` is the planned end of the break, `stopped_at` since when it stands
    still. `noted`: what has been said on the page after "This hurts".
    """

    phase: Phase
    since: float
    asked: Asked | None = None
    planned: tuple[Exercise, ...] = ()
    asking: str = ""
    painted_at: float | None = None
    ends_at: float = 0.0
    stopped_at: float | None = None
    going: Going | None = None
    course: Course | None = None
    favourites: frozenset[str] = field(default_factory=frozenset)
    noted: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_shown(self) -> bool:
        """Tell whether it has anything to show."""
        return self.phase in {Phase.PROMPT, Phase.BREAK, Phase.HURT, Phase.FAREWELL}

    @property
    def is_walk(self) -> bool:
        """Tell whether the break is a walk: nothing to follow."""
        kind = self.asked.kind if self.asked else ""
        return self.going is not None and (self.going.walked or kind == "walk")

    @property
    def ends_itself_at(self) -> float | None:
        """Return when it has to go even if nobody says so; None: as long as the daemon lives."""
        match self.phase:
            case Phase.HIDDEN:
                return self.since + (UNUSED_FOR if self.asked is None else ANSWERED)
            case Phase.BREAK if self.stopped_at is None:
                return self.ends_at + OVERDUE
            case Phase.HURT:
                return self.since + AFTER_HURT
            case Phase.FAREWELL:
                return self.since + FAREWELL
            case _:
                return None

    def left(self, now: float) -> float:
        """Return how many seconds of the break are left."""
        return max(0.0, self.ends_at - (now if self.stopped_at is None else self.stopped_at))

    def spot(self, now: float) -> courses.Spot | None:
        """Return where in the set one is; None: there is none, or it is done."""
        if self.course is None:
            return None
        return courses.spot(self.course, now if self.stopped_at is None else self.stopped_at)

    def has_counted(self, now: float) -> bool:
        """Tell whether so much of the break is over that it counts."""
        if self.going is None or self.asked is None:
            return False
        return self.going.length - self.left(now) >= min(self.asked.counts, self.going.length)


def hidden(now: float) -> Page:
    """Return the page of a window that has just been built."""
    return Page(Phase.HIDDEN, now)


# ---------------------------------------------------------------- what the daemon says


def prompted(page: Page, asked: Asked, planned: Sequence[Exercise], now: float) -> Page:
    """Show a prompt. `planned`: the exercises that its break would have."""
    return Page(
        Phase.PROMPT,
        now,
        asked,
        tuple(planned),
        favourites=page.favourites | set(asked.wishes.get("favourites", ())),
    )


def begun(page: Page, asked: Asked, going: Going, planned: Sequence[Exercise], now: float) -> Page:
    """Guide through a break, or take over how it stands: paused, going on, a new countdown."""
    stopped_at = now if going.paused else None
    same = page.asked is not None and page.asked.prompt == asked.prompt
    if page.phase is Phase.BREAK and same:
        return resumed_at(
            replace(page, going=going, ends_at=now + going.left), stopped_at, page, now
        )
    lead = courses.ANNOUNCED_FOR if going.left >= UNDER_A_MINUTE else 0.0
    exercises = () if going.walked or asked.kind == "walk" else tuple(planned)
    return Page(
        Phase.BREAK,
        now,
        asked,
        tuple(planned),
        ends_at=now + going.left,
        stopped_at=stopped_at,
        going=going,
        course=Course(exercises, now, announced_for=lead) if exercises else None,
        favourites=page.favourites | set(asked.wishes.get("favourites", ())),
    )


def closed(page: Page, how: str, prompt: str, now: float) -> Page:
    """Go away: at once, or with a word after a break that has run to its end.

    The page after "This hurts" stays until the person closes it.
    """
    if page.asked is not None and prompt not in {"", page.asked.prompt}:
        return page
    if page.phase is Phase.HURT and how in {"hurt", ""}:
        return page
    ran_out = page.phase is Phase.BREAK and page.left(now) <= 1.0
    if how == "completed" and ran_out:
        return replace(page, phase=Phase.FAREWELL, since=now, asking="")
    return replace(page, phase=Phase.ENDED, since=now)


# ---------------------------------------------------------------- the time


def ticked(page: Page, now: float) -> Turn:
    """Let the time pass: exercises follow each other, and what is overdue ends."""
    limit = page.ends_itself_at
    if limit is not None and now >= limit:
        return replace(page, phase=Phase.ENDED, since=now), ()
    if page.phase is not Phase.BREAK or page.course is None or page.stopped_at is not None:
        return page, ()
    course, done = courses.moved(page.course, now)
    if not done:
        return page, ()
    asking = "" if page.asking == "more" else page.asking
    return replace(page, course=course, asking=asking), exercised(page, done)


def painted(page: Page, now: float) -> Turn:
    """Note that the person can see it. A full screen then begins by itself."""
    asked = page.asked
    if asked is None or page.painted_at is not None:
        return page, ()
    line = {"told": "painted", "prompt": asked.prompt, "phase": page.phase.value}
    page = replace(page, painted_at=now)
    if page.phase is Phase.PROMPT and asked.is_full and not asked.preview:
        return page, (line, answer(page, "take"))
    return page, (line,)


# ---------------------------------------------------------------- parts


def answer(page: Page, what: str, **values: Any) -> dict[str, Any]:
    """Return the line of an answer; an empty `found` is left out."""
    prompt = page.asked.prompt if page.asked else ""
    kept = {key: value for key, value in values.items() if key != "found" or value}
    return {"told": "answer", "prompt": prompt, "answer": what, **kept}


def exercised(page: Page, names: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Return the lines that tell of exercises that are done."""
    prompt = page.asked.prompt if page.asked else ""
    return tuple({"told": "exercise", "prompt": prompt, "exercise": name} for name in names)


def resumed_at(page: Page, stopped_at: float | None, before: Page, now: float) -> Page:
    """Return the page stopped, or going on; what stood still is as far as it was."""
    was, course = before.stopped_at, page.course
    if was is None or stopped_at is not None:
        # The clock of the exercises stopped when the person said so, not when the daemon heard.
        return replace(page, stopped_at=stopped_at and (was or stopped_at))
    ends_at = page.ends_at if page.ends_at != before.ends_at else page.ends_at + now - was
    if course is not None:
        course = courses.shifted(course, now - was)
    return replace(page, stopped_at=None, ends_at=ends_at, course=course, asking="")
