"""Which config is in force: the person's own, the last good one, or the defaults."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ergobreak import config
from ergobreak.adapters import calendar
from ergobreak.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.core.model import Plan
    from ergobreak.paths import Paths

_log = logging.getLogger(__name__)


def load_plan(
    paths: Paths, zone: str, *, explicit: Path | None = None, ignore_hours: bool = False
) -> tuple[Plan, bool]:
    """Return the plan to run on, and whether this is the very first start.

    An explicit file must be good: ConfigError. Otherwise there is always a plan; what is wrong
    with the person's own file stands in its `trouble`.
    """
    hours = calendar.always(zone) if ignore_hours else None
    compiled = partial(config.compile_plan, calendars=calendar, zone=zone, hours=hours)
    if explicit is not None:
        return compiled(config.load_explicit(explicit, calendar)), False
    is_first_start = config.first_file(paths)
    loaded = config.load(paths, calendar)
    trouble = ""
    if any(problem.is_error for problem in loaded.problems):
        standing = {"last good": "your last good one is in force"}
        applied = standing.get(loaded.source, "the defaults apply")
        trouble = f"The config file has a problem; {applied}. See: ergobreak config check"
        _log.warning("%s", trouble)
    try:
        return replace(compiled(loaded.settings), trouble=trouble), is_first_start
    except ConfigError as error:
        _log.warning("%s", error.title)
        trouble = f"{error.title.partition(chr(10))[0]}. See: ergobreak config check"
        return replace(compiled(config.defaults()), trouble=trouble), is_first_start
