"""The tray icon that draws itself nowhere: panels read it and its menu over the session bus.

Rules of this file:
1. The main thread alone paints and asks the bus; it sleeps in an inbox, of a kind that is safe to
   fill from a signal handler. Nobody who updates or stops the icon ever waits.
2. The thread of the bus answers panels. Before a menu opens it paints as well, under the same
   lock, so that the person reads what is true now.
3. Neither Xlib nor Pillow is loaded: the X11 icon needs them, this one must not pay for them.
"""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.tray.sni_first import FirstIcon
from ergobreak.core.tray_entry import LEFT_CLICK
from ergobreak.core.tray_view import entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.tray.dbusmenu import Menu
    from ergobreak.adapters.tray.sni_item import Item
    from ergobreak.core.tray_view import TrayView

log = logging.getLogger(__name__)

FIRST_WITHIN: Final = 0.2  # seconds in which a bus that is there tells who the panel is


class SniTray:
    """The icon and its menu, on a bus that others share, start and stop. Runs once.

    `answer` is called on the thread of the bus with a command and must only post it. `look` is
    called there and on the main thread for what to show, and must return at once. `first`: the
    icon that is shown already, and goes on as this one.
    """

    def __init__(
        self,
        bus: Bus,
        answer: Callable[[str], None],
        look: Callable[[], TrayView],
        first: FirstIcon | None = None,
    ) -> None:
        self._look = look
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._is_stopping = False
        self._wanted: TrayView | None = None
        self._begun: Callable[[], None] = lambda: None
        self._painting = Lock()
        self._painted: TrayView | None = None  # guarded by it
        self._was_asked_for = first is not None
        first = first or FirstIcon(bus)
        self._item, self._menu = first.item, first.menu
        self._item.hand_over(self._inbox.put, lambda: answer(LEFT_CLICK))
        self._menu.hand_over(answer, self._refresh)
        self._icon = icon_class()(self._item, self._menu, self._live, self.stop)

    @property
    def is_hosted(self) -> bool:
        """Tell whether a panel shows the icon."""
        return self._item.is_hosted

    @property
    def reason(self) -> str:
        """Say why the icon cannot be seen; empty when all is well, and before `run`."""
        return self._item.reason

    def run(self, begun: Callable[[], None] = lambda: None) -> None:
        """Show the icon wherever a panel comes, and block until `stop`; signal handlers run."""
        self._begun = begun
        self._icon.run(setup=lambda _: None)

    def update(self, view: TrayView) -> None:
        """Show this from now on. From any thread; what a newer view overtakes is never shown."""
        self._wanted = view
        if not self._is_stopping:
            self._inbox.put(self._catch_up)

    def stop(self) -> None:
        """Let `run` return. From any thread, also in a signal handler, also before `run`."""
        self._is_stopping = True
        self._inbox.put(None)

    # ---------------------------------------------------------------- the main thread

    def _live(self) -> None:
        """Be there until the end."""
        for begin in (self._refresh, self._menu.serve, self._item.serve):
            self._do(begin)
        # The first work is to ask a panel for a place, if there is one and it was not asked yet.
        with suppress(Empty):
            first = self._inbox.get(timeout=0 if self._was_asked_for else FIRST_WITHIN)
            if first is None:
                self._inbox.put(None)
            else:
                self._do(first)
        self._begun()
        while (work := self._inbox.get()) is not None:
            self._do(work)
        with self._painting:
            # The connection may live on, and panels forget an icon with its connection only.
            self._icon.visible = False

    def _do(self, work: Callable[[], object]) -> None:
        """Do it, unless all is over. A fault may cost one picture, never the icon or the daemon."""
        try:
            if not self._is_stopping:
                work()
        except Exception:
            log.exception("the tray icon failed")

    def _catch_up(self) -> None:
        with self._painting:
            if self._wanted is not None:
                self._paint(self._wanted)

    # ---------------------------------------------------------------- painting

    def _refresh(self) -> bool:
        """Paint what is true now; tell whether that changed the menu."""
        with self._painting:
            last = self._menu.shown
            if not self._is_stopping:
                self._paint(self._look())
            return self._menu.shown is not last

    def _paint(self, view: TrayView) -> None:
        """Set all of it; item and menu tell panels what differs."""
        if view is self._painted:
            return  # of many updates in a row the first has painted the last
        self._icon.icon = view.picture
        self._icon.title = "\n".join((view.headline, *view.lines))
        self._icon.menu = entries(view)
        self._icon.visible = True
        self._painted = view


def icon_class() -> Any:
    """Return pystray's icon, spoken over the bus.

    Its `icon` is the name of a state, the first line of its `title` the title, the others the
    text below it in the tool tip, and its `menu` a row of entries.
    """
    base: Any = pystray_base()

    class Icon(base):  # type: ignore[misc]  # pystray has no types
        """Passes on to item and menu what pystray's setters are told. `live` is the loop."""

        HAS_DEFAULT_ACTION = False
        HAS_MENU_RADIO = False
        HAS_NOTIFICATION = False

        def __init__(
            self, item: Item, menu: Menu, live: Callable[[], None], end: Callable[[], None]
        ) -> None:
            super().__init__("ergobreak", icon="running")
            self._item = item
            self._lines = menu
            self._live = live
            self._end = end

        def _show(self) -> None:
            self._item.change(is_shown=True)
            self._update_title()

        def _hide(self) -> None:
            self._item.change(is_shown=False)

        def _update_icon(self) -> None:
            self._item.change(icon=self.icon)
            self._icon_valid = True

        def _update_title(self) -> None:
            title, _, text = self.title.partition("\n")
            self._item.change(title=title, text=text)

        def _update_menu(self) -> None:
            if self.menu is not None:
                self._lines.show(self.menu)

        def _run(self) -> None:
            self._mark_ready()
            self._live()

        def _stop(self) -> None:
            self._end()

    return Icon


def pystray_base() -> Any:
    """Return the class that pystray's back-ends are made from, and load none of them.

    Importing pystray would choose a back-end, and the one variable that can keep it from that
    would be seen by every child that is started meanwhile. So its one file is loaded by itself.
    """
    name = "pystray._base"
    if name not in sys.modules:
        package = find_spec("pystray")
        if package is None or not package.submodule_search_locations:
            raise ImportError("pystray is not installed")
        path = Path(package.submodule_search_locations[0]) / "_base.py"
        spec = spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError("pystray has no base")
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name].Icon
