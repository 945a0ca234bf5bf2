"""The rows of the settings window, in Tk: a label or a tick, and what is set beside it."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.dataclass import replace
from ergobreak.language import N_, _
from ergobreak.window import look, mirror
from ergobreak.window.settings.rows import PRESET
from ergobreak.window.welcome import fields
from ergobreak.window.welcome.plates import MARGIN, Kit, Plate
from ergobreak.window.welcome.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.window.settings.rows import Answer, Form, Row

LABEL: Final = 190  # pixels at 96 dpi, like all below
FIELD: Final = 500
INDENT: Final = MARGIN + 12  # where the words of a plate begin
_BESIDE: Final = 380  # for what is wrong with a text
_OWN: Final = N_("times of your own")


class Control(Protocol):
    """What sets one value."""

    def get(self) -> Answer:
        """Return the answer as it stands."""

    def set(self, answer: Answer) -> None:
        """Show this as the answer."""

    def complain(self, what: str) -> None:
        """Say what is wrong with the answer, or nothing."""

    def take_keys(self) -> None:
        """Let what is typed go here."""


def place(
    parent: tk.Frame, kit: Kit, row: Row, form: Form, changed: Callable[[str], None]
) -> dict[str, Control]:
    """Put a row below the others; return what sets its values, by their keys.

    `changed` gets a key when the person changes what it stands for.
    """
    at = parent.grid_size()[1]
    found: dict[str, Control] = {}
    if row.above:
        above = kit.words(parent, _(row.above), look.SMALL, dim=True, width=LABEL + FIELD)
        above.grid(row=at, column=0, columnspan=2, sticky=mirror.edge("w"), padx=kit.pixels(INDENT))
        at += 1
    if row.switch:
        found[row.switch] = switch = Switch(parent, kit, _(row.label), lambda: changed(row.switch))
        switch.plate.grid(
            row=at,
            column=mirror.column(0, 2),
            sticky=mirror.edge("nw"),
            padx=kit.pixels(INDENT - MARGIN),
        )
    else:
        label = kit.words(parent, _(row.label), width=LABEL)
        label.grid(
            row=at,
            column=mirror.column(0, 2),
            sticky=mirror.edge("nw"),
            padx=kit.pixels(INDENT),
            pady=kit.pixels(9),
        )
    cell = tk.Frame(parent, background=kit.colours.ground)
    cell.grid(row=at, column=mirror.column(1, 2), sticky=mirror.edge("w"))
    if row.key in form.fixed:
        words = kit.words(cell, form.fixed[row.key], dim=True, width=FIELD)
        words.pack(padx=kit.pixels(MARGIN), pady=kit.pixels(7))
    else:
        found[row.key] = _control(cell, kit, row, lambda: changed(row.key))
    return found


def _control(cell: tk.Frame, kit: Kit, row: Row, changed: Callable[[], None]) -> Control:
    if row.key == PRESET:
        return Rhythm(cell, kit, row, changed)
    if row.form == "text":
        return Text(cell, kit, row, changed)
    if row.form == "switch":
        switch = Switch(cell, kit, _(row.behind), changed)
        switch.plate.pack(anchor=mirror.edge("w"))
        return switch
    return Options(cell, kit, row, changed)


class Text:
    """A value that is typed. `leave` is called when the keys go elsewhere."""

    def __init__(self, cell: tk.Frame, kit: Kit, row: Row, changed: Callable[[], None]) -> None:
        self._line = fields.Line(cell, kit, letters=row.letters, beside=_BESIDE, changed=changed)
        self.leave: Callable[[], None] = lambda: None
        self._line.entry.bind("<FocusOut>", lambda _event: self._on_leave())
        self._behind = kit.words(cell, _(row.behind), dim=True)
        if row.behind:
            self._behind.pack(side=mirror.side("left"), padx=kit.pixels(6))
        self._padding = kit.pixels(6)

    def get(self) -> Answer:
        """Return what stands there."""
        return self._line.get()

    def set(self, answer: Answer) -> None:
        """Put a text there."""
        self._line.set(str(answer))

    def complain(self, what: str) -> None:
        """Say what is wrong in the place of what stands behind it."""
        if what:
            self._behind.pack_forget()
        self._line.complain(what)
        if not what and self._behind.cget("text"):
            self._behind.pack(side=mirror.side("left"), padx=self._padding)

    def take_keys(self) -> None:
        """Let what is typed go here."""
        self._line.entry.focus_set()

    def _on_leave(self) -> None:
        self._line.entry.selection_clear()  # Tk would leave it as if it still had the keys
        self.leave()


class Switch:
    """A tick, with words beside it."""

    def __init__(self, parent: tk.Misc, kit: Kit, words: str, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.plate = Plate(parent, kit, (words, ""), self._press, shape="tick")

    def get(self) -> Answer:
        """Tell whether it is on."""
        return self.plate.is_on

    def set(self, answer: Answer) -> None:
        """Turn it on or off."""
        self.plate.turn(on=bool(answer))

    def complain(self, what: str) -> None:
        """Nothing that can be pressed here is wrong."""

    def take_keys(self) -> None:
        """Let what is typed go here."""
        self.plate.focus_set()

    def _press(self) -> None:
        self.plate.turn(on=not self.plate.is_on)
        self._changed()


class Options:
    """A value that is chosen among a few."""

    def __init__(self, cell: tk.Frame, kit: Kit, row: Row, changed: Callable[[], None]) -> None:
        # One line each: what an option means in more words would make it a card.
        options = tuple(replace(option.said(), more="") for option in row.options)
        question = Question(row.key, _(row.label), "", row.form, options)
        self._choice = fields.Choice(cell, kit, question, width=FIELD, changed=changed)
        self._cell, self._kit = cell, kit
        self._wrong = kit.words(cell, "", look.SMALL, bold=True, width=FIELD)

    def get(self) -> Answer:
        """Return what is chosen."""
        return self._choice.get()

    def set(self, answer: Answer) -> None:
        """Choose this."""
        self._choice.set(answer if isinstance(answer, tuple) else str(answer))

    def complain(self, what: str) -> None:
        """Say below the options what is wrong: on no day at all, for one."""
        self._wrong.say(what)
        if what:
            self._wrong.pack(anchor=mirror.edge("w"), padx=self._kit.pixels(MARGIN))
        else:
            self._wrong.pack_forget()

    def take_keys(self) -> None:
        """Let what is typed go to the first option."""
        following = self._cell.tk_focusNext()
        if following is not None:
            following.focus_set()


class Rhythm(Options):
    """The presets, and what the one that is chosen means."""

    def __init__(self, cell: tk.Frame, kit: Kit, row: Row, changed: Callable[[], None]) -> None:
        super().__init__(cell, kit, row, changed)
        self._mores = {option.value: _(option.more) for option in row.options}
        self._more = kit.words(cell, "", look.SMALL, dim=True, width=FIELD)
        self._more.pack(anchor=mirror.edge("w"), padx=kit.pixels(MARGIN), pady=(0, kit.pixels(6)))

    def set(self, answer: Answer) -> None:
        """Choose this preset, or none, and say what it means."""
        super().set(answer)
        self._more.say(self._mores.get(str(answer)) or _(_OWN))
