"""The icon on the bus before anything stands behind it: in the panel while the rest is loaded.

It says that ergobreak starts and has no menu yet; the tray then takes it over as it is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ergobreak.adapters.tray.dbusmenu import Menu
from ergobreak.adapters.tray.sni_item import Item

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.dbus.bus import Bus


class FirstIcon:
    """An icon and its menu, on a bus that others share. Whoever takes it over serves it."""

    def __init__(self, bus: Bus) -> None:
        # Nobody has an inbox yet; asking for a place waits for nothing, so the bus may do it.
        self.item = Item(bus, _at_once, _nothing)
        self.menu = Menu(bus, _ignored, _unchanged)

    def show(self) -> None:
        """Ask each panel for a place, with a picture of the daemon at work."""
        self.menu.serve()
        self.item.change(title="ergobreak", is_shown=True)
        self.item.serve()

    def hide(self) -> None:
        """Be seen no more: there is a better tray here."""
        self.item.change(is_shown=False)


def is_wanted() -> bool:
    """Tell whether the icon may be one on the bus: the person's own `PYSTRAY_BACKEND` wins."""
    return not os.environ.get("PYSTRAY_BACKEND")


def _at_once(work: Callable[[], None]) -> None:
    work()


def _nothing() -> None:
    """Do nothing: a click on an icon that stands for nothing yet."""


def _ignored(_command: str) -> None:
    """Do nothing: there is no line yet that could be clicked."""


def _unchanged() -> bool:
    return False
