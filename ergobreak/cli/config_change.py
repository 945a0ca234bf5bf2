"""The verbs that change the config: `config set`, `unset`, `reset`, `preset`, `upgrade`.

Rules of this file:
1. The file is read, changed in memory, checked, and only then written, whole or not at all.
2. What a change would break is told as a mistake in the file is, and nothing is written.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

from ergobreak.cli import config_text as text
from ergobreak.cli.consent import is_yes
from ergobreak.cli.settings import say
from ergobreak.config import edit, keys, typed
from ergobreak.config.checked import Checked, told
from ergobreak.config.files import current_with, for_everybody
from ergobreak.config.layers import layered
from ergobreak.config.toml_source import parsed
from ergobreak.dataclass import replace
from ergobreak.errors import ConfigError, UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from pathlib import Path

    from ergobreak.config.edit import Key
    from ergobreak.config.keys import Place
    from ergobreak.config.problems import Problem
    from ergobreak.paths import Paths

    Changes = Mapping[Key, object]

SAME = N_("Nothing to change: it is so already.")
NOTHING = N_("Nothing has changed.")


def change(args: Namespace, places: Paths) -> int:
    """Do what the first word says."""
    match args.what:
        case "set":
            return _set(args, places)
        case "preset":
            from ergobreak.cli import config_preset

            return config_preset.preset(args, places)
        case "upgrade":
            from ergobreak.cli import config_upgrade

            return config_upgrade.upgrade(args, places)
        case "reset" if not args.words:
            return _reset(args, places)
        case _:
            return _unset(args, places)


def _set(args: Namespace, places: Paths) -> int:
    """Set one value."""
    place = keys.find(args.words[0])
    if not place.path[-1]:
        raise UsageError(_("{key} is no name.").format(key=place.key))
    value = typed.value(args.words[1:], place)
    wrong = [_as_typed(each, place, value) for each in typed.problems(value, place)]
    if wrong:
        raise ConfigError(told(wrong, "config set"), NOTHING)
    old = edit.current(places.config)
    below = layered(layer.table for layer in for_everybody(places)[0])
    changes = _with_times(place, value, table_of(old, places.config.name), below)
    return write(args, places, old, changes)


def _with_times(
    place: Place, value: object, table: Mapping[str, Any], below: Mapping[str, Any]
) -> dict[Key, object]:
    """Return the change, and with a time of a reminder that the other times go: it has one."""
    from ergobreak.config.default_reminders import TIMES

    *outer, last = place.path
    if isinstance(value, dict) and last != "postpone":
        # Value by value: what the person wrote around the others stays.
        return {(*place.path, *path): item for path, item in text.flat(value).items()}
    if outer[-1:] == ["postpone"] and keys.at(table, tuple(outer)) is None:
        # One line, as it is shipped, instead of a table for a single value.
        inside = (keys.default(tuple(outer)) or {}) | (keys.at(below, tuple(outer)) or {})
        return {tuple(outer): {**inside, last: value}}
    found: dict[Key, object] = {place.path: value}
    if "reminders" not in {place.path[0], *place.path[2:3]} or last not in TIMES:
        return found
    others = [*TIMES, *(("hours",) if last == "every" else ())]
    gone = [(*outer, other) for other in others if other != last]
    return {**{path: None for path in gone if keys.at(table, path) is not None}, **found}


def _unset(args: Namespace, places: Paths) -> int:
    """Leave a value, or a whole table, to the defaults again."""
    place = keys.find(args.words[0])
    old = edit.current(places.config)
    table = table_of(old, places.config.name)
    there = keys.at(table, place.path)
    if there is None:
        above = _above(places).get(place.path)
        sentence = _("{name} does not set {key}.").format(name=places.config.name, key=place.key)
        if above:
            # translators: {file} is "/etc/xdg/ergobreak/ergobreak.toml, line 3".
            sentence = _("{name} does not set {key}. {file}, does.").format(
                name=places.config.name, key=place.key, file=above.words
            )
        say(args, {"changed": {}}, sentence)
        return 0
    # Of somebody's own making: a reminder, a calendar, a profile, or a reminder inside of one.
    is_own = (
        place.table is not None
        and keys.default(place.path) is None
        and len(place.path) in ({2, 4} if place.path[0] == "profiles" else {2})
    )
    path, outer = place.path, place.path[:-1]
    if outer[-1:] == ("postpone",):
        rest = {key: item for key, item in keys.at(table, outer).items() if key != path[-1]}
        # What is left says nothing else than the defaults: it was written together with this.
        path = outer if (keys.default(outer) or {}).items() >= rest.items() else path
    changes: dict[Key, object] = {path: None}
    if isinstance(there, dict) and not is_own and place.path[-1] != "postpone":
        # One by one: the comments of the table stay, and so does what is commented out.
        changes = {(*place.path, *path): None for path in text.flat(there)}
    return write(args, places, old, changes)


def _reset(args: Namespace, places: Paths) -> int:
    """Begin anew with the commented file; the old one is kept beside it."""
    from ergobreak.config.files import first_text

    path = places.config
    if not path.exists() or path.read_bytes() == first_text().encode():
        say(args, {"kept": None}, _(SAME))
        return 0
    if not wanted(args, _("This sets everything in {path} back. Go on?").format(path=path)):
        return 0
    kept = free_name(path)
    shutil.copy2(path, kept)
    edit.write(path, first_text())
    say(
        args,
        {"kept": str(kept)},
        _("All is as at the beginning. The old file is kept: {kept}").format(kept=kept),
    )
    return 0


def free_name(path: Path) -> Path:
    """Return a name beside a file that nothing has."""
    number = 1
    while (free := path.with_name(f"{path.name}.old-{number}")).exists():
        number += 1
    return free


# ---------------------------------------------------------------- checked, then written


def table_of(old: str, name: str) -> dict[str, Any]:
    """Return the table of a person's file. Raises ConfigError if it is no TOML."""
    found = parsed(old.removeprefix("\N{BYTE ORDER MARK}"))
    if not isinstance(found, dict):
        raise ConfigError(
            told(found.problems, name),
            _("{nothing} To mend it: ergobreak config edit").format(nothing=_(NOTHING)),
        )
    return found


def wanted(args: Namespace, question: str) -> bool:
    """Tell whether a change is meant: by --yes, or by an answer where somebody can give one."""
    from ergobreak.control import client

    if args.yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        client.tell(0, _("{nothing} If it is meant: --yes").format(nothing=_(NOTHING)))
        return False
    try:
        # translators: y and N stay: they are what may be typed.
        said = is_yes(input(_("{question} [y/N] ").format(question=question)))
    except EOFError:
        said = False
    if not said:
        client.tell(0, _(NOTHING))
    return said


def write(args: Namespace, places: Paths, old: str, changes: Changes) -> int:
    """Put changes into the file if it is sound afterwards, and say what is different."""
    path = places.config
    before = table_of(old, path.name)
    new = edit.unchecked(old, changes)
    if new == old:
        say(args, {"changed": {}}, _(SAME))
        return 0
    was, now = in_place(old, places), in_place(new, places)
    if now.settings is None:
        raise ConfigError(_refusal(was, now, changes, path.name), NOTHING)
    edit.write(path, new)
    after = table_of(new, path.name)
    found = text.differences(before, after)
    known = {(each.path, each.sentence) for each in was.problems}
    odd = [
        each
        for each in now.problems
        if (each.path, each.sentence) not in known or _is_about(each, changes)
    ]
    lines = [
        *_told(found, places),
        _("Written to {path}.").format(path=path),
        *([told(odd, path.name)] if odd else []),
    ]
    data = {
        "path": str(path),
        "changed": {keys.text(at): {"was": a, "is": b} for at, (a, b) in found.items()},
        "warnings": [each.sentence for each in odd],
    }
    say(args, data, "\n".join(lines))
    return 0


def _told(found: Mapping[Key, tuple[Any, Any]], places: Paths) -> list[str]:
    """Return what is different, with what holds where the file said nothing, or says no more."""
    above = _above(places)
    below = layered(layer.table for layer in for_everybody(places)[0])

    def side(value: object, path: Key) -> str:
        if value is not None:
            return text.toml(value)
        default = keys.default(path)
        if path in above:
            return _("{toml} (from {words})").format(
                toml=text.toml(keys.at(below, path)), words=above[path].words
            )
        if default is None:
            return _("nothing")
        return _("{toml} (the default)").format(toml=text.toml(default))

    return text.lined(
        [(keys.text(path), side(old, path), side(new, path)) for path, (old, new) in found.items()]
    )


def _above(places: Paths) -> Mapping[Key, text.Origin]:
    """Return what the files for everybody set, and where."""
    return text.set_by(for_everybody(places)[0])


def in_place(content: str, places: Paths) -> Checked:
    """Return what becomes of a text in the place of the person's file."""
    from ergobreak.adapters.time import calendar

    return current_with(content, places, calendar)


def _refusal(was: Checked, now: Checked, changes: Changes, name: str) -> str:
    """Return the mistakes: those that are in the file already by line, the others by their key."""
    known = {(each.path, each.sentence): each for each in was.problems}
    lines = []
    for each in now.problems:
        if not each.is_error:
            continue
        if there := known.get((each.path, each.sentence)):
            lines.append(there.text(name))
        else:
            # The line is none of the file: nobody could look there.
            lines.append(replace(each, line=0).text(f"config {_verb(changes)}"))
    return "\n".join(lines)


def _is_about(problem: Problem, changes: Changes) -> bool:
    """Tell whether a problem stands at a key that was set, at its table or inside of it."""
    own = [path for path, value in changes.items() if value is not None]
    return bool(problem.path) and any(
        problem.path[: len(path)] == path[: len(problem.path)] for path in own
    )


def _verb(changes: Changes) -> str:
    return "unset" if all(value is None for value in changes.values()) else "set"


def _as_typed(problem: Problem, place: Place, value: object) -> Problem:
    """Return a problem with what was typed as its line."""
    source = f"{place.key} = {text.toml(value)}"
    column = source.index(" = ") + 4
    if len(problem.path) > len(place.path) and problem.found in source:
        column = source.index(problem.found, column - 1) + 1
    return replace(problem, source=source, column=column)
