"""One window on one monitor: where it is, what is pressed in it, and who has the keyboard.

Rules of this file:
1. A window that the person did not ask for takes no keys. A press on a button is carried out and
   leaves the keyboard where it was; a press beside the buttons fetches it.
2. A press in the very first moment was meant for what was there before, a letter right after the
   keyboard came likewise: the former is passed over, the latter gives the keyboard back.
"""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.window import mirror
from ergobreak.window.breaks.hold import Hold

if TYPE_CHECKING:
    from ergobreak.window.breaks.face import Face
    from ergobreak.window.breaks.layout import Layout, Placed
    from ergobreak.window.breaks.monitors import Area

CLASS: Final = "Ergobreak-Break"  # for the rules of window managers
NOT_YET: Final = 0.4  # seconds after it is painted, in which a press is passed over
TYPED_ON: Final = 0.5  # seconds after the keyboard came, in which a letter gives it back
KEYS: Final = {
    "n": "next",
    "p": "pause",
    "f": "favourite",
    "l": "later",
    "h": "hurt",
}
_COVERED: Final = {"VisibilityPartiallyObscured": 1, "VisibilityFullyObscured": 2}


class Hears(Protocol):
    """Who is told what happens in a window."""

    def now(self) -> float:
        """Return the instant."""

    def pressed(self, name: str) -> None:
        """Carry out a button."""

    def painted(self) -> None:
        """Hear that the person can see the window."""

    def covered(self, sheet: Sheet, how_far: int) -> None:
        """Hear that something lies over it: 0 nothing, 1 over a part, 2 over all of it."""

    def wants_keyboard(self, sheet: Sheet) -> None:
        """Give the keyboard to a window."""

    def gives_keyboard_back(self) -> None:
        """Give the keyboard back to whom it was taken from."""


class Sheet:
    """A window without a frame, hidden until it is shown."""

    def __init__(self, root: tk.Misc, hears: Hears, *, is_managed: bool = False) -> None:
        """Build it. `is_managed`: the window manager gives it the whole screen (Wayland)."""
        self._hears = hears
        self.is_managed = is_managed
        self.top = tk.Toplevel(root, class_=CLASS)
        self.top.withdraw()
        self.top.title("ergobreak")
        if not is_managed:
            self.top.overrideredirect(boolean=True)
            # Compositors know by it what it is; Tk makes the outer window by it, before it is seen.
            self.top.attributes("-type", "notification")
        self.canvas = tk.Canvas(self.top)
        self.canvas.pack(fill="both", expand=True)
        self.face: Face | None = None
        self.area: Area | None = None
        self.primary = ""
        self.is_deaf_until = 0.0
        """Until when keys are passed over."""
        self._painted_at: float | None = None
        self._keyboard_at: float | None = None
        self._hold = Hold(self.top, hears.now, self._held)
        self._bind()

    @property
    def window(self) -> int:
        """Return the id of the X window."""
        return int(self.top.winfo_id())

    @property
    def is_painted(self) -> bool:
        """Tell whether the person can see it."""
        return self._painted_at is not None

    @property
    def is_mapped(self) -> bool:
        """Tell whether it is on the screen."""
        return bool(self.top.winfo_ismapped())

    # ---------------------------------------------------------------- to be seen

    def place(self, area: Area) -> None:
        """Put it there."""
        if area != self.area:
            self.area = area
            self.top.geometry(f"{area.width}x{area.height}+{area.x}+{area.y}")

    def draw(self, layout: Layout, primary: str) -> None:
        """Draw a layout; `primary`: what Return and space do."""
        if self.face is None:
            return
        names = [each.button.name for each in layout.buttons]
        self.primary = primary
        if self.face.focused and self.face.focused not in names:
            self.face.focused = primary
        if self.face.down not in names:
            self._let_go()
        self.face.draw(layout)

    def show(self) -> None:
        """Map it, above all others."""
        if self.is_mapped:
            self.top.lift()
            return
        self._painted_at = None
        if self.is_managed:
            self.top.attributes("-fullscreen", True)  # before it is mapped, or Tk waits for seconds
        self.top.deiconify()
        self.top.lift()
        self.top.update_idletasks()

    def settle(self) -> None:
        """Have all that was drawn on the screen."""
        self.top.update_idletasks()
        # An answer from the server: whatever was asked of it before is done.
        self.top.winfo_pointerx()

    def hide(self) -> None:
        """Take it off the screen."""
        self._let_go()
        self.top.withdraw()

    def close(self) -> None:
        """End it."""
        self._hold.end()
        self.top.destroy()

    # ---------------------------------------------------------------- events

    def _bind(self) -> None:
        top, canvas = self.top, self.canvas
        canvas.bind("<Expose>", lambda _: self._exposed())
        top.bind("<Visibility>", self._seen)
        canvas.bind("<Motion>", self._moved)
        canvas.bind("<Leave>", self._left)
        canvas.bind("<ButtonPress-1>", self._button_down)
        canvas.bind("<ButtonRelease-1>", self._button_up)
        top.bind("<KeyPress>", self._key)
        top.bind("<KeyRelease>", lambda _: self._hold.let_go_soon(self._let_go))
        top.bind("<FocusIn>", self._keyboard_came)
        top.bind("<FocusOut>", self._keyboard_went)

    def _exposed(self) -> None:
        if self._painted_at is not None:
            return
        # A window manager that had not yet heard of the window has passed over the wish.
        if self.is_managed and not self.top.attributes("-fullscreen"):
            self.top.attributes("-fullscreen", True)
        self._painted_at = self._hears.now()
        self.settle()
        self._hears.painted()

    def _seen(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.top:
            self._hears.covered(self, _COVERED.get(str(event.state), 0))

    def _moved(self, event: tk.Event[tk.Misc]) -> None:
        if self.face is not None:
            found = self.face.layout.at(event.x, event.y)
            name = found.button.name if found else ""
            if name != self.face.under:
                self.face.touch(under=name)
                self.canvas.configure(cursor="hand2" if name else "")

    def _left(self, _: tk.Event[tk.Misc]) -> None:
        if self.face is not None:
            self.face.touch(under="")

    def _button_down(self, event: tk.Event[tk.Misc]) -> None:
        if self.face is None or self._is_too_soon():
            return
        found = self.face.layout.at(event.x, event.y)
        if found is None:
            self._hears.wants_keyboard(self)
            return
        self._press(found)

    def _button_up(self, event: tk.Event[tk.Misc]) -> None:
        if self.face is None or not self.face.down:
            return
        name = self.face.down
        found = self.face.layout.at(event.x, event.y)
        self._let_go()
        # Whoever thinks better of it lets go somewhere else.
        if found is not None and found.button.name == name and not found.button.hold:
            self._hears.pressed(name)

    def _press(self, placed: Placed) -> None:
        """Show a button as pressed; one that has to be held begins to count."""
        if self.face is not None:
            self.face.touch(down=placed.button.name)
            if placed.button.hold:
                self._hold.begin(self.face.show_held)

    def _held(self) -> None:
        """Carry out the button that has been held for long enough."""
        name = self.face.down if self.face else ""
        self._let_go()
        self._hears.pressed(name)

    def _let_go(self) -> None:
        self._hold.end()
        if self.face is not None and self.face.down:
            self.canvas.delete("moving-held")
            self.face.touch(down="")

    def _is_too_soon(self) -> bool:
        return self._painted_at is None or self._hears.now() - self._painted_at < NOT_YET

    # ---------------------------------------------------------------- keys

    def _keyboard_came(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.top and self._keyboard_at is None:
            self._keyboard_at = self._hears.now()
            if self.face is not None:
                self.face.focus(self.primary)

    def _keyboard_went(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.top:
            self._keyboard_at = None
            if self.face is not None:
                self.face.focus("")

    def _key(self, event: tk.Event[tk.Misc]) -> None:
        now = self._hears.now()
        if self.face is None or now < self.is_deaf_until:
            return
        letter = event.char.isprintable() and event.char != ""
        if letter and now - (self._keyboard_at or 0.0) < TYPED_ON:
            self._hears.gives_keyboard_back()
            return
        if _is_command(event):
            return
        match event.keysym:
            case "Escape":
                self._hears.pressed("leave")
            case "Tab":
                self._focus_next(1)
            case "ISO_Left_Tab":
                self._focus_next(-1)
            case "Right" | "Down" | "Left" | "Up" as key:
                self._focus_next(mirror.step(key))
            case "Return" | "KP_Enter" | "space":
                self._key_down(self.face.focused or self.primary)
            case key:
                self._hears.pressed(KEYS.get(key.lower(), ""))

    def _key_down(self, name: str) -> None:
        """Carry out a button; one that has to be held begins to count."""
        if self._hold.goes_on():
            return
        placed = self._placed(name)
        if placed is not None and placed.button.hold:
            self._press(placed)
        elif placed is not None:
            self._hears.pressed(name)

    def _focus_next(self, by: int) -> None:
        if self.face is None or not self.face.layout.buttons:
            return
        names = [each.button.name for each in self.face.layout.buttons]
        at = names.index(self.face.focused) if self.face.focused in names else -min(by, 0) - 1
        self.face.focus(names[(at + by) % len(names)])

    def _placed(self, name: str) -> Placed | None:
        buttons = self.face.layout.buttons if self.face else ()
        return next((each for each in buttons if each.button.name == name), None)


def _is_command(event: tk.Event[tk.Misc]) -> bool:
    """Tell whether Control or Alt is down: such keys belong to the desktop."""
    state = event.state if isinstance(event.state, int) else 0
    return bool(state & 0x4 or state & 0x8)
