"""Reads a config: a TOML text, or a table, laid over the defaults; with all problems at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from ergobreak.config import default_reminders, profiles, rules, values
from ergobreak.config.collect import collect, without
from ergobreak.config.hooks import hook_problems
from ergobreak.config.layers import Layer, layered, placed
from ergobreak.config.odd import odd_problems
from ergobreak.config.problems import UNKNOWN
from ergobreak.config.settings import VERSION, Settings
from ergobreak.config.tastes import taste_problems
from ergobreak.config.toml_source import parsed
from ergobreak.config.versions import upgraded, version_problem
from ergobreak.core.counted import count
from ergobreak.dataclass import dataclass, replace
from ergobreak.errors import ConfigError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ergobreak.config.calendars import Calendars
    from ergobreak.config.positions import Path
    from ergobreak.config.problems import Problem
    from ergobreak.config.syntax.broken import Broken

# What other values are compared with, and all of it: beside a mistake here nothing is called odd.
_COMPARED: Final = frozenset({(), ("work",), ("delivery",)})
HINT: Final = N_("Mend the lines above; `ergobreak config check` looks at them again.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a text: its problems by line, and the settings unless one is an error."""

    problems: tuple[Problem, ...]
    settings: Settings | None


def read(
    text: str,
    calendars: Calendars | None = None,
    own: Collection[str] | None = (),
    under: Sequence[Layer] = (),
) -> Checked:
    """Read a TOML text. Never raises. Without `calendars` a cron is only glanced at.

    `own`: the ids of the person's own exercises; None: they cannot be known, so no name is unknown.
    `under`: the sound files that lie between the defaults and this text, the lowest first.
    """
    layer = layer_of(text)
    if not isinstance(layer, Layer):
        return Checked(_beside(layer, calendars, own, under), None)
    layers = (*under, layer)
    problems, settings = _check(layered(each.table for each in layers), calendars, own)
    return Checked(placed(problems, layers), settings)


def layer_of(text: str, name: str = "") -> Layer | Broken:
    """Return a text as a layer in the present version, whatever it means, or why it is no TOML."""
    clean = text.removeprefix("\N{BYTE ORDER MARK}")
    table = parsed(clean)
    return Layer(name, clean, upgraded(table)[0]) if isinstance(table, dict) else table


def _beside(
    broken: Broken,
    calendars: Calendars | None,
    own: Collection[str] | None,
    under: Sequence[Layer],
) -> tuple[Problem, ...]:
    """Return the mistakes of syntax, and what is wrong with the rest of the text beside them.

    Where something had to be left out, only types and names are looked at: what is missing may
    be what was left out.
    """
    from ergobreak.config.homes import with_near

    named = replace(broken, problems=tuple(map(with_near, broken.problems)))
    layers = (*under, broken.layer)
    table = layered(each.table for each in layers)
    rest = _check(table, calendars, own)[0] if broken.is_whole else _mistyped(table)
    return named.others([each for each in placed(rest, layers) if not each.file])


def from_table(
    table: Mapping[str, Any], name: str = "config", calendars: Calendars | None = None
) -> Settings:
    """Read a config that is a table already. Raises ConfigError with all problems."""
    problems, settings = _check(upgraded(table)[0], calendars, ())
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
    counts = [count(errors, "error")] * bool(errors) + [count(warnings, "warning")] * bool(warnings)
    if checked.settings is not None:
        enabled = sum(rule.enabled for rule in checked.settings.reminders.values())
        # Errors beside settings stand in files for everybody: those were left out.
        fine = [] if errors else [_("fine")]
        counts = [*fine, count(enabled, "reminder"), *counts]
    lines = [told(checked.problems, name)] if checked.problems else []
    return "\n".join([*lines, f"{name}: {', '.join(counts)}"])


def _check(
    table: dict[str, Any], calendars: Calendars | None, own_ids: Collection[str] | None
) -> tuple[list[Problem], Settings | None]:
    """Return the problems of a table, without places, and the settings if none is an error."""
    misfit = version_problem(table)
    if misfit and table["version"] > VERSION:
        return [misfit], None  # what else it holds may be right in its own version
    problems, settings = _check_one(table, calendars, own_ids)
    problems += [misfit] if misfit else []
    in_profile = {}
    for name in profiles.names(table):
        found, sound = _check_one(profiles.merged(table, name), calendars, own_ids)
        problems += profiles.told_of(name, found, problems)
        in_profile[name] = sound
    if settings is None or any(problem.is_error for problem in problems):
        return problems, None
    whole = {name: sound for name, sound in in_profile.items() if sound is not None}
    return problems, msgspec.structs.replace(settings, in_profile=whole)


def _check_one(
    table: dict[str, Any], calendars: Calendars | None, own_ids: Collection[str] | None
) -> tuple[list[Problem], Settings | None]:
    """Return the same, whatever the profiles change."""
    problems = _mistyped(table)
    broken = {_key(problem.path) for problem in problems}
    prefixes = {path[:3] for path in broken}
    clean = without(table, broken)
    own = clean.pop("reminders", {})
    settings = msgspec.convert(clean, Settings, dec_hook=values.read)
    problems += rules.settings_problems(settings, broken)
    problems += taste_problems(settings.exercises, own_ids)
    problems += profiles.problems(settings, broken)
    reminders = {}
    for name in (
        *default_reminders.REMINDERS,
        *(name for name in own if name not in default_reminders.REMINDERS),
    ):
        rule = default_reminders.reminder(name, own.get(name, {}))
        reminders[name] = rule
        if name in own and not rule.enabled:
            problems += rules.off_problems(name, own[name])
        elif name in own:
            written = table["reminders"][name]
            wrong = {key for key in written if ("reminders", name, key) in prefixes}
            problems += rules.reminder_problems(name, written, wrong, rule, calendars)
    problems += hook_problems(settings.hooks, tuple(reminders), broken)
    wrong_keys = {_key(problem.path) for problem in problems if problem.is_error}
    if not wrong_keys:
        sound = msgspec.structs.replace(settings, reminders=reminders)
        return [*problems, *odd_problems(sound, table)], sound
    if not {path[:1] for path in wrong_keys} & _COMPARED:
        amiss = {path[:2] for path in wrong_keys}
        kept = {name: each for name, each in reminders.items() if ("reminders", name) not in amiss}
        rest = without(clean | {"reminders": own}, amiss)
        problems += odd_problems(msgspec.structs.replace(settings, reminders=kept), rest)
    return problems, None


def _mistyped(table: dict[str, Any]) -> list[Problem]:
    """Return the values of the wrong type and the keys that nobody reads."""
    found = [profiles.foreign(problem) for problem in collect(table, Settings)]
    if any(problem.what == UNKNOWN for problem in found):
        from ergobreak.config.homes import with_home

        found = [with_home(problem) for problem in found]
    return found


def _key(path: Path) -> Path:
    """Return the path of the table's key that a problem, perhaps inside a list, belongs to."""
    names: list[str | int] = []
    for part in path:
        if isinstance(part, int):
            break
        names.append(part)
    return tuple(names)
