"""The windows that a prompt or a break is seen on: which, where, in which colours and sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import replace
from ergobreak.language import is_right_to_left
from ergobreak.window import look
from ergobreak.window.breaks import fonts, monitors, theme, wide
from ergobreak.window.breaks.brush import CORNER
from ergobreak.window.breaks.card import card
from ergobreak.window.breaks.face import ROUND, SQUARE, Face
from ergobreak.window.breaks.fonts import Fonts
from ergobreak.window.breaks.layout import Layout
from ergobreak.window.breaks.monitors import Area, Monitor
from ergobreak.window.breaks.sheet import Sheet
from ergobreak.window.breaks.told import Look

if TYPE_CHECKING:
    import tkinter as tk

    from PIL.Image import Image

    from ergobreak.window.breaks.scene import Scene
    from ergobreak.window.breaks.sheet import Hears
    from ergobreak.window.breaks.x_screen import XScreen

WIDENED: Final = {"normal": 1.0, "large": 1.12, "larger": 1.3}
BAR: Final = 32  # pixels of a usual screen; a panel that nobody tells of
MARGIN: Final = 16  # pixels of a usual screen between a card and the edge
SHRINKS: Final = (1.0, 0.9, 0.8, 0.7, 0.6)


class Stage:
    """The windows. `x` None: only Tk knows the screen, and it knows one monitor."""

    def __init__(
        self, root: tk.Tk, x: XScreen | None, *, is_dark: bool, is_still: bool, is_wayland: bool
    ) -> None:
        self._root = root
        self.x = x
        self._is_dark = is_dark
        self._desktop_is_still = is_still
        self._is_wayland = is_wayland
        self._look = Look()
        self.theme = theme.theme_of("auto", "", is_dark=is_dark)
        self._fonts: dict[tuple[bool, float], Fonts] = {}
        self._sheets: list[tuple[Sheet, Monitor]] = []
        self._hears: Hears
        self.is_card = True

    def join(self, hears: Hears) -> None:
        """Have somebody hear what happens; before all else."""
        self._hears = hears

    # ---------------------------------------------------------------- before

    def dress(self, look: Look) -> None:
        """Take over how the window is wanted."""
        if look == self._look:
            return
        self._look = look
        self._fonts.clear()
        self.theme = theme.theme_of(look.theme, look.accent, is_dark=self._is_dark)
        self._drop()

    def build(self, *, is_card: bool) -> None:
        """Have windows for the monitors as they are now, hidden yet."""
        wanted = self._wanted(*self._monitors(), is_card=is_card)
        if is_card != self.is_card or [each for _, each in self._sheets] != wanted:
            self._drop()
            self.is_card = is_card
            self._sheets = [(self._sheet(), monitor) for monitor in wanted]

    def is_misplaced(self) -> bool:
        """Tell whether the monitors are others by now; where the pointer is does not matter."""
        every, pointer = self._monitors()
        now = [monitor for _, monitor in self._sheets]
        if self.is_card:
            return not set(now) <= set(every)
        return set(now) != set(self._wanted(every, pointer, is_card=False))

    def _wanted(
        self, every: list[Monitor], pointer: tuple[int, int], *, is_card: bool
    ) -> list[Monitor]:
        look = self._look
        if is_card:
            one = monitors.for_card(every, pointer, look.avoid)
            return [one] if one else []
        return list(monitors.to_cover(every, pointer, look.avoid, look.monitors))

    def _sheet(self) -> Sheet:
        return Sheet(self._root, self._hears, is_managed=self._is_wayland and not self.is_card)

    def _monitors(self) -> tuple[list[Monitor], tuple[int, int]]:
        if self.x is not None:
            return self.x.monitors(), self.x.pointer()
        size = self._root.winfo_screenwidth(), self._root.winfo_screenheight()
        return [Monitor("", Area(0, 0, *size), is_primary=True)], (0, 0)

    def _drop(self) -> None:
        for sheet, _ in self._sheets:
            sheet.close()
        self._sheets.clear()

    # ---------------------------------------------------------------- to be seen

    @property
    def has_place(self) -> bool:
        """Tell whether there is a monitor to be on."""
        return bool(self._sheets)

    @property
    def is_painted(self) -> bool:
        """Tell whether the person can see all of it."""
        return bool(self._sheets) and all(sheet.is_painted for sheet, _ in self._sheets)

    @property
    def is_still(self) -> bool:
        """Tell whether nothing is to move."""
        return self._look.motion == "still" or (
            self._look.motion == "auto" and self._desktop_is_still
        )

    @property
    def figure_size(self) -> tuple[int, int] | None:
        """Return how large the figure is, in pixels; None: there is none."""
        face = self._first_face
        area = face.figure if face else None
        return (area.width, area.height) if area else None

    @property
    def _first_face(self) -> Face | None:
        return self._sheets[0][0].face if self._sheets else None

    def draw(self, scene: Scene) -> None:
        """Draw a scene: all of it on the first monitor, title and time on the others."""
        for number, (sheet, monitor) in enumerate(self._sheets):
            layout = self._fit(scene, sheet, monitor, is_first=not number)
            sheet.place(self._corner(monitor, layout) if self.is_card else monitor.area)
            sheet.draw(layout, scene.primary)
            self._tell_x(sheet, monitor.scale, layout)

    def show(self) -> None:
        """Map what is drawn; the first monitor's last, so that it is above the others."""
        for sheet, _ in reversed(self._sheets):
            sheet.show()

    def settle(self) -> None:
        """Have all that was drawn on the screen."""
        for sheet, _ in self._sheets:
            sheet.settle()

    def hide(self) -> None:
        """Take all of it off the screen."""
        self.return_keyboard()
        for sheet, _ in self._sheets:
            sheet.hide()

    def _fit(self, scene: Scene, sheet: Sheet, monitor: Monitor, *, is_first: bool) -> Layout:
        """Return the layout of a monitor: with smaller letters where it would not fit."""
        size = monitor.area.width, monitor.area.height
        scale = monitor.scale if self.is_card else wide.scale_of(size)
        larger = look.LARGER.get(self._look.text, 1.0)
        layout, ruler = Layout(0, 0), self._ruler(scale, larger)
        for shrink in SHRINKS:
            ruler = self._ruler(scale, larger * shrink)
            if self.is_card:
                layout = card(scene, ruler, scale, WIDENED.get(self._look.text, 1.0))
            elif is_first:
                layout = wide.wide(scene, ruler, scale, size)
            else:
                layout = wide.aside(scene, ruler, scale, size)
            if layout.needs <= size[1]:
                break
        if sheet.face is None or sheet.face.fonts is not ruler:
            sheet.face = Face(sheet.canvas, self.theme, ruler, scale, self._frame)
        return layout.mirrored() if is_right_to_left() else layout

    @property
    def _frame(self) -> str:
        """Return the frame of a card; Wayland desktops may show cut corners in black."""
        return "" if not self.is_card else SQUARE if self._is_wayland else ROUND

    def _ruler(self, scale: float, larger: float) -> Fonts:
        key = (self.is_card, round(scale * larger, 3))
        if key not in self._fonts:
            sizes = fonts.CARD if self.is_card else fonts.WIDE
            self._fonts[key] = Fonts(self._root, sizes, scale, larger)
        return self._fonts[key]

    def _corner(self, monitor: Monitor, layout: Layout) -> Area:
        free = self.x.free_areas() if self.x is not None else []
        margin = round(MARGIN * monitor.scale)
        if not free and self._is_wayland:  # nobody tells where panels are: a usual one at the top
            area, bar = monitor.area, round(BAR * monitor.scale)
            free = [replace(area, y=area.y + bar, height=area.height - bar)]
        x, y = monitors.corner(monitor, free, layout.width, layout.height, margin)
        return Area(x, y, layout.width, layout.height)

    def _tell_x(self, sheet: Sheet, scale: float, layout: Layout) -> None:
        """Round the corners of a card, and write down what can be pressed."""
        if self.x is None or sheet.area is None:
            return
        at = sheet.area
        if self._frame == ROUND:
            radius = round(CORNER * scale)
            self.x.round_off(sheet.window, at.width, at.height, radius)
        found = layout.buttons
        self.x.describe(
            sheet.window,
            [
                (each.button.name, replace(each.area, x=at.x + each.area.x, y=at.y + each.area.y))
                for each in found
            ],
        )

    # ---------------------------------------------------------------- what moves

    def show_ring(self, share: float, label: str) -> None:
        """Draw how much is left, on each monitor."""
        for sheet, _ in self._sheets:
            if sheet.face is not None:
                sheet.face.show_ring(share, label)

    def show_dots(self, total: int, current: int, share: float) -> None:
        """Draw how far the set is."""
        if self._first_face is not None:
            self._first_face.show_dots(total, current, share)

    def show_figure(self, picture: Image) -> None:
        """Paint the figure."""
        if self._first_face is not None:
            self._first_face.show_figure(picture)

    # ---------------------------------------------------------------- the keyboard

    def give_keyboard(self, sheet: Sheet) -> None:
        """Have a window get the keys."""
        if self.x is not None and not sheet.is_managed:
            self.x.give_keyboard(sheet.window)
        else:
            sheet.top.focus_force()

    def take_keyboard_if_wanted(self) -> None:
        """Have the full screen get the keys, if the person has switched that on."""
        if self._look.focus and self._sheets:
            self.give_keyboard(self._sheets[0][0])

    def return_keyboard(self) -> None:
        """Give the keys back to whom they were taken from."""
        if self.x is not None:
            self.x.return_keyboard()

    def be_deaf_until(self, at: float) -> None:
        """Pass over keys until an instant."""
        for sheet, _ in self._sheets:
            sheet.is_deaf_until = at
