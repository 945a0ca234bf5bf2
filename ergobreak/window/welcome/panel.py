"""The welcome window itself, in Tk: one page at a time, and what came of it at the end.

Rules of this file:
1. Everything belongs to the thread that runs the window.
2. Return goes on, space presses, Tab goes round, Escape leaves and changes nothing.
3. Nothing is handed back before the person has pressed Finish.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from tkinter import font
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import _
from ergobreak.window import look, mirror
from ergobreak.window.panel import CLASS
from ergobreak.window.welcome import fields
from ergobreak.window.welcome.plates import MARGIN, Kit, Plate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ergobreak.window.look import Look
    from ergobreak.window.welcome.questions import Answers, Page

_EDGE: Final = 24  # pixels at 96 dpi


@dataclass(frozen=True, slots=True)
class Ending:
    """What is shown after Finish: a headline, facts, lines."""

    headline: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One page as it is built: its frame, and its questions by their keys."""

    frame: tk.Frame
    fields: dict[str, fields.Field]


class Welcome:
    """The window.

    `read` turns a typed line into an answer or raises ValueError with a sentence; `finish` gets the
    answers and the keys of the pages that were not skipped, and returns how it ended.
    """

    def __init__(
        self,
        colours: Look,
        pages: Sequence[Page],
        given: Answers,
        read: Callable[[str, str], str | tuple[str, ...]],
        finish: Callable[[Answers, Sequence[str]], Ending],
        icon: Path,
    ) -> None:
        """Build the window at its first page. Raises TclError where no screen can be reached."""
        self._pages, self._given = pages, given
        self._read, self._finish = read, finish
        self._answers: dict[str, str | tuple[str, ...]] = {}
        self._seen: list[str] = []  # keys of the questions that were not skipped
        self._place = 0
        self.root = tk.Tk(className=CLASS)
        self.root.withdraw()
        family = font.nametofont("TkDefaultFont").actual("family")
        self._kit = Kit(colours, family, self.root.winfo_fpixels("1i") / 96)
        self._furnish(icon)
        self._asked = [self._build(page) for page in pages]
        self._hold_size()
        self._show(0)

    def run(self) -> None:
        """Be there until the window is closed."""
        self.root.deiconify()
        self.root.mainloop()

    def close(self) -> None:
        """End `run`."""
        self.root.destroy()

    def end(self, ending: Ending) -> None:
        """Show how it ended, in place of the pages."""
        self._asked[self._place].frame.grid_remove()
        self._head(ending.headline)
        self._count.say("")
        self._mark(len(self._pages))
        frame = tk.Frame(self._body, background=self._kit.colours.ground)
        frame.grid(row=0, column=0, sticky="new")
        kit = self._kit
        frame.columnconfigure(mirror.column(1, 2), weight=1)
        for row, (name, value) in enumerate(ending.facts):
            kit.words(frame, name, dim=True).grid(
                row=row,
                column=mirror.column(0, 2),
                sticky=mirror.edge("nw"),
                padx=kit.pixels(MARGIN),
                pady=(kit.pixels(8), 0),
            )
            kit.words(frame, value, width=fields.WIDTH - 130).grid(
                row=row,
                column=mirror.column(1, 2),
                sticky=mirror.edge("nw"),
                padx=kit.pixels(16),
                pady=(kit.pixels(8), 0),
            )
        for row, line in enumerate(ending.lines, len(ending.facts)):
            kit.words(frame, line, width=fields.WIDTH).grid(
                row=row,
                column=0,
                columnspan=2,
                sticky=mirror.edge("w"),
                padx=kit.pixels(MARGIN),
                pady=(kit.pixels(14), 0),
            )
        self._set_buttons((_("Close"), self.close, "first"))

    # ---------------------------------------------------------------- parts

    def _furnish(self, icon: Path) -> None:
        """Make what stands around the pages: title, progress, buttons."""
        root, kit = self.root, self._kit
        ground, edge, margin = kit.colours.ground, kit.pixels(_EDGE), kit.pixels(MARGIN)
        root.configure(background=ground)
        root.resizable(width=False, height=False)
        root.bind("<Escape>", lambda _event: self.close())
        root.bind("<Return>", self._on_return)
        root.bind("<KP_Enter>", self._on_return)
        with contextlib.suppress(tk.TclError):  # an icon is no reason to do without the window
            self._icon = tk.PhotoImage(file=icon)
            root.iconphoto(True, self._icon)
        head = tk.Frame(root, background=ground)
        head.pack(fill="x", padx=edge + margin, pady=(edge, 0))
        self._title = kit.words(head, "", look.LARGE + 3, bold=True)
        self._title.pack(side=mirror.side("left"))
        self._count = kit.words(head, "", look.SMALL, dim=True)
        self._count.pack(side=mirror.side("right"), anchor="s")
        bar = tk.Frame(root, background=ground)
        bar.pack(fill="x", padx=edge + margin, pady=(kit.pixels(10), kit.pixels(6)))
        self._steps = [
            tk.Frame(bar, background=kit.colours.rule, height=max(3, kit.pixels(4)))
            for _page in self._pages
        ]
        for place, step in enumerate(self._steps):
            step.pack(
                side=mirror.side("left"),
                expand=True,
                fill="x",
                padx=mirror.pads(kit.pixels(6) if place else 0, 0),
            )
        self._body = tk.Frame(root, background=ground)
        self._body.pack(fill="both", expand=True, padx=edge)
        self._buttons = tk.Frame(root, background=ground)
        self._buttons.pack(fill="x", padx=edge, pady=(kit.pixels(14), edge))

    def _build(self, page: Page) -> Asked:
        frame = tk.Frame(self._body, background=self._kit.colours.ground)
        for line in page.lines:
            self._kit.words(frame, line, dim=True, width=fields.WIDTH).pack(
                fill="x", padx=self._kit.pixels(MARGIN), pady=(self._kit.pixels(4), 0)
            )
        found = {one.key: fields.make(frame, self._kit, one) for one in page.questions}
        for key, made in found.items():
            made.set(self._given[key])
        frame.grid(row=0, column=0, sticky="new")
        return Asked(frame, found)

    def _hold_size(self) -> None:
        """Keep the window as large as its largest page needs: one that jumps is hard to use."""
        self.root.update_idletasks()
        frames = [asked.frame for asked in self._asked]
        self._body.rowconfigure(0, minsize=max(frame.winfo_reqheight() for frame in frames))
        self._body.columnconfigure(0, minsize=self._kit.pixels(fields.WIDTH))
        for frame in frames:
            frame.grid_remove()

    # ---------------------------------------------------------------- from page to page

    def _show(self, place: int) -> None:
        """Turn to a page."""
        self._asked[self._place].frame.grid_remove()
        self._place = place
        self._asked[place].frame.grid()
        self._head(self._pages[place].title)
        # translators: which page of several this is: "2 of 4".
        count = _("{number} of {total}").format(number=place + 1, total=len(self._pages))
        self._count.say(count)
        self._mark(place + 1)
        self.root.focus_set()  # or the keys would be with a button that is gone
        is_last = place == len(self._pages) - 1
        self._set_buttons(
            (_("Skip"), self._skip, "quiet"),
            *([(_("Back"), lambda: self._show(place - 1), "button")] if place else []),
            (_("Finish") if is_last else _("Next"), self._next, "first"),
        )

    def _head(self, title: str) -> None:
        """Show where one is, in the window and in its frame."""
        self._title.say(title)
        self.root.title(f"{title} - ergobreak")

    def _mark(self, number: int) -> None:
        """Mark so many steps of the progress as reached."""
        colours = self._kit.colours
        for place, step in enumerate(self._steps):
            step.configure(background=colours.first if place < number else colours.rule)

    def _set_buttons(self, *buttons: tuple[str, Callable[[], None], str]) -> None:
        """Make the buttons anew: quiet ones stand on the left, the others on the right."""
        for child in self._buttons.winfo_children():
            child.destroy()
        made = [
            (Plate(self._buttons, self._kit, (f"  {label}  ", ""), press, shape=shape), shape)
            for label, press, shape in buttons
        ]
        for plate, shape in made:
            if shape == "quiet":
                plate.pack(side=mirror.side("left"))
        for plate, shape in reversed(made):
            if shape != "quiet":
                plate.pack(side=mirror.side("right"))

    def _next(self) -> None:
        """Take the answers of this page and go on; a line that makes no sense keeps us here."""
        taken: dict[str, str | tuple[str, ...]] = {}
        for key, made in self._asked[self._place].fields.items():
            answer = made.get()
            if isinstance(made, fields.Line):
                try:
                    answer = self._read(key, str(answer))
                except ValueError as error:
                    made.complain(str(error))
                    made.entry.focus_set()
                    return
                made.set(answer)
            taken[key] = answer
        self._answers |= taken
        self._seen += [key for key in taken if key not in self._seen]
        self._go_on()

    def _skip(self) -> None:
        """Leave this page's questions as they were and go on."""
        for key, made in self._asked[self._place].fields.items():
            made.set(self._given[key])
            self._answers.pop(key, None)
            self._seen = [other for other in self._seen if other != key]
        self._go_on()

    def _go_on(self) -> None:
        if self._place + 1 < len(self._pages):
            self._show(self._place + 1)
        else:
            self.end(self._finish(self._answers, self._seen))

    def _on_return(self, event: tk.Event[tk.Misc]) -> None:
        """Press the button that has the keys, else go on."""
        buttons = self._buttons.winfo_children()
        pressed = next((one for one in buttons if one is event.widget), buttons[-1])
        if isinstance(pressed, Plate):
            pressed.press()
