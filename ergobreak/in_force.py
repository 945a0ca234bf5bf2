"""Which config is in force, and the plan that it makes where and when the person is."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.core.appointments import Spans
from ergobreak.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.config.settings import Settings
    from ergobreak.content.posture import PostureCheck
    from ergobreak.content.tips import Tip
    from ergobreak.core.model import Plan
    from ergobreak.paths import Paths

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InForce:
    """The person's own settings, the last good ones, or the defaults; and why not their own."""

    settings: Settings
    trouble: str = ""
    is_first_start: bool = False
    ignore_hours: bool = False
    checks: tuple[PostureCheck, ...] = ()  # the person's own, and
    tips: tuple[Tip, ...] = ()

    def plan_for(self, zone: str, spans: Spans | None = None) -> Plan:
        """Return the plan for a time zone (IANA name) and what the calendars say, once read."""
        known = spans or Spans()
        hours = calendar.always(zone) if self.ignore_hours else None
        plan = config.compile_plan(
            self.settings, calendar, zone, hours=hours, days_off=known.days_off
        )
        sources = config.sources_of(self.settings)
        is_unread = bool(sources) and spans is None
        return replace(
            plan,
            sources=sources or None,
            appointments=None if is_unread else known.appointments,
            trouble=self.trouble or next(iter(known.problems), ""),
        )


def choose(paths: Paths, explicit: Path | None = None, *, ignore_hours: bool = False) -> InForce:
    """Return the settings to run on.

    An explicit file must be good: ConfigError. Otherwise there always are some; what is wrong with
    the person's own file stands in `trouble`.
    """
    if explicit is not None:
        found = InForce(config.load_explicit(explicit, calendar), ignore_hours=ignore_hours)
        return _with_own(found, paths.content)
    is_first_start = config.first_file(paths)
    loaded = config.load(paths, calendar)
    trouble = ""
    if any(problem.is_error for problem in loaded.problems):
        standing = {"last good": "your last good one is in force"}
        applied = standing.get(loaded.source, "the defaults apply")
        trouble = f"The config file has a problem; {applied}. See: ergobreak config check"
        _log.warning("%s", trouble)
    found = InForce(loaded.settings, trouble, is_first_start, ignore_hours)
    try:
        found.plan_for("UTC")
    except ConfigError as error:
        _log.warning("%s", error.title)
        trouble = f"{error.title.partition(chr(10))[0]}. See: ergobreak config check"
        found = replace(found, settings=config.defaults(), trouble=trouble)
    return _with_own(found, paths.content)


def _with_own(found: InForce, folder: Path) -> InForce:
    """Add the person's own checks and tips; most people have none, and pay nothing."""
    if not folder.is_dir():
        return found
    own = config.own_content(folder)
    trouble = found.trouble
    if own.problems:
        names = ", ".join(name for name, _ in own.problems)
        trouble = trouble or f"{names} cannot be used. See: ergobreak config check"
        _log.warning("in %s: %s cannot be used", folder, names)
    return replace(found, trouble=trouble, checks=own.checks, tips=own.tips)
