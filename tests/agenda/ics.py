"""Calendars as text, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ergobreak.agenda.occurrences import Asked, Found, read

BERLIN: Final = ZoneInfo("Europe/Berlin")
MARCH: Final = (date(2026, 3, 1), date(2026, 3, 31))


def event(*lines: str, uid: str = "a") -> str:
    """Return an event of these lines, with what every event has."""
    head = ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", "SUMMARY:Secret plan")
    return "\r\n".join((*head, *lines, "END:VEVENT", ""))


def at(day: int, hour: int, minute: int = 0) -> str:
    """Return an hour from then on in Berlin, in March 2026, as two lines."""
    zone = "TZID=Europe/Berlin"
    start, end = f"202603{day:02d}T{hour:02d}{minute:02d}00", f"202603{day:02d}T{hour + 1:02d}"
    return f"DTSTART;{zone}:{start}\r\nDTEND;{zone}:{end}{minute:02d}00"


def calendar(*events: str, head: str = "") -> str:
    """Return a calendar of these events; `head` has lines of its own."""
    lines = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{head}"
    return f"{lines}{''.join(events)}END:VCALENDAR\r\n"


def wall(text: str) -> int:
    """Return an instant, written "2026-03-02 09:00" in UTC, in microseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def found_in(text: str, zone: ZoneInfo = BERLIN, days: tuple[date, date] = MARCH) -> Found:
    """Return what a text says of March 2026, appointments and whole days."""
    span = wall(f"{days[0]} 00:00"), wall(f"{days[1]} 23:59")
    return read(text, Asked(zone, span, days))


def busy(text: str, zone: ZoneInfo = BERLIN) -> list[str]:
    """Return the appointments of March 2026 as "02 09:00-10:00" in UTC, in order."""
    return [
        f"{_utc(start):%d %H:%M}-{_utc(end):%H:%M}"
        for start, end in sorted(found_in(text, zone).busy)
    ]


def days(text: str) -> list[int]:
    """Return the whole days of March 2026."""
    return sorted(day.day for day in found_in(text).days)


def _utc(instant: int) -> datetime:
    return datetime.fromtimestamp(instant // 1_000_000, UTC)
