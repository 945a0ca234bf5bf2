"""A simulated machine and the person at it: carries a scenario through the engine.

Rules of this file:
1. Three times: true time since the start, which the scenario counts; the monotonic clock, which
   stands while the machine sleeps; the wall clock, which can be set. The engine sees the last two.
2. Nothing waits: time leaps to the next deadline of the engine or the next happening. Of the two
   at one instant the deadline comes first, and what the person answers to it.
3. What happens to a sleeping or stalled machine is known to it when it is back, in its order. A
   command to a daemon that does not run is lost; what the machine and the person do is not.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

from ergobreak.core import effects, engine, events, profiles
from ergobreak.core.model import HOUR, Now
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from ergobreak.language import _
from ergobreak.simulate.facts import Facts
from ergobreak.simulate.happenings import Happening

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.config.settings import Settings
    from ergobreak.core.model import Plan
    from ergobreak.core.state import State
    from ergobreak.person import Person
    from ergobreak.simulate.scenario import Scenario

UPTIME: Final = HOUR  # of the machine, when a scenario starts or it has been started anew


class Machine:
    """Plays one scenario; `refusals` and `unrefused` name commands and what became of them."""

    def __init__(
        self,
        scenario: Scenario,
        person: Person,
        plan_for: Callable[[Settings, str, str], Plan],
        write: Callable[[effects.Record, str], None],
    ) -> None:
        """Take the scenario; `write` is given each record with the zone of the machine then."""
        self._scenario = scenario
        self._person = person
        self._plan_for = plan_for
        self._write = write
        self._settings = scenario.settings
        self._zone = scenario.zone
        self._plan = self._planned("")
        name, _unused = profiles.by_itself(self._plan.profiles, scenario.start, "")
        self._plan = self._planned(name)
        # Sorted by time, which makes it a heap; the serial keeps the order within one instant.
        self._todo = [(each.at, serial, each) for serial, each in enumerate(scenario.happenings)]
        self._serial = len(self._todo)
        self._late: list[Happening] = []  # happened while nobody could know it
        self._time = 0  # true time
        self._uptime = UPTIME  # the monotonic clock is this far ahead of true time
        self._skew = 0  # the wall clock is this far ahead of true time
        self._slept = 0
        self._asleep: int | None = None  # true time
        self._stalled: int | None = None  # mono
        self._dead: int | None = None  # what had been slept when the daemon ended
        self._boots = 1
        self._is_over = False
        self._facts = Facts()
        self.refusals: list[str] = []
        self.unrefused: list[str] = []
        self._state: State
        self._stored: State  # what a daemon would find after a crash
        self._may_crash = any(each.do == "crash" for each in scenario.happenings)

    def _planned(self, profile: str) -> Plan:
        """Return the plan of the settings, zone and profile in force, with the calendar's word."""
        name = profile if profile in self._settings.profiles else ""
        plan = self._plan_for(self._settings, self._zone, name)
        return replace(plan, appointments=self._scenario.appointments)

    def run(self) -> None:
        """Play the scenario from start to end."""
        self._state, asked = engine.start(self._plan, self._now(), self._boot)
        self._stored = self._state
        self._perform(asked)
        end = self._scenario.until
        while True:
            limit = min(self._todo[0][0], end) if self._todo else end
            alarm = self._alarm()
            if alarm is not None and alarm <= limit:
                self._time = alarm
                self._step(events.Ticked())
            elif self._todo and self._todo[0][0] <= end:
                self._time, _unused, happening = heapq.heappop(self._todo)
                self._happen(happening)
                if self._is_over:
                    return
            else:
                return

    @property
    def _boot(self) -> str:
        return f"sim-{self._boots}"

    def _now(self) -> Now:
        wall = self._scenario.start + self._time + self._skew
        return Now(self._uptime + self._time, wall)

    def _alarm(self) -> int | None:
        """Return when the daemon rings by itself, in true time."""
        if self._asleep is not None or self._stalled is not None or self._dead is not None:
            return None
        deadline = engine.next_deadline(self._state, self._plan)
        return None if deadline is None else deadline - self._uptime

    # ---------------------------------------------------------------- the engine

    def _step(self, event: events.Event) -> None:
        before = self._state
        self._state, asked = engine.step(before, event, self._now(), self._plan)
        if asked:
            self._stored = self._state
            self._perform(asked)
        elif self._may_crash and not engine.only_time_passed(before, self._state):
            self._stored = self._state

    def _perform(self, asked: tuple[effects.Effect, ...]) -> None:
        """Write the records, then let the person answer what has newly come on the screen."""
        prompted = set()
        for effect in asked:
            if isinstance(effect, effects.Record):
                self._write(effect, self._zone)
                if effect.event == "prompted":
                    prompted.add(effect.prompt)
        for effect in asked:
            if isinstance(effect, effects.UseProfile):
                self._switch()
            if not isinstance(effect, effects.Show):
                continue
            if self._facts.blind:
                self._step(events.NotShown(effect.prompt.id))
            elif effect.prompt.id in prompted:
                self._answer(effect)

    def _switch(self) -> None:
        """Live in the profile that is to be in force now, as the daemon does."""
        if (name := self._wanted()) != self._plan.profile:
            self._plan = self._planned(name)
            self._step(events.PlanChanged(by_profile=True))

    def _wanted(self) -> str:
        name, _unused = profiles.wanted(self._state, self._plan.profiles, self._now().wall)
        return name

    def _answer(self, show: effects.Show) -> None:
        for act in self._person.answer(show.prompt):
            happening = Happening(self._time + act.after, "answer", command=act.event)
            if act.after:
                self._serial += 1
                heapq.heappush(self._todo, (happening.at, self._serial, happening))
            else:
                self._command(happening)

    def _command(self, happening: Happening) -> None:
        """Tell the daemon something; an answer that comes too late is refused like any other."""
        if happening.command is None or self._dead is not None:
            return
        try:
            self._step(happening.command)
        except CommandRejected as refusal:
            if happening.place and not happening.refused:
                self.refusals.append(
                    _("{place}: refused: {title}").format(
                        place=happening.place, title=refusal.title
                    )
                )
        else:
            if happening.refused:
                self.unrefused.append(_("{place}: was not refused").format(place=happening.place))

    # ---------------------------------------------------------------- what happens

    def _happen(self, happening: Happening) -> None:
        do = happening.do
        if self._asleep is not None:
            if do == "wake":
                self._wake()
            elif do != "suspend":
                self._late.append(happening)
        elif self._stalled is not None:
            if do == "go on":
                self._go_on()
            else:
                self._late.append(happening)
        elif do in {"suspend", "stall"}:
            self._stop(do)
        elif do in {"crash", "quit"}:
            self._end(happening)
        elif do in {"wake", "go on"}:
            return  # something else has undone it
        elif do == "start":
            self._start(happening)
        elif do in {"clock", "zone", "config"}:
            self._change(happening)
        elif happening.command is not None:
            self._command(happening)
        else:
            self._tell(self._facts.take(happening, self._now().mono))

    def _tell(self, event: events.Event | None) -> None:
        if event is not None and self._dead is None:
            self._step(event)

    def _stop(self, do: str) -> None:
        if do == "suspend":
            self._tell(events.FellAsleep())
            self._asleep = self._time
        else:
            self._stalled = self._now().mono

    def _wake(self) -> None:
        asleep_for = self._time - (self._asleep or 0)
        self._asleep = None
        self._uptime -= asleep_for
        self._slept += asleep_for
        self._facts.wake()
        self._tell(events.Woke(asleep_for))
        self._catch_up()

    def _go_on(self) -> None:
        since, self._stalled = self._stalled or 0, None
        self._tell(events.Stalled(since))
        self._catch_up()

    def _catch_up(self) -> None:
        late, self._late = self._late, []
        for happening in late:
            self._happen(happening)

    def _change(self, happening: Happening) -> None:
        """Set the clock, or put another zone or config into force."""
        if happening.do == "clock":
            self._skew += happening.by
            self._tell(events.ClockMoved(happening.by))
            return
        if happening.do == "config":
            self._settings = happening.settings or self._settings
        else:
            self._zone = happening.zone
        is_config = happening.do == "config"
        self._plan = self._planned(self._plan.profile)
        if is_config:
            self._plan = self._planned(self._wanted())
        self._tell(events.PlanChanged() if is_config else events.ZoneChanged(self._zone))

    # ---------------------------------------------------------------- the daemon's life

    def _end(self, happening: Happening) -> None:
        """End the daemon; one that crashes without `for` is there again at once."""
        is_clean = happening.do == "quit"
        if is_clean:
            self._tell(events.ShutDown())
        self._dead = self._slept
        if not is_clean and not happening.lasts:
            self._start(happening)
        self._is_over = is_clean and not happening.lasts

    def _start(self, happening: Happening) -> None:
        """Start the daemon on what it had stored; the sources then report what they see."""
        # Imported late: few scenarios crash, and none should pay for what it does not use.
        from ergobreak.adapters.journal import snapshot

        if self._dead is None:
            return
        asleep_for, self._dead = self._slept - self._dead, None
        if happening.reboot:
            self._boots += 1
            self._uptime = UPTIME - self._time
            self._facts = Facts()
            asleep_for = 0
        self._state = snapshot.decode(snapshot.encode(self._stored))
        self._plan = self._planned(self._wanted())
        self._step(events.StartedUp(self._boot, asleep_for))
        for event in self._facts.anew(self._state):
            self._step(event)
