"""What stands in the window: the page as texts, buttons and marks. Pure.

A layout gives all of it places, so that card and full screen say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import _
from ergobreak.window.breaks import words
from ergobreak.window.breaks.page import Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.window.breaks.course import Spot
    from ergobreak.window.breaks.page import Page
    from ergobreak.window.breaks.told import Asked

_A_MINUTE: Final = 60  # seconds; the one-minute version is none of a break so short
SMALL, LARGE, NONE = "small", "large", ""  # how much room the figure has


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `name` is what it does, as pressing.py reads it.

    `role`: primary | plain | quiet | chip | heart | more. `is_on`: a heart that is full, a chip
    that is chosen. `hold`: it has to be held down.
    """

    name: str
    label: str = ""
    role: str = "plain"
    is_on: bool = False
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen, but for what moves all the time.

    `reserve`: titles, steps and care lines of the whole set; the longest takes the room, so that
    nothing jumps from one exercise to the next. `dots`: how many exercises, and which is current.
    """

    title: str
    above: str = ""
    text: str = ""
    paragraphs: tuple[str, ...] = ()
    figure: str = NONE
    has_ring: bool = False
    dots: tuple[int, int] = (0, 0)
    steps: tuple[str, ...] = ()
    step: int = -1
    care: str = ""
    tip: str = ""
    reserve: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    question: str = ""
    buttons: tuple[Button, ...] = ()
    quiet: tuple[Button, ...] = ()
    ending: tuple[Button, ...] = ()
    corner: tuple[Button, ...] = ()

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        """Return all buttons in the order in which Tab goes through them."""
        return (*self.buttons, *self.corner, *self.quiet, *self.ending)

    @property
    def primary(self) -> str:
        """Return what Return and space do."""
        able = [each for each in (*self.ending, *self.buttons) if not each.hold]
        marked = (each.name for each in able if each.role == "primary")
        others = (each.name for each in able)
        return next(marked, next(others, ""))


def of(page: Page, now: float, part_at: Callable[[Spot], tuple[int, bool]]) -> Scene:
    """Return what to show now. `part_at`: the current step, and if it is the other side's."""
    match page.phase:
        case Phase.PROMPT if page.asked is not None:
            return _prompt(page, page.asked)
        case Phase.BREAK if page.asked is not None:
            return _break(page, page.asked, now, part_at)
        case Phase.HURT:
            return _hurt(page)
        case Phase.FAREWELL:
            return Scene(_(words.FAREWELL), text=_(words.FAREWELL_TEXT))
        case _:
            return Scene("")


# ---------------------------------------------------------------- the prompt


def _prompt(page: Page, asked: Asked) -> Scene:
    begins_itself = asked.is_full and not asked.preview
    question, buttons = _asked_in_prompt(page, asked)
    return Scene(
        asked.title,
        text=asked.text,
        figure=SMALL if page.planned else NONE,
        question=question,
        buttons=() if begins_itself else buttons,
        quiet=() if begins_itself or page.asking else _quiet_in_prompt(asked),
    )


def _asked_in_prompt(page: Page, asked: Asked) -> tuple[str, tuple[Button, ...]]:
    """Return the buttons of a prompt, or the choice that stands in their place."""
    back = Button("back", _(words.BACK), "chip")
    if page.asking == "later":
        by = (Button(f"postpone:{each}", words.span(each), "chip") for each in asked.postpone)
        return _(words.LATER_BY), (*by, back)
    if page.asking == "sure":
        did = Button("did", _(words.DID))
        return _(words.SURE), (Button("take", _(words.START), "primary"), did)
    if page.asking == "reasons":
        return _(words.WHY), _reasons()
    later = (Button("later", _(words.LATER)),) if asked.postpone else ()
    hold = asked.strict == "hold"
    skip = Button("skip", _(words.HOLD) if hold else _(words.SKIP), hold=hold)
    if asked.length:
        start = Button("take", words.start(asked.length), "primary")
        return "", (start, *later, skip)
    return "", (*_at_once(asked), *later, skip)


def _at_once(asked: Asked) -> tuple[Button, ...]:
    """Return how a prompt without a break is answered."""
    if asked.kind == "posture":
        return Button("done:fine", _("Fine"), "primary"), Button("done:corrected", _("Corrected"))
    return (Button("done", _("Done"), "primary"),)


def _quiet_in_prompt(asked: Asked) -> tuple[Button, ...]:
    if not asked.length:
        return ()
    found = [Button("done", _(words.DID), "quiet")]
    if asked.kind == "stretch":
        found.append(Button("walked", _(words.WALK), "quiet"))
    if asked.length > _A_MINUTE and not asked.brief:
        found.append(Button("brief", _(words.BRIEF), "quiet"))
    found.append(Button("hurt", _(words.HURT), "quiet"))
    return tuple(found)


def _reasons() -> tuple[Button, ...]:
    named = (Button(f"skip:{each}", _(each), "chip") for each in words.REASONS)
    return (
        *named,
        Button("skip:", _(words.NO_REASON), "chip"),
        Button("back", _(words.BACK), "chip"),
    )


# ---------------------------------------------------------------- the break


def _break(
    page: Page, asked: Asked, now: float, part_at: Callable[[Spot], tuple[int, bool]]
) -> Scene:
    at = page.spot(now)
    tip = page.going.tip if page.going else ""
    question, buttons, quiet = _asked_in_break(page, asked, now)
    if at is None or page.course is None:
        title, text = _calm(page, asked)
        figure = LARGE if page.planned and (page.is_walk or page.course) else NONE
        return Scene(
            title,
            above=_(words.PAUSED) if page.stopped_at is not None else asked.title,
            text=text,
            figure=figure,
            has_ring=True,
            tip=tip,
            question=question,
            buttons=buttons,
            quiet=quiet,
            dots=(len(page.course.exercises), page.course.index) if page.course else (0, 0),
        )
    exercise, number = at.exercise, page.course.index + 1
    step, is_mirrored = part_at(at)
    above = words.place(asked.title, number, len(page.course.exercises), is_mirrored=is_mirrored)
    if at.is_announced:
        above = words.announced(at, number)
    is_liked = exercise.id in page.favourites
    return Scene(
        exercise.title,
        above=_(words.PAUSED) if page.stopped_at is not None else above,
        figure=LARGE,
        has_ring=True,
        dots=(len(page.course.exercises), page.course.index),
        steps=exercise.steps,
        step=-1 if at.is_announced else step,
        care=exercise.care,
        tip=tip,
        reserve=_reserve(page),
        question=question,
        buttons=buttons,
        quiet=quiet,
        corner=(Button("favourite", role="heart", is_on=is_liked), Button("more", role="more")),
    )


def _calm(page: Page, asked: Asked) -> tuple[str, str]:
    """Return title and text where there is nothing to follow."""
    if page.is_walk:
        idea = asked.text if asked.kind == "walk" else ""
        return _(words.WALKING), idea or _(words.WALKING_TEXT)
    if page.course is not None:
        return _(words.OVER), _(words.OVER_TEXT)
    return asked.title, asked.text or _(words.MEANWHILE)


def _reserve(page: Page) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    if page.course is None:
        return ()
    return tuple((each.title, each.steps, each.care) for each in page.course.exercises)


def _asked_in_break(
    page: Page, asked: Asked, now: float
) -> tuple[str, tuple[Button, ...], tuple[Button, ...]]:
    """Return the question, the buttons and the quiet buttons of a break."""
    if page.asking == "more":
        never = Button("never", _(words.NEVER), "chip")
        return _(words.THIS_ONE), (never, Button("back", _(words.BACK), "chip")), ()
    if page.asking == "reasons":
        return _(words.WHY), _reasons(), ()
    is_set_done = page.course is not None and page.course.current is None
    going_on = page.course is not None and not is_set_done
    if page.stopped_at is None:
        first = Button("pause", _(words.PAUSE))
    else:
        first = Button("continue", _(words.GO_ON), "primary")
    further = (Button("next", _(words.NEXT)),) if going_on else ()
    end: tuple[Button, ...]
    if page.has_counted(now):
        role = "primary" if is_set_done and page.stopped_at is None else "plain"
        end = (Button("finish", _(words.FINISH), role),)
    elif asked.strict == "firm":
        end = ()
    else:
        hold = asked.strict == "hold"
        end = (Button("skip", _(words.HOLD) if hold else _(words.SKIP), hold=hold),)
    hurts = Button("hurt", _(words.HURT), "quiet")
    is_firm = asked.strict == "firm" and not page.has_counted(now)
    leave = (Button("leave", _(words.LEAVE), "quiet", hold=True),) if is_firm else ()
    return "", (first, *further, *end), (hurts, *leave)


# ---------------------------------------------------------------- after "This hurts"


def _hurt(page: Page) -> Scene:
    if page.asking == "urgent":
        return Scene(
            _(words.URGENT),
            paragraphs=words.signs(),
            ending=(Button("back", _(words.BACK)), Button("close", _(words.CLOSE), "primary")),
        )
    areas = tuple(
        Button(f"area:{name}", _(label), "chip", is_on=f"area:{name}" in page.noted)
        for name, label in words.AREAS
    )
    is_still = "still_today" in page.noted
    still = Button(
        "still_today",
        _(words.STILL_NOTED) if is_still else _(words.STILL_TODAY),
        "chip",
        is_on=is_still,
    )
    return Scene(
        _(words.HURT_TITLE),
        text=_(words.HURT_TEXT),
        question=_(words.WHERE),
        buttons=(*areas, still),
        quiet=(Button("urgent", _(words.URGENT), "quiet"),),
        ending=(Button("undo", _(words.UNDO)), Button("close", _(words.CLOSE), "primary")),
    )
