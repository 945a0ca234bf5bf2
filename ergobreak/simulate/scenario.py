"""A scenario file as values: when it plays, under which config, what happens, what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from ergobreak.config.checked import told
from ergobreak.config.files import text_of
from ergobreak.config.problems import Problem
from ergobreak.config.toml_source import parsed
from ergobreak.core.appointments import Appointment, joined
from ergobreak.dataclass import dataclass
from ergobreak.errors import ConfigError
from ergobreak.language import _
from ergobreak.person import ANSWERS
from ergobreak.simulate import expectations, happenings, values
from ergobreak.simulate.configs import Configs
from ergobreak.simulate.expectations import NOTHING, Expectations
from ergobreak.simulate.times import Times, local_time
from ergobreak.simulate.values import Unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from ergobreak.config.settings import Settings
    from ergobreak.simulate.expectations import Pattern
    from ergobreak.simulate.happenings import Happening

_T = TypeVar("_T")

_KEYS: Final = (
    *("promise", "start", "zone", "until", "config", "answer", "answers", "event"),
    *("expect", "never", "count"),
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a scenario file says, checked. `start` is a wall instant, `until` a span after it.

    `happenings` are in the order in which they happen, undone ones included.
    """

    start: int
    until: int
    zone: str
    settings: Settings
    answer: str = "complete"
    answers: Mapping[str, tuple[str, ...]] | None = None
    happenings: tuple[Happening, ...] = ()
    appointments: tuple[Appointment, ...] | None = None  # of the calendar, if it says so
    expectations: Expectations = NOTHING
    promise: str = ""


def load(path: Path, instead: Path | None = None) -> Scenario:
    """Read a scenario file; `instead` is a config file that takes the place of its `config`.

    Raises ConfigError with one line for each problem.
    """
    text = text_of(path)
    if isinstance(text, Problem):
        raise ConfigError(text.text(str(path)))
    return parse(text, path.name, path.parent, instead)


def parse(text: str, name: str, folder: Path, instead: Path | None = None) -> Scenario:
    """Read the text of a scenario; paths in it start from `folder`, `name` is for messages.

    Raises ConfigError with one line for each problem.
    """
    raw = parsed(text)
    if not isinstance(raw, dict):
        raise ConfigError(told(raw.problems, name))
    if instead is not None:
        raw["config"] = str(instead.absolute())
    problems: list[str] = []
    scenario = _scenario(raw, folder, problems)
    if scenario is None or problems:
        raise ConfigError("\n".join(f"{name}: {problem}" for problem in problems))
    return scenario


def _scenario(raw: dict[str, Any], folder: Path, problems: list[str]) -> Scenario | None:
    """Return what the tables say; None, or something incomplete, if there are problems."""
    problems.extend(
        values.with_nearest(
            _("{key}: is unknown; allowed: {keys}").format(key=key, keys=", ".join(_KEYS)),
            key,
            _KEYS,
        )
        for key in raw
        if key not in _KEYS
    )
    times = _times(raw, problems)
    configs = Configs(folder, problems)
    settings = configs.first(raw.get("config", {}))
    promise = _value(raw, "promise", values.text, "", problems)
    answer = _value(
        raw, "answer", lambda found: values.one_of(found, ANSWERS), "complete", problems
    )
    answers = _answers(raw.get("answers", {}), problems)
    if times is None:
        return None
    until = _until(raw, times, problems)
    happening = configs.resolved(_happenings(raw, times, problems), str(times.zone))
    expected = Expectations(
        *(_patterns(raw, key, times, problems) for key in ("expect", "never", "count"))
    )
    if settings is None:
        return None
    problems.extend(_unknown(answers, configs.names))
    return Scenario(
        times.wall,
        until,
        str(times.zone),
        settings,
        answer,
        answers,
        tuple(each for each in happening if each.do != "appointment"),
        _appointments(happening, times.wall),
        expected,
        promise,
    )


def _unknown(answers: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with answers to reminders that there are not."""
    form = _("answers: {key}: no reminder has this name; allowed: {names}")
    for key in answers:
        if key not in known:
            told = form.format(key=key, names=", ".join(sorted(known)))
            yield values.with_nearest(told, key, known)


def _appointments(happening: Iterable[Happening], start: int) -> tuple[Appointment, ...] | None:
    """Return what the calendar says: it is known from the start, not when it happens."""
    found = [
        Appointment(start + each.at, start + each.at + each.length, each.name)
        for each in happening
        if each.do == "appointment"
    ]
    return joined(found) if found else None


def _times(raw: Mapping[str, Any], problems: list[str]) -> Times | None:
    """Return the start and its zone, or None if either is wrong."""
    zone = _value(raw, "zone", values.zone, "UTC", problems)
    if "start" not in raw:
        problems.append(_("start: is missing; a local date-time such as 2026-03-02T09:00:00"))
        return None
    try:
        return Times(local_time(raw["start"], None), ZoneInfo(zone))
    except ValueError as error:
        problems.append(_("start: {error}").format(error=error))
        return None


def _until(raw: Mapping[str, Any], times: Times, problems: list[str]) -> int:
    """Return how long the scenario lasts."""
    if "until" not in raw:
        problems.append(_('until: is missing; a local time, a local date-time, or "+8h"'))
        return 0
    return _value(raw, "until", lambda found: happenings.since_start(found, times), 0, problems)


def _answers(given: object, problems: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the lists of answers by reminder; a single answer may stand without brackets."""
    if not isinstance(given, dict):
        problems.append(_("answers: {unfit}").format(unfit=Unfit(given, _("a table"))))
        return {}
    found = {}
    for name, listed in given.items():
        words = listed if isinstance(listed, list) else [listed]
        try:
            found[name] = tuple(values.one_of(word, ANSWERS) for word in words)
        except ValueError as error:
            problems.append(_("answers: {name}: {error}").format(name=name, error=error))
    return found


def _happenings(raw: Mapping[str, Any], times: Times, problems: list[str]) -> tuple[Happening, ...]:
    """Return what happens, in time; an undo comes before what else happens at its instant."""
    found: list[Happening] = []
    latest = 0
    for number, table in enumerate(_tables(raw, "event", problems), 1):
        pair = happenings.read(table, number, times, problems)
        if pair and pair[0].at < latest:
            problems.append(
                _("{place}: at: lies before the event above it").format(place=pair[0].place)
            )
        if pair:
            latest = max(latest, pair[0].at)
        found.extend(pair)
    return tuple(sorted(found, key=lambda each: each.at))


def _patterns(
    raw: Mapping[str, Any], key: str, times: Times, problems: list[str]
) -> tuple[Pattern, ...]:
    """Return the patterns of one kind of expectation."""
    found = [
        expectations.read(table, f"{key} {number}", times, problems)
        for number, table in enumerate(_tables(raw, key, problems), 1)
    ]
    return tuple(pattern for pattern in found if pattern is not None)


def _tables(raw: Mapping[str, Any], key: str, problems: list[str]) -> list[dict[str, Any]]:
    """Return an array of tables of the file."""
    given = raw.get(key, [])
    if isinstance(given, list) and all(isinstance(each, dict) for each in given):
        return given
    allowed = _("tables, each begun by {header}").format(header=f"[[{key}]]")
    problems.append(f"{key}: {Unfit(given, allowed)}")
    return []


def _value(
    raw: Mapping[str, Any], key: str, read: Callable[[object], _T], absent: _T, problems: list[str]
) -> _T:
    """Return one value of the file; `absent` also stands for a wrong one, which is noted."""
    try:
        return read(raw[key]) if key in raw else absent
    except ValueError as error:
        problems.append(f"{key}: {error}")
        return absent
