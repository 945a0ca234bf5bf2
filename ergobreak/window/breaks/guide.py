"""Leads through prompt and break: what the daemon says comes in, what is pressed goes out.

All of it happens on the thread of Tk. One timer is armed at a time, for the next thing that is to
move or to end; while nothing moves there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.dataclass import dataclass, replace
from ergobreak.language import _
from ergobreak.window.breaks import page as pages
from ergobreak.window.breaks import pressing, rehearsal, scene
from ergobreak.window.breaks.motion import Motion
from ergobreak.window.breaks.page import Page, Phase
from ergobreak.window.breaks.told import Asked, Going, asked_of, going_of, look_of

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Callable, Mapping

    from ergobreak.content.exercise import Exercise
    from ergobreak.window.breaks.course import Spot
    from ergobreak.window.breaks.motion import Figures
    from ergobreak.window.breaks.sheet import Sheet
    from ergobreak.window.breaks.sounds import Sounds
    from ergobreak.window.breaks.stage import Stage

DEAF_FOR: Final = 1.0  # seconds in which a full screen passes over keys
AGAIN: Final = 1.0  # seconds; what covers us anew so soon will do so for ever
AGAIN_AT_MOST: Final = 2


@dataclass(frozen=True, slots=True)
class World:
    """What the window needs of the rest. `choose`: the exercises of a break."""

    now: Callable[[], float]
    tell: Callable[[Mapping[str, Any]], None]
    choose: Callable[[Asked, Going], tuple[Exercise, ...]]
    sounds: Sounds


class Guide:
    """The window's mind. `stage` is what it is seen on."""

    def __init__(self, root: tk.Tk, stage: Stage, figures: Figures, world: World) -> None:
        self._root = root
        self._stage = stage
        self._figures = figures
        self._world = world
        self._page = pages.hidden(world.now())
        self._scene = scene.Scene("")
        self._line: Mapping[str, Any] = {}  # what began it
        self._timer: str | None = None
        self._said = ""
        self._motion = Motion(stage, figures)
        self._raised_at = 0.0
        self._covered_again = 0
        stage.join(self)
        self._arm()

    # ---------------------------------------------------------------- what is heard

    def hear(self, line: Mapping[str, Any]) -> None:
        """Do what the daemon says."""
        now, page = self.now(), self._page
        match line.get("do"):
            case "prepare":
                self._stage.dress(look_of(line))
                self._warm_up()
                self._world.tell({"told": "ready"})
            case "prompt":
                asked = asked_of(line)
                self._line = line
                self._stage.dress(look_of(line))
                planned = self._world.choose(asked, _whole(asked)) if asked.length else ()
                self._go(pages.prompted(page, asked, planned, now), ())
            case "break":
                self._begin(line)
            case "close":
                self._end(str(line.get("how", "")), str(line.get("prompt", "")))
            case _:
                return

    def _warm_up(self) -> None:
        """Draw a prompt and a break unseen: fonts, pictures and exercises are at hand then."""
        now, asked = self.now(), Asked("", title="Break", text="Break", length=300, postpone=(300,))
        going = _whole(asked)
        planned = self._world.choose(asked, going)
        prompt = pages.prompted(self._page, asked, planned, now)
        for is_card in (False, True):
            self._stage.build(is_card=is_card)
            for page in (pages.begun(prompt, asked, going, planned, now), prompt):
                self._stage.draw(scene.of(page, now, self._part))
                if is_card and planned and self._stage.figure_size:
                    picture = self._figures.still(planned[0], self._stage.figure_size)
                    self._stage.show_figure(picture)
        self._root.update_idletasks()

    def _begin(self, line: Mapping[str, Any]) -> None:
        asked, going, page = asked_of(line), going_of(line), self._page
        self._line = line
        is_new = (
            page.phase is not Phase.BREAK
            or page.asked is None
            or (page.asked.prompt != asked.prompt)
        )
        if not is_new:
            self._go(pages.begun(page, asked, going, (), self.now()), ())
            return
        self._stage.dress(look_of(line))
        planned = page.planned
        was_planned = page.asked is not None and page.asked.prompt == asked.prompt
        is_other = going.walked or going.exercises or going.left != asked.length
        if not planned or not was_planned or is_other:
            planned = self._world.choose(asked, going)
        self._go(pages.begun(page, asked, going, planned, self.now()), ())
        self._world.sounds.start()

    def _end(self, how: str, prompt: str) -> None:
        page = pages.closed(self._page, how, prompt, self.now())
        if page.phase is Phase.FAREWELL:
            self._world.sounds.end()
        self._go(page, ())

    # ---------------------------------------------------------------- what the sheets tell

    def now(self) -> float:
        """Return the instant."""
        return self._world.now()

    def pressed(self, name: str) -> None:
        """Carry out a button."""
        self._go(*pressing.pressed(self._page, name, self.now()))

    def painted(self) -> None:
        """Tell the daemon, once all of the windows are there."""
        if self._stage.is_painted:
            self._told_painted()

    def covered(self, sheet: Sheet, how_far: int) -> None:
        """Stay in front where that is wanted; do not move what nobody sees."""
        self._motion.is_unseen = how_far == 2 and self._stage.is_card
        asked, now = self._page.asked, self.now()
        is_firm = asked is not None and asked.strict == "firm" and self._page.phase is Phase.BREAK
        if not (how_far and is_firm) or self._covered_again > AGAIN_AT_MOST:
            return
        # A screen locker covers us again at once, each time: it is right, and we give way.
        self._covered_again = self._covered_again + 1 if now - self._raised_at < AGAIN else 0
        self._raised_at = now
        sheet.top.lift()

    def wants_keyboard(self, sheet: Sheet) -> None:
        """Give the keyboard to a window."""
        self._stage.give_keyboard(sheet)

    def gives_keyboard_back(self) -> None:
        """Give the keyboard back to whom it was taken from."""
        self._stage.return_keyboard()

    def monitors_changed(self) -> None:
        """Find places anew, if the monitors are others by now."""
        if not self._page.is_shown or not self._stage.is_misplaced():
            return
        self._stage.build(is_card=self._stage.is_card)
        if not self._stage.has_place:
            self._go(replace(self._page, phase=Phase.ENDED), ())
            return
        self._scene = scene.Scene("")
        self._motion.forget()
        self._draw()
        self._stage.show()
        if not self._stage.is_card:
            self._stage.take_keyboard_if_wanted()

    # ---------------------------------------------------------------- what comes of it

    def _go(self, page: Page, lines: tuple[dict[str, Any], ...]) -> None:
        """Be at this page, and tell of it."""
        before, self._page = self._page, page
        replies = []
        for line in lines:
            if page.asked is None or not page.asked.preview or line["told"] == "painted":
                self._world.tell(line)
            else:
                replies.append(rehearsal.reply(self._line, line, page.left(self.now())))
        if page.phase is Phase.ENDED:
            self._stage.hide()
            self._root.quit()
            return
        if page.is_shown:
            self._show(before)
        else:
            self._stage.hide()
        self._arm()
        for reply in filter(None, replies):
            self.hear(reply)

    def _show(self, before: Page) -> None:
        page = self._page
        is_card = not (page.asked and page.asked.is_full) or page.phase is Phase.HURT
        is_new = (
            page.phase is not before.phase
            or not before.is_shown
            or (
                page.asked is not None
                and before.asked is not None
                and page.asked.prompt != before.asked.prompt
            )
        )
        if is_card != self._stage.is_card or not before.is_shown:
            self._stage.build(is_card=is_card)
        if not self._stage.has_place:
            self._world.tell({"told": "failed", "why": _("every monitor is to be left alone")})
            self._root.quit()
            return
        if is_new:
            self._scene = scene.Scene("")
            self._motion.forget()
        self._draw()
        self._stage.show()
        if is_new and before.is_shown and self._stage.is_painted:
            self._stage.settle()
            self._told_painted()

    def _told_painted(self) -> None:
        page, lines = pages.painted(self._page, self.now())
        asked = page.asked
        if lines and asked is not None and asked.is_full:
            self._stage.be_deaf_until(self.now() + DEAF_FOR)
            self._stage.take_keyboard_if_wanted()
        if lines:
            self._go(page, lines)
        self._motion.move(self._page, self.now())

    def _draw(self) -> None:
        """Draw what stands still if it has changed, and what moves."""
        new = scene.of(self._page, self.now(), self._part)
        if new != self._scene:
            self._scene = new
            self._stage.draw(new)
            self._speak(new)
        self._motion.move(self._page, self.now())

    def _part(self, at: Spot) -> tuple[int, bool]:
        return self._figures.part(at.exercise, at.seconds)

    def _speak(self, new: scene.Scene) -> None:
        """Say the name of a new exercise, and each step as it begins."""
        if self._page.phase is not Phase.BREAK or self._page.stopped_at is not None:
            return
        text = new.steps[new.step] if 0 <= new.step < len(new.steps) else new.title
        if text != self._said:
            self._said = text
            self._world.sounds.say(text)

    # ---------------------------------------------------------------- the time

    def _arm(self) -> None:
        """Arm the timer for what comes next."""
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
        frame = self._motion.until_next(self._page, self.now())
        waits = [each for each in (frame, self._until_end()) if each is not None]
        if waits:
            self._timer = self._root.after(max(1, round(min(waits) * 1000)), self._tick)

    def _until_end(self) -> float | None:
        limit = self._page.ends_itself_at
        return None if limit is None else max(0.0, limit - self.now())

    def _tick(self) -> None:
        self._timer = None
        page, lines = pages.ticked(self._page, self.now())
        asked = page.asked
        is_over = page.phase is Phase.BREAK and page.left(self.now()) <= 0
        if is_over and asked is not None and asked.preview:
            self._end("completed", asked.prompt)
            return
        if page != self._page or lines:
            self._go(page, lines)
            return
        if page.is_shown:
            self._draw()
        self._arm()


def _whole(asked: Asked) -> Going:
    """Return the break of a prompt as it would begin."""
    return Going(left=asked.length, length=asked.length)
