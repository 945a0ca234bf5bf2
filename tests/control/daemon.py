"""A daemon without a desktop: the pure engine on a clock that stands, a real socket and journal."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.control import endpoint, verbs
from ergobreak.control.server import Server
from ergobreak.core import engine, events
from ergobreak.core.effects import Record
from ergobreak.core.hours import Always, instant_of
from ergobreak.core.model import HOUR, MINUTE, Kind, Level, Now, Plan, Reminder
from ergobreak.dataclass import replace
from ergobreak.errors import ErgobreakError
from ergobreak.paths import find

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ergobreak.core.state import State

BERLIN: Final = ZoneInfo("Europe/Berlin")
LATER: Final = (5 * MINUTE, 10 * MINUTE)
PLAN: Final = Plan(
    (
        Reminder(
            "stretch",
            Kind.STRETCH,
            every=90 * MINUTE,
            length=5 * MINUTE,
            counts=2 * MINUTE,
            level=Level.PANEL,
            postpone_by=LATER,
            postpone_at_most=3,
        ),
        Reminder(
            "walk",
            Kind.WALK,
            every=90 * MINUTE,
            first=45 * MINUTE,
            length=3 * MINUTE,
            counts=2 * MINUTE,
            level=Level.PANEL,
            postpone_by=LATER,
            postpone_at_most=3,
        ),
        Reminder("hydration", Kind.HYDRATION, every=90 * MINUTE, first=60 * MINUTE, amount_ml=250),
    ),
    Always(BERLIN),
)


@dataclass(frozen=True)
class Seen:
    """What a step has led to."""

    lines: tuple[dict[str, object], ...]
    state: State
    plan: Plan
    now: Now


class EngineThread:
    """Owns a state, steps it on a thread of its own, and moves only by `advance`."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._followers: list[Callable[[dict[str, object]], None]] = []
        self.watchers: list[Callable[[], None]] = []  # are told when something was drawn
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._now = Now(HOUR, instant_of(datetime.fromisoformat("2026-03-02 09:00"), BERLIN))
        self._state, effects = engine.start(PLAN, self._now, "boot")
        self._write([effect for effect in effects if isinstance(effect, Record)])
        self._thread = threading.Thread(target=self._run, name="engine")
        self._thread.start()

    def post(
        self, event: events.Event, reply: Callable[[Seen | ErgobreakError], None] | None = None
    ) -> None:
        """Step over an event."""
        self._jobs.put(lambda: self._step(event, reply))

    def look(self, reply: Callable[[Seen], None]) -> None:
        """Tell the state."""
        self._jobs.put(lambda: reply(Seen((), self._state, PLAN, self._now)))

    def advance(self, by: int, reply: Callable[[Seen | ErgobreakError], None]) -> None:
        """Move the clock, and step."""

        def leap() -> None:
            self._now = replace(self._now, mono=self._now.mono + by, wall=self._now.wall + by)
            self._step(events.Ticked(), reply)

        self._jobs.put(leap)

    def follow(self, line: Callable[[dict[str, object]], None]) -> Callable[[], None]:
        """Tell each line from now on."""
        self._followers.append(line)
        return lambda: self._followers.remove(line)

    def stop(self) -> None:
        """End the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
        self._store.close()

    def _step(
        self, event: events.Event, reply: Callable[[Seen | ErgobreakError], None] | None
    ) -> None:
        reply = reply or (lambda _: None)
        try:
            self._state, effects = engine.step(self._state, event, self._now, PLAN)
        except ErgobreakError as error:
            reply(error)
            return
        lines = self._write([effect for effect in effects if isinstance(effect, Record)])
        for line in lines:
            for follower in tuple(self._followers):
                follower(line)
        if effects:
            for drawn in tuple(self.watchers):
                drawn()
        reply(Seen(tuple(lines), self._state, PLAN, self._now))

    def _write(self, records: list[Record]) -> list[dict[str, object]]:
        return self._store.append(records, None)


class Daemon:
    """The whole of it; it is the host of its verbs, too."""

    version: Final = "0.0.test"
    installed: Final = ""
    zone: Final = BERLIN

    def __init__(self, home: Path) -> None:
        self.paths = find(str(home))
        self.previewed: list[str] = []
        self.ended = threading.Event()
        self._held = endpoint.claim(self.paths)
        self.engine = EngineThread(SqliteStore(self.paths.journal, lambda: BERLIN))
        self.server = Server(
            self._held.listen(),
            lambda request, caller: verbs.handle(request, caller, self.engine, self),
            endpoint.is_ours,
            self._held.new_door,
        )
        self.server.start()

    def sources(self) -> dict[str, dict[str, str]]:
        """Say that input is seen, and nothing else of what serves."""
        return {"idle": {"by": "X11", "reason": ""}}

    def preview(self, name: str) -> None:
        """Note what was to be shown."""
        self.previewed.append(name)

    def hooked(self) -> dict[str, object]:
        """Name no hook."""
        return {"hooks": [], "off": ""}

    def overview(self, below: Sequence[str]) -> None:
        """Note what was to stand below."""
        self.previewed += below

    def watch(self, drawn: Callable[[], None]) -> Callable[[], None]:
        """Tell of each new picture."""
        self.engine.watchers.append(drawn)
        return lambda: self.engine.watchers.remove(drawn)

    def stop(self) -> None:
        """End, on another thread than the one that asks for it."""
        threading.Thread(target=self.close, name="stop").start()

    def close(self) -> None:
        """End: no more callers, no more steps, then the lock."""
        if not self.ended.is_set():
            self.server.stop()
            self.engine.stop()
            self._held.release()
            self.ended.set()
