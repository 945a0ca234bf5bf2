"""The lines that a menu of the tray is made of, whatever they say: tray_view.py says it.

A module of its own because the icon is in the panel before the rules of the engine are loaded.
"""

from __future__ import annotations

from typing import Final

from ergobreak.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: a command, a submenu, or words alone; without a label a rule.

    `mark`: radio (one of several) or checkmark, or nothing; `is_marked`: it is set.
    """

    label: str = ""
    command: str = ""
    inside: tuple[Entry, ...] = ()
    icon: str = ""  # a name of the icon theme, or the path of a picture
    mark: str = ""
    is_marked: bool = False


RULE: Final = Entry()
LEFT_CLICK: Final = "window"
"""The command of a left click on the icon: it shows how things stand, and starts nothing."""
