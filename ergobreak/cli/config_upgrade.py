"""The verb `config upgrade`: a file of an older version written anew, after the difference."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from ergobreak.cli import config_change
from ergobreak.cli import config_text as text
from ergobreak.cli.settings import say
from ergobreak.config import edit, keys
from ergobreak.config.checked import HINT, told
from ergobreak.config.settings import VERSION
from ergobreak.config.toml_source import placed
from ergobreak.config.versions import STEPS, upgraded, version_problem
from ergobreak.control import client
from ergobreak.errors import ConfigError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.config.versions import Moved, Steps
    from ergobreak.paths import Paths


def upgrade(args: Namespace, places: Paths, steps: Steps = STEPS) -> int:
    """Show what the present version would change in the file, and write it if that is meant.

    The old file is kept beside it. Without a change nothing is asked, and nothing is written.
    """
    path = places.config
    if not path.exists():
        say(
            args,
            {"changed": {}},
            _("Nothing to upgrade: there is no {path}, so the defaults hold.").format(path=path),
        )
        return 0
    old = edit.current(path)
    table = config_change.table_of(old, path.name)
    if problem := version_problem(table, steps):
        wrong = placed([problem], old.removeprefix("\N{BYTE ORDER MARK}"))
        raise ConfigError(told(wrong, path.name), config_change.NOTHING)
    _unused, moved = upgraded(table, steps)
    if not moved.values:
        now = _("{name} is as version {version} has it, and there is no newer one here.").format(
            name=path.name, version=VERSION
        )
        say(args, {"changed": {}}, _("Nothing to upgrade: {now}").format(now=now))
        return 0
    pairs = {at: (keys.at(table, at), value) for at, value in moved.values.items()}
    lines = [
        _("{name} in version {version}:").format(name=path.name, version=VERSION),
        *text.told(pairs),
        *moved.sentences,
    ]
    data = {keys.text(at): {"was": was, "is": now} for at, (was, now) in pairs.items()}
    if not args.json:
        client.tell(0, "\n".join(lines))
    if args.json and not args.yes:
        say(args, {"version": VERSION, "changes": data, "sentences": moved.sentences}, "")
        return 0
    if not config_change.wanted(args, _("Write it?")):
        return 0
    kept = _written(places, old, moved)
    shown = {"path": str(path), "kept": kept, "changes": data, "sentences": moved.sentences}
    say(
        args,
        shown,
        _("Written to {path}. The old file is kept: {kept}").format(path=path, kept=kept),
    )
    return 0


def _written(places: Paths, old: str, moved: Moved) -> str:
    """Write the new file, keep the old one, and return its name. Raises ConfigError."""
    new = edit.unchecked(old, moved.values)
    found = config_change.in_place(new, places)
    if found.settings is None:
        # With its mistakes mended, the file is upgraded next time; their lines are still the same.
        lines = told(found.problems, places.config.name)
        raise ConfigError(lines, f"{config_change.NOTHING} {HINT}")
    kept = config_change.free_name(places.config)
    shutil.copy2(places.config, kept)
    edit.write(places.config, new)
    return str(kept)
