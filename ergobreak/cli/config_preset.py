"""The verb `config preset`: which there are, what one would change, and the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli import config_change
from ergobreak.cli import config_text as text
from ergobreak.cli.settings import say
from ergobreak.config import as_dict, edit, keys, load_current, presets
from ergobreak.config.problems import nearest
from ergobreak.control import client
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.paths import Paths


def preset(args: Namespace, places: Paths) -> int:
    """List the presets, or take one over after its difference was shown."""
    from ergobreak.adapters.time import calendar

    path = places.config
    now = as_dict(load_current(places, calendar))
    if not args.words:
        return _list(args, presets.of(now))
    name = args.words[0]
    if name not in presets.NAMES:
        close = nearest(name, presets.NAMES)
        hint = (
            _("Did you mean {close}?").format(close=close)
            if close
            else _("There are: {names}.").format(names=", ".join(presets.NAMES))
        )
        raise UsageError(_("There is no preset {name}.").format(name=repr(name)), hint)
    changes = presets.changes(name, now)
    pairs = {at: (keys.at(now, at), value) for at, value in changes.items()}
    if args.json and not args.yes:
        data = {keys.text(at): {"was": old, "is": new} for at, (old, new) in pairs.items()}
        say(args, {"preset": name, "changes": data}, "")
        return 0
    if not changes:
        say(args, {"changed": {}}, _("{name} is in force already.").format(name=name))
        return 0
    if not args.yes:
        client.tell(0, "\n".join([_("{name} changes:").format(name=name), *text.told(pairs)]))
    if not config_change.wanted(args, _("Write it?")):
        return 0
    return config_change.write(args, places, edit.current(path), changes)


def _list(args: Namespace, now: str) -> int:
    """Print all presets, and which one is in force."""
    from ergobreak.window.welcome.questions import preset as question

    options = question(now or presets.NAMES[0]).options
    # translators: how often prompts come, and what comes.
    form = _("{label}: {more}")
    names = {one.value: form.format(label=one.label, more=one.more) for one in options}
    rows = [(f"{'*' if name == now else ' '} {name}", about) for name, about in names.items()]
    end = _("* is in force.") if now else _("In force are times of your own.")
    say(
        args,
        {"in_force": now or None, "presets": names},
        "\n".join(
            [
                *text.table(rows),
                _("  {end} To change: ergobreak config preset NAME").format(end=end),
            ]
        ),
    )
    return 0
