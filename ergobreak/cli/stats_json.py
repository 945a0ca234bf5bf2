"""The figures of `stats` for programs. Spans are seconds, water is ml; null: not recorded. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.dataclass import asdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ergobreak.cli.stats_figures import Figures, Period, Today
    from ergobreak.cli.stats_settings import Known
    from ergobreak.history import Adherence, Bout, DaySummary, Week


def data(found: Figures, known: Known) -> dict[str, Any]:
    """Return the figures that were asked for; keys of the others are left out."""
    told: dict[str, Any] = {
        "now": found.now.isoformat(timespec="seconds"),
        "water_share_ml": known.water_share or None,
    }
    if found.today:
        told["today"] = _today(found.today)
    if found.week:
        told["week"] = _week(found.week)
    if found.period:
        told["period"] = _period(found.period)
        told["period"]["own"] = {name: asdict(each) for name, each in found.period.own.items()}
    return told


def _today(found: Today) -> dict[str, Any]:
    return _day(found.summary) | {
        "sitting_seconds": found.sitting,
        "break_minutes_per_active_hour": _rounded(found.per_hour),
    }


def _day(found: DaySummary) -> dict[str, Any]:
    return {
        "day": found.day.isoformat(),
        "movement_breaks": found.movement,
        "active_seconds": found.active,
        "rested_seconds": found.rested,
        "water_ml": found.water,
        "longest": _bout(found.longest),
        "is_work_day": found.is_work_day,
    }


def _week(found: Week) -> dict[str, Any]:
    return {
        "days": [_day(each) for each in found.days],
        "movement_breaks": found.movement,
        "active_seconds": found.active,
    }


def _period(found: Period) -> dict[str, Any]:
    hours = {f"{hour:02}": asdict(each) for hour, each in found.hours.items()}
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "adherence": adherence(found.adherence),
        "exposure": _rounded(found.exposure),
        "longest": _bout(found.longest),
        "active_seconds": found.active,
        "break_minutes_per_active_hour": _rounded(found.per_hour),
        "work_days": len(found.days),
        "days_with_two": found.days_with_enough,
        "movement_breaks": _by_day(found.days.items()),
        "water_ml": _by_day(found.water.items()),
        "by_hour": hours,
        "rarely_suits": [f"{hour:02}" for hour, each in found.hours.items() if each.is_rare],
    }


def adherence(found: Adherence) -> dict[str, Any]:
    """Return the counts of outcomes; `share` is null as long as it would be chance."""
    return {
        **asdict(found),
        "opportunities": found.opportunities,
        "taken": found.taken,
        "share": _rounded(found.share),
        "words": found.words,
    }


def _bout(found: Bout | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "start": found.start.isoformat(timespec="seconds"),
        "end": found.end.isoformat(timespec="seconds"),
        "seconds": found.seconds,
        "reason": found.reason or None,
    }


def _by_day(found: Iterable[tuple[Any, int]]) -> dict[str, int]:
    return {day.isoformat(): number for day, number in found}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
