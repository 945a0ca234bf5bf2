"""The calendars and public holidays that a config names: what is wrong, and what is to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.config import units, values
from ergobreak.config.problems import Problem, nearest
from ergobreak.core.appointments import Source, Sources
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from ergobreak.config.positions import Path
    from ergobreak.config.settings import Calendar, Settings
    from ergobreak.config.values import DayOff

TABLE: Final = "calendars"
PATH: Final = 'path = "~/calendars/work.ics"'

_LONGEST_NAME: Final = 40


def sources_of(settings: Settings) -> Sources:
    """Return what has to be read: calendars in the order of the file, holidays in alphabetical."""
    named, choosing = set(_days_off(settings)), _choosing(settings)
    return Sources(
        tuple(
            Source(name, str(calendar.path), calendar.busy, name in named, name in choosing)
            for name, calendar in settings.calendars.items()
            if calendar.busy or name in named or name in choosing
        ),
        tuple(sorted({day.holidays for day in named if day.holidays})),
    )


def _days_off(settings: Settings) -> Iterator[DayOff]:
    """Yield the days off, also those of every profile: a switch asks nobody anew."""
    yield from settings.work.days_off
    for profile in settings.profiles.values():
        yield from profile.days_off


def _choosing(settings: Settings) -> set[str]:
    """Return the calendars that profiles go by."""
    whens = (profile.when for profile in settings.profiles.values())
    return {str(when.calendar) for when in whens if when and when.calendar}


def source_problems(settings: Settings, broken: AbstractSet[Path]) -> Iterator[Problem]:
    """Yield what is wrong with the calendars, and with the days off that name one.

    `broken` has the keys that a complaint stands about already.
    """
    for name, calendar in settings.calendars.items():
        is_told = any(path[:2] == (TABLE, name) for path in broken)
        yield from _calendar_problems(name, calendar, settings, is_told=is_told)
    if (TABLE,) in broken:
        return  # which names there were to be, nobody can tell
    known = {*settings.calendars, *(str(path[1]) for path in broken if path[0] == TABLE)}
    for place, day in enumerate(settings.work.days_off):
        if day.dates is None and not day.holidays and day not in known:
            yield Problem(
                ("work", "days_off", place),
                what=_("no calendar has the name {day}").format(day=units.quoted(day)),
                found=units.quoted(day),
                allowed=_(values.DAY_OFF),
                nearest=nearest(day, known),
            )


def _calendar_problems(
    name: str, calendar: Calendar, settings: Settings, *, is_told: bool
) -> Iterator[Problem]:
    path = (TABLE, name)
    plain = name.replace("-", "").replace("_", "")
    # What begins with a digit would be read as a date among the days off.
    if not plain.isalnum() or name[0].isdigit() or len(name) > _LONGEST_NAME:
        yield Problem(
            path,
            what=_("no name for a calendar"),
            found=units.quoted(name),
            allowed=_(
                "a letter, then letters, digits, - and _, at most {longest_name} of them"
            ).format(longest_name=_LONGEST_NAME),
            on_key=True,
        )
    elif not calendar.path and not is_told:
        yield Problem(path, what=_("says not where it is"), allowed=PATH, on_key=True)
    elif not (calendar.busy or is_told or name in {*_days_off(settings), *_choosing(settings)}):
        yield Problem(
            path,
            what=_("has no effect: it is not busy, and neither `days_off` nor a profile names it"),
            severity="warning",
            on_key=True,
        )
