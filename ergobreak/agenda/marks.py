"""Whether an event is marked as busy: questions to its properties, none to its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from icalendar.cal import Component

# Tentative is not busy: a meeting that may not take place silences nothing, and the microphone
# tells when it does. Working elsewhere is work.
_OUTLOOK_FREE: Final = ("FREE", "TENTATIVE", "WORKINGELSEWHERE")
_OWNER: Final = ("X-WR-CALNAME", "X-WR-OWNER", "X-OWNER", "NAME")
_MAILTO: Final = "mailto:"


def is_off(event: Component) -> bool:
    """Tell whether the event does not take place."""
    return _word(event, "STATUS") == "CANCELLED"


def is_busy(event: Component, owner: str) -> bool:
    """Tell whether the event is one of those in which nobody wants to be interrupted."""
    return (
        not is_off(event)
        and _word(event, "STATUS") != "TENTATIVE"
        and _word(event, "TRANSP") != "TRANSPARENT"
        and _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") not in _OUTLOOK_FREE
        and not _is_declined(event, owner)
    )


def owner_of(calendar: Component) -> str:
    """Return the address of whose calendar it is, where the file says so; else nothing."""
    for key in _OWNER:
        address = _address(calendar.get(key, ""))
        if "@" in address:
            return address
    return ""


def _is_declined(event: Component, owner: str) -> bool:
    """Tell whether its owner has declined, or, if nobody knows who that is, everybody has."""
    host = _address(_first(event.get("ORGANIZER", "")))
    answers = {
        _address(guest): _answer(guest) for guest in _all(event.get("ATTENDEE", [])) if guest
    }
    if owner in answers:
        return answers[owner] == "DECLINED"
    guests = [answer for address, answer in answers.items() if address != host]
    return bool(guests) and all(answer == "DECLINED" for answer in guests)


def _word(component: Component, key: str) -> str:
    """Return a property that is a word of the format; what a slip has given twice, once."""
    return str(_first(component.get(key, ""))).strip().upper()


def _answer(guest: Any) -> str:
    return str(getattr(guest, "params", {}).get("PARTSTAT", "")).upper()


def _address(value: object) -> str:
    return str(value).strip().lower().removeprefix(_MAILTO)


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    found = _all(value)
    return found[0] if found else ""
