"""The settings window itself, in Tk: one page at a time, written when Save is pressed.

Rules of this file:
1. Everything but `post` belongs to the thread that runs the window.
2. Return saves, space presses, Tab goes round, Escape leaves and writes nothing.
3. Nothing ticks: whether the file has changed is looked at when the window comes to the front.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from tkinter import font
from typing import TYPE_CHECKING, Final

from ergobreak.language import _
from ergobreak.window import look, mirror
from ergobreak.window.inbox import Inbox
from ergobreak.window.panel import CLASS
from ergobreak.window.settings import controls, rows
from ergobreak.window.settings.rows import PRESET, Form
from ergobreak.window.welcome import fields
from ergobreak.window.welcome.plates import MARGIN, Kit, Plate
from ergobreak.window.welcome.questions import Option, Question

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.window.look import Look
    from ergobreak.window.settings.rows import Answer, Desk, Outcome, Page

_EDGE: Final = 14  # pixels at 96 dpi, like all below
_WIDTH: Final = controls.LABEL + controls.FIELD
_HEIGHT: Final = 600  # of the whole window; with larger words it still has to fit the screen


class SettingsPanel:
    """The window. `size` of the words as in the settings: normal, large, larger."""

    def __init__(self, colours: Look, size: str, desk: Desk, form: Form, icon: Path) -> None:
        """Build the window at its first page. Raises TclError where no screen can be reached."""
        self._desk = desk
        self._form = Form()
        self._base: Answer = ""  # the preset that the fields began with, or that was pressed
        self._controls: dict[str, controls.Control] = {}
        self._pages: dict[str, tk.Frame] = {}
        self.root = tk.Tk(className=CLASS)
        self.root.withdraw()
        self.post = Inbox(self.root).post
        self._enlarge(look.LARGER[size])
        family = font.nametofont("TkDefaultFont").actual("family")
        self._kit = Kit(colours, family, self.root.winfo_fpixels("1i") / 96)
        self._furnish(icon)
        self._show(form)

    def run(self) -> None:
        """Be there until the window is closed."""
        self.root.deiconify()
        self.root.mainloop()

    def close(self) -> None:
        """End `run`."""
        self.root.destroy()

    def raise_(self) -> None:
        """Come to the front: somebody has asked for the window once more."""
        self.root.deiconify()
        self.root.lift()
        self.root.focus_force()

    # ---------------------------------------------------------------- parts

    def _enlarge(self, factor: float) -> None:
        """Make everything so much larger, as far as the screen has room."""
        room = self.root.winfo_screenheight() / (_HEIGHT * self.root.winfo_fpixels("1i") / 96)
        scaling = float(self.root.tk.call("tk", "scaling"))
        self.root.tk.call("tk", "scaling", scaling * min(factor, max(1.0, room)))

    def _furnish(self, icon: Path) -> None:
        """Make what stands around the pages: title, tabs, what is told, buttons."""
        root, kit = self.root, self._kit
        ground, edge, indent = kit.colours.ground, kit.pixels(_EDGE), kit.pixels(controls.INDENT)
        root.title(f"{_('Settings')} - ergobreak")
        root.configure(background=ground, padx=edge, pady=edge)
        root.resizable(width=False, height=False)
        for key in ("<Return>", "<KP_Enter>"):
            root.bind(key, self._on_return)
        root.bind("<Escape>", lambda _event: self.close())
        root.bind("<Control-Tab>", lambda _event: self._turn(1))
        root.bind("<Control-Next>", lambda _event: self._turn(1))
        root.bind("<Control-Prior>", lambda _event: self._turn(-1))
        root.bind("<FocusIn>", self._on_front)
        with contextlib.suppress(tk.TclError):  # an icon is no reason to do without the window
            self._icon = tk.PhotoImage(file=icon)
            root.iconphoto(True, self._icon)
        self._head = tk.Frame(root, background=ground)
        self._tabs = fields.Choice(
            self._head, kit, _tabs(), width=_WIDTH, chips="tab", changed=self._on_tab
        )
        line = tk.Frame(self._head, background=kit.colours.rule, height=max(1, kit.pixels(1)))
        line.pack(fill="x", padx=kit.pixels(MARGIN), pady=(kit.pixels(6), kit.pixels(14)))
        self._body = tk.Frame(root, background=ground)
        self._body.pack(fill="both", expand=True)
        self._told = kit.words(root, "", look.SMALL, bold=True, width=_WIDTH)
        self._told.configure(height=2)
        self._told.pack(fill="x", padx=indent)
        self._buttons = tk.Frame(root, background=ground)
        self._buttons.pack(fill="x", padx=mirror.pads(0, indent - kit.pixels(MARGIN)))
        file = Plate(
            self._buttons, kit, (_("Edit the settings file"), ""), self._open, shape="quiet"
        )
        file.pack(side=mirror.side("left"))
        self._undo = Plate(self._buttons, kit, (_("Undo"), ""), self._take_back, shape="quiet")
        self._close = Plate(self._buttons, kit, (f"  {_('Close')}  ", ""), self.close)
        self._save_button = Plate(
            self._buttons, kit, (f"  {_('Save')}  ", ""), self._save, shape="first"
        )
        self._save_button.pack(side=mirror.side("right"))
        self._close.pack(side=mirror.side("right"))

    def _build(self, page: Page) -> tk.Frame:
        """Make a page, which nobody sees yet."""
        kit = self._kit
        frame = tk.Frame(self._body, background=kit.colours.ground)
        frame.columnconfigure(mirror.column(0, 2), minsize=kit.pixels(controls.LABEL))
        frame.columnconfigure(mirror.column(1, 2), minsize=kit.pixels(controls.FIELD))
        for row in page.rows:
            self._controls |= controls.place(frame, kit, row, self._form, self._on_change)
        text = "\n".join(filter(None, (_(page.hint), self._form.notes.get(page.name))))
        kit.words(frame, text, look.SMALL, dim=True, width=_WIDTH - 2 * controls.INDENT).grid(
            row=frame.grid_size()[1],
            column=0,
            columnspan=2,
            sticky=mirror.edge("w"),
            padx=kit.pixels(controls.INDENT),
            pady=(kit.pixels(12), 0),
        )
        frame.grid(row=0, column=0, sticky="new")
        return frame

    # ---------------------------------------------------------------- what it shows

    def _show(self, form: Form) -> None:
        """Show what holds; only other rows make the pages anew."""
        before, self._form = self._form, form
        is_new = (before.fixed, before.notes) != (form.fixed, form.notes)
        if form.trouble or before.trouble or is_new or not self._pages:
            self._rebuild()
        self._base = form.answers.get(PRESET, "")
        for key, control in self._controls.items():
            control.set(form.answers[key])
        self._on_change("")

    def _rebuild(self) -> None:
        """Make all pages anew, or in their place what keeps anything from being set."""
        for child in self._body.winfo_children():
            child.destroy()
        self._controls, self._pages = {}, {}
        self._head.pack_forget()
        self._save_button.pack_forget()
        if self._form.trouble:
            for line in self._form.trouble:
                self._kit.words(self._body, line, width=_WIDTH - 40).pack(
                    fill="x", padx=self._kit.pixels(controls.INDENT), pady=self._kit.pixels(6)
                )
            return
        self._head.pack(
            fill="x", padx=self._kit.pixels(controls.INDENT - MARGIN), before=self._body
        )
        self._save_button.pack(side=mirror.side("right"), before=self._close)
        self._pages = {page.name: self._build(page) for page in rows.PAGES}
        for control in self._controls.items():
            self._watch(*control)
        self._hold_size()
        self._tabs.set(self._tabs.get() or rows.PAGES[0].name)
        self._on_tab()

    def _watch(self, key: str, control: controls.Control) -> None:
        """Look at a text as soon as the keys go elsewhere."""
        if isinstance(control, controls.Text):
            control.leave = lambda: self._look_at(key, control)

    def _hold_size(self) -> None:
        """Keep the window as large as its largest page needs: one that jumps is hard to use."""
        self.root.update_idletasks()
        heights = [frame.winfo_reqheight() for frame in self._pages.values()]
        self._body.rowconfigure(0, minsize=max(heights))
        self._body.columnconfigure(0, minsize=self._kit.pixels(_WIDTH))
        for frame in self._pages.values():
            frame.grid_remove()

    def _on_tab(self) -> None:
        for name, frame in self._pages.items():
            if name == self._tabs.get():
                frame.grid()
            else:
                frame.grid_remove()

    def _turn(self, by: int) -> str:
        """Turn to a neighbouring page."""
        names = list(self._pages)
        if names:
            place = names.index(str(self._tabs.get()))
            self._tabs.set(names[(place + by) % len(names)])
            self._on_tab()
        return "break"

    # ---------------------------------------------------------------- what is done with it

    def _answers(self) -> dict[str, Answer]:
        found = {key: control.get() for key, control in self._controls.items()}
        return {**found, PRESET: self._base} if PRESET in found else found

    def _on_change(self, key: str) -> None:
        """Show which preset the times make; one that was pressed sets the times."""
        rhythm = self._controls.get(PRESET)
        if rhythm is None:
            return
        if key == PRESET:
            self._base = rhythm.get()
            for other, answer in self._desk.preset(str(self._base)).items():
                if other in self._controls:
                    self._controls[other].set(answer)
        rhythm.set(self._desk.preset_of(self._answers()))

    def _look_at(self, key: str, control: controls.Text) -> None:
        """Bring a text into its usual form, or say what is wrong with it."""
        typed = str(control.get())
        try:
            usual = self._desk.read(key, typed)
        except ValueError as error:
            control.complain(str(error))
        else:
            if usual != typed:
                control.set(usual)

    def _save(self) -> None:
        if self._pages:
            self._take(self._desk.save(self._answers()))

    def _take_back(self) -> None:
        self._take(self._desk.undo())

    def _open(self) -> None:
        self._told.say(self._desk.open_file())

    def _on_front(self, event: tk.Event[tk.Misc]) -> None:
        """Look whether the file has changed while the person was elsewhere."""
        outcome = self._desk.look_again(self._answers()) if event.widget is self.root else None
        if outcome is not None:
            self._take(outcome)

    def _take(self, outcome: Outcome) -> None:
        """Show what became of something."""
        if outcome.form is not None:
            self._show(outcome.form)
        self._told.say(outcome.told)
        if self._desk.can_undo:
            self._undo.pack(side=mirror.side("left"))
        else:
            self._undo.pack_forget()
        for control in self._controls.values():
            control.complain("")
        for key, what in outcome.wrong.items():
            self._controls[key].complain(what)
        first = next((key for key in self._controls if key in outcome.wrong), None)
        if first is not None:
            self._tabs.set(rows.page_of(first).name)
            self._on_tab()
            self._controls[first].take_keys()

    def _on_return(self, event: tk.Event[tk.Misc]) -> None:
        """Press the button that has the keys, else save."""
        buttons = self._buttons.winfo_children()
        pressed = next((one for one in buttons if one is event.widget), self._save_button)
        if isinstance(pressed, Plate):
            pressed.press()


def _tabs() -> Question:
    """Return the pages as a choice; what it hands back are their English names."""
    options = tuple(Option(page.name, _(page.name)) for page in rows.PAGES)
    return Question("page", "", "", "one", options)
