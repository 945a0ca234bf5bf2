"""The verbs `config export` and `config import`: one's settings carried to another machine.

Rules of this file:
1. What leaves is told value by value: it may name places of this machine, and what hurts.
2. What comes in is checked whole, beside what is here; then all of it is written, or nothing.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ergobreak.cli import config_change
from ergobreak.cli import config_text as text
from ergobreak.cli.settings import say
from ergobreak.config import as_dict, bundle, current, defaults, edit, keys, own_content
from ergobreak.config.checked import HINT, accept, told
from ergobreak.config.files import current_with, text_of
from ergobreak.dataclass import replace
from ergobreak.errors import ConfigError, UsageError
from ergobreak.language import _
from ergobreak.paths import CONFIG, CONTENT

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from ergobreak.config.edit import Key
    from ergobreak.paths import Paths

NAME: Final = "ergobreak-settings"


def move(args: Namespace, places: Paths) -> int:
    """Do what the first word says."""
    return _export(args, places) if args.what == "export" else _import(args, places)


# ---------------------------------------------------------------- export


def _export(args: Namespace, places: Paths) -> int:
    """Write settings and own content into one file, and say what it holds."""
    from ergobreak.adapters.time import calendar

    accept(current(places, calendar), places.config.name)
    if wrong := own_content(places.content).problems:
        raise ConfigError(_told_content(wrong), HINT)
    files = _files(places)
    has_own = len(files) > 1
    path = Path(args.words[0] if args.words else f"{NAME}{'.zip' if has_own else '.toml'}")
    is_zip = path.suffix != ".toml"
    if path.is_dir() or (path.exists() and not args.yes):
        raise UsageError(
            _("{path} is there already.").format(path=path),
            _("Another name, or --yes to replace it."),
        )
    path.unlink(missing_ok=True)  # what is made anew is private
    edit.write(path.absolute(), bundle.packed(files) if is_zip else files[CONFIG])
    held = sorted(files) if is_zip else [CONFIG]
    values = text.flat(config_change.table_of(edit.current(places.config), places.config.name))
    lines = [_("Written to {path}, which only you can read. It holds:").format(path=path)]
    lines += [f"  {name}" for name in held]
    lines += [f"    {keys.text(at)} = {text.toml(value)}" for at, value in values.items()]
    named = [keys.text(at) for at, value in values.items() if _is_place(value)]
    if named:
        lines.append(
            _("Places of this machine, not what is in them: {named}.").format(
                named=", ".join(named)
            )
        )
    if has_own and not is_zip:
        lines.append(
            _(
                "The files in {content} are not in it; a name that ends in .zip has them too."
            ).format(content=CONTENT)
        )
    if above := [str(each) for each in places.for_everybody if each.exists()]:
        lines.append(_("What stands in {above} is not in it.").format(above=", ".join(above)))
    data = {"path": str(path), "files": held, "values": {keys.text(k): values[k] for k in values}}
    say(args, data | {"places": named}, "\n".join(lines))
    return 0


def _files(places: Paths) -> dict[str, bytes]:
    """Return the person's own files by their names in the bundle; all of them are sound."""
    files = {CONFIG: edit.current(places.config).encode()}
    if places.content.is_dir():
        for path in sorted(places.content.glob("*.toml")):
            if not path.name.startswith(".") and path.is_file():
                files[f"{CONTENT}/{path.name}"] = path.read_bytes()
    return files


def _is_place(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("/", "~"))


# ---------------------------------------------------------------- import


def _import(args: Namespace, places: Paths) -> int:
    """Take settings and content over, once their difference was shown and is wanted."""
    from ergobreak.adapters.time import calendar

    path = Path(args.words[0])
    files = bundle.unpacked(_bytes_of(path), path.name)
    found = _checked(path, files, places)
    old = as_dict(current(places, calendar).settings or defaults())
    given = text.flat(config_change.table_of(files[CONFIG].decode(), path.name))
    changes = {
        at: pair
        for at, pair in text.differences(old, found).items()
        # Of what is new altogether, what its file says is enough.
        if at in given or at[1] in old.get(at[0], {})
    }
    fresh = {name: data for name, data in files.items() if _differs(_target(places, name), data)}
    if not fresh:
        say(args, {"changed": {}, "files": []}, _(config_change.SAME))
        return 0
    data = {
        "changed": {keys.text(at): {"was": a, "is": b} for at, (a, b) in changes.items()},
        "files": sorted(fresh),
    }
    if args.json and not args.yes:
        say(args, data, "")
        return 0
    if not args.json:
        say(args, data, "\n".join(_difference(changes, fresh, places)))
    if not config_change.wanted(args, _("Take it over?")):
        return 0
    kept = _written(places, fresh)
    lines = [_("Written to {config_dir}.").format(config_dir=places.config_dir)]
    lines += [_("The old one is kept: {each}").format(each=each) for each in kept]
    say(args, data | {"kept": [str(each) for each in kept]}, "\n".join(lines))
    return 0


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        # Reading a pipe or a device might never end.
        if not stat.S_ISREG(status.st_mode) or status.st_size > bundle.MOST_BYTES:
            hint = _("A file of at most {most_bytes} bytes, as `config export` writes it.").format(
                most_bytes=bundle.MOST_BYTES
            )
            raise UsageError(_("{path} is no file of settings.").format(path=path), hint)
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            _("{path} cannot be read: {why}.").format(path=path, why=error.strerror or error)
        ) from error


def _checked(path: Path, files: Mapping[str, bytes], places: Paths) -> dict[str, Any]:
    """Return the settings that would be in force, as tables. Raises ConfigError with all problems.

    It is tried in a folder of its own, beside copies of the content that is here.
    """
    from ergobreak.adapters.time import calendar

    is_zip = len(files) > 1 or path.suffix == ".zip"
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        tried = replace(places, config_dir=Path(folder))
        here = own_content(places.content).problems
        if len(files) > 1:
            tried.content.mkdir(mode=0o700)
            for each in places.content.glob("*.toml") if places.content.is_dir() else ():
                if each.is_file():
                    shutil.copy(each, tried.content)
        for name, content in files.items():
            _target(tried, name).write_bytes(content)
        if len(files) == 1:
            tried = replace(tried, config_dir=places.config_dir)  # its content stays as it is
        wanted = text_of(Path(folder, CONFIG))
        found = current_with(wanted, tried, calendar)
        known = {name for name, _unused in here}
        both = own_content(tried.content).problems if len(files) > 1 else ()
        wrong = [each for each in both if each[0] not in known or f"{CONTENT}/{each[0]}" in files]
    name = f"{path.name}: {CONFIG}" if is_zip else path.name
    lines = [] if found.settings else [told([p for p in found.problems if p.is_error], name)]
    lines += [_told_content(wrong, f"{path.name}: ")] if wrong else []
    if found.settings is None or wrong:
        raise ConfigError("\n".join(lines), config_change.NOTHING)
    return as_dict(found.settings)


def _told_content(problems: Any, before: str = "") -> str:
    return "\n".join(told(wrong, f"{before}{CONTENT}/{name}") for name, wrong in problems)


def _target(places: Paths, name: str) -> Path:
    """Return where a file of the bundle belongs; its name has been looked at."""
    return places.config if name == CONFIG else places.content / name.removeprefix(f"{CONTENT}/")


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


def _difference(
    changes: Mapping[Key, tuple[Any, Any]], fresh: Mapping[str, bytes], places: Paths
) -> list[str]:
    """Return what would be different, in lines."""
    lines = [_("It changes:"), *text.told(changes)] if changes else [_("No setting changes.")]
    for name in sorted(fresh):
        if name != CONFIG:
            form = (
                _("{name}  takes the place of yours")
                if _target(places, name).exists()
                else _("{name}  is new")
            )
            lines.append(f"  {form.format(name=name)}")
    return lines


def _written(places: Paths, fresh: Mapping[str, bytes]) -> list[Path]:
    """Write these files, all or none; return the copies of those that were there."""
    kept: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for name in sorted(fresh, reverse=True):  # the settings last: they may name what is new
            path = _target(places, name)
            if path.exists():
                kept[path] = config_change.free_name(path)
                shutil.copy2(path, kept[path])
            edit.write(path, fresh[name])
            done.append(path)
    except (OSError, ConfigError) as error:
        for path in done:
            if path in kept:
                edit.write(path, kept[path].read_bytes())
            else:
                path.unlink(missing_ok=True)
        for copy in kept.values():
            copy.unlink(missing_ok=True)
        if isinstance(error, ConfigError):
            raise
        title = _("{path} cannot be written: {why}").format(
            path=error.filename, why=error.strerror or error
        )
        raise ConfigError(title, config_change.NOTHING) from error
    return list(kept.values())
