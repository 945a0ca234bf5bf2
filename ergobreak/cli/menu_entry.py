"""The verb `desktop`: ergobreak in the menu of applications, and out of it again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.adapters import desktop_entry
from ergobreak.control import client, lifecycle
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace


def desktop(args: Namespace) -> int:
    """Install or remove the entry, its actions and the icon."""
    data = desktop_entry.folder(os.environ)
    if args.what == "remove":
        gone = desktop_entry.remove(data)
        told = "\n".join(_("Removed {path}").format(path=path) for path in gone)
        client.tell(0, told or _("There is no entry of ergobreak in your menu."))
        return 0
    program, *rest = lifecycle.command(paths.find(args.home))
    # The interpreter of the virtual environment, and not what it leads to.
    program = str(Path(program).absolute())
    needed = lifecycle.package_path()
    found = ["env", f"PYTHONPATH={needed}"] if needed else []
    entry, icon = desktop_entry.install(data, [*found, program, *rest], program)
    told = _("ergobreak is in the menu of your desktop now.")
    client.tell(0, f"{told}\n{entry}\n{icon}")
    return 0
