"""What comes of a press on a button, or of the key that stands for it. Pure.

Each function returns the page that comes of it, and the lines to tell the daemon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import replace
from ergobreak.window.breaks import course as courses
from ergobreak.window.breaks.page import Phase, answer, exercised, resumed_at

if TYPE_CHECKING:
    from ergobreak.window.breaks.page import Page, Turn

AT_FIRST: Final = 5.0  # seconds; "done" so soon may have meant "start"
QUIET_AREAS: Final = frozenset({"eyes", "breathing"})  # nobody is kept from breathing


def pressed(page: Page, name: str, now: float) -> Turn:
    """Do what a button stands for; `name` may carry a value behind a colon."""
    verb, _, value = name.partition(":")
    match page.phase:
        case Phase.PROMPT:
            return _in_prompt(page, verb, value, now)
        case Phase.BREAK:
            return _in_break(page, verb, value, now)
        case Phase.HURT:
            return _in_hurt(page, verb, value, now)
        case _:
            return page, ()


def _in_prompt(page: Page, verb: str, value: str, now: float) -> Turn:
    match verb:
        case "take" | "walked" | "brief":
            return replace(page, asking=""), (answer(page, verb),)
        case "done" if _is_hasty(page, now):
            return replace(page, asking="sure"), ()
        case "done" | "did":
            return _stepped_aside(page, now), (answer(page, "done", found=value),)
        case "postpone":
            return _stepped_aside(page, now), (answer(page, "postpone", seconds=int(value)),)
        case _:
            return _anywhere(page, verb, value, now)


def _in_break(page: Page, verb: str, value: str, now: float) -> Turn:
    match verb:
        case "pause" if page.stopped_at is None:
            return replace(page, stopped_at=now, asking=""), (answer(page, "pause"),)
        case "pause" | "continue" if page.stopped_at is not None:
            return resumed_at(page, None, page, now), (answer(page, "continue"),)
        case "next" if page.course is not None:
            return _on(page, now)
        case "favourite" if page.course is not None and page.course.current is not None:
            return _liked(page, page.course.current.id)
        case "never" if page.course is not None and page.course.current is not None:
            name = page.course.current.id
            told = {"told": "taste", "exercise": name, "taste": "never"}
            after, _ = _on(page, now)
            return replace(after, favourites=after.favourites - {name}), (told,)
        case "more" if page.course is not None and page.course.current is not None:
            return replace(page, asking="more"), ()
        case "finish":
            return _stepped_aside(page, now), (answer(page, "done"),)
        case _:
            return _anywhere(page, verb, value, now)


def _anywhere(page: Page, verb: str, value: str, now: float) -> Turn:
    """Do what prompt and break have in common."""
    match verb:
        case "back":
            return replace(page, asking=""), ()
        case "later" if page.phase is Phase.PROMPT and page.asked and page.asked.postpone:
            return replace(page, asking="later"), ()
        case "skip" if page.asked and page.asked.ask_reason and page.asking != "reasons":
            return replace(page, asking="reasons"), ()
        case "skip" | "leave":
            return _stepped_aside(page, now), (answer(page, "skip", why=value),)
        case "hurt":
            area = _area(page, now)
            page_of_it = replace(
                page,
                phase=Phase.HURT,
                since=now,
                asking="",
                painted_at=now,
                noted=frozenset({f"area:{area}"} if area else ()),
            )
            return page_of_it, (answer(page, "hurt", area=area),)
        case _:
            return page, ()


def _in_hurt(page: Page, verb: str, value: str, now: float) -> Turn:
    match verb:
        case "area":
            noted = {each for each in page.noted if not each.startswith("area:")}
            page = replace(page, noted=frozenset({*noted, f"area:{value}"}))
            return page, (answer(page, "hurt", area=value),)
        case "still_today":
            page = replace(page, noted=page.noted | {"still_today"})
            return page, (answer(page, "still_today"),)
        case "undo":
            return replace(page, phase=Phase.ENDED, since=now), (answer(page, "undo_hurt"),)
        case "urgent" | "back":
            return replace(page, asking="" if verb == "back" else verb), ()
        case "close" | "leave":
            return replace(page, phase=Phase.ENDED, since=now), ()
        case _:
            return page, ()


# ---------------------------------------------------------------- parts


def _is_hasty(page: Page, now: float) -> bool:
    """Tell whether "done" comes so soon that "start" may have been meant."""
    has_break = page.asked is not None and page.asked.length > 0
    return has_break and now - (page.painted_at or page.since) < AT_FIRST


def _stepped_aside(page: Page, now: float) -> Page:
    return replace(page, phase=Phase.HIDDEN, since=now, asking="")


def _on(page: Page, now: float) -> Turn:
    """Go on to the next exercise, also out of a standstill, where the clock stays stopped."""
    if page.course is None:
        return page, ()
    at = now if page.stopped_at is None else page.stopped_at
    course, done = courses.on_to_next(page.course, at)
    return replace(page, course=course, asking=""), exercised(page, done)


def _liked(page: Page, name: str) -> Turn:
    """Turn an exercise into a favourite, or a favourite into an exercise like others."""
    is_liked = name in page.favourites
    favourites = page.favourites - {name} if is_liked else page.favourites | {name}
    taste = "nothing" if is_liked else "favourite"
    told = {"told": "taste", "exercise": name, "taste": taste}
    return replace(page, favourites=favourites), (told,)


def _area(page: Page, now: float) -> str:
    """Return the area of the exercise under way."""
    at = page.spot(now)
    if at is None or at.is_announced or at.exercise.area in QUIET_AREAS:
        return ""
    return at.exercise.area
