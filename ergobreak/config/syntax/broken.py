"""Reads a text that is no valid TOML: all its mistakes, and what can be made out of the rest.

Rules of this file:
1. One mistake a line is told; the next are often only its echo.
2. What cannot be mended is left out, and nothing is said about what it may have held.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from ergobreak.config.layers import Layer
from ergobreak.config.problems import Problem
from ergobreak.config.syntax import duplicates
from ergobreak.config.syntax.slip import Slip, is_toml
from ergobreak.config.syntax.statement import first_slip
from ergobreak.config.syntax.statements import Statement, statements
from ergobreak.dataclass import dataclass, field, replace
from ergobreak.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    Names = tuple[str, ...]

MOST: Final = 20  # nobody reads more mistakes at once; a file with more is no config

_TRIES: Final = 12
_LOST: Final = "\N{REPLACEMENT CHARACTER}"
_JSON: Final = re.compile(r"[\s{]*\"[^\"]+\"\s*:")
_YAML: Final = re.compile(r"[ \t]*[A-Za-z0-9_-]+:(?:\s|$)|[ \t]*- ")
_HEADER_END: Final = re.compile(r"[^=\"'\n]*\][ \t]*(?:#.*)?$")
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CONFLICT: Final = re.compile(r"<{7} |<{7}$")
_MIDDLE: Final = re.compile(r"={7}\s*$")
_END: Final = re.compile(r">{7} |>{7}\s*$")


@dataclass(frozen=True, slots=True)
class Broken:
    """A text with mistakes of syntax: they themselves, and what holds without them.

    `text` has the same lines as the file, mended or empty; `table` is what it says. Where
    `is_whole`, nothing had to be left out. What stands in a `guessed` line is not the person's.
    """

    problems: tuple[Problem, ...]
    table: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    is_whole: bool = False
    guessed: frozenset[int] = frozenset()

    @property
    def layer(self) -> Layer:
        """Return what can be made out, as the person's layer."""
        return Layer("", self.text, self.table)

    def others(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Return the problems and, in the order of the lines, those of the rest beside them."""
        told = {problem.line for problem in self.problems} | self.guessed
        more = [
            each
            for each in problems
            if each.line not in told and not any(_LOST in str(part) for part in each.path)
        ]
        return tuple(sorted((*self.problems, *more), key=lambda each: (each.line, each.column)))


def read_broken(text: str, message: str) -> Broken:
    """Return what is wrong with a text that tomllib has refused, with this message."""
    lines = text.replace("\r\n", "\n").split("\n")
    if language := _language(lines):
        what = _(
            'this is {language}; the settings are TOML: [table] on a line, then name = "value"'
        ).format(language=language)
        first = next(
            at for at, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#"
        )
        return Broken((Problem(what=what, line=first + 1, column=1, source=lines[first]),))
    problems = _without_conflicts(lines)
    mended = list(lines)
    found = []
    table: Names = ()
    for each in statements(lines):
        names, is_header = duplicates.own_names(each.text)
        slip, sound = _mended(each)
        table = names if is_header else duplicates.header(sound.text) or table
        if slip is not None:
            is_named = slip.at > len(each.text) - len(each.text.lstrip())
            is_named = is_named or slip.on_name
            path = table if is_header else (*table, *names) if is_named else ()
            problems.append(_problem(each, slip, path, len(lines)))
        found.append(sound)
        mended[each.first - 1 : each.last] = sound.text.split("\n")
    result = _without_duplicates(found, mended, problems)
    if not problems:
        return Broken((_raw(message, lines),))
    is_whole = _LOST not in result and "" not in _emptied(lines, mended)
    held = tomllib.loads(result) if is_toml(result) else {}
    pairs = enumerate(zip(lines, mended, strict=True), 1)
    guessed = frozenset(number for number, (old, new) in pairs if old != new)
    return Broken(_first(problems), held, result, is_whole, guessed)


def _language(lines: Sequence[str]) -> str:
    """Return the name of another language that a text is written in, or nothing."""
    told = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if told and told[0].lstrip().startswith("{") and any(_JSON.match(line) for line in told):
        return "JSON"
    entries = sum(bool(_YAML.match(line)) for line in told)
    is_yaml = len(told) > 1 and entries > len(told) // 2 and not any("=" in line for line in told)
    return "YAML" if is_yaml else ""


def _first(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the first problems, by line, and that there are more."""
    ordered = sorted(problems, key=lambda each: (each.line, each.column))
    if len(ordered) <= MOST:
        return tuple(ordered)
    more = len(ordered) - MOST
    what = ngettext(
        "{count} more mistake from here on", "{count} more mistakes from here on", more
    ).format(count=more)
    return (*ordered[:MOST], replace(ordered[MOST], path=(), what=what, write="", column=1))


def _emptied(lines: Sequence[str], mended: Sequence[str]) -> list[str]:
    """Return what became of the lines that are not as they were."""
    return [new for old, new in zip(lines, mended, strict=True) if old != new]


def _mended(each: Statement) -> tuple[Slip | None, Statement]:
    """Return the first slip of a statement, and the statement without its slips; or lost."""
    if is_toml(each.text):
        return None, each
    first, text = None, each.text
    for _unused in range(_TRIES):
        slip = first_slip(text)
        first = first or slip
        if slip is None or slip.mend is None:
            break
        text = text[: slip.mend.start] + slip.mend.text + text[slip.mend.end :]
        if is_toml(text):
            return first, replace(each, text=text)
    lines = each.text.count("\n")
    # What stands under a lost header would be taken for the table before it.
    is_header = each.text.lstrip().startswith("[") or _HEADER_END.match(each.text)
    lost = f'["{_LOST}{each.first}"]' if is_header else ""
    return first or _unknown(each.text), replace(each, text=lost + "\n" * lines)


def _unknown(text: str) -> Slip:
    """Return the slip that only tomllib sees, in its words."""
    try:
        tomllib.loads(text)
    except RecursionError:
        return Slip(0, _("nested too deeply"))
    except ValueError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (1, 1)
        before = text.split("\n")[: line - 1]
        message = str(error)[: place.start()] if place else str(error)
        at = sum(len(each) + 1 for each in before) + column - 1
        if message.startswith(("Cannot", "Duplicate")):
            return Slip(at, _("a name before this stands here twice, or has two meanings"))
        return Slip(at, _("not TOML: {message}").format(message=message))
    return Slip(0, _("not TOML"))


def _problem(each: Statement, slip: Slip, path: Names, count: int) -> Problem:
    at = min(slip.at, len(each.text))
    before = each.text[:at].split("\n")
    line = each.first + len(before) - 1
    what = slip.what
    if each.last == count and slip.is_open:
        what = _("{what}; the file ends here: is it whole?").format(what=what)
    return Problem(
        tuple(path),
        what=what,
        write=slip.write,
        on_key=slip.on_name,
        line=line,
        column=len(before[-1]) + 1,
        source=each.text.split("\n")[len(before) - 1],
    )


def _without_conflicts(lines: list[str]) -> list[Problem]:
    """Empty the marks of a merge and one side of it; return a problem for each."""
    problems = []
    start = middle = -1
    for at, line in enumerate(lines):
        if _CONFLICT.match(line):
            start, middle = at, -1
        elif start >= 0 and _MIDDLE.match(line):
            middle = at
        elif middle >= 0 and _END.match(line):
            what = _("a merge left two versions here, up to line {value}; keep one of them").format(
                value=at + 1
            )
            problems.append(Problem(what=what, line=start + 1, column=1, source=lines[start]))
            lines[start] = ""
            lines[middle : at + 1] = [""] * (at + 1 - middle)
            start = middle = -1
    return problems


def _without_duplicates(found: list[Statement], mended: list[str], problems: list[Problem]) -> str:
    """Take away what stands twice, note it, and return the text that is left."""
    for _unused in range(MOST):
        text = "\n".join(mended)
        try:
            tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            place = _PLACE.search(str(error))
            line = int(place[1]) if place and place[1] else len(mended)
            twice = duplicates.duplicate(found, line)
            if twice is None:
                return ""
            this, problem = twice
            if not any(_LOST in str(part) for part in problem.path):
                problems.append(problem)
            lost = f'["{_LOST}{this.first}"]' if this.text.lstrip().startswith("[") else ""
            gone = replace(this, text=lost + "\n" * this.text.count("\n"))
            found[found.index(this)] = gone
            mended[this.first - 1 : this.last] = gone.text.split("\n")
        else:
            return text
    return ""


def _raw(message: str, lines: Sequence[str]) -> Problem:
    """Return what tomllib said, where nothing of what we know is wrong."""
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else len(lines)
    column = int(place[2]) if place and place[1] else len(lines[-1]) + 1
    words = message[: place.start()] if place else message
    return Problem(
        what=_("not TOML: {words}").format(words=words),
        line=line,
        column=column,
        source=lines[line - 1],
    )
