"""The runtime: one inbox, one thread. Event -> step -> store -> perform -> arm the alarm.

Rules of this file:
1. Only the thread in `run` touches the state. Everybody else posts.
2. Store, then perform: the records of a step are durable before a prompt leaves, and before a
   command is acknowledged.
3. An adapter that fails costs a line in the diagnostic log, never the loop. While the store fails,
   records are kept in memory and written as soon as it works again.
"""

from __future__ import annotations

import logging
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.core import engine, events
from ergobreak.core.effects import Effect, Record
from ergobreak.core.model import SECOND
from ergobreak.dataclass import dataclass
from ergobreak.errors import CommandRejected, ErgobreakError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ergobreak.core.events import Event
    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import State
    from ergobreak.ports import Alarm, Clock, Store

_log = logging.getLogger(__name__)

STALLED_AFTER: Final = 5 * SECOND  # an alarm so late means that the process itself stood still
UNSAVED_AT_MOST: Final = 10_000  # records kept while the disk is full; a day has a few hundred


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a posted command has led to: the journal lines it wrote, and the state after it."""

    lines: tuple[dict[str, object], ...]
    state: State
    plan: Plan
    now: Now


class Performer(Protocol):
    """Carries out what the engine asked for; called on the engine thread, must not block."""

    def perform(self, effect: Effect, stepped: Stepped) -> None:
        """Show, withdraw, open or close; never raises for what the world does."""

    def picture(self, stepped: Stepped) -> None:
        """Draw what is always on view: the tray."""

    def next_picture(self, state: State, plan: Plan) -> int | None:
        """Return when (mono) the picture changes although the state does not; None: never."""


class Runtime:
    """Owns the state. Construct it with its adapters, then call `run` on a thread of its own."""

    def __init__(
        self,
        *,
        plan: Plan,
        clock: Clock,
        store: Store,
        alarm: Alarm,
        performer: Performer,
        move_clock: Callable[[int], None] | None = None,
        followers: Sequence[Callable[[dict[str, object]], None]] = (),
    ) -> None:
        self.plan = plan
        self._clock = clock
        self._store = store
        self._alarm = alarm
        self._performer = performer
        self._move_clock = move_clock
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._followers = list(followers)
        self._unsaved: list[Record] = []
        self._dirty = False
        self._deadline: int | None = None
        self._redraw_at: int | None = None
        self.state: State
        self.has_begun = False

    # ------------------------------------------------------------ any thread

    def post(
        self,
        event: Event,
        reply: Callable[[Stepped | ErgobreakError], None] | None = None,
    ) -> None:
        """Put an event into the inbox, from any thread.

        `reply` is called on the engine thread once the step is durable, with what it led to, or
        with the refusal; it must not block.
        """
        self._inbox.put(lambda: self._answer(event, reply))

    def look(self, reply: Callable[[Stepped], None]) -> None:
        """Ask for the state as it is now (stepped to this instant), from any thread."""

        def look() -> None:
            self._step(events.Ticked())
            reply(self._stepped(()))

        self._inbox.put(look)

    def glance(self) -> Stepped:
        """Return the state as it would be now, from any thread; nothing happens because of it."""
        state, plan, now = self.state, self.plan, self._clock.now()
        if now.mono > state.at.mono:
            state, _effects = engine.step(state, events.Ticked(), now, plan)
        return Stepped((), state, plan, now)

    def advance(self, by: int, reply: Callable[[Stepped | ErgobreakError], None]) -> None:
        """Move a virtual clock by so many microseconds; refused on the real clock."""
        self._inbox.put(lambda: self._advance(by, reply))

    def follow(self, line: Callable[[dict[str, object]], None]) -> Callable[[], None]:
        """Call `line` on the engine thread with each journal line; return how to stop that."""
        self._inbox.put(lambda: self._followers.append(line))
        return lambda: self._inbox.put(lambda: self._unfollow(line))

    def do(self, work: Callable[[], None]) -> None:
        """Do something on the engine's thread, where the state stands still; from any thread."""
        self._inbox.put(work)

    def stop(self) -> None:
        """End `run` after what is in the inbox, with a clean shut-down on record."""
        self._inbox.put(None)

    # ------------------------------------------------------------ the engine thread

    def begin(self, saved: State | None) -> None:
        """Take the first step from the last snapshot; call it before `run`, on the same thread."""
        self._clock.faults()
        now, boot = self._clock.now(), self._clock.boot
        if saved is None:
            self.state, effects = engine.start(self.plan, now, boot)
        else:
            event = events.StartedUp(boot, _asleep_since(saved, now))
            self.state, effects = engine.step(saved, event, now, self.plan)
        self.has_begun = True
        self._alarm.start(lambda: self._inbox.put(self._rang))
        self._dirty = True
        self._carry_out(effects)

    def run(self) -> None:
        """Take from the inbox until `stop`."""
        while (task := self._inbox.get()) is not None:
            try:
                task()
            except Exception:  # noqa: BLE001 - rule 3
                _log.exception("a task of the inbox failed")
        self._step(events.ShutDown())
        self._alarm.stop()
        self._store.close()

    def follow_plan(self, plan: Plan, event: Event) -> None:
        """Live by another plan from now on; `event` says why. On the engine's thread."""
        self._step(events.Ticked())  # what has befallen the clocks belongs to the old plan
        self.plan = plan
        self._step(event)

    def _rang(self) -> None:
        self._step(events.Ticked())

    def _answer(
        self, event: Event, reply: Callable[[Stepped | ErgobreakError], None] | None
    ) -> None:
        outcome: Stepped | ErgobreakError
        try:
            outcome = self._stepped(self._step(event))
            if self._dirty:
                outcome = ErgobreakError(
                    _("Done, but it could not be written down yet."),
                    _("It is kept in memory and written when the disk takes it."),
                )
        except CommandRejected as refusal:
            outcome = refusal
        except Exception as error:  # noqa: BLE001 - rule 3; whoever asked must not wait in vain
            _log.exception("could not step over %s", type(event).__name__)
            outcome = ErgobreakError(_("unexpected: {error}").format(error=error))
        if reply is not None:
            reply(outcome)

    def _advance(self, by: int, reply: Callable[[Stepped | ErgobreakError], None]) -> None:
        if self._move_clock is None:
            reply(CommandRejected(_("Only a virtual clock can be moved."), "run --clock virtual"))
            return
        goal = self._clock.now().mono + by
        lines: list[dict[str, object]] = []
        # Answers come through the inbox, with steps of their own.
        self._followers.append(lines.append)
        while (deadline := engine.next_deadline(self.state, self.plan)) is not None:
            if deadline > goal:
                break
            self._move_clock(deadline)
            self._step(events.Ticked())
            self._run_inbox_dry()
        self._move_clock(goal)
        self._step(events.Ticked())
        self._followers.remove(lines.append)
        reply(self._stepped(lines))

    def _run_inbox_dry(self) -> None:
        """Let the answers that the last step has called forth come at its own instant."""
        while not self._inbox.empty():
            task = self._inbox.get()
            if task is None:
                self._inbox.put(None)
                return
            task()

    def _unfollow(self, line: Callable[[dict[str, object]], None]) -> None:
        if line in self._followers:
            self._followers.remove(line)

    def _stepped(self, lines: Sequence[dict[str, object]]) -> Stepped:
        return Stepped(tuple(lines), self.state, self.plan, self._clock.now())

    def _step(self, event: Event) -> list[dict[str, object]]:
        """Step through what befell clocks and process, then the event; return the new lines."""
        lines = []
        for each in (*self._clock.faults(), *self._stall(), event):
            before = self.state
            self.state, effects = engine.step(before, each, self._clock.now(), self.plan)
            self._dirty = self._dirty or not engine.only_time_passed(before, self.state)
            lines += self._carry_out(effects)
        return lines

    def _stall(self) -> list[Event]:
        """Return the span in which this process stood still, if it did.

        Asked before every step: after a freeze a command may well come before the alarm rings.
        """
        due = self._deadline
        if due is None or self._clock.now().mono - due <= STALLED_AFTER:
            return []
        return [events.Stalled(due)]

    def _carry_out(self, effects: Sequence[Effect]) -> list[dict[str, object]]:
        records = [effect for effect in effects if isinstance(effect, Record)]
        lines = self._save(records)
        for line in lines:
            for follower in tuple(self._followers):
                follower(line)
        stepped = self._stepped(lines)
        for effect in effects:
            if not isinstance(effect, Record):
                self._perform(effect, stepped)
        is_changed = bool(effects) or self._dirty
        if is_changed or (self._redraw_at or stepped.now.mono + 1) <= stepped.now.mono:
            self._performer.picture(stepped)
        self._arm(stepped.now)
        return lines

    def _arm(self, now: Now) -> None:
        """Set the one alarm: for the engine, or for a picture that changes before that."""
        self._redraw_at = self._performer.next_picture(self.state, self.plan)
        self._deadline = engine.next_deadline(self.state, self.plan)
        found = [each for each in (self._deadline, self._redraw_at) if each is not None]
        self._alarm.arm(min(found, default=None), now)

    def _save(self, records: Sequence[Record]) -> list[dict[str, object]]:
        """Write what is new; what cannot be written waits for the next step."""
        self._unsaved += records
        if not self._unsaved and not self._dirty:
            return []
        try:
            lines = self._store.append(self._unsaved, self.state)
        except Exception as error:  # noqa: BLE001 - rule 3
            is_known = isinstance(error, ErgobreakError)
            _log.warning("the journal cannot be written: %s", error, exc_info=not is_known)
            self._unsaved = self._unsaved[-UNSAVED_AT_MOST:]
            self._dirty = True
            return []
        self._unsaved = []
        self._dirty = False
        return lines

    def _perform(self, effect: Effect, stepped: Stepped) -> None:
        try:
            self._performer.perform(effect, stepped)
        except Exception:  # noqa: BLE001 - rule 3
            _log.exception("could not perform %s", type(effect).__name__)


def _asleep_since(saved: State, now: Now) -> int:
    """Return how much longer it was by the wall clock than by the monotonic one: time asleep.

    A step of the wall clock in between looks the same; between two daemons nobody can tell.
    """
    asleep = (now.wall - saved.at.wall) - (now.mono - saved.at.mono)
    return asleep if asleep > SECOND else 0
