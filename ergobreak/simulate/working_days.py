"""The ordinary working days that `simulate --days N` plays when it is given no file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ergobreak.core.hours import instant_of
from ergobreak.simulate.happenings import Happening
from ergobreak.simulate.scenario import Scenario

if TYPE_CHECKING:
    from ergobreak.config.settings import Settings

FIRST_DAY: Final = date(2026, 1, 5)  # a Monday
ZONE: Final = "UTC"  # not the machine's: the same bytes everywhere
_DAY_OF_REST: Final = 5  # Saturday, as Python counts
_BEGIN: Final = time(9, 0)
_LUNCH: Final = (time(12, 30), time(13, 15))
_END: Final = time(17, 30)


def working_days(settings: Settings, days: int) -> Scenario:
    """Return so many days, from Monday to Friday at the desk, the screen locked over lunch.

    The machine sleeps from the evening until the next working day begins.
    """
    start = _instant(FIRST_DAY, _BEGIN)
    happenings = []
    for number in range(days):
        day = FIRST_DAY + timedelta(days=number)
        if day.weekday() >= _DAY_OF_REST:
            continue
        for at, do in (
            (_BEGIN, "wake"),
            (_LUNCH[0], "lock"),
            (_LUNCH[1], "unlock"),
            (_END, "suspend"),
        ):
            happenings.append(Happening(_instant(day, at) - start, do))
    until = _instant(FIRST_DAY + timedelta(days=days), time(0, 0)) - start
    # The first day begins with the start itself.
    return Scenario(start, until, ZONE, settings, happenings=tuple(happenings[1:]))


def _instant(day: date, at: time) -> int:
    return instant_of(datetime.combine(day, at), ZoneInfo(ZONE))
