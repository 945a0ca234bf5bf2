"""The questions of the welcome, in Tk: each shows its options and hands back an answer."""

from __future__ import annotations

import tkinter as tk
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, Protocol

from ergobreak.window import look, mirror
from ergobreak.window.welcome.plates import MARGIN, Kit, Plate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ergobreak.window.welcome.questions import Option, Question

    Answer = str | tuple[str, ...]

WIDTH: Final = 720  # pixels at 96 dpi that a question may take
_SHORT: Final = 30  # characters that fit a chip; an option that is longer has a line to itself
_ABREAST: Final = 3  # cards beside each other


class Field(Protocol):
    """A question that is being asked."""

    def get(self) -> Answer:
        """Return the answer as it stands."""

    def set(self, answer: Answer) -> None:
        """Show this as the answer."""

    def complain(self, what: str) -> None:
        """Say what is wrong with the answer, or nothing."""


def make(parent: tk.Misc, kit: Kit, question: Question) -> Field:
    """Return a question with its heading, packed below what is there."""
    edge = kit.pixels(MARGIN)  # that of the plates, which is for their ring
    kit.words(parent, question.ask, bold=True, width=WIDTH).pack(
        fill="x", padx=edge, pady=(kit.pixels(18), kit.pixels(2))
    )
    made = Line(parent, kit) if question.form == "text" else Choice(parent, kit, question)
    if question.hint:
        kit.words(parent, question.hint, look.SMALL, dim=True, width=WIDTH).pack(
            fill="x", padx=edge
        )
    return made


class Line:
    """A question that is answered by a line of text; what is wrong stands below it or `beside`."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        *,
        letters: int = 36,
        beside: int = 0,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """Make it, so many letters wide; `beside`: pixels at 96 dpi for what is wrong with it."""
        colours = kit.colours
        self._changed = changed
        self._text = tk.StringVar(parent)
        entry = tk.Entry(
            parent,
            textvariable=self._text,
            font=kit.font(look.NORMAL),
            width=letters,
            background=colours.button,
            foreground=colours.text,
            insertbackground=colours.text,
            selectbackground=colours.first,
            selectforeground=colours.first_text,
            relief="flat",
            borderwidth=kit.pixels(6),
            highlightthickness=kit.pixels(2),
            highlightbackground=colours.ground,
            highlightcolor=colours.focus,
        )
        side: Literal["left", "right", "top"] = mirror.side("left") if beside else "top"
        entry.pack(anchor=mirror.edge("w"), side=side, padx=kit.pixels(2), pady=kit.pixels(2))
        self._wrong = kit.words(parent, "", look.SMALL, bold=True, width=beside or WIDTH)
        self.entry, self._side, self._edge = entry, side, kit.pixels(MARGIN)
        # Where Tk comes from this goes to the begin of the line, and nobody expects that today.
        entry.bind("<Control-a>", lambda _: (entry.select_range(0, "end"), "break")[1])
        # What is wrong is told until the person does something about it.
        self._text.trace_add("write", self._on_change)

    def _on_change(self, *_: object) -> None:
        self.complain("")
        self._changed()

    def get(self) -> Answer:
        """Return the text."""
        return self._text.get()

    def set(self, answer: Answer) -> None:
        """Put a text there."""
        self._text.set(str(answer))

    def complain(self, what: str) -> None:
        """Say at the line what is wrong with it."""
        self._wrong.say(what)
        if what:
            self._wrong.pack(fill="x", side=self._side, padx=self._edge, after=self.entry)
        else:
            self._wrong.pack_forget()


class Choice:
    """A question that is answered by one of its options, or by several."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        question: Question,
        *,
        width: int = WIDTH,
        chips: str = "chip",
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """Make it, at most so wide; `chips`: the shape of short options.

        `changed` is called when the person chooses something.
        """
        self._question, self._chip = question, chips
        self._kit, self._width, self._changed = kit, width, changed
        self._plates: dict[str, Plate] = {}
        for group, members in groupby(question.options, key=lambda option: option.group):
            if group:
                kit.words(parent, group, look.SMALL, dim=True).pack(
                    fill="x", padx=kit.pixels(MARGIN), pady=(kit.pixels(5), 0)
                )
            self._lay_out(parent, list(members))

    def get(self) -> Answer:
        """Return what is chosen, in the order of the options."""
        chosen = tuple(value for value, plate in self._plates.items() if plate.is_on)
        return chosen if self._question.form == "many" else next(iter(chosen), "")

    def set(self, answer: Answer) -> None:
        """Choose this; what is no option is left alone."""
        wanted = {answer} if isinstance(answer, str) else {*answer}
        # Tab goes to the one that is chosen, or to the first, and then on to the next question.
        stop = wanted & {*self._plates} or {next(iter(self._plates))}
        for value, plate in self._plates.items():
            plate.turn(on=value in wanted)
            if self._question.form == "one":
                plate.configure(takefocus=value in stop)

    def complain(self, what: str) -> None:
        """Nothing that can be pressed here is wrong."""

    def _lay_out(self, parent: tk.Misc, options: Sequence[Option]) -> None:
        """Put the options where they fit: cards, a list in two columns, or chips in rows."""
        box = tk.Frame(parent, background=self._kit.colours.ground)
        box.pack(fill="x")
        if any(option.more for option in options) and self._question.form == "one":
            self._cards(box, options)
        elif any(len(option.label) > _SHORT for option in options):
            self._items(box, options)
        else:
            self._chips(box, options)

    def _cards(self, box: tk.Frame, options: Sequence[Option]) -> None:
        columns = len(options) if len(options) <= _ABREAST else 1
        width = self._width // columns
        made = [self._plate(box, option, "card", width) for option in options]
        highest = max(plate.extent[1] for plate in made)
        for place, plate in enumerate(made):
            plate.fit(plate.extent[0], highest)
            plate.grid(row=place // columns, column=mirror.column(place % columns, columns))

    def _items(self, box: tk.Frame, options: Sequence[Option]) -> None:
        """Put long options into two columns, read from top to bottom."""
        half = (len(options) + 1) // 2
        for place, option in enumerate(options):
            plate = self._plate(box, option, "item", self._width // 2)
            plate.grid(
                row=place % half, column=mirror.column(place // half, 2), sticky=mirror.edge("nw")
            )

    def _chips(self, box: tk.Frame, options: Sequence[Option]) -> None:
        row = None
        room = 0
        for option in options:
            probe = self._plate(box, option, self._chip, 0)
            if row is None or room < probe.extent[0]:
                row = tk.Frame(box, background=self._kit.colours.ground)
                row.pack(anchor=mirror.edge("w"))
                room = self._kit.pixels(self._width)
            room -= probe.extent[0]
            probe.pack(in_=row, side=mirror.side("left"))
            tk.Misc.tkraise(probe)  # the row was made later, and would hide it

    def _plate(self, box: tk.Frame, option: Option, shape: str, width: int) -> Plate:
        more = option.more if shape == "card" else ""
        made = Plate(
            box,
            self._kit,
            (option.label, more),
            self._pressing(option.value),
            shape=shape,
            width=width,
        )
        self._plates[option.value] = made
        if self._question.form == "one":
            for key in ("Down", "Right", "Up", "Left"):
                made.bind(f"<{key}>", self._moving(option.value, mirror.step(key)))
        return made

    def _pressing(self, value: str) -> Callable[[], None]:
        def press() -> None:
            if self._question.form == "one":
                self.set(value)
            else:
                self._plates[value].turn(on=not self._plates[value].is_on)
            self._changed()

        return press

    def _moving(self, value: str, step: int) -> Callable[[object], None]:
        """Return what an arrow key does: the neighbour is chosen, and has the keys."""

        def move(_: object) -> None:
            values = list(self._plates)
            neighbour = values[(values.index(value) + step) % len(values)]
            self.set(neighbour)
            self._plates[neighbour].focus_set()
            self._changed()

        return move
