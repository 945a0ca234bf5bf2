"""Which line of a file makes a week annoy, and what would mend it: tried out, not guessed. Pure.

Rules of this file:
1. Only values that the file has are to blame. The one that is named is the first whose change makes
   the week better, and that change is the value that is proposed.
2. Where none does within TRIES weeks, the likeliest line is named, and no value.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.time import calendar
from ergobreak.config import from_table, keys, units
from ergobreak.config.problems import Problem
from ergobreak.config.toml_text import written
from ergobreak.dataclass import dataclass
from ergobreak.errors import ConfigError
from ergobreak.language import _
from ergobreak.simulate import own_week
from ergobreak.simulate.annoyances import Annoyance, annoyances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ergobreak.simulate.own_week import Week

    Key = tuple[str, ...]

TRIES: Final = 10  # weeks for one file; each costs some 0.06 s
_CROWDED: Final = 150  # prompts in a week, which make another one as dear again
_MINUTE: Final = 60_000_000
# Which keys of [reminders.NAME] may be to blame, the likeliest first; and of other tables.
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "day": ("every", "show", "cron", "at"),
    "rest": ("for", "every"),
    "early": ("first", "every"),
    "never": ("first", "every", "at", "cron", "hours", "kind"),
    "late": ("at", "cron"),
    "uneven": ("cron",),
}
_OTHERS: Final[Mapping[str, tuple[Key, ...]]] = {
    "hour": (("delivery", "per_hour"), ("delivery", "gap")),
    "day": (("delivery", "per_hour"), ("delivery", "gap")),
    "bunched": (("delivery", "gap"), ("delivery", "per_hour")),
    "sitting": (
        ("delivery", "gap"),
        ("busy", "quiet_hours"),
        ("delivery", "per_hour"),
        ("work", "no_prompt_before_end"),
        ("reminders", "stretch", "show"),
        ("presence", "settle"),
    ),
    "never": (
        ("delivery", "gap"),
        ("delivery", "per_hour"),
        ("work", "no_prompt_before_end"),
        ("busy", "quiet_hours"),
        ("presence", "settle"),
        ("work", "hours"),
    ),
    "late": (("busy", "quiet_hours"), ("delivery", "gap"), ("delivery", "per_hour")),
}
# What a span may be instead, as parts of it, the nearest first.
_FACTORS: Final[Mapping[str, tuple[float, ...]]] = {
    "day": (1.5, 2, 3),
    "rest": (1.5, 2, 3),
    "early": (2, 4),
    "never": (0.8, 0.65, 0.5, 0.3),
}
_LENGTHS: Final = (0.65, 0.5, 0.3)


@dataclass(slots=True)
class Trial:
    """A file's table and how many weeks may still be played with other values in it."""

    table: Mapping[str, Any]
    cost: float = 1  # of each
    left: float = TRIES

    def mends(self, path: Key, value: object, annoyance: Annoyance) -> bool:
        """Tell whether that value (None: the default) takes the annoyance away."""
        if self.left <= 0:
            return False
        self.left -= self.cost
        try:
            settings = from_table(_with(self.table, path, value), "config", calendar)
        except ConfigError:
            return False
        about = (annoyance.kind, annoyance.reminder if annoyance.kind != "day" else "")
        rest = annoyances(own_week.play(settings))
        return about not in {
            (each.kind, each.reminder if each.kind != "day" else "") for each in rest
        }


def problems(week: Week, table: Mapping[str, Any]) -> list[Problem]:
    """Return what would annoy as warnings about the file's table, without lines."""
    trial = Trial(table, 1 + len(week.story.prompts) // _CROWDED)
    return [_problem(each, trial, week) for each in annoyances(week)]


def _problem(annoyance: Annoyance, trial: Trial, week: Week) -> Problem:
    suspects = [path for path in _suspects(annoyance) if _at(trial.table, path) is not None]
    for path in suspects:
        for value, shown in _values(path, annoyance, week):
            if trial.mends(path, value, annoyance):
                words = _("{words}; try {text} = {shown}").format(
                    words=annoyance.words, text=keys.text(path), shown=shown
                )
                return Problem(path, what=words, severity="warning")
    path = suspects[0] if suspects else ()
    quiet = ("reminders", annoyance.reminder, "show")
    if annoyance.kind == "day" and path and trial.mends(quiet, "tray", annoyance):
        words = _('{words}; try {text} = "tray"').format(
            words=annoyance.words, text=keys.text(quiet)
        )
        return Problem(path, what=words, severity="warning")
    return Problem(path, what=annoyance.words, severity="warning")


def _suspects(annoyance: Annoyance) -> Iterator[Key]:
    if annoyance.reason == "quiet_hours" and annoyance.kind != "late":
        yield "busy", "quiet_hours"
    for key in _OWN.get(annoyance.kind, ()):
        yield "reminders", annoyance.reminder, key
    yield from _OTHERS.get(annoyance.kind, ())


def _values(path: Key, annoyance: Annoyance, week: Week) -> Iterator[tuple[object, str]]:
    """Yield values that might be better, each with how the file would write it."""
    kind, key = annoyance.kind, path[-1]
    rule = week.settings.reminders.get(path[1]) if path[0] == "reminders" else None
    if rule is not None and key in {"every", "first", "for"}:
        now = {"every": rule.every, "first": rule.first, "for": rule.length}[key]
        for factor in _LENGTHS if key == "for" else _FACTORS.get(kind, ()):
            text = units.span_text(_rounded(int(now or 0) * factor))
            yield text, written(text)
    elif kind == "late" and rule is not None and rule.at:
        times = [units.clock_text(_after(int(each), week)) for each in rule.at]
        yield times, written(times)
    elif kind == "never" and rule is not None and key == "cron":
        yield from _on_working_days(str(rule.cron), week)
    default = keys.default(path)
    if default is not None:
        yield None, _("{written}, the default").format(written=written(default))


def _rounded(micros: float) -> int:
    """Return a span as people would choose it: whole minutes, from ten on in fives."""
    minutes = micros / _MINUTE
    return max(1, round(minutes) if minutes < 10 else round(minutes / 5) * 5) * _MINUTE


def _on_working_days(cron: str, week: Week) -> Iterator[tuple[str, str]]:
    fields = cron.split()
    if fields[2:4] == ["*", "*"]:
        days = ",".join(units.WEEKDAYS[day] for day in sorted(set(week.settings.work.days)))
        text = " ".join([*fields[:4], days])
        yield text, written(text)


def _after(minute: int, week: Week) -> int:
    """Return a time of day, or the end of the quiet hours that it lies in."""
    ends = [end for start, end in week.settings.busy.quiet_hours if start <= minute < end]
    return ends[0] % (24 * 60) if ends else minute


def _at(table: Mapping[str, Any], path: Key) -> object:
    found: Any = table
    for part in path:
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _with(table: Mapping[str, Any], path: Key, value: object) -> dict[str, Any]:
    """Return the table with another value at a path; None: without the one that it has."""
    changed = copy.deepcopy(dict(table))
    place = changed
    for part in path[:-1]:
        place = place.setdefault(part, {})
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return changed
