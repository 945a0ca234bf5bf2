"""What may stand behind the verbs that give ergobreak its place in the system."""

from __future__ import annotations

import argparse

from ergobreak.language import _


def desktop(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `desktop`."""
    found.add_argument("what", choices=("install", "remove"), metavar="install|remove")


def autostart(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `autostart`."""
    words = ("on", "off", "status")
    found.add_argument("what", nargs="?", default="status", choices=words, metavar="|".join(words))
    found.add_argument(
        "--by", metavar="WAY", help=_("on: systemd or xdg, instead of what fits here")
    )
    found.add_argument("--json", action="store_true", help=_("for programs"))


def completion(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `completion`."""
    shells = ("bash", "zsh", "fish")
    # `ask` is what the shells say: the words so far, the last one as far as it is typed.
    found.add_argument("shell", choices=(*shells, "ask"), metavar="|".join(shells))
    found.add_argument("typed", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def run(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `run`."""
    from ergobreak.person import ANSWERS

    start(found)
    found.add_argument(
        "--headless", action="store_true", help=_("no display; JSON lines on stdout")
    )
    found.add_argument("--ignore-hours", action="store_true", help=_("every hour is a work hour"))
    found.add_argument("--clock", choices=("real", "virtual"), default="real")
    # Leaving a break early takes a second act, later; only the simulator has the time for it.
    at_once = [answer for answer in ANSWERS if answer != "partial"]
    found.add_argument(
        "--answer", choices=at_once, default="", help=_("what becomes of every prompt, for tests")
    )


def start(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `start`."""
    found.add_argument("--config", metavar="FILE", help=_("another config file"))


def setup(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `setup`."""
    found.add_argument(
        "what",
        nargs="?",
        choices=("workplace",),
        metavar="workplace",
        help=_("only look over the workplace"),
    )
    found.add_argument("--window", action="store_true", help=_("ask in a window"))
    found.add_argument("--defaults", action="store_true", help=_("ask nothing; keep what holds"))
    found.add_argument("--hours", metavar="RANGES", help='"09:00-12:30, 13:15-17:30"')
    found.add_argument("--days", metavar="DAYS", help=_('mon-fri, "mon, wed", "every day"'))
    found.add_argument("--place", metavar="PLACE", help=_("office, home, study"))
    found.add_argument(
        "--preset", metavar="NAME", help=_("every-45, every-60, every-90, light, micro")
    )
    found.add_argument("--glass", metavar="AMOUNT", help=_("250ml; none: no reminders to drink"))
    found.add_argument("--hide", metavar="LIST", help=_('areas and tags: "neck, knee-pain"; none'))
