"""The folder `content` beside the config file: a person's own exercises, checks and tips.

Rules of this file:
1. A file with a mistake costs only itself: the others are in force, and nothing is rewritten.
2. Where there is no folder, nothing is imported and nothing is read.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import msgspec

from ergobreak.config import own_rules, values
from ergobreak.config.checked import told
from ergobreak.config.collect import collect, without
from ergobreak.config.files import text_of
from ergobreak.config.own_rules import OWN
from ergobreak.config.own_tables import Contents
from ergobreak.config.problems import Problem
from ergobreak.config.toml_source import parsed, placed
from ergobreak.content import catalogue
from ergobreak.content.posture import PostureCheck, posture_checks
from ergobreak.content.tips import Tip, tips
from ergobreak.core.counted import count
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import _
from ergobreak.paths import CONTENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ergobreak.content.exercise import Exercise

MOST_FILES: Final = 100


@dataclass(frozen=True, slots=True)
class Own:
    """What the sound files hold; and by its name, what is wrong with each of the others."""

    exercises: tuple[Exercise, ...] = ()
    checks: tuple[PostureCheck, ...] = ()
    tips: tuple[Tip, ...] = ()
    problems: tuple[tuple[str, tuple[Problem, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """One file that could be read: its text, and what it holds unless it has problems."""

    name: str
    text: str
    contents: Contents
    problems: tuple[Problem, ...] = ()


def own_content(folder: Path) -> Own:
    """Return what the files (*.toml) of a folder hold. Never raises; no folder is nothing."""
    read = _read_all(folder)
    names = _exercise_names([file.contents for file in read])
    files = [_with_references(file, names) for file in read]
    sound = [file.contents for file in files if not file.problems]
    return Own(
        tuple(_exercises(sound)),
        tuple(
            PostureCheck(
                name, each.group, each.question, each.fix, each.glance, OWN, (), each.setup
            )
            for contents in sound
            for name, each in contents.checks.items()
        ),
        tuple(
            Tip(name, each.kind, each.text, OWN, (), each.private)
            for contents in sound
            for name, each in contents.tips.items()
        ),
        tuple((file.name, file.problems) for file in files if file.problems),
    )


def own_text(own: Own) -> str:
    """Return what `config check` prints of the folder: every problem, and a line that sums up."""
    lines = [told(problems, f"{CONTENT}/{name}") for name, problems in own.problems]
    held = ((own.exercises, "exercise"), (own.checks, "check"), (own.tips, "tip"))
    counts = [count(len(found), noun) for found, noun in held if found] or [_("nothing in force")]
    if own.problems:
        counts.append(
            _("out of force: {names}").format(
                names=", ".join(name for name, _unused in own.problems)
            )
        )
    return "\n".join([*lines, f"{CONTENT}: {', '.join(counts)}"])


def exercise_ids(folder: Path) -> frozenset[str] | None:
    """Return the ids of the exercises in a folder, also of unsound ones; None: who knows."""
    found: set[str] = set()
    for path in _paths(folder):
        text = text_of(path)
        table = parsed(text) if isinstance(text, str) else text
        exercises = table.get("exercises", {}) if isinstance(table, dict) else {}
        if not isinstance(table, dict) or not isinstance(exercises, dict):
            return None
        found |= exercises.keys()
    return frozenset(found)


def _paths(folder: Path) -> list[Path]:
    """Return the files of a folder by name; those of editors begin with a dot."""
    with contextlib.suppress(OSError):  # a folder that cannot be read holds nothing for us
        found = (path for path in folder.iterdir() if path.suffix == ".toml")
        return sorted(path for path in found if not path.name.startswith("."))[:MOST_FILES]
    return []


def _read_all(folder: Path) -> list[_File]:
    """Return all files; what one refers to in others is not looked at yet."""
    paths = _paths(folder)
    if not paths:
        return []
    taken = {
        "exercises": set[str](),  # one of the same name takes the place of ours
        "checks": {each.id for each in posture_checks()},
        "tips": {each.id for each in tips()},
    }
    files = []
    for path in paths:
        file = _read(path, taken)
        files.append(file)
        taken["exercises"] |= file.contents.exercises.keys()
        taken["checks"] |= file.contents.checks.keys()
        taken["tips"] |= file.contents.tips.keys()
    return files


def _read(path: Path, taken: Mapping[str, set[str]]) -> _File:
    """Return one file, judged by itself and by the names that others have `taken`."""
    text = text_of(path)
    if isinstance(text, Problem):
        return _File(path.name, "", Contents(), (text,))
    clean = text.removeprefix("\N{BYTE ORDER MARK}")
    table = parsed(clean)
    if not isinstance(table, dict):
        rest = placed(collect(table.table, Contents), table.text) if table.is_whole else ()
        return _File(path.name, clean, Contents(), table.others(rest))
    problems = list(collect(table, Contents))
    # What the mistakes of type leave over is looked at as well: all is told at once.
    sound = without(table, {problem.path[:2] for problem in problems})
    contents = msgspec.convert(sound, Contents, dec_hook=values.read)
    problems += own_rules.problems_of(contents, taken)
    return _File(path.name, clean, contents, placed(problems, clean))


def _with_references(file: _File, names: Collection[str]) -> _File:
    """Return a file with the problems of what it refers to; `names` are those of all exercises."""
    wrong = tuple(own_rules.stand_in_problems(file.contents, names))
    return replace(file, problems=placed((*file.problems, *wrong), file.text)) if wrong else file


def _exercises(sound: Sequence[Contents]) -> Iterator[Exercise]:
    names = _exercise_names(sound)
    for contents in sound:
        for name, each in contents.exercises.items():
            # A stand-in in a file that is not in force is none.
            table = each.table(easier=each.easier if each.easier in names else "")
            yield catalogue.exercise(name, table, own=True)


def _exercise_names(contents: Sequence[Contents]) -> set[str]:
    """Return the ids of all exercises, ours too; nothing if none of these refers to another."""
    own = {name: each for one in contents for name, each in one.exercises.items()}
    if not any(each.easier for each in own.values()):
        return set()
    return own.keys() | {each.id for each in catalogue.catalogue().exercises}
