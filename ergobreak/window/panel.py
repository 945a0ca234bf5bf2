"""The status window itself, in Tk: shows what it is given, and passes on what is pressed.

Rules of this file:
1. Everything but `post` belongs to the thread that runs the window.
2. Every button can be reached by Tab and pressed by Return or space; Escape closes the window.
3. Nothing ticks: Tk sleeps until a key, the pointer, or `post`.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from tkinter import font
from typing import TYPE_CHECKING, Final

from ergobreak.language import _
from ergobreak.window import bidi, look, mirror
from ergobreak.window.inbox import Inbox
from ergobreak.window.label import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ergobreak.window.look import Look
    from ergobreak.window.shown import Button, Shown

CLASS: Final = "Ergobreak"  # as StartupWMClass in the .desktop file
_TK_DPI: Final = 72.0


class Panel:
    """One window. `act` gets the command of a pressed button, `picture` finds an icon's file."""

    def __init__(
        self, colours: Look, act: Callable[[str], None], picture: Callable[[str], Path]
    ) -> None:
        """Build the window, empty. Raises TclError where no screen can be reached."""
        self._look = colours
        self._act = act
        self._picture = picture
        self._shown: Shown | None = None
        self._told_under = ""
        self.root = tk.Tk(className=CLASS)
        self.root.withdraw()
        self.post = Inbox(self.root).post
        self._scale = self.root.winfo_fpixels("1i") / 96
        self._family = font.nametofont("TkDefaultFont").actual("family")
        self._furnish()

    def run(self, begin: Callable[[], None]) -> None:
        """Be there until the window is closed; `begin` is called as soon as `post` works."""
        self.root.after_idle(begin)
        self.root.mainloop()

    def close(self) -> None:
        """End `run`."""
        self.root.destroy()

    def raise_(self) -> None:
        """Come to the front: somebody has asked for the window once more."""
        self.root.deiconify()
        self.root.lift()
        self.root.focus_force()

    def tell(self, text: str, headline: str) -> None:
        """Say in a line what became of a command; `headline` is that of the state it led to."""
        self._told.say(text)
        self._told_under = headline

    def show(self, shown: Shown) -> None:
        """Show this instead of what was shown before."""
        before, self._shown = self._shown, shown
        if shown.is_past(before, self._told_under):
            self._told.say("")
        if before is None or before.icon != shown.icon:
            self._image = tk.PhotoImage(file=self._picture(shown.icon))
            self._icon.configure(image=self._image)
        self._headline.say(shown.headline)
        self._coming.say("\n".join(shown.coming))
        self._write_log(shown.log)
        if before is None or before.answers != shown.answers:
            self._set_row(self._answers, shown.answers)
        if before is None or before.actions != shown.actions:
            self._set_row(self._actions, shown.actions)
        if before is None or before.below != shown.below:
            self._set_row(self._below, shown.below)
        if before is None:
            self.root.deiconify()

    # ---------------------------------------------------------------- parts

    def _furnish(self) -> None:
        """Make all the parts, from top to bottom; what is made first gets the focus first."""
        colours, edge = self._look, self._pixels(look.EDGE)
        root = self.root
        root.title("ergobreak")
        root.configure(background=colours.ground)
        root.resizable(width=False, height=False)
        root.bind("<Escape>", lambda _event: self.close())
        with contextlib.suppress(tk.TclError):  # an icon is no reason to do without the window
            self._app_icon = tk.PhotoImage(file=self._picture("app"))
            root.iconphoto(True, self._app_icon)
        frame = tk.Frame(root, background=colours.ground, padx=edge, pady=edge)
        frame.pack(fill="both", expand=True)
        # As wide as ever, whatever the words: a window that jumps is hard to hit.
        tk.Frame(frame, background=colours.ground, width=self._pixels(look.WIDTH)).pack()
        head = tk.Frame(frame, background=colours.ground)
        head.pack(fill="x")
        self._icon = tk.Label(head, background=colours.ground)
        self._icon.pack(side=mirror.side("left"), padx=mirror.pads(0, edge // 2), anchor="n")
        self._headline = self._words(head, look.LARGE, bold=True, less=64)
        self._headline.pack(side=mirror.side("left"), fill="x")
        self._coming = self._words(frame, look.NORMAL, dim=True)
        self._coming.pack(fill="x", pady=(edge // 2, 0))
        self._answers = tk.Frame(frame, background=colours.ground)
        self._answers.pack(fill="x", pady=(edge * 3 // 4, 0))
        self._actions = tk.Frame(frame, background=colours.ground)
        self._actions.pack(fill="x")
        self._told = self._words(frame, look.SMALL, dim=True)
        self._told.pack(fill="x", pady=(2, 0))
        self._log = tk.Frame(frame, background=colours.ground)
        self._log.pack(fill="x")
        tk.Frame(frame, background=colours.rule, height=1).pack(fill="x", pady=(edge // 2, 0))
        self._below = tk.Frame(frame, background=colours.ground)
        self._below.pack(fill="x", pady=(edge // 2, 0))

    def _words(
        self, parent: tk.Misc, size: int, *, bold: bool = False, dim: bool = False, less: int = 0
    ) -> Words:
        """Make a text that breaks its lines at the window's width, `less` so many pixels."""
        colours = self._look
        return Words(
            parent,
            "",
            (self._family, size, "bold" if bold else "normal"),
            (colours.dim if dim else colours.text, colours.ground),
            self._pixels(look.WIDTH - less),
        )

    def _write_log(self, lines: Sequence[tuple[str, str]]) -> None:
        for child in self._log.winfo_children():
            child.destroy()
        if not lines:
            self._log.configure(height=1)  # Tk would leave an empty frame as high as it was
            return
        self._log.columnconfigure(mirror.column(1, 2), weight=1)
        title = self._words(self._log, look.SMALL, bold=True)
        title.say(_("Today"))
        title.grid(
            row=0, column=0, columnspan=2, sticky=mirror.edge("w"), pady=(self._pixels(6), 2)
        )
        for row, (time, text) in enumerate(lines, start=1):
            clock = self._words(self._log, look.SMALL, dim=True)
            clock.say(time)
            clock.grid(
                row=row,
                column=mirror.column(0, 2),
                sticky=mirror.edge("nw"),
                padx=mirror.pads(0, self._pixels(12)),
            )
            words = self._words(self._log, look.SMALL, less=70)
            words.say(text)
            words.grid(row=row, column=mirror.column(1, 2), sticky=mirror.edge("w"))

    def _set_row(self, row: tk.Frame, buttons: Sequence[Button]) -> None:
        """Make the buttons of a row anew; the focus stays where it was, as far as that is there."""
        old = [child for child in row.winfo_children() if isinstance(child, tk.Button)]
        focused = self.root.focus_get()
        place = next((place for place, one in enumerate(old) if one is focused), None)
        label = None if place is None else old[place].cget("text")
        for child in old:
            child.destroy()
        if not buttons:
            row.configure(height=1)  # Tk would leave an empty frame as high as it was
            return
        made = [self._button(row, button, is_quiet=row is self._below) for button in buttons]
        for one in made:
            if row is self._below:
                one.pack(side=mirror.side("left"), padx=mirror.pads(0, self._pixels(12)))
            else:
                one.pack(side=mirror.side("left"), expand=True, fill="x", padx=1, pady=1)
        if place is not None:
            # Quiet becomes Resume: what has taken the place is what the person is at.
            nearest = made[min(place, len(made) - 1)]
            next((one for one in made if one.cget("text") == label), nearest).focus_set()

    def _button(self, parent: tk.Misc, button: Button, *, is_quiet: bool = False) -> tk.Button:
        colours = self._look
        is_first = button.is_first_choice
        made = tk.Button(
            parent,
            text=bidi.visual(button.label),
            font=(self._family, look.SMALL if is_quiet else look.NORMAL),
            command=lambda: self._act(button.command),
            background=colours.first
            if is_first
            else colours.ground
            if is_quiet
            else colours.button,
            foreground=colours.first_text if is_first else colours.text,
            activebackground=colours.first_pressed if is_first else colours.pressed,
            activeforeground=colours.first_text if is_first else colours.text,
            relief="flat",
            borderwidth=0,
            highlightthickness=2,
            highlightbackground=colours.ground,
            highlightcolor=colours.focus,
            padx=self._pixels(2 if is_quiet else 8),
            pady=self._pixels(4 if is_quiet else 8),
            takefocus=True,
        )
        made.bind("<Return>", lambda _event: made.invoke())
        made.bind("<KP_Enter>", lambda _event: made.invoke())
        return made

    def _pixels(self, at_96_dpi: int) -> int:
        return round(at_96_dpi * self._scale)
