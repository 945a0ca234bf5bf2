"""What is legal in a config but odd: it can hardly be what the person wants. Warnings only.

Rule of this file: no warning without a value that the person has written; it stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.config import default_reminders, units
from ergobreak.config.problems import Problem
from ergobreak.core.model import Kind
from ergobreak.dataclass import replace
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ergobreak.config.positions import Path
    from ergobreak.config.settings import Delivery, Reminder, Settings
    from ergobreak.config.values import Range, Span

_DAY: Final = 24 * 60
_MINUTE: Final = 60_000_000  # microseconds
_HOURS: Final = 24  # long enough that how a day begins does not tell


def odd_problems(settings: Settings, written: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is odd about sound settings; `written` is the table of the file."""
    yield from _short_hours(settings, written.get("work", {}))
    yield from _silent_hours(settings, written)
    yield from _idle_cap(settings, written.get("delivery", {}))
    yield from _long_warning(settings, written)
    yield from _twins(settings, written.get("reminders", {}))
    yield from _together(settings, written)
    for name, own in written.get("reminders", {}).items():
        rule = settings.reminders[name]
        if rule.enabled:
            path = ("reminders", name)
            yield from list(_long_break(path, own, rule)) or _too_often(path, own, rule, settings)
            yield from _too_rare(path, own, rule, settings)
            yield from _times_outside(path, own, rule)


def _short_hours(settings: Settings, own: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a warning where no prompt can ever come: all hours are over too soon."""
    rest = settings.work.no_prompt_before_end
    longest = max(_length(each) for each in settings.work.hours)
    if longest * _MINUTE <= rest and own.keys() & {"hours", "no_prompt_before_end"}:
        key = "hours" if "hours" in own else "no_prompt_before_end"
        what = _("no prompt can come: none does in the last {rest} of the hours").format(rest=rest)
        yield _odd(("work", key), what)


def _long_break(path: Path, own: Mapping[str, Any], rule: Reminder) -> Iterator[Problem]:
    if rule.every and rule.length and rule.every <= rule.length and own.keys() & {"every", "for"}:
        what = _("comes every {every}, and the break is {length} long").format(
            every=rule.every, length=rule.length
        )
        yield _odd((*path, "every" if "every" in own else "for"), what)


def _too_rare(
    path: Path, own: Mapping[str, Any], rule: Reminder, settings: Settings
) -> Iterator[Problem]:
    """Yield a warning for an interval that no working day is long enough for."""
    # A gap between two ranges stops the clocks, and need not be time away; the night is.
    whole = sum(_length(each) for each in settings.work.hours)
    if "every" in own and rule.every and rule.every >= whole * _MINUTE and whole < _DAY:
        hours = units.span_text(whole * _MINUTE)
        what = _("hardly ever comes: {every} of work do not fit into a day of {hours}").format(
            every=rule.every, hours=hours
        )
        yield _odd((*path, "every"), what)


def _silent_hours(settings: Settings, written: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a warning where quiet hours leave nothing of the working hours."""
    quiet = settings.busy.quiet_hours
    if quiet and "quiet_hours" in written.get("busy", {}):
        open_at = (
            at for at in range(_DAY) if any(_holds(each, at) for each in settings.work.hours)
        )
        if all(any(_holds(each, at) for each in quiet) for at in open_at):
            what = _("no prompt can come: all working hours are quiet hours")
            yield _odd(("busy", "quiet_hours"), what)


def _idle_cap(settings: Settings, own: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a warning where so many prompts an hour are allowed as the gap never lets come."""
    gap, per_hour = settings.delivery.gap, settings.delivery.per_hour
    if "per_hour" in own and gap * (per_hour - 1) >= 60 * _MINUTE:
        what = _(
            "has no effect: prompts are {gap} apart or more (delivery.gap), so fewer come"
        ).format(gap=gap)
        yield _odd(("delivery", "per_hour"), what)


def _long_warning(settings: Settings, written: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a warning where the sign before a prompt takes up the whole interval."""
    warning = settings.delivery.warning
    seen = {
        name: rule.every
        for name, rule in settings.reminders.items()
        if rule.enabled and rule.every and rule.show != "tray"
    }
    name = min(seen, key=lambda each: seen[each], default="")
    if not name or seen[name] > warning:
        return
    if "warning" in written.get("delivery", {}):
        what = _("is as long as the whole interval of reminders.{name} ({seen})").format(
            name=name, seen=seen[name]
        )
        yield _odd(("delivery", "warning"), what)


def _twins(settings: Settings, written: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a warning for a reminder that says what another says, at the same times."""
    known: dict[tuple[object, ...], str] = {}
    for name in written:
        rule = settings.reminders[name]
        if rule.enabled and rule.title and (rule.every or rule.at or rule.cron):
            times = (rule.every, rule.first, rule.at, rule.cron, rule.hours)
            first = known.setdefault((rule.kind, rule.title.casefold(), *times), name)
            if first != name:
                what = _("says the same at the same times as reminders.{first}").format(first=first)
                yield replace(_odd(("reminders", name), what), on_key=True)


def _times_outside(path: Path, own: Mapping[str, Any], rule: Reminder) -> Iterator[Problem]:
    """Yield a warning for each time of day that its own hours never reach.

    The working hours do not bind what has times of its own (behaviour 2.4).
    """
    if not rule.hours or not own.keys() & {"at", "hours"}:
        return
    for place, clock in enumerate(rule.at or ()):
        if not any(_holds(each, int(clock)) for each in rule.hours):
            at = (*path, "at", place) if "at" in own else (*path, "hours")
            what = _("{clock_text} never comes: it is outside its own hours").format(
                clock_text=units.clock_text(int(clock))
            )
            yield _odd(at, what)


def _too_often(
    path: Path, own: Mapping[str, Any], rule: Reminder, settings: Settings
) -> Iterator[Problem]:
    """Yield a warning where one reminder alone is more than the caps let through."""
    if "every" not in own or rule.every is None or rule.show == "tray":
        return
    gap, per_hour = settings.delivery.gap, settings.delivery.per_hour
    if rule.every < gap:
        yield _cap(
            path, rule.every, _("prompts are {gap} apart or more (delivery.gap)").format(gap=gap)
        )
    elif rule.every * per_hour < 60 * _MINUTE:
        yield _cap(
            path,
            rule.every,
            _("at most {per_hour} an hour (delivery.per_hour)").format(per_hour=per_hour),
        )


def _together(settings: Settings, written: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a warning where all reminders together are more than the cap, each alone is not."""
    cap = settings.delivery.per_hour
    seen = {name: rule for name, rule in settings.reminders.items() if _is_seen(rule)}
    spans = [rule.every for rule in seen.values() if rule.every]
    most = sum(60 * _MINUTE / each for each in spans)
    if not spans or most <= cap or min(spans) * cap < 60 * _MINUTE:
        return
    prompts = _prompts(seen.values(), settings.delivery)
    # A cap under what the defaults make is a brake that somebody wants, as in a quiet profile.
    usual = _prompts(filter(_is_seen, _shipped()), settings.delivery)
    if not usual <= cap * _HOURS < prompts:
        return
    own = written.get("reminders", {})
    named = {name: rule.every for name, rule in seen.items() if "every" in own.get(name, {})}
    path: Path = ("delivery", "per_hour")
    if "per_hour" not in written.get("delivery", {}):
        if not named:
            return
        path = ("reminders", min(named, key=lambda each: named[each] or 0), "every")
    what = _("all reminders make some {value} prompts an hour, bundled already").format(
        value=f"{prompts / _HOURS:.1f}"
    )
    yield _odd(
        path, _("{what}, and at most {cap} come (delivery.per_hour)").format(what=what, cap=cap)
    )


def _prompts(them: Iterable[Reminder], delivery: Delivery) -> int:
    """Return how many prompts these make in `_HOURS` of work, bundled as they are."""
    rules = list(them)
    due = [int(rule.first or rule.every or 0) for rule in rules]
    count = 0
    while (now := min(due)) < _HOURS * 60 * _MINUTE:
        count += 1
        for at, rule in enumerate(rules):
            water = rule.kind is Kind.HYDRATION
            if due[at] <= now + (delivery.bundle_water if water else delivery.bundle):
                due[at] = now + int(rule.every or 0)
    return count


def _shipped() -> Iterator[Reminder]:
    for name in default_reminders.REMINDERS:
        yield default_reminders.reminder(name, {})


def _is_seen(rule: Reminder) -> bool:
    """Tell whether a reminder makes prompts that count, at an interval."""
    return rule.enabled and rule.every is not None and rule.show != "tray"


def _cap(path: Path, every: Span, cap: str) -> Problem:
    return _odd(
        (*path, "every"),
        _('every {every} is more than is shown: {cap}; show = "tray" is free').format(
            every=every, cap=cap
        ),
    )


def _odd(path: Path, what: str) -> Problem:
    return Problem(path, what=what, severity="warning")


def _length(hours: Range) -> int:
    start, end = hours
    return end - start if end > start else end + _DAY - start


def _holds(hours: Range, clock: int) -> bool:
    start, end = hours
    return start <= clock < end if end > start else clock >= start or clock < end
