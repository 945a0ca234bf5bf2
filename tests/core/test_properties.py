"""What holds whatever happens: random days, thrown at the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core import engine, events
from ergobreak.core.appointments import Appointment, joined
from ergobreak.core.effects import Record
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND, Kind, Level, Plan, Policy, Reminder
from ergobreak.core.state import State
from ergobreak.dataclass import replace
from tests.core.day import (
    DEFAULT,
    EYES,
    NINE,
    POSTURE,
    STRETCH,
    TIP,
    WALK,
    WATER,
    AllDay,
    Day,
    OfficeHours,
    complete,
    ignore,
)
from tests.core.plans import LID_CLOSED, MEDICINE, Daily, plan_of

OUTCOMES = {
    "completed",
    "partial",
    "natural",
    "skipped",
    "missed",
    "expired",
    "absent",
    "seen",
    "hurt",
}
CUSTOM = Reminder(
    "plants", Kind.CUSTOM, 50 * MINUTE, 7 * MINUTE, level=Level.TOAST, postpone_by=(MINUTE,)
)
LOUD = replace(CUSTOM, level=Level.PANEL, postpone_at_most=2)
MEDICINE_EVERY = replace(MEDICINE, every=25 * MINUTE)
PLANS = {
    "default": DEFAULT,
    "office": Plan(
        (STRETCH, WALK, WATER, CUSTOM, POSTURE, EYES, TIP), OfficeHours(9 * HOUR, 17 * HOUR)
    ),
    "dense": Plan(
        (replace(STRETCH, every=60 * MINUTE), replace(POSTURE, every=17 * MINUTE)), AllDay()
    ),
    "calendar": replace(
        DEFAULT,
        reminders=(
            STRETCH,
            WATER,
            MEDICINE,
            replace(CUSTOM, level=Level.PANEL, postpone_at_most=2),
        ),
        hours=OfficeHours(),
        calendars={"medicine": Daily(10 * HOUR + 7 * MINUTE, OfficeHours(9 * HOUR, 11 * HOUR))},
    ),
    "meetings": replace(
        DEFAULT,
        appointments=joined(
            Appointment(NINE + start * MINUTE, NINE + end * MINUTE)
            for start, end in ((20, 50), (54, 80), (150, 160), (175, 300), (1500, 1560))
        ),
    ),
    "policies": plan_of(
        *(STRETCH, WALK, WATER, POSTURE),
        idle=Policy.RESET,
        pause=Policy.CREDIT,
        call=Policy.CREDIT,
        sharing=Policy.FREEZE,
        app=Policy.RESET,
    ),
}
OTHER_PLANS = [
    plan_of(STRETCH, replace(WALK, first=10 * MINUTE), MEDICINE_EVERY),
    plan_of(POSTURE, EYES, WATER),
]

REASONS = st.sampled_from(["call", "sharing", "fullscreen", "dnd", "app", "inhibitor"])
PLAIN = st.sampled_from(
    [
        events.Ticked(),
        events.InputSeen(),
        events.TypingBegan(),
        events.Lulled(),
        events.WindowSwitched(),
        events.Locked(),
        events.Unlocked(),
        events.FellAsleep(),
        events.Resumed(),
        events.Skipped(),
        events.Postponed(),
        events.Done(),
        events.Done("walk"),
        events.Taken(),
        events.Taken("stretch"),
        events.Taken("posture"),
        events.Drank(),
        events.Hurt(),
        events.Hurt("neck", still=True),
        events.HurtUndone(),
        events.EasyAnswered("keep"),
        events.BusyIgnored("call"),
        events.Done("hydration"),
        events.DisplayReturned(),
    ]
)
EVENT = st.one_of(
    PLAIN,
    PLAIN,
    PLAIN,
    st.builds(events.BusyBegan, REASONS),
    st.builds(events.BusyEnded, REASONS),
    st.builds(events.Paused, st.sampled_from([None, 10 * MINUTE, HOUR])),
    st.builds(events.Quieted, st.sampled_from([None, 10 * MINUTE, HOUR])),
    st.builds(events.Woke, st.integers(0, 600).map(lambda minutes: minutes * MINUTE)),
    st.just("idle"),
    st.just("not shown"),
    st.just("restart"),
    st.just("reboot"),
    st.just("quit"),
    st.just("stall"),
    st.just("other plan"),
    st.just("forward"),
    st.just("back"),
)
GAPS = st.one_of(
    st.integers(0, 30 * SECOND),
    st.integers(0, 20 * 60).map(lambda seconds: seconds * SECOND),
    st.sampled_from([22 * MINUTE, 45 * MINUTE, 90 * MINUTE, 100 * MINUTE]),
)
SCRIPT = st.lists(st.tuples(GAPS, EVENT), max_size=40)
ANSWERS = st.sampled_from([ignore, complete])


def feed(day: Day, event: Any) -> None:
    """Feed one drawn event; words stand for events that depend on the day."""
    match event:
        case "idle":
            day.try_(events.InputStopped(day.mono))
        case "not shown":
            if day.state.shown is not None:
                day.try_(events.NotShown(day.state.shown.id))
        case "restart":
            restored = msgspec.json.decode(msgspec.json.encode(day.state), type=State)
            assert restored == day.state
            day.state = restored
            day.do(events.StartedUp(day.boot))
        case "reboot":
            day.boot += "'"
            day.do(events.StartedUp(day.boot))
        case "quit":
            day.do(events.ShutDown())
            day.mono += HOUR
            day.do(events.StartedUp(day.boot))
        case "stall":
            stood_from = day.mono
            day.mono += HOUR
            day.do(events.Stalled(stood_from))
        case "other plan":
            plans = [*PLANS.values(), *OTHER_PLANS]
            place = plans.index(day.plan)
            day.plan = plans[(place + 1) % len(plans)]
            day.do(events.PlanChanged())
        case "forward" | "back":
            by = HOUR if event == "forward" else -HOUR
            day.wall_offset += by
            day.do(events.ClockMoved(by))
        case events.Woke(asleep_for):
            day.wall_offset += asleep_for
            day.do(event)
        case _:
            day.try_(event)


def live(day: Day, script: list[tuple[int, Any]], *, checks: Any = None) -> None:
    """Live through a script, then come to rest: present, free, nothing held."""
    for gap, event in script:
        day.until(day.mono + gap)
        feed(day, event)
        if checks is not None:
            checks(day)
    reasons = ("call", "sharing", "fullscreen", "dnd", "app", "inhibitor")
    calm: list[events.Event] = [
        events.InputSeen(),
        events.Unlocked(),
        *[events.BusyEnded(reason) for reason in reasons],
        events.Resumed(),
        events.DisplayReturned(),
        events.Lulled(),
    ]
    for event in calm:
        day.try_(event)


def facts(state: State) -> set[str]:
    """Return why nothing may be shown, read off the bare facts and not off the engine's rules."""
    found = set()
    for busy in state.busy:
        if not busy.ignored and not (busy.reason == "fullscreen" and busy.typed):
            found.add(busy.reason)
    if state.pause is not None:
        found.add("pause")
    if state.quiet is not None:
        found.add("quiet")
    if state.locked is not None or state.asleep is not None or state.credited:
        found.add("away")
    return found


@given(st.sampled_from(sorted(PLANS)), SCRIPT)
def test_nothing_is_shown_at_a_wrong_moment(which: str, script: Any) -> None:
    """No prompt comes, or stays, while busy, paused, quiet, away or outside the hours."""
    day = Day(PLANS[which])
    script = [pair for pair in script if not isinstance(pair[1], events.Taken)]

    def check(day: Day) -> None:
        shown = day.state.shown
        if shown is not None:
            assert not facts(day.state)
            assert day.state.open

    for gap, event in script:
        stop = day.mono + gap
        while (deadline := engine.next_deadline(day.state, day.plan) or stop) < stop:
            day.until(deadline)
            check(day)
        day.until(stop)
        feed(day, event)
        check(day)


@given(st.sampled_from(sorted(PLANS)), ANSWERS, SCRIPT)
def test_prompts_keep_their_distance(which: str, answer: Any, script: Any) -> None:
    """Visible prompts keep `gap` and `per_hour`, but for returns and what was taken by hand."""
    day = Day(PLANS[which], answer)
    not_here = ("forward", "back", "not shown")  # they make the times on record untrue
    live(day, [pair for pair in script if pair[1] not in not_here])
    seen: list[int] = []
    counted: list[int] = []
    back = {record.prompt for record in day.records if record.event == "postponed"}
    with_due = {record.prompt for record in day.records if record.event == "due"}
    for record in day.records:
        if record.event != "prompted" or not record.level or record.prompt not in with_due:
            continue
        at = record.at
        if record.prompt not in back:
            assert not seen or at - seen[-1] >= PLANS[which].delivery.gap
            counted.append(at)
            assert sum(other > at - HOUR for other in counted) <= PLANS[which].delivery.per_hour
        seen.append(at)


@given(st.sampled_from(sorted(PLANS)), ANSWERS, SCRIPT)
def test_every_due_has_exactly_one_outcome(which: str, answer: Any, script: Any) -> None:
    """Whatever happens, a due ends once, or is still on its way."""
    day = Day(PLANS[which], answer)
    live(day, script)
    with_due = {(r.prompt, r.reminder) for r in day.records if r.event == "due"}
    open_dues = set()
    for record in day.records:
        due = (record.prompt, record.reminder)
        if record.event == "due":
            assert due not in open_dues, f"{due} is due twice"
            open_dues.add(due)
        elif record.event in OUTCOMES and due in with_due:
            assert due in open_dues, f"{due} has two outcomes"
            open_dues.remove(due)
    state = day.state
    prompts = [p for p in (state.waiting, state.shown, *state.postponed, *state.dots) if p]
    prompts += [state.running.prompt] if state.running else []
    by_reminder = {name for prompt in prompts for name in prompt.names}
    for due in open_dues:
        assert due[1] in by_reminder, f"{due} has no outcome"
    intervals = {rule.name for rule in day.plan.reminders if rule.every}
    standing = {track.name for track in state.tracks if track.leg is None} & intervals
    assert standing == by_reminder & intervals, "one stands without a due, or runs with one"


@given(st.sampled_from(sorted(PLANS)), ANSWERS, SCRIPT)
def test_a_due_has_its_outcome_in_time(which: str, answer: Any, script: Any) -> None:
    """Within `late` and ten minutes of free time a due has its outcome, but for postpones."""
    day = Day(PLANS[which], answer)
    patience = PLANS[which].delivery.late + 10 * MINUTE

    def check(day: Day) -> None:
        for prompt in (day.state.waiting, day.state.shown):
            if prompt is not None and not prompt.postponed:
                for member in prompt.members:
                    assert day.state.free - member.due_free <= patience

    live(day, script, checks=check)


@given(ANSWERS, SCRIPT)
def test_no_hundred_free_minutes_without_a_stretch(answer: Any, script: Any) -> None:
    """100 free active minutes never pass without a stretch prompt or a natural break."""
    day = Day(DEFAULT, answer)
    last = 0
    seen = 0

    def check(day: Day) -> None:
        nonlocal last, seen
        for record in day.records[seen:]:
            about_stretch = record.reminder == "stretch" or record.event in (
                "natural",
                "hurt",
                "started_up",
            )
            if record.event in OUTCOMES | {"prompted", "started"} and (
                about_stretch or "stretch" in record.others
            ):
                last = day.state.free
        seen = len(day.records)
        if day.state.easy is not None:
            last = day.state.free  # easy days have no stretch prompts
        if day.state.shown is not None or day.state.postponed:
            last = max(last, day.state.free - 90 * MINUTE)
        assert day.state.free - last <= 100 * MINUTE

    minute = [(MINUTE, events.Ticked())]
    for gap, event in [pair for pair in script if pair[1] != "other plan"]:
        for _ in range(gap // MINUTE):
            live_minute(day, minute, check)
        day.until(day.mono + gap % MINUTE)
        feed(day, event)
        check(day)
    live(day, [])
    for _ in range(300):
        live_minute(day, minute, check)


def live_minute(day: Day, minute: Any, check: Any) -> None:
    """Let a minute pass and look."""
    day.until(day.mono + MINUTE)
    check(day)


@given(st.sampled_from(sorted(PLANS)), SCRIPT, st.lists(st.integers(0, 5 * HOUR), max_size=30))
def test_looking_more_often_changes_nothing(which: str, script: Any, looks: list[int]) -> None:
    """Stepping the engine at other, more or fewer instants leads to the same day."""
    quiet, curious = Day(PLANS[which]), Day(PLANS[which])
    for gap, event in script:
        goal = quiet.mono + gap
        quiet.until(goal)
        # Looks past deadlines without having stopped at them, and at instants without any.
        for look in sorted(curious.mono + look % (gap + 1) for look in looks):
            curious.mono = look
            curious.do(events.Ticked())
        curious.mono = goal
        curious.do(events.Ticked())
        feed(quiet, event)
        feed(curious, event)

    assert quiet.records == curious.records
    assert quiet.state == curious.state


@given(st.sampled_from(sorted(PLANS)), ANSWERS, SCRIPT, st.integers(0, 40))
def test_save_restore_go_on_equals_go_on(which: str, answer: Any, script: Any, place: int) -> None:
    """A state that went through the snapshot leads to the same day."""
    plain, saved = Day(PLANS[which], answer), Day(PLANS[which], answer)
    for day in (plain, saved):
        live(day, script[:place])
    saved.state = msgspec.json.decode(msgspec.json.encode(saved.state), type=State)
    for day in (plain, saved):
        live(day, script[place:])

    assert plain.records == saved.records
    assert plain.state == saved.state


@given(st.sampled_from(sorted(PLANS)), SCRIPT)
def test_a_restart_of_no_length_leaves_only_its_record(which: str, script: Any) -> None:
    """A crash and a start in the same instant add `started_up` to the day, and nothing else."""
    plain, crashed = Day(PLANS[which]), Day(PLANS[which])
    # Who types and what can be shown is found out anew, and a daemon that starts is awake.
    anew = (events.TypingBegan(), LID_CLOSED, "not shown")
    left_out = ("restart", "reboot", "quit", *anew)
    script = [pair for pair in script if pair[1] not in left_out]
    for gap, event in script:
        for day in (plain, crashed):
            day.until(day.mono + gap)
            feed(day, event)
        crashed.do(events.StartedUp("boot"))

    assert plain.records == [
        r for n, r in enumerate(crashed.records) if r.event != "started_up" or n == 0
    ]
    assert replace(plain.state, at=crashed.state.at) == crashed.state


@given(st.sampled_from(sorted(PLANS)), ANSWERS, SCRIPT)
def test_only_time_passed_means_that_nothing_need_be_saved(
    which: str, answer: Any, script: Any
) -> None:
    """A step that says so wrote no record, and its state can be worked out from the last saved."""
    day = Day(PLANS[which], answer)
    for gap, event in script:
        before, records = day.state, len(day.records)
        day.until(day.mono + gap)
        if len(day.records) > records:
            assert not engine.only_time_passed(before, day.state)
        feed(day, event)


def test_a_record_is_frozen_and_compares_by_value() -> None:
    """Two equal happenings make equal records; the other tests compare days that way."""
    assert Record(1, "due", "walk") == Record(1, "due", "walk")


@dataclass
class Witness:
    """What was fed, told apart from everything that the engine makes of it."""

    busy: set[str] = field(default_factory=set)
    locked: bool = False
    asleep: bool = False
    stops: dict[str, int] = field(default_factory=dict)
    freed_at: int = -HOUR  # when the last reason was taken away by hand or by its source
    returned_at: int = -HOUR

    def hears(self, event: Any, mono: int, wall: int) -> None:
        """Note an event that the engine accepted; a bare pause lasts until midnight."""
        held = bool(self.held(mono))
        match event:
            case events.BusyBegan(reason):
                self.busy.add(reason)
            case events.BusyEnded(reason) | events.BusyIgnored(reason):
                self.busy.discard(reason)
            case events.TypingBegan():
                self.busy.discard("fullscreen")
            case events.Locked():
                self.locked = True
            case events.Unlocked() if self.locked:
                self.locked, self.returned_at = False, mono
            case events.FellAsleep():
                self.asleep = True
            case events.Woke(asleep_for):
                self.asleep, self.returned_at = False, mono
                self.stops = {name: end - asleep_for for name, end in self.stops.items()}
            case events.InputSeen():
                self.asleep = False
            case events.Paused(length) | events.Quieted(length):
                self.stops[type(event).__name__] = mono + (length or DAY - wall % DAY)
            case events.Resumed():
                self.stops.clear()
            case _:
                return
        if held and not self.held(mono):
            self.freed_at = mono

    def held(self, mono: int) -> list[str]:
        """Return why nothing may be shown."""
        stops = [name for name, end in self.stops.items() if mono < end]
        return [*sorted(self.busy), *stops, *["away"] * (self.locked or self.asleep)]


@given(SCRIPT)
def test_no_prompt_comes_against_what_was_fed(script: Any) -> None:
    """Judged by the fed events alone: no prompt in a hold, nor too soon after it or a return."""
    by_the_clock = ("restart", "reboot", "quit", "stall", "other plan", "forward", "back")
    day, witness, seen = Day(DEFAULT), Witness(), 0
    for gap, event in [*script, (20 * MINUTE, events.Ticked())]:
        if event in by_the_clock or event == "not shown" or isinstance(event, events.Taken):
            continue
        day.until(day.mono + gap)
        for mono, show in day.shows[seen:]:
            assert not witness.held(mono), show
            assert mono - witness.freed_at >= 2 * MINUTE
            assert mono - witness.returned_at >= 3 * MINUTE
        seen = len(day.shows)
        by_feed = isinstance(event, str | events.Woke)
        if by_feed:
            feed(day, event)
        if by_feed or day.try_(event):
            witness.hears(event, day.mono, day.now().wall)


@given(st.sampled_from(sorted(PLANS)), SCRIPT)
def test_a_postponed_prompt_returns(which: str, script: Any) -> None:
    """However the day went: an hour later at the computer no prompt is postponed any more."""
    day = Day(PLANS[which])
    live(day, script)
    postponed = {prompt.id for prompt in day.state.postponed}
    day.run(60)

    assert postponed.isdisjoint(prompt.id for prompt in day.state.postponed)
