"""Texts of others made fit for a screen: nothing in them moves a cursor or turns a line round.

The name of a microphone, a calendar or a window is not ours, nor is a file that was sent to us.
"""

from __future__ import annotations

import re
from typing import Final

# Control characters but for tab and line end; marks that turn the order of letters or show nothing;
# halves of characters. Those that join letters, which some scripts need, are none.
_STEERING: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_ANY: Final = re.compile(f"[{_STEERING}]")
_BREAK: Final = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_BUT_COLOURS: Final = re.compile(f"(\x1b\\[[0-9;]*m)|[{_STEERING}]")


def text(found: str) -> str:
    """Return a text with its line ends; what would steer is a question mark."""
    return _ANY.sub("?", found)


def line(found: str) -> str:
    """Return a text as one line, for a place that has no more than one."""
    return text(_BREAK.sub(" ", found))


def coloured(found: str) -> str:
    """Return a text of our own making for a terminal: its colours stay, nothing else steers."""
    return _BUT_COLOURS.sub(lambda match: match[1] or "?", found)
