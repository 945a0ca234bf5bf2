"""What may stand behind the verbs that give ergobreak its place in the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser


def desktop(found: ArgumentParser) -> None:
    """Add what may stand behind `desktop`."""
    found.add_argument("what", choices=("install", "remove"), metavar="install|remove")


def autostart(found: ArgumentParser) -> None:
    """Add what may stand behind `autostart`."""
    words = ("on", "off", "status")
    found.add_argument("what", nargs="?", default="status", choices=words, metavar="|".join(words))
    found.add_argument("--by", metavar="WAY", help="on: systemd or xdg, instead of what fits here")
    found.add_argument("--json", action="store_true", help="for programs")
