"""The verb `autostart`: ergobreak at login, on, off, and how it stands."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.adapters.autostart import ways
from ergobreak.adapters.autostart.entry import Start
from ergobreak.control import client, lifecycle
from ergobreak.errors import ErgobreakError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.adapters.autostart.entry import Found

_BY: Final = {
    "systemd": N_("systemd, which also starts it anew after a crash"),
    "xdg": N_("your desktop"),
    "launchd": N_("launchd, which also starts it anew after a crash"),
    "registry": N_("Windows"),
}


def autostart(args: Namespace) -> int:
    """Turn it on or off, or say how it stands."""
    known = ways.of(sys.platform)
    try:
        if args.what == "on":
            ways.turn_on(known, start_of(args.home), os.environ, args.by or "")
        elif args.what == "off":
            _turn_off(known)
            return 0
        found = ways.look(known, os.environ)
    except OSError as error:
        raise ErgobreakError(_("This cannot be changed: {error}.").format(error=error)) from error
    if args.json:
        client.tell(0, json.dumps(_data(found), ensure_ascii=False))
    else:
        client.tell(0, "\n".join(_said(found, is_new=args.what == "on")))
    return 0


def start_of(home: str | None) -> Start:
    """Return how this very ergobreak, for this home, is called from anywhere."""
    program, *options = lifecycle.command(paths.find(home))
    # The interpreter of the virtual environment, and not what it leads to.
    return Start(str(Path(program).absolute()), tuple(options), lifecycle.package_path())


def _turn_off(known: list[ways.Way]) -> None:
    gone = ways.turn_off(known, os.environ)
    text = (
        _("ergobreak does not start at login any more.")
        if gone
        else _("It did not start at login.")
    )
    client.tell(0, _("{text} What runs now goes on.").format(text=text))


def _said(found: list[Found], *, is_new: bool) -> list[str]:
    if not found:
        return [
            _("Off: ergobreak does not start at login."),
            _("To change that: ergobreak autostart on"),
        ]
    lines = []
    for each in found:
        if each.is_on:
            lines.append(_("On: ergobreak starts at login, by {by}.").format(by=_(_BY[each.way])))
        else:
            lines.append(_("Off: there is an entry, and your desktop has switched it off."))
        lines.append(f"  {each.place}")
        if each.is_stale:
            lines.append(
                _("  It would start {program}, which is not there any more.").format(
                    program=each.program
                )
            )
            lines.append(_("  To mend that: ergobreak autostart on"))
    if len(found) > 1:
        lines.append(
            _("Two of them are one too many. To keep the right one: ergobreak autostart on")
        )
    if is_new:
        lines.append(_("It begins with your next login. To start now: ergobreak start"))
    return lines


def _data(found: list[Found]) -> dict[str, object]:
    return {
        "on": any(each.is_on and not each.is_stale for each in found),
        "entries": [
            {
                "way": each.way,
                "place": each.place,
                "on": each.is_on,
                "program": each.program,
                "stale": each.is_stale,
            }
            for each in found
        ],
    }
