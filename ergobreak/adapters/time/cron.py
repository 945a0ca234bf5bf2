"""What the five fields of a cron mean to cron's users, written as APScheduler understands it.

Rules of this file:
1. Every field is read to its numbers and written anew. In APScheduler 0 is Monday, a range cannot
   wrap, and the step in `mon-fri/2` is lost without a word.
2. What cron programs take in different ways is refused, with what to write instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MINUTES: Final = tuple(map(str, range(60)))
HOURS: Final = tuple(map(str, range(24)))
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAYS: Final = tuple(map(str, range(1, 32)))
_MONTHS: Final = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905
_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class _Field:
    """One field: what may be written, from `low` to `high`, and how many values that makes."""

    name: str
    low: int
    high: int
    size: int
    names: Sequence[str] = ()

    @property
    def allowed(self) -> str:
        """Say what may stand here."""
        values = _("{low} to {high}")
        if self.high - self.low == self.size:
            values = _("{low} to {high} (0 and 7 are Sunday) or {names}")
        elif self.names:
            values = _("{low} to {high} or {names}")
        # translators: what a field of a cron may be; {values} is "0 to 59", or with names too.
        return _(
            "* or {values}; ranges a-b, lists a,b, and steps from 1 to {most} behind * or a "
            "range, such as */2 or a-b/2"
        ).format(
            values=values.format(low=self.low, high=self.high, names=", ".join(self.names)),
            most=self.size - 1,
        )


_FIELDS: Final = (
    _Field(N_("minute"), 0, 59, 60),
    _Field(N_("hour"), 0, 23, 24),
    _Field(N_("day of month"), 1, 31, 31),
    _Field(N_("month"), 1, 12, 12, _MONTHS),
    _Field(N_("weekday"), 0, 7, 7, (WEEKDAYS[-1], *WEEKDAYS[:-1])),
)
_STARS: Final = frozenset({"*", "*/1"})
_PART: Final = re.compile(r"(?:\*|(\d+|[a-z]+)(?:-(\d+|[a-z]+))?)(?:/(\d+))?")
_SHORT: Final = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}


def read(text: str) -> tuple[str, str, str, str, str]:
    """Return the fields as APScheduler writes them. Raises ValueError that names each problem."""
    words = text.lower().split()
    if len(words) != len(_FIELDS):
        meant = _SHORT.get(text.strip().lower())
        names = ", ".join(_(field.name) for field in _FIELDS)
        message = _('cron "{text}" is not five fields but {count} ({names})')
        if meant:
            message = _('cron "{text}" is not five fields but {count} ({names}); write "{meant}"')
        raise ValueError(message.format(text=text, count=len(words), names=names, meant=meant))
    values = [_numbers(word, field) for word, field in zip(words, _FIELDS, strict=True)]
    problems = [
        _('{name} "{word}" is not understood; allowed: {allowed}').format(
            name=_(field.name), word=word, allowed=field.allowed
        )
        for word, field, numbers in zip(words, _FIELDS, values, strict=True)
        if not numbers
    ] or _impossible(words, values[2], values[3])
    if problems:
        message = _('cron "{text}": {problems}').format(text=text, problems="; ".join(problems))
        raise ValueError(message)
    minutes, at_hours, days, months, weekdays = values
    return (
        written(minutes, MINUTES),
        written(at_hours, HOURS),
        written(days, _DAYS),
        written(months, _MONTHS),
        written({(day - 1) % 7 for day in weekdays}, WEEKDAYS),  # there the week begins on Monday
    )


def _impossible(words: Sequence[str], days: Collection[int], months: Collection[int]) -> list[str]:
    """Return what makes no sense about fields that are right one by one."""
    if not _STARS & {words[2], words[4]}:
        return [
            _(
                'day of month "{day}" and weekday "{weekday}" are both given: either, or both at '
                "once? Write * for one of them, or make two reminders"
            ).format(day=words[2], weekday=words[4])
        ]
    if all(day >= _LONGEST[month] for day in days for month in months):
        return [
            _('day of month "{day}" never comes in month "{month}"; write another day').format(
                day=words[2], month=words[3]
            )
        ]
    return []


def _numbers(text: str, field: _Field) -> frozenset[int]:
    """Return the numbers that a field means, counted from its lowest; none if it is wrong.

    A range whose end is before its begin wraps, in every field: fri-mon, 22-6.
    """
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            return frozenset()
        first, last, step = match[1], match[2], int(match[3] or 1)
        start = _number(first, field) if first else 0
        end = _number(last or first, field) if first else field.size - 1
        # "5/10" means another thing in each cron program, "*/90" never what it says.
        is_vague = first is not None and last is None and match[3] is not None
        if start is None or end is None or is_vague or not 1 <= step < field.size:
            return frozenset()
        if end < start:
            end += field.size
        found.update(number % field.size for number in range(start, end + 1, step))
    return frozenset(found)


def _number(text: str, field: _Field) -> int | None:
    """Return what a number or a name means, counted from the lowest of its field."""
    if text in field.names:
        return field.names.index(text)
    if text.isdecimal() and field.low <= int(text) <= field.high:
        return int(text) - field.low
    return None


def written(numbers: Collection[int], labels: Sequence[str]) -> str:
    """Return numbers, counted from 0, as APScheduler writes them: "*" or "mon-wed,fri"."""
    if len(numbers) == len(labels):
        return "*"
    starts = [number for number in sorted(numbers) if number - 1 not in numbers]
    ends = [number for number in sorted(numbers) if number + 1 not in numbers]
    return ",".join(
        labels[start] if start == end else f"{labels[start]}-{labels[end]}"
        for start, end in zip(starts, ends, strict=True)
    )
