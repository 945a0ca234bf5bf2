"""What a config means beyond its types: which keys go together, and which have no effect.

Rules of this file:
1. `own` is the table as the person wrote it: a complaint is only about what they wrote.
2. `broken` names the keys that a complaint stands about already; nothing is said twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.config import default_reminders, units, values
from ergobreak.config.problems import Problem, nearest
from ergobreak.config.sources import source_problems
from ergobreak.core.model import Kind
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from ergobreak.config.calendars import Calendars
    from ergobreak.config.positions import Path
    from ergobreak.config.settings import Presence, Reminder, Settings

WHEN: Final = N_('every = "90m", at = ["10:30", "15:00"] or cron = "0 9-17 * * mon-fri"')

WHICH: Final = ("all", "pointer", "primary")  # `monitors` without a name

_LONGEST_NAME: Final = 40
_CRON_FIELDS: Final = 5


def settings_problems(settings: Settings, broken: AbstractSet[Path]) -> Iterator[Problem]:
    """Yield what is wrong with everything but the reminders; `broken` has the paths of keys."""
    yield from source_problems(settings, broken)
    yield from _presence_problems(settings.presence)
    yield from _monitor_problems(settings.window.monitors)
    for key, names in (("apps", settings.busy.apps), ("ignore", settings.busy.ignore)):
        yield from _program_problems(("busy", key), names)


def reminder_problems(
    name: str,
    own: Mapping[str, Any],
    broken: AbstractSet[str],
    rule: Reminder,
    calendars: Calendars | None,
) -> Iterator[Problem]:
    """Yield what is wrong with one reminder that is not turned off.

    `rule` is the reminder without its broken keys. Without `calendars` only the number of fields
    of a cron is looked at.
    """
    path = ("reminders", name)
    given = own.keys() - broken
    yield from _name_problems(name, given)
    yield from _time_problems(path, own, broken, rule)
    if rule.cron is not None and "cron" in given:
        yield from _cron_problems((*path, "cron"), rule.cron, calendars)
    if "for" not in broken:
        yield from _counts_problems(path, given, rule)
    needs_by = rule.postpone and rule.postpone.by is None and rule.postpone.at_most
    if "postpone" in given and needs_by:
        allowed = 'by = ["5m", "15m"]'
        yield Problem((*path, "postpone"), what=_("says not by how much"), allowed=allowed)
    yield from _idle_keys(path, given, rule)


def off_problems(name: str, own: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a warning for a reminder that is off by default, and that somebody seems to want."""
    if own and "enabled" not in own:
        yield Problem(
            ("reminders", name),
            what=_("is off"),
            allowed=_("enabled = true, to turn it on"),
            severity="warning",
            on_key=True,
        )


def _counts_problems(
    path: tuple[str, str], given: AbstractSet[str], rule: Reminder
) -> Iterator[Problem]:
    if "counts" not in given or rule.counts is None:
        return
    if rule.length is None:
        yield Problem((*path, "counts"), what=_("there is no `for` that this could be a part of"))
    elif rule.counts > rule.length:
        yield Problem(
            (*path, "counts"),
            found=units.quoted(str(rule.counts)),
            allowed=_("at most as long as `for` ({length})").format(length=rule.length),
        )


def _name_problems(name: str, given: AbstractSet[str]) -> Iterator[Problem]:
    if not name.replace("-", "").replace("_", "").isalnum() or len(name) > _LONGEST_NAME:
        yield Problem(
            ("reminders", name),
            what=_("no name for a reminder"),
            found=units.quoted(name),
            allowed=_("letters, digits, - and _, at most {longest_name} of them").format(
                longest_name=_LONGEST_NAME
            ),
            on_key=True,
        )
        return
    is_new = name not in default_reminders.REMINDERS and given & set(default_reminders.TIMES)
    close = nearest(name, default_reminders.REMINDERS) if is_new else ""
    if close:
        # Legal, and most often a slip: the reminder that was meant goes on unchanged beside it.
        yield Problem(
            ("reminders", name),
            what=_("a reminder of its own"),
            nearest=close,
            severity="warning",
            on_key=True,
        )


def _time_problems(
    path: tuple[str, str], own: Mapping[str, Any], broken: AbstractSet[str], rule: Reminder
) -> Iterator[Problem]:
    times = [key for key in own if key in default_reminders.TIMES]
    if rule.kind is Kind.TIP and "kind" not in broken:
        for key in times:
            yield Problem(
                (*path, key),
                what=_("a tip has no time: it comes once a day inside a break"),
                on_key=True,
            )
    else:
        for key in times[1:]:
            yield Problem(
                (*path, key),
                what=_(
                    "there is `{times}` already; a reminder has one of every, at and cron"
                ).format(times=times[0]),
                on_key=True,
            )
        if (
            not times
            and rule.every is None
            and rule.at is None
            and rule.cron is None
            and "kind" not in broken
        ):
            is_new = path[-1] not in default_reminders.REMINDERS
            yield Problem(
                path,
                what=_("says not when it comes"),
                allowed=_(WHEN),
                nearest=nearest(path[-1], default_reminders.REMINDERS) if is_new else "",
                on_key=True,
            )
    if "hours" in own and not {"at", "cron"} & own.keys():
        yield Problem(
            (*path, "hours"),
            what=_("only a reminder with `at` or `cron` has hours of its own"),
            on_key=True,
        )


def _cron_problems(
    path: tuple[str, str, str], cron: str, calendars: Calendars | None
) -> Iterator[Problem]:
    if calendars is not None:
        try:
            calendars.cron(cron, None, "UTC")
        except ValueError as error:
            yield Problem(path, what=values.plain(str(error)), found=units.quoted(cron))
    elif len(cron.split()) != _CRON_FIELDS:
        yield Problem(
            path,
            found=units.quoted(cron),
            allowed=_(
                'five fields: minute, hour, day, month, weekday, such as "0 9-17 * * mon-fri"'
            ),
        )


def _idle_keys(path: tuple[str, str], given: AbstractSet[str], rule: Reminder) -> Iterator[Problem]:
    """Yield a warning for each key that does nothing here."""
    idle = {"first": _("has an effect only with `every`")} if rule.at or rule.cron else {}
    if rule.kind is not Kind.HYDRATION:
        idle |= dict.fromkeys(
            ("amount", "goal", "ceiling"), _('has an effect only with kind = "hydration"')
        )
    if rule.ask_reason and rule.length is None:
        idle["ask_reason"] = _("has an effect only with `for`")
    if rule.in_turn and not rule.texts:
        idle["in_turn"] = _("has an effect only with `texts`")
    for key, what in idle.items():
        if key in given:
            yield Problem((*path, key), what=what, severity="warning", on_key=True)


def _monitor_problems(name: str) -> Iterator[Problem]:
    """Yield a warning for what may be a slip; a monitor can have any name, and be unplugged."""
    close = "" if name in WHICH else nearest(name, WHICH)
    if close:
        yield Problem(
            ("window", "monitors"),
            what=_("the monitor with the name {name}").format(name=units.quoted(name)),
            nearest=close,
            severity="warning",
        )


def _program_problems(path: tuple[str, str], names: Iterable[str]) -> Iterator[Problem]:
    """Yield an error for each program without a name, a warning for what looks like a pattern."""
    for place, name in enumerate(names):
        if not name:
            yield Problem(
                (*path, place), found='""', allowed=_('the name of a program, such as "obs"')
            )
        elif "*" in name:
            yield Problem(
                (*path, place),
                what=_("no pattern: * stands for itself, and each program has to be named"),
                severity="warning",
            )


def _presence_problems(presence: Presence) -> Iterator[Problem]:
    """Yield a warning where a longer absence is to count sooner than a shorter one."""
    pairs = (
        ("away_after", presence.away_after, "idle_after", presence.idle_after),
        ("long_away", presence.long_away, "away_after", presence.away_after),
    )
    for key, span, shorter, least in pairs:
        if span < least:
            yield Problem(
                ("presence", key),
                what=_("{span} is shorter than {shorter} ({least})").format(
                    span=span, shorter=shorter, least=least
                ),
                severity="warning",
            )
