"""What may stand behind the verbs that give ergobreak its place in the system."""

from __future__ import annotations

import argparse


def desktop(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `desktop`."""
    found.add_argument("what", choices=("install", "remove"), metavar="install|remove")


def autostart(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `autostart`."""
    words = ("on", "off", "status")
    found.add_argument("what", nargs="?", default="status", choices=words, metavar="|".join(words))
    found.add_argument("--by", metavar="WAY", help="on: systemd or xdg, instead of what fits here")
    found.add_argument("--json", action="store_true", help="for programs")


def completion(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `completion`."""
    shells = ("bash", "zsh", "fish")
    # `ask` is what the shells say: the words so far, the last one as far as it is typed.
    found.add_argument("shell", choices=(*shells, "ask"), metavar="|".join(shells))
    found.add_argument("typed", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
