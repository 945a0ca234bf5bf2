"""Reads a config: a TOML text, or a table, laid over the defaults; with all problems at once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ergobreak.config import default_reminders, rules, values
from ergobreak.config.collect import collect, without
from ergobreak.config.positions import positions
from ergobreak.config.problems import Problem
from ergobreak.config.settings import Settings
from ergobreak.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ergobreak.config.calendars import Calendars
    from ergobreak.config.positions import Path

HINT: Final = "Mend the lines above; `ergobreak config check` looks at them again."

_DOTS: Final = 200
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# The mistake that everybody makes once: every = 90m
_BARE_UNIT: Final = re.compile(r"[\[,=]\s*\d[\d.:]*\s*(?:[A-Za-z/-]\S*|:\d+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a text: its problems by line, and the settings unless one is an error."""

    problems: tuple[Problem, ...]
    settings: Settings | None


def read(text: str, calendars: Calendars | None = None) -> Checked:
    """Read a TOML text. Never raises. Without `calendars` a cron is only glanced at."""
    clean = text.removeprefix("\N{BYTE ORDER MARK}")
    lines = clean.split("\n")
    table = _parsed(clean, lines)
    if isinstance(table, Problem):
        return Checked((table,), None)
    problems, settings = _check(table, calendars)
    if problems:
        spots = positions(clean)
        problems = [problem.placed(spots, lines) for problem in problems]
        problems.sort(key=lambda problem: (problem.line, problem.column))
    return Checked(tuple(problems), settings)


def from_table(
    table: Mapping[str, Any], name: str = "config", calendars: Calendars | None = None
) -> Settings:
    """Read a config that is a table already. Raises ConfigError with all problems."""
    problems, settings = _check(dict(table), calendars)
    return accept(Checked(tuple(problems), settings), name)


def accept(checked: Checked, name: str) -> Settings:
    """Return the settings, or raise ConfigError whose title is all the problems."""
    if checked.settings is None:
        raise ConfigError(told(checked.problems, name), HINT)
    return checked.settings


def defaults() -> Settings:
    """Return the settings of an empty file."""
    return from_table({})


def told(problems: Iterable[Problem], name: str) -> str:
    """Return all problems as text."""
    return "\n".join(problem.text(name) for problem in problems)


def check_text(checked: Checked, name: str) -> str:
    """Return what `config check` prints: every problem, and a last line that sums up."""
    errors = sum(problem.is_error for problem in checked.problems)
    warnings = len(checked.problems) - errors
    counts = [_count(errors, "error")] * bool(errors) + [_count(warnings, "warning")] * bool(
        warnings
    )
    if checked.settings is not None:
        enabled = sum(rule.enabled for rule in checked.settings.reminders.values())
        counts = ["fine", _count(enabled, "reminder"), *counts]
    lines = [told(checked.problems, name)] if checked.problems else []
    return "\n".join([*lines, f"{name}: {', '.join(counts)}"])


def _parsed(text: str, lines: Sequence[str]) -> dict[str, Any] | Problem:
    """Return the table of a TOML text, or why there is none."""
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            return Problem(what="not a text: it has NUL characters", line=number, column=1)
        # The memory that tomllib takes for a dotted key grows with the square of its dots.
        if line.count(".") > _DOTS and not line.lstrip().startswith("#"):
            what = f"more than {_DOTS} dots in one line; break it into several"
            return Problem(what=what, line=number, column=1)
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Problem(what="not valid TOML: nested too deeply")
    except ValueError as error:
        return _syntax(str(error), lines)


def _check(
    table: dict[str, Any], calendars: Calendars | None
) -> tuple[list[Problem], Settings | None]:
    """Return the problems of a table, without places, and the settings if none is an error."""
    problems = list(collect(table, Settings))
    broken = {_key(problem.path) for problem in problems}
    prefixes = {path[:3] for path in broken}
    clean = without(table, broken)
    own = clean.pop("reminders", {})
    settings = msgspec.convert(clean, Settings, dec_hook=values.read)
    problems += rules.settings_problems(settings, broken)
    reminders = {}
    for name in (
        *default_reminders.REMINDERS,
        *(name for name in own if name not in default_reminders.REMINDERS),
    ):
        rule = default_reminders.reminder(name, own.get(name, {}))
        reminders[name] = rule
        if name in own and rule.enabled:
            written = table["reminders"][name]
            wrong = {key for key in written if ("reminders", name, key) in prefixes}
            problems += rules.reminder_problems(name, written, wrong, rule, calendars)
    if any(problem.is_error for problem in problems):
        return problems, None
    return problems, msgspec.structs.replace(settings, reminders=reminders)


def _key(path: Path) -> Path:
    """Return the path of the table's key that a problem, perhaps inside a list, belongs to."""
    names: list[str | int] = []
    for part in path:
        if isinstance(part, int):
            break
        names.append(part)
    return tuple(names)


def _syntax(message: str, lines: Sequence[str]) -> Problem:
    """Return the problem that tomllib found, which ends with its place or has none."""
    place = _PLACE.search(message)
    if place is None:
        return Problem(what=f"not valid TOML: {message}")
    line = int(place[1]) if place[1] else len(lines)
    column = int(place[2]) if place[1] else len(lines[-1]) + 1
    source = lines[line - 1]
    return Problem(
        what=f"not valid TOML: {message[: place.start()]}",
        allowed='values with letters or colons in quotes, like "90m"'
        if _BARE_UNIT.search(source)
        else "",
        line=line,
        column=column,
        source=source,
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
