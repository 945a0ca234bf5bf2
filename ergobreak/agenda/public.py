"""Public holidays of a country, or a part of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.language import _

if TYPE_CHECKING:
    from datetime import date


def holidays(place: str, first: date, last: date) -> list[date]:
    """Return the public holidays from date to date at a place such as "DE" or "DE-BE".

    Raises ValueError: no such place is known.
    """
    # Imported late: who has only calendars need not wait for it.
    import holidays as library

    country, _dash, part = place.partition("-")
    years = range(first.year, last.year + 1)
    try:
        known = library.country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError:
        raise ValueError(
            _("the public holidays of {place} are not known").format(place=place)
        ) from None
    return sorted(day for day in known if first <= day <= last)
