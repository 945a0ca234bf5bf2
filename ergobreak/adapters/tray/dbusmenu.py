"""The menu of the tray icon, as panels read it over the bus (com.canonical.dbusmenu).

Rules of this file:
1. A number means the same command for ever: a click on a line that has moved, or gone, since the
   panel drew it does what the person read, or nothing.
2. What is shown is replaced as a whole and never changed, so that calls may be answered on any
   thread. `show` itself needs one caller at a time.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ergobreak import plain
from ergobreak.adapters.tray.sni_wire import MENU, Refused, Served
from ergobreak.core.tray_entry import RULE, Entry
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ergobreak.adapters.dbus.bus import Bus

ROOT: Final = 0
LAYOUT: Final = "(ia{sv}av)"
# What a line is as long as it does not say otherwise.
DEFAULTS: Final[dict[str, tuple[str, Any]]] = {
    "type": ("s", "standard"),
    "label": ("s", ""),
    "enabled": ("b", True),
    "visible": ("b", True),
    "icon-name": ("s", ""),
    "toggle-type": ("s", ""),
    "toggle-state": ("i", -1),
    "children-display": ("s", ""),
}
_SEEN: Final = ("label", "icon-name", "toggle-state")
STANDING: Final = {"Version": 3, "TextDirection": "ltr", "Status": "normal", "IconThemePath": []}

Properties = dict[str, tuple[str, Any]]
Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the menu and the number that panels know it by."""

    number: int
    entry: Entry
    inside: tuple[Line, ...] = ()

    def properties(self, names: Iterable[str] = ()) -> Properties:
        """Return what differs from the defaults; with names only these."""
        entry, found = self.entry, dict[str, tuple[str, Any]]()
        if entry == RULE:
            found["type"] = ("s", "separator")
        elif self.number != ROOT:
            # A single one would underline the next letter.
            found["label"] = ("s", plain.line(entry.label).replace("_", "__"))
            # Panels look names up in the theme, and know no files here.
            if entry.icon and "/" not in entry.icon:
                found["icon-name"] = ("s", entry.icon)
            if not entry.command and not self.inside:
                found["enabled"] = ("b", False)
        if entry.mark:
            found["toggle-type"] = ("s", entry.mark)
            found["toggle-state"] = ("i", int(entry.is_marked))
        if self.inside:
            found["children-display"] = ("s", "submenu")
        wanted = tuple(names) or tuple(found)
        return {name: value for name, value in found.items() if name in wanted}

    def looks(self) -> Properties:
        """Return what a person sees of it; all of it, also what is as by default."""
        own = self.properties()
        return {name: own.get(name, DEFAULTS[name]) for name in _SEEN}

    def layout(self, depth: int, names: Iterable[str]) -> tuple[int, Properties, list[Any]]:
        """Return the line and what is inside it; below 0 `depth` has no end."""
        inside = self.inside if depth else ()
        lines = [(LAYOUT, line.layout(depth - 1, names)) for line in inside]
        return self.number, self.properties(names), lines

    def all(self) -> Iterator[Line]:
        """Yield this line and all that are inside it, in the order of the menu."""
        yield self
        for line in self.inside:
            yield from line.all()

    def shape(self) -> tuple[Any, ...]:
        """Return what must be equal for a panel to keep its lines and change their words."""
        return self.number, tuple(line.shape() for line in self.inside)


@dataclass(frozen=True, slots=True)
class Shown:
    """The menu of one moment. `revision` rises when lines come, go or move."""

    root: Line
    lines: dict[int, Line]
    revision: int


class Menu:
    """The menu on the bus.

    `answer` gets the command of a clicked line, `refresh` shows what is new and tells whether
    that changed the menu. Both are called on the thread of the bus, and must return at once.
    """

    def __init__(
        self, bus: Bus, answer: Callable[[str], None], refresh: Callable[[], bool]
    ) -> None:
        self._bus = bus
        self._answer = answer
        self._refresh = refresh
        self._numbers: dict[Key, int] = {}
        self._is_offered = False  # of the thread of the bus alone
        root = Line(ROOT, Entry("menu"))
        self.shown = Shown(root, {ROOT: root}, 1)

    def hand_over(self, answer: Callable[[str], None], refresh: Callable[[], bool]) -> None:
        """Let others than so far say what clicks do and what is new."""
        self._answer, self._refresh = answer, refresh

    def serve(self) -> None:
        """Answer panels from now on."""
        self._bus.on_call(MENU.path, Served(MENU, self._do, STANDING.__getitem__))

    def show(self, entries: Iterable[Entry]) -> None:
        """Show these entries; panels hear of it if that changes anything."""
        last = self.shown
        root = Line(ROOT, Entry("menu"), self._numbered(entries, ()))
        if root == last.root:
            return
        lines = {line.number: line for line in root.all()}
        is_reshaped = root.shape() != last.root.shape()
        self.shown = Shown(root, lines, last.revision + is_reshaped)
        # Words that change by themselves leave an open menu open, and its submenus too. GNOME reads
        # those of a line that it knows from this signal only, also when other lines come or go.
        changed = [
            (number, dict(line.looks().items() - last.lines[number].looks().items()))
            for number, line in lines.items()
            if number in last.lines and line.looks() != last.lines[number].looks()
        ]
        if changed:
            self._bus.send(MENU.signal("ItemsPropertiesUpdated", changed, []))
        if is_reshaped:
            self._bus.send(MENU.signal("LayoutUpdated", self.shown.revision, ROOT))

    def _numbered(self, entries: Iterable[Entry], above: Key) -> tuple[Line, ...]:
        seen: Counter[Key] = Counter()
        lines = []
        before: Key = ()
        for entry in entries:
            # A rule belongs to what stands above it: GNOME puts one that moves in the wrong place.
            before = ("rule", *before) if entry == RULE else _kind(entry)
            key: Key = (*above, *before)
            seen[key] += 1
            key = (*key, seen[key])
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
            lines.append(Line(number, entry, self._numbered(entry.inside, key)))
        return tuple(lines)

    # ---------------------------------------------------------------- what panels ask

    def _do(self, member: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
        match member:
            case "GetLayout":
                number, depth, names = values
                shown = self.shown
                line = _line(shown, number)
                self._offer_insides(line, depth)
                return shown.revision, line.layout(depth, names)
            case "GetGroupProperties":
                numbers, names = values
                lines = self.shown.lines
                chosen = (lines[one] for one in numbers or lines if one in lines)
                return ([(line.number, line.properties(names)) for line in chosen],)
            case "GetProperty":
                return (_property(_line(self.shown, values[0]), values[1]),)
            case "Event":
                if self._unknown([values[:2]]):
                    raise Refused("InvalidArgs", f"no line {values[0]}")
                return ()
            case "EventGroup":
                return (self._unknown([event[:2] for event in values[0]]),)
            case "AboutToShow":
                _line(self.shown, values[0])
                return (self._refresh(),)
            case _:
                return self._about_to_show(values[0])

    def _offer_insides(self, line: Line, depth: int) -> None:
        """Let a panel that reads one menu at a time read those inside before they are opened.

        Plasma opens an empty menu and fills it later: at the edge of a screen out of sight.
        """
        insides = [one.number for one in line.inside if one.inside]
        if line.number != ROOT:
            self._is_offered = False
        elif depth == 1 and insides and not self._is_offered:
            # Not again before one was read: some panel might read all anew at whatever it hears.
            self._is_offered = True
            for number in insides:
                self._bus.send(MENU.signal("LayoutUpdated", self.shown.revision, number))

    def _unknown(self, events: Iterable[tuple[int, str]]) -> list[int]:
        """Do what the clicks among the events ask for; return the numbers that no line has."""
        unknown = []
        lines = self.shown.lines  # as the person saw it, whatever the first click may change
        for number, event in events:
            line = lines.get(number)
            if line is None:
                unknown.append(number)
            elif event == "clicked" and line.entry.command:
                self._answer(line.entry.command)
        return unknown

    def _about_to_show(self, numbers: list[int]) -> tuple[list[int], list[int]]:
        """Return which of the menus have changed, and which are none."""
        is_changed = self._refresh()
        lines = self.shown.lines
        known = [number for number in numbers if number in lines]
        unknown = [number for number in numbers if number not in lines]
        return (known if is_changed else []), unknown


def _kind(entry: Entry) -> Key:
    """Return what makes a line the same one when others come and go beside it."""
    if entry.command:
        return "command", entry.command
    if entry.inside:
        return "inside", entry.label
    return ("words",)


def _line(shown: Shown, number: int) -> Line:
    if number not in shown.lines:
        raise Refused("InvalidArgs", f"no line {number}")
    return shown.lines[number]


def _property(line: Line, name: str) -> tuple[str, Any]:
    found = {**DEFAULTS, **line.properties()}
    if name not in found:
        raise Refused("UnknownProperty", name)
    return found[name]
