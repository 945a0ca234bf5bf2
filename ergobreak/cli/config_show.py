"""The verbs that only look: `config show`, `diff`, `explain`, `schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.cli import config_text as text
from ergobreak.cli.settings import say
from ergobreak.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from ergobreak.config import Settings
    from ergobreak.config.keys import Place
    from ergobreak.config.positions import Spot
    from ergobreak.paths import Paths


def show(args: Namespace, places: Paths) -> int:
    """Do what the first word says."""
    match args.what:
        case "schema":
            return _schema(args, places)
        case "explain":
            return _explain(args, places)
        case "diff":
            return _diff(args, places)
        case _:
            return _show(args, places)


def _show(args: Namespace, places: Paths) -> int:
    """Print the settings that a file leads to, the defaults among them."""
    from ergobreak.config import as_dict, show

    path = Path(args.words[0]) if args.words else places.config
    settings, source = _in_force(args, places) if args.effective else (_settings(args, path), path)
    if not args.origin:
        note = f"# {path.name} has mistakes, so "
        note += "these are the defaults." if source is None else "this is its last good copy."
        is_noted = source != path and path.exists()
        say(args, as_dict(settings), f"{note}\n{show(settings)}" if is_noted else show(settings))
        return 0
    found = text.origins(as_dict(settings), _spots(source) if source else {})
    name = source.name if source else ""
    data = {
        _key(at): {"value": value, "origin": origin.source, "line": origin.line or None}
        for at, (value, origin) in found.items()
    }
    rows = [
        (origin.text(name), f"{_key(at)} = {text.toml(value)}")
        for at, (value, origin) in found.items()
    ]
    width = max(len(first) for first, _ in rows)
    lines = [f"{first:{width}}  {second}" for first, second in rows]
    say(args, {"path": source and str(source), "values": data}, "\n".join(lines))
    return 0


def _in_force(args: Namespace, places: Paths) -> tuple[Settings, Path | None]:
    """Return what a daemon would run on, also where the file has mistakes, and from which file."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import defaults, read_file

    if args.words:
        raise UsageError("What is in force does not depend on another file.", "Leave FILE away.")
    for path in (places.config, places.last_good):
        if not places.config.exists():
            break
        if path.exists() and (settings := read_file(path, calendar).settings) is not None:
            return settings, path
    return defaults(), None


def _settings(args: Namespace, path: Path) -> Settings:
    """Return the settings of a file; raises ConfigError with all its problems."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import defaults, load_explicit

    return load_explicit(path, calendar) if args.words or path.exists() else defaults()


def _spots(path: Path) -> Mapping[Any, Spot]:
    """Return where the values stand that a file sets."""
    from ergobreak.config.files import text_of
    from ergobreak.config.positions import positions

    found = text_of(path)
    if not path.exists() or not isinstance(found, str):
        return {}
    spots = positions(found.removeprefix("\N{BYTE ORDER MARK}"))
    return {at: spots[at] for at in text.set_here(spots)}


def _key(path: tuple[str, ...]) -> str:
    from ergobreak.config import keys

    return keys.text(path)


# ---------------------------------------------------------------- diff


def _diff(args: Namespace, places: Paths) -> int:
    """Print what is not as it would be without the file."""
    from ergobreak.config import as_dict, defaults

    path = Path(args.words[0]) if args.words else places.config
    old, new, spots = as_dict(defaults()), as_dict(_settings(args, path)), _spots(path)
    # Of what only the file has, what it says is enough.
    found = {
        at: pair
        for at, pair in text.differences(old, new).items()
        if at in spots or at[1] in old.get(at[0], {})
    }
    data = {_key(at): {"default": old, "yours": new} for at, (old, new) in found.items()}
    say(args, data, "\n".join(text.told(found)) or "Nothing differs from the defaults.")
    return 0


# ---------------------------------------------------------------- explain


def _explain(args: Namespace, places: Paths) -> int:
    """Say what a key means, what it takes, its default, and where that is from."""
    from ergobreak.config import keys
    from ergobreak.config.settings import Settings

    place = keys.find(args.words[0]) if args.words else keys.Place((), Settings)
    is_table = (place.table is not None and place.path[-1:] != ("postpone",)) or place.is_named
    lines, data = _table(place) if is_table else _value(place, places)
    say(args, data, "\n".join(lines))
    return 0


def _table(place: Place) -> tuple[list[str], object]:
    """Return what stands in a table: each key with its default, or its meaning."""
    from ergobreak.config import explain, keys

    rows = []
    for each in keys.inside(place):
        default = keys.default(each.path)
        if isinstance(default, dict) and place.path == ("reminders",):
            shown = text.in_short(default)
        elif default is None or not place.path:
            shown = explain.meaning(each)
        else:
            shown = text.toml(default)
        rows.append((each.path[-1], shown))
    head = place.key if place.path else "The settings, by table"
    about = explain.meaning(place) if place.path else "More: ergobreak config explain work"
    data = {"key": place.key, "meaning": about, "inside": [each.key for each in keys.inside(place)]}
    return [head, *text.folded(about, "  ", "  "), "", *text.table(rows)], data


def _value(place: Place, places: Paths) -> tuple[list[str], object]:
    from ergobreak.adapters.time import calendar
    from ergobreak.config import as_dict, evidence, explain, keys, read_file, typed

    default = keys.default(place.path)
    about, takes, source = explain.meaning(place), typed.allowed(place), evidence.of(place.path)
    rows = [("takes", takes), ("default", text.toml(default))]
    settings = read_file(places.config, calendar).settings if places.config.exists() else None
    spot = _spots(places.config).get(place.path)
    yours = keys.at(as_dict(settings), place.path) if settings else None
    if spot and settings:
        rows.append(("yours", f"{text.toml(yours)}  ({places.config.name}:{spot.key[0]})"))
    elif spot:
        rows.append(("yours", f"{places.config.name} has mistakes: ergobreak config check"))
    elif settings and yours != default:
        rows.append(("yours", f"{text.toml(yours)}  (by your other values)"))
    rows += [("source", source)] * bool(source)
    data = {"key": place.key, "meaning": about, "takes": takes, "default": default}
    data |= {"yours": yours, "line": spot.key[0] if spot else None, "source": source or None}
    return [place.key, *text.folded(about, "  ", "  "), "", *text.table(rows)], data


# ---------------------------------------------------------------- schema


def _schema(args: Namespace, places: Paths) -> int:
    """Print the JSON Schema, or put it beside the config, where its first line looks for it."""
    from ergobreak.config import edit, schema

    found = f"{json.dumps(schema.schema(), ensure_ascii=False, indent=2)}\n"
    if not args.write:
        print(found, end="")
        return 0
    path = places.config.with_name(schema.NAME)
    edit.write(path, found)
    line = f"#:schema ./{schema.NAME}"
    content = edit.current(places.config)
    if line not in content.splitlines()[:3]:
        mark = "\N{BYTE ORDER MARK}" if content.startswith("\N{BYTE ORDER MARK}") else ""
        edit.write(places.config, f"{mark}{line}\n{content.removeprefix(mark)}")
    about = "Editors that know TOML schemas complete and check the settings now."
    named = f"Named in the first line of {places.config}."
    say(args, {"path": str(path), "line": line}, f"Written to {path}.\n{named}\n{about}")
    return 0
