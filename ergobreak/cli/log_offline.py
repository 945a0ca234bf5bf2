"""Putting the log right while no daemon runs: by the same rules, as its one writer meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak import journal_line
from ergobreak.adapters.journal.read import newest
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.adapters.time import calendar
from ergobreak.adapters.time.clock import SystemClock
from ergobreak.control import corrections, endpoint
from ergobreak.core.corrections import correct
from ergobreak.core.effects import Record
from ergobreak.core.model import Now
from ergobreak.core.state import State
from ergobreak.core.turn import Turn
from ergobreak.dataclass import replace
from ergobreak.errors import ErgobreakError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.core.events import Corrected
    from ergobreak.core.model import Plan
    from ergobreak.paths import Paths


def put(places: Paths, words: Sequence[str]) -> tuple[corrections.Written, ZoneInfo]:
    """Write what the words mean, all of it or nothing; return it with the time zone it is told in.

    Raises CommandRejected, UsageError, AlreadyRunning, StoreFailed.
    """
    found, plan, now, zone = _read(places, words)
    with endpoint.with_writer_lock(places):
        # A damaged journal is for the daemon to mend, which says so; here it is only refused.
        newest(places.journal)
        store = SqliteStore(places.journal, lambda: zone)
        try:
            saved = store.load()
            records, after = _tried(found, saved, now, plan)
            # No time has passed for a state that sleeps: only the water follows.
            kept = saved and replace(saved, water_ml=after.water_ml, water_day=after.water_day)
            lines = store.append(records, None if kept == saved else kept)
        finally:
            store.close()
    return corrections.Written(tuple(lines), after, plan, now), zone


def tried(places: Paths, words: Sequence[str], wall: int | None) -> list[dict[str, object]]:
    """Return the lines that would be written, with ids that stand behind all others.

    `wall` is the present, by this machine's clock if it is None. Raises CommandRejected and
    UsageError.
    """
    found, plan, now, zone = _read(places, words, wall)
    records, _ = _tried(found, None, now, plan)
    return [
        journal_line.line(record, f"Z{place:025}", "", zone) for place, record in enumerate(records)
    ]


def plan_now(places: Paths) -> Plan:
    """Return the plan that the settings make here and now."""
    return _plan(places, calendar.zone_name())


def _read(
    places: Paths, words: Sequence[str], wall: int | None = None
) -> tuple[list[Corrected], Plan, Now, ZoneInfo]:
    name = calendar.zone_name()
    zone = calendar.zone_of(name)
    plan, now = _plan(places, name), SystemClock().now()
    now = now if wall is None else replace(now, wall=wall)
    return corrections.read(words, plan, now.wall, zone), plan, now, zone


def _tried(
    found: Sequence[Corrected], saved: State | None, now: Now, plan: Plan
) -> tuple[list[Record], State]:
    """Return the records that the rules make of it, and the state behind them."""
    state = saved or State(now)
    turn = Turn(replace(state, at=Now(state.at.mono, now.wall)), plan)
    for correction in found:
        correct(turn, correction)
    return [effect for effect in turn.effects if isinstance(effect, Record)], turn.freeze()


def _plan(places: Paths, zone: str) -> Plan:
    """Return the plan of the person's settings, or that of the defaults where they cannot be used.

    Nothing is made here: the first daemon makes the file of settings.
    """
    from ergobreak import config

    own = config.current(places).settings
    try:
        return config.compile_plan(own or config.defaults(), calendar, zone)
    except ErgobreakError:
        return config.compile_plan(config.defaults(), calendar, zone)
