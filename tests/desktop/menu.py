"""The icon in a panel and its menu as a person has them: found by the eye, clicked by a pointer.

Which lines the menu has is read from the bus, where they are from the screen: so a line is found
whatever else the menu holds, on any desktop, in any look.
"""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from jeepney import DBusAddress, Properties, new_method_call
from PIL import Image, ImageChops, ImageStat

from ergobreak.adapters.dbus.bus import Bus, BusError
from ergobreak.adapters.tray.icons import RINGS, STATES
from ergobreak.adapters.tray.icons.pixmaps import image
from ergobreak.adapters.tray.sni_wire import ITEM, MENU
from ergobreak.core.tray_view import TrayView, entries
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ergobreak.core.tray_entry import Entry

WATCHER: Final = "org.kde.StatusNotifierWatcher"
SOON: Final = 15.0  # s; the machine may be busy

INK: Final = 32  # levels of a colour; grey words differ by more from their ground, shades by less
RULE: Final = 3  # pixels; no word is so low, no rule is higher
EDGE: Final = 6  # pixels of a frame around a menu
MOST: Final = 200  # levels in the mean: so many pixels of a row that has white ones and black ones
NEAR: Final = 4  # pixels that the middle of what is seen may be away from the picture's
ALIKE: Final = 12.0  # mean levels; a picture that a panel has drawn differs by less from ours
SHOT: Final = 600  # pixels; the width of what is kept for people to look at

Box = tuple[int, int, int, int]  # left, top, right, bottom


class Screen(Protocol):
    """What is needed of a desktop."""

    env: dict[str, str]

    def picture(self) -> Image.Image:
        """Return a picture of the whole screen."""
        ...

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer there, and press and release a mouse button."""
        ...


# -------------------------------------------------------------------- what the bus says


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the menu as a panel reads it; without a label a rule."""

    label: str
    inside: tuple[Row, ...] = ()


def rows(address: str) -> tuple[Row, ...]:
    """Return the lines of ergobreak's menu; none without an icon. `address`: of the session bus."""
    bus = Bus(address)
    bus.start()
    try:
        watcher = Properties(DBusAddress("/StatusNotifierWatcher", WATCHER, WATCHER))
        ((_, items),) = bus.call(watcher.get("RegisteredStatusNotifierItems"))
        # Each panel writes it in a way of its own; all begin with the owner's unique name.
        for owner in [found[0] for item in items if (found := re.match(r":\d+\.\d+", item))]:
            item = Properties(DBusAddress(ITEM.path, owner, ITEM.name))
            if bus.call(item.get("Id")) == (("s", "ergobreak"),):
                menu = DBusAddress(MENU.path, owner, MENU.name)
                _, root = bus.call(new_method_call(menu, "GetLayout", "iias", (0, -1, [])))
                return _row(root).inside
    except BusError:
        return ()  # the panel, or the icon, is on its way
    finally:
        bus.stop()
    return ()


def _row(line: Any) -> Row:
    _, properties, inside = line
    _, label = properties.get("label", ("s", ""))
    return Row(label.replace("__", "_"), tuple(_row(one) for _, one in inside))


def way_to(command: str) -> tuple[str, ...]:
    """Return the labels that lead to the line of a command, from the top of the menu."""
    answers = (("done", "Done"), ("skip", "Skip"))
    takes = (("stretch", "Stretch"), ("walk", "Walk"))
    samples = [
        TrayView("due", "", answers=answers, takes=takes),
        TrayView("paused", "", takes=takes, paused=True),
    ]
    return next(way for sample in samples for way in _ways(entries(sample), command))


def _ways(lines: Iterable[Entry], command: str) -> Iterator[tuple[str, ...]]:
    for line in lines:
        if line.command == command:
            yield (line.label,)
        for way in _ways(line.inside, command):
            yield (line.label, *way)


def plain(label: str) -> str:
    """Return a label without what changes with the day."""
    return label.partition(" (")[0]


# -------------------------------------------------------------------- what the eye sees


def ground_of(picture: Image.Image) -> tuple[int, int, int]:
    """Return the colour that most of a picture has."""
    colours: Any = picture.getcolors(picture.width * picture.height)
    _, ground = max(colours)
    red, green, blue = ground
    return red, green, blue


def ink_of(picture: Image.Image) -> Image.Image:
    """Return where a picture differs from its ground, white on black."""
    return differing(picture, Image.new("RGB", picture.size, ground_of(picture)))


def differing(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return where two pictures differ, white on black."""
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([0] * INK + [255] * (256 - INK))


def runs(marks: Iterable[int], gap: int) -> list[tuple[int, int]]:
    """Return where each row of marks begins and ends; a gap so short does not break one."""
    found: list[tuple[int, int]] = []
    for place in (place for place, marked in enumerate(marks) if marked):
        if found and place - found[-1][1] <= gap + 1:
            found[-1] = found[-1][0], place
        else:
            found.append((place, place))
    return found


def lines_of(picture: Image.Image) -> list[int]:
    """Return the heights of the middles of all lines with words in a picture of a menu."""
    inner = picture.crop((EDGE, 0, picture.width - EDGE, picture.height))
    _, marks = ink_of(inner).getprojection()
    return [(top + end) // 2 for top, end in runs(marks, 2) if end - top >= RULE]


@dataclass(frozen=True, slots=True)
class Icon:
    """The icon as a panel shows it: the state that its picture tells, and its middle."""

    state: str
    x: int
    y: int


def icon_in(panel: Image.Image, side: int) -> Icon | None:
    """Return the icon that a picture of a panel holds, `side` pixels large; None if it has none."""
    columns, _ = ink_of(panel).getprojection()
    for left, right in runs(columns, 3):
        if not side // 2 <= right - left <= 2 * side:
            continue  # words, or a line
        part = panel.crop((left, 0, right + 1, panel.height))
        box = ink_of(part).getbbox() or part.getbbox() or (0, 0, side, side)
        x, y = left + (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
        state = _state(panel, (x - side // 2, y - side // 2), side)
        if state:
            return Icon(state, x, y)
    return None


def _state(panel: Image.Image, corner: tuple[int, int], side: int) -> str:
    """Return the state whose picture is about there; "" if none is, or two might be."""
    ground = ground_of(panel)

    def distance(name: str, x: int, y: int) -> float:
        seen = panel.crop((x, y, x + side, y + side))
        return sum(ImageStat.Stat(ImageChops.difference(seen, drawn(name, side, ground))).mean) / 3

    x, y = corner
    near = [(x + dx, y + dy) for dx in range(-NEAR, NEAR + 1) for dy in range(-NEAR, NEAR + 1)]
    _, x, y = min((distance(state, *place), *place) for state in STATES for place in near)
    # All rings are one state: how full it is says the clock, not the test.
    families: dict[str, float] = {}
    for name in (*STATES, *RINGS):
        state = name.partition("-")[0]
        families[state] = min(distance(name, x, y), families.get(state, 255.0))
    best, second = sorted(families.values())[:2]
    is_clear = best < ALIKE and second > 1.5 * best
    return min(families, key=families.__getitem__) if is_clear else ""


@functools.cache
def drawn(name: str, side: int, ground: tuple[int, int, int]) -> Image.Image:
    """Return a picture as a panel of this colour should show it."""
    picture = image(name, side).resize((side, side))
    whole = Image.new("RGBA", picture.size, ground)
    whole.alpha_composite(picture)
    return whole.convert("RGB")


# -------------------------------------------------------------------- what the hand does


class Tray:
    """The icon in the panel at the top of a screen. `side`: how large the panel draws it."""

    def __init__(self, screen: Screen, height: int, side: int) -> None:
        self._screen = screen
        self._height = height
        self._side = side

    def icon(self) -> Icon | None:
        """Return the icon, if it can be seen."""
        return self._icon_in(self._screen.picture())

    def waits_for(self, state: str) -> Icon:
        """Wait until the panel shows the picture of a state."""

        def found() -> Icon | None:
            icon = self.icon()
            return icon if icon is not None and icon.state == state else None

        icon = wait_for(found, SOON, f"the icon of `{state}` in the panel")
        assert icon is not None
        return icon

    def waits_for_none(self) -> None:
        """Wait until the panel shows no icon of ours."""
        wait_for(lambda: self.icon() is None, SOON, "no icon in the panel")

    def choose(self, command: str, shot: str = "") -> None:
        """Open the menu and click on the line of a command, inside another one if it is there.

        `shot`: the name of a picture of the open menu to keep, if pictures are wanted.
        """
        way = way_to(command)
        place, button = self._place(), 3
        opened: list[Box] = []
        for depth in range(len(way)):
            popup = self._opens(place, button, way[:depth], opened)
            opened.append(popup.box)
            place, button = popup.middle_of(way[depth]), 1
        if shot:
            keep(shot, self._screen.picture(), 0, max(box[3] for box in opened) + EDGE)
        self._screen.click(*place)

    def click(self, button: int) -> None:
        """Click on the icon."""
        self._screen.click(*self._place(), button)

    def _place(self) -> tuple[int, int]:
        """Return where to click: the lower edge of the panel, so that no menu hides the icon."""
        icon = wait_for(self.icon, SOON, "the icon in the panel")
        assert icon is not None
        return icon.x, self._height - 3

    def _opens(
        self, place: tuple[int, int], button: int, above: Sequence[str], opened: Sequence[Box]
    ) -> Popup:
        """Click there, and return what has opened once all its lines are drawn.

        `above`: the labels that lead to it. `opened`: where the menus are that were open before.
        """
        before = self._screen.picture()
        self._screen.click(*place, button)
        last: list[Popup | None] = [None]

        def at_rest() -> Popup | None:
            former, last[0] = last[0], self._popup(before, above, opened)
            return former if former is not None and former == last[0] else None

        popup = wait_for(at_rest, SOON, f"the menu {' > '.join(above)} is open, with all its lines")
        assert popup is not None
        return popup

    def _popup(
        self, before: Image.Image, above: Sequence[str], opened: Sequence[Box]
    ) -> Popup | None:
        """Return the menu that has come since `before`; None if it is not there, or not whole."""
        now = self._screen.picture()
        marks = differing(before, now)
        box = appeared(marks, [(0, 0, now.width, self._height), *opened])
        if box is None or box[3] - box[1] < EDGE or box[2] - box[0] < 4 * EDGE:
            return None
        labels = [one.label for one in inside(rows(self._address), above) if one.label]
        middles = lines_of(now.crop(box))
        if len(labels) != len(middles):
            return None
        return Popup(box, tuple(zip(labels, middles, strict=True)))

    def _icon_in(self, screen: Image.Image) -> Icon | None:
        return icon_in(screen.crop((0, 0, screen.width, self._height)), self._side)

    @property
    def _address(self) -> str:
        return self._screen.env["DBUS_SESSION_BUS_ADDRESS"]


@dataclass(frozen=True, slots=True)
class Popup:
    """An open menu: its place on the screen, and how far below its top each label stands."""

    box: Box
    labels: tuple[tuple[str, int], ...]

    def middle_of(self, label: str) -> tuple[int, int]:
        """Return where to click on a line."""
        y = next(y for name, y in self.labels if plain(name) == plain(label))
        left, top, right, _ = self.box
        return (left + right) // 2, top + y


def inside(lines: Iterable[Row], way: Sequence[str]) -> tuple[Row, ...]:
    """Return the lines that these labels lead to; none if they lead nowhere."""
    for label in way:
        lines = next((one.inside for one in lines if plain(one.label) == plain(label)), ())
    return tuple(lines)


def appeared(marks: Image.Image, known: Iterable[Box]) -> Box | None:
    """Return the box of what differs outside the known ones; it may reach up into them."""
    masked = marks.copy()
    for box in known:
        masked.paste(0, box)
    found = masked.getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    # Some panels open a menu over themselves, at the pointer.
    while top and ImageStat.Stat(marks.crop((left, top - 1, right, top))).mean[0] > MOST:
        top -= 1
    return left, top, right, bottom


def keep(name: str, screen: Image.Image, top: int, bottom: int) -> None:
    """Write this part of the screen's right side where ERGOBREAK_SHOTS wants pictures, if it does.

    They are for people: 600 pixels wide.
    """
    if folder := os.environ.get("ERGOBREAK_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        corner = (screen.width - SHOT, top, screen.width, min(bottom, screen.height))
        screen.crop(corner).save(Path(folder, f"{name}.png"))
