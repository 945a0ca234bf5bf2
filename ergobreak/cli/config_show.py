"""The verbs that only look: `config show`, `diff`, `explain`, `schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.cli import config_profile
from ergobreak.cli import config_text as text
from ergobreak.cli.settings import say
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from ergobreak.config import Settings
    from ergobreak.config.keys import Place
    from ergobreak.config.layers import Layer
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
    settings, source = (
        _in_force(args, places) if args.effective else (_settings(args, places), path)
    )
    profile = config_profile.asked(args, settings)
    settings = settings.in_profile[profile] if profile else settings
    if not args.origin:
        notes = [_("# Profile {profile}.").format(profile=profile)] if profile else []
        if source != path and path.exists():
            form = (
                _("# {name} has mistakes, so these are the defaults.")
                if source is None
                else _("# {name} has mistakes, so this is its last good copy.")
            )
            notes.append(form.format(name=path.name))
        say(args, as_dict(settings), "\n".join([*notes, show(settings)]))
        return 0
    layers = _layers(source, () if args.words else _under(places))
    found = text.origins(as_dict(settings), text.set_by(layers), profile)
    name = source.name if source else ""
    data = {
        _key(at): {"value": value, "origin": origin.source, "line": origin.line or None}
        | ({"file": origin.file} if origin.file else {})
        for at, (value, origin) in found.items()
    }
    rows = [
        (origin.text(name), f"{_key(at)} = {text.toml(value)}")
        for at, (value, origin) in found.items()
    ]
    width = max(len(first) for first, _unused in rows)
    lines = [f"{first:{width}}  {second}" for first, second in rows]
    say(args, {"path": source and str(source), "values": data}, "\n".join(lines))
    return 0


def _in_force(args: Namespace, places: Paths) -> tuple[Settings, Path | None]:
    """Return what a daemon would run on, also where the file has mistakes, and from which file."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config.files import in_force

    if args.words:
        raise UsageError(
            _("What is in force does not depend on another file."), _("Leave FILE away.")
        )
    found = in_force(places, calendar)
    files = {"file": places.config, "last good": places.last_good}
    return found.settings, None if found.is_missing else files.get(found.source)


def _settings(args: Namespace, places: Paths) -> Settings:
    """Return the settings of a file; raises ConfigError with all its problems."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import load_current, load_explicit

    if args.words:
        return load_explicit(Path(args.words[0]), calendar)
    return load_current(places, calendar)


def _under(places: Paths) -> Sequence[Layer]:
    """Return the files for everybody that can be used, the lowest first."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config.files import for_everybody

    return for_everybody(places, calendar)[0]


def _layers(path: Path | None, under: Sequence[Layer]) -> Sequence[Layer]:
    """Return these files and on top of them another, if it can be read at all."""
    from ergobreak.config.checked import layer_of
    from ergobreak.config.files import text_of
    from ergobreak.config.layers import Layer
    from ergobreak.config.problems import Problem

    found = text_of(path) if path and path.exists() else ""
    if isinstance(found, Problem):
        return under
    own = layer_of(found)
    return (*under, own if isinstance(own, Layer) else own.layer)


def _key(path: tuple[str, ...]) -> str:
    from ergobreak.config import keys

    return keys.text(path)


# ---------------------------------------------------------------- diff


def _diff(args: Namespace, places: Paths) -> int:
    """Print what is not as it would be without the file."""
    from ergobreak.config import as_dict, read

    path = Path(args.words[0]) if args.words else places.config
    under = () if args.words else _under(places)
    without = read("", None, None, under).settings
    old, new = as_dict(without) if without else {}, as_dict(_settings(args, places))
    spots = text.set_by(_layers(path, ()))
    # Of what only the file has, what it says is enough.
    found = {
        at: pair
        for at, pair in text.differences(old, new).items()
        if at in spots or at[1] in old.get(at[0], {})
    }
    data = {_key(at): {"default": old, "yours": new} for at, (old, new) in found.items()}
    say(args, data, "\n".join(text.told(found)) or _("Nothing differs from the defaults."))
    return 0


# ---------------------------------------------------------------- explain


def _explain(args: Namespace, places: Paths) -> int:
    """Say what a key means, what it takes, its default, and where that is from."""
    from ergobreak.config import keys
    from ergobreak.config.settings import Settings

    place = keys.find(args.words[0]) if args.words else keys.Place((), Settings)
    is_table = (place.table is not None and place.path[-1:] != ("postpone",)) or place.is_named
    lines, data = _table(place, places) if is_table else _value(args, place, places)
    say(args, data, "\n".join(lines))
    return 0


def _table(place: Place, places: Paths) -> tuple[list[str], object]:
    """Return what stands in a table: each key with its default, or its meaning, and what is set."""
    from ergobreak.config import explain, keys
    from ergobreak.config.layers import layered

    rows = []
    mine = layered(each.table for each in _layers(places.config, ())) if place.path else {}
    for each in keys.inside(place):
        default = keys.default(each.path)
        if isinstance(default, dict) and place.path == ("reminders",):
            shown = text.in_short(default)
        elif default is None or not place.path:
            shown = _(explain.meaning(each))
        else:
            shown = text.toml(default)
        rows.append((each.path[-1], shown))
        yours = keys.at(mine, each.path)
        if yours is not None:
            is_table = isinstance(yours, dict) and each.path[-1:] != ("postpone",)
            rows.append(
                (
                    "",
                    _("you set: {yours}").format(yours=", ".join(yours))
                    if is_table
                    else _("yours: {toml}").format(toml=text.toml(yours)),
                )
            )
    head = place.key if place.path else _("The settings, by table")
    about = _(explain.meaning(place)) if place.path else _("More: ergobreak config explain work")
    inside = keys.inside(place)
    yours = {each.key: keys.at(mine, each.path) for each in inside}
    data = {
        "key": place.key,
        "meaning": about,
        "inside": [each.key for each in inside],
        "yours": {key: value for key, value in yours.items() if value is not None},
    }
    return [head, *text.folded(about, "  ", "  "), "", *text.table(rows)], data


def _value(args: Namespace, place: Place, places: Paths) -> tuple[list[str], object]:
    from ergobreak.adapters.time import calendar
    from ergobreak.config import as_dict, current, evidence, explain, keys, typed
    from ergobreak.config.layers import layered

    default = keys.default(place.path)
    about, takes, source = _(explain.meaning(place)), typed.allowed(place), evidence.of(place.path)
    is_changing = config_profile.is_changing(place.path)
    rows = [(_("takes"), takes), *([] if is_changing else [(_("default"), text.toml(default))])]
    under = _under(places)
    above = text.set_by(under).get(place.path)
    if above:
        theirs = keys.at(layered(each.table for each in under), place.path)
        rows.append(
            (
                _("for all"),
                _("{toml}  (from {words})").format(toml=text.toml(theirs), words=above.words),
            )
        )
    has_any = places.config.exists() or bool(under)
    settings = current(places, calendar).settings if has_any else None
    all_set = text.set_by(_layers(places.config, under))
    found = all_set.get(place.path)
    spot = found if found and not found.file else None
    yours = keys.at(as_dict(settings), place.path) if settings else None
    if spot and settings:
        rows.append((_("yours"), f"{text.toml(yours)}  ({spot.text(places.config.name)})"))
    elif found and settings:
        pass  # as it is from above
    elif spot:
        rows.append(
            (
                _("yours"),
                _("{name} has mistakes: ergobreak config check").format(name=places.config.name),
            )
        )
    elif settings and yours != default:
        rows.append((_("yours"), _("{toml}  (by your other values)").format(toml=text.toml(yours))))
    if settings:
        rows += config_profile.rows(args, settings, place.path, all_set)
    rows += [(_("source"), source)] * bool(source)
    data = {"key": place.key, "meaning": about, "takes": takes, "default": default}
    data |= {"yours": yours, "line": spot.line if spot else None, "source": source or None}
    data |= {"from": above.file, "from_line": above.line} if above else {}
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
    if line in content.splitlines()[:3]:
        if not places.config.exists():
            edit.write(places.config, content)
    else:
        mark = "\N{BYTE ORDER MARK}" if content.startswith("\N{BYTE ORDER MARK}") else ""
        edit.write(places.config, f"{mark}{line}\n{content.removeprefix(mark)}")
    about = _("Editors that know TOML schemas complete and check the settings now.")
    named = _("Named in the first line of {config}.").format(config=places.config)
    say(
        args,
        {"path": str(path), "line": line},
        _("Written to {path}.\n{named}\n{about}").format(path=path, named=named, about=about),
    )
    return 0
