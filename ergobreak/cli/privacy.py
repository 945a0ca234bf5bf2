"""`doctor --privacy`: every file there is or may be, what it holds, who can read it.

Nothing is read of what is in them: names, sizes and modes say it all.
"""

from __future__ import annotations

import json
import os
import shlex
import stat
import textwrap
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.cli import privacy_files
from ergobreak.cli.formats import printable
from ergobreak.cli.privacy_files import PRIVATE_FOLDER
from ergobreak.control import client
from ergobreak.dataclass import asdict, dataclass, replace
from ergobreak.language import N_, _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ergobreak.cli.privacy_files import Kind
    from ergobreak.paths import Paths

PROMISES: Final = (
    N_("No titles of windows or appointments are kept, no keys, nothing that you write or say."),
    N_("Nothing leaves this machine: ergobreak asks nothing of a network and sends nothing."),
    N_("What you export, or print, goes only where you put it."),
)
STRANGER: Final = N_("not known: ergobreak does not make it")
_STRANGERS: Final = 10  # that are named; with --home a folder may have many
_OTHERS: Final = 0o077  # what group and others may
_PASSING: Final = 0o011  # they may go through a folder
_WIDTH: Final = 80
_INDENT: Final = " " * 6


@dataclass(frozen=True, slots=True)
class File:
    """One file or folder. `mode` as in `chmod`, empty where there is none or nobody can look.

    `private`: nobody but its owner, and who runs the machine, can open it. `mend`: the command
    that makes it so, where its mode is looser than it has to be.
    """

    path: str
    holds: str
    there: bool
    bytes: int = 0
    mode: str = ""
    private: bool = True
    delete: str = ""
    mend: str = ""


def privacy(args: Namespace) -> int:
    """List the files; the exit code is 1 if others can open one that is private."""
    places = paths.find(args.home)
    found = look(places, os.environ)
    program = f"ergobreak --home {shlex.quote(args.home)}" if args.home else "ergobreak"
    if program != "ergobreak":
        found = [_of_instance(each, program) for each in found]
    if args.json:
        data = {"promises": PROMISES, "files": [asdict(each) for each in found]}
        client.tell(0, json.dumps(data, ensure_ascii=False))
    else:
        client.tell(0, text(found))
    return 0 if all(each.private for each in found) else 1


def look(places: Paths, env: Mapping[str, str]) -> list[File]:
    """Return folders, files that are there, those that may come, and strangers in our folders."""
    kinds = privacy_files.kinds(places, env)
    own = privacy_files.folders(places)
    found = [_folder(path, holds) for path, holds in own]
    known: set[Path] = set()
    for kind in kinds:
        there = [path for path in _matching(kind) if path not in known]
        known.update(there)
        found += [_file(path, kind) for path in there]
        if not there:
            found.append(File(str(kind.folder / kind.name), kind.holds, there=False))
    found += _strangers(own, {*known, places.content, *(folder for folder, _unused in own)})
    return found


def _matching(kind: Kind) -> list[Path]:
    """Return the files of a kind that are there, in order."""
    if not kind.is_pattern:
        path = kind.folder / kind.name
        return [path] if os.path.lexists(path) else []
    return [path for path in _inside(kind.folder) if fnmatchcase(path.name, kind.name)]


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # not there, or not ours to look into
        return []


def _strangers(own: Sequence[tuple[Path, str]], known: set[Path]) -> list[File]:
    """Return what lies in our folders and is none of ours."""
    found = [path for folder, _unused in own for path in _inside(folder) if path not in known]
    named = [_seen(path, _(STRANGER), "", None) for path in found[:_STRANGERS]]
    if rest := len(found) - len(named):
        named.append(
            File(
                str(found[-1].parent),
                _("{rest} more that are not known").format(rest=rest),
                there=True,
            )
        )
    return named


def _folder(path: Path, holds: str) -> File:
    return _seen(
        path,
        _("folder: {holds}").format(holds=holds),
        f"rm -r {shlex.quote(str(path))}",
        PRIVATE_FOLDER,
    )


def _file(path: Path, kind: Kind) -> File:
    return _seen(
        path,
        kind.holds,
        kind.delete or f"rm {shlex.quote(str(path))}",
        kind.mode,
    )


def _seen(path: Path, holds: str, delete: str, wanted: int | None) -> File:
    """Return a file as it is; `wanted`: the most that its mode may be, None: whatever it is."""
    try:
        found = path.lstat()
    except OSError:
        return File(str(path), holds, there=False)
    size = found.st_size if stat.S_ISREG(found.st_mode) else 0
    if os.name != "posix" or stat.S_ISLNK(found.st_mode):
        # A link has no mode of its own, and elsewhere a mode says nothing.
        return File(str(path), holds, there=True, bytes=size, delete=delete)
    mode = stat.S_IMODE(found.st_mode)
    loose = 0 if wanted is None else mode & _OTHERS
    return File(
        str(path),
        holds,
        there=True,
        bytes=size,
        mode=f"{mode:04o}",
        private=not loose or _is_closed_above(path),
        delete=delete,
        mend=f"chmod {mode & ~_OTHERS:o} {shlex.quote(str(path))}" if loose else "",
    )


def _is_closed_above(path: Path) -> bool:
    """Tell whether a folder on the way keeps others out, whatever the mode of the file."""
    return any(_may_not_pass(parent) for parent in path.parents)


def _may_not_pass(folder: Path) -> bool:
    try:
        return not stat.S_IMODE(folder.stat().st_mode) & _PASSING
    except OSError:
        return False


# ---------------------------------------------------------------- what is printed


def _of_instance(one: File, program: str) -> File:
    """Return a file with the commands of this instance."""
    return (
        replace(one, delete=one.delete.replace("ergobreak ", f"{program} ", 1))
        if (one.delete.startswith("ergobreak "))
        else one
    )


def text(found: Iterable[File]) -> str:
    """Return the list for people: promises, files that are there, files that may come."""
    files = list(found)
    there = [each for each in files if each.there]
    later = [each for each in files if not each.there]
    lines = [*map(_, PROMISES), "", _verdict(there), "", _("There is")]
    for each in there:
        lines += _lines(each)
    if later:
        lines += ["", _("There may be, at some time")]
        for each in later:
            lines += [f"  {each.path}", *_wrapped(each.holds)]
    return "\n".join(printable(line) for line in lines)


def _verdict(there: Sequence[File]) -> str:
    open_ = [each for each in there if not each.private]
    if not open_:
        return _("All that tells of you can be opened by you alone, and by who runs this machine.")
    return ngettext(
        "One of these can be opened by others; how to close it stands beside it.",
        "{count} of these can be opened by others; how to close it stands beside it.",
        len(open_),
    ).format(count=len(open_))


def _lines(one: File) -> list[str]:
    size = (
        ngettext("{bytes} byte", "{bytes} bytes", one.bytes).format(bytes=f"{one.bytes:,}")
        if one.bytes
        else _("no content of its own")
    )
    if one.mode:
        size = _("{size}, mode {mode}").format(size=size, mode=one.mode)
    lines = [f"  {one.path}", *_wrapped(one.holds), f"{_INDENT}{size}"]
    # translators: what stands before a command that closes a file to others, or deletes it.
    heads = (_("mend:"), _("delete:"))
    width = max(map(len, heads))
    if one.mend:
        who = _("others can open it") if not one.private else _("its folder keeps others out")
        lines.append(f"{_INDENT}{heads[0]:{width}} {one.mend}  ({who})")
    if one.delete:
        lines.append(f"{_INDENT}{heads[1]:{width}} {one.delete}")
    return lines


def _wrapped(holds: str) -> list[str]:
    return textwrap.wrap(holds, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
