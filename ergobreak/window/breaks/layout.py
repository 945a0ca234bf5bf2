"""Where everything stands in the window: texts broken into lines, buttons set in rows. Pure.

Lengths are pixels; what is written as a plain number is one of a usual screen and goes through the
scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.dataclass import dataclass, field, replace
from ergobreak.window.breaks.monitors import Area

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ergobreak.window.breaks.scene import Button

_BUTTON_ROLES: Final = {"primary": "button", "plain": "button", "chip": "chip", "quiet": "quiet"}


class Ruler(Protocol):
    """Measures text of a role: above, title, text, step, care, button, chip, quiet, ring."""

    def width(self, role: str, text: str) -> int:
        """Return how wide a text is."""

    def line(self, role: str) -> int:
        """Return how high a line is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `x`, `y` is its upper left corner, in a mirror the upper right one.

    `tone`: text | dim | accent.
    """

    x: int
    y: int
    text: str
    role: str
    tone: str = "text"


@dataclass(frozen=True, slots=True)
class Mark:
    """The number before a step."""

    area: Area
    number: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A button and where it is."""

    button: Button
    area: Area


@dataclass(frozen=True, slots=True)
class Layout:
    """All that stands in one window, in its own coordinates. `needs`: the height that fits all."""

    width: int
    height: int
    needs: int = 0
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    buttons: tuple[Placed, ...] = ()
    ring: Area | None = None
    figure: Area | None = None
    dots: Area | None = None
    is_mirrored: bool = False

    def mirrored(self) -> Layout:
        """Return it as seen in a mirror; the `x` of a line is then its right end."""

        def turned(area: Area) -> Area:
            return replace(area, x=self.width - area.x - area.width)

        return replace(
            self,
            lines=tuple(replace(line, x=self.width - line.x) for line in self.lines),
            marks=tuple(replace(mark, area=turned(mark.area)) for mark in self.marks),
            buttons=tuple(replace(each, area=turned(each.area)) for each in self.buttons),
            ring=self.ring and turned(self.ring),
            figure=self.figure and turned(self.figure),
            dots=self.dots and turned(self.dots),
            is_mirrored=True,
        )

    def at(self, x: int, y: int) -> Placed | None:
        """Return the button at a point; None: there is none."""
        return next((each for each in self.buttons if each.area.has((x, y))), None)


def wrapped(text: str, role: str, width: int, ruler: Ruler) -> list[str]:
    """Break a text into lines that fit; a word that is wider than a line keeps one of its own."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and ruler.width(role, longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


@dataclass(slots=True)
class Column:
    """A column that is filled from top to bottom; `y` is where the next thing goes."""

    x: int
    y: int
    width: int
    ruler: Ruler
    scale: float
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    buttons: list[Placed] = field(default_factory=list)

    def px(self, usual: float) -> int:
        """Return a length of a usual screen in pixels of this one."""
        return round(usual * self.scale)

    def gap(self, usual: float) -> None:
        """Leave room."""
        self.y += self.px(usual)

    def paragraph(self, text: str, role: str, tone: str = "text", less: int = 0) -> None:
        """Set a text; `less`: so many pixels narrower than the column."""
        if not text:
            return
        height = self._line(role)
        for line in wrapped(text, role, self.width - less, self.ruler):
            self.lines.append(Line(self.x, self.y, line, role, tone))
            self.y += height

    def height_of(self, text: str, role: str, less: int = 0) -> int:
        """Return how much room a text takes."""
        if not text:
            return 0
        return len(wrapped(text, role, self.width - less, self.ruler)) * self._line(role)

    def steps(self, steps: Sequence[str], current: int) -> None:
        """Set numbered steps; those that are not current stand back."""
        mark = self._mark()
        indent, line = mark + self.px(10), self._line("step")
        for number, step in enumerate(steps):
            is_current = number == current
            top = self.y + (self.ruler.line("step") - mark) // 2
            self.marks.append(Mark(Area(self.x, top, mark, mark), number + 1, is_current))
            tone = "text" if is_current or current < 0 else "dim"
            for text in wrapped(step, "step", self.width - indent, self.ruler):
                self.lines.append(Line(self.x + indent, self.y, text, "step", tone))
                self.y += line
            self.y += line // 4

    def height_of_steps(self, steps: Sequence[str]) -> int:
        """Return how much room steps take."""
        indent = self._mark() + self.px(10)
        between = self._line("step") // 4
        return sum(self.height_of(step, "step", indent) + between for step in steps)

    def row(self, buttons: Sequence[Button], *, fills: bool) -> None:
        """Set buttons side by side, in as many rows as they need; `fills`: over the whole width."""
        if not buttons:
            return
        gap, high = self.px(8), self._height(buttons[0])
        for number, row in enumerate(self._rows(buttons, gap)):
            self.y += gap if number else 0
            widths = [self._width(each) for each in row]
            spare = self.width - sum(widths) - gap * (len(row) - 1)
            more = spare // len(row) if fills and row[0].role != "chip" else 0
            x = self.x
            for button, width in zip(row, widths, strict=True):
                self.buttons.append(Placed(button, Area(x, self.y, width + more, high)))
                x += width + more + gap
            self.y += high

    def quiet_row(self, buttons: Sequence[Button]) -> None:
        """Set buttons that are mere words, wide apart where there is room."""
        if not buttons:
            return
        pad = self.px(6)
        high = self._height(buttons[0])
        for row in self._rows(buttons, pad):
            # Their words, not their edges, are in line with what stands above.
            x = self.x - pad
            for button in row:
                width = self._width(button)
                self.buttons.append(Placed(button, Area(x, self.y, width, high)))
                x += width + pad
            self.y += high

    def _rows(self, buttons: Sequence[Button], gap: int) -> Iterator[list[Button]]:
        """Yield the buttons of each row."""
        row: list[Button] = []
        used = 0
        for button in buttons:
            width = self._width(button)
            if row and used + gap + width > self.width:
                yield row
                row, used = [], 0
            used += width + (gap if row else 0)
            row.append(button)
        yield row

    def _width(self, button: Button) -> int:
        role = _BUTTON_ROLES[button.role]
        pad = {"button": 18, "chip": 14, "quiet": 6}[role]
        return self.ruler.width(role, button.label) + 2 * self.px(pad)

    def _height(self, button: Button) -> int:
        usual = {"button": 20, "chip": 14, "quiet": 10}[_BUTTON_ROLES[button.role]]
        return self.ruler.line(_BUTTON_ROLES[button.role]) + self.px(usual)

    def _line(self, role: str) -> int:
        """Return the height of a line with its leading."""
        return round(self.ruler.line(role) * (1.08 if role == "title" else 1.16))

    def _mark(self) -> int:
        return self.ruler.line("step") + self.px(2)
