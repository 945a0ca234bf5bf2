"""When a reminder falls due next: the tracks, on active time or by the calendar.

Rules of this file:
1. An interval track is a distance on the active clock, so nothing that happens to any other clock
   can move it. It stands (leg None) from due to outcome.
2. A calendar track is a wall instant with a label; no label comes twice, whatever the clock does.
3. Unless the person acted, the next due follows from the last due, not from who noticed it when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core.model import DAY, MINUTE, Kind, Level
from ergobreak.core.state import Track
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.core.model import Plan, Reminder
    from ergobreak.core.state import Member
    from ergobreak.core.turn import Turn, View

CREDIT_SPAN = 15 * MINUTE  # behaviour 3.8: due within 15 active minutes either way
UNANNOUNCED: Final = "-"  # a cycle whose prompt is not announced
ABSURD = 3650 * DAY  # a step this long is a clock that had been wrong since boot, no journey


def fresh(rule: Reminder, plan: Plan, active: int, wall: int) -> Track:
    """Return the track of a reminder that begins now."""
    calendar = plan.calendars.get(rule.name)
    if calendar is not None:
        return Track(rule.name, next_at=calendar.after(wall))
    if not rule.every:
        return Track(rule.name)  # a tip has no time of its own
    return Track(rule.name, active, leg_of(rule, "first"), warned=unwarned(rule))


def unwarned(rule: Reminder) -> str:
    """Return the mark of a cycle that has not been announced yet, or never will be: too quiet."""
    return "" if rule.level > Level.TOAST else UNANNOUNCED


def leg_of(rule: Reminder, phase: str) -> int:
    """Return how much active time a phase takes: first | every | half."""
    if phase == "first":
        return rule.first or rule.every
    return rule.every // 2 if phase == "half" else rule.every


def rules(plan: Plan) -> dict[str, Reminder]:
    """Return the reminders by name."""
    return {rule.name: rule for rule in plan.reminders}


def put(t: Turn, track: Track) -> None:
    """Put a track in the place of the one with its name."""
    t.tracks = tuple(track if old.name == track.name else old for old in t.tracks)


def restart(t: Turn, rule: Reminder, phase: str, *, since: int | None = None) -> None:
    """Start an interval track anew; a calendar track, or a reminder that is gone, is left alone."""
    if not rule.every:
        return
    track = next((track for track in t.tracks if track.name == rule.name), None)
    if track is None:
        return  # it came back with the config of this start, and has no track yet
    start = t.active if since is None else since
    put(t, replace(track, since=start, leg=leg_of(rule, phase), phase=phase, warned=unwarned(rule)))


def restart_after(t: Turn, member: Member, outcome: str) -> None:
    """Start the track of a reminder that has had its outcome (behaviour 3.4)."""
    rule = rules(t.plan).get(member.rule.name)
    if rule is None:
        return
    take_turn(t, rule, outcome)
    if outcome == "natural":
        restart(t, rule, "first")
    elif not rule.length or not rule.level:
        # Counted from the due instant, unless the hold was so long that it would be due at once.
        still_to_come = member.due_active + rule.every > t.active
        restart(t, rule, "every", since=member.due_active if still_to_come else None)
    elif outcome in ("completed", "partial", "skipped", "hurt"):
        restart(t, rule, "every")
    else:
        restart(t, rule, "half")


def take_turn(t: Turn, rule: Reminder, outcome: str) -> None:
    """Let the next text follow what was done; who was away begins with the first one."""
    track = next((track for track in t.tracks if track.name == rule.name), None)
    if rule.in_turn and track is not None and outcome in ("completed", "partial", "natural"):
        put(t, replace(track, times=0 if outcome == "natural" else track.times + 1))


def after_stretch(t: Turn) -> None:
    """Restart walk and posture at their first time: a stretch stands for both."""
    for rule, _ in _running_tracks(t):
        if rule.kind in (Kind.WALK, Kind.POSTURE):
            restart(t, rule, "first")


def _running_tracks(t: Turn) -> list[tuple[Reminder, Track]]:
    known = rules(t.plan)
    return [(known[track.name], track) for track in t.tracks if track.leg is not None]


def restart_all(t: Turn) -> None:
    """Set every interval track that runs to zero: the policy `reset`."""
    for rule, _ in _running_tracks(t):
        restart(t, rule, "first")


def after_absence(t: Turn, *, long: bool) -> list[tuple[Reminder, bool]]:
    """Restart what a natural break restarts; return each reminder and whether it earns credit.

    Water starts afresh only after a long absence. A track without progress has nothing to restart.
    """
    restarted = []
    for rule, track in _running_tracks(t):
        if (rule.kind is Kind.HYDRATION) is not long:
            continue
        target = track.since + (track.leg or 0)
        take_turn(t, rule, "natural")
        if track.since == t.active and track.phase == "first":
            continue
        near = target - t.active <= CREDIT_SPAN
        restart(t, rule, "first")
        restarted.append((rule, near))
    return restarted


def shorten_stretch(t: Turn) -> None:
    """Let the next stretch come after half a cycle, so that a day of coffee trips has one."""
    for rule, _ in _running_tracks(t):
        if rule.kind is Kind.STRETCH:
            restart(t, rule, "half")


def upcoming_targets(s: View, plan: Plan) -> Iterator[tuple[Reminder, Track, int]]:
    """Yield each interval track that runs, with the active time that is left."""
    tracks = {track.name: track for track in s.tracks}
    for rule in plan.reminders:
        track = tracks.get(rule.name)
        if track is not None and track.leg is not None:
            yield rule, track, track.since + track.leg - s.active


# ---------------------------------------------------------------- calendar


def next_instant(t: Turn, track: Track, after: int) -> int | None:
    """Return the next instant later than `after` whose label has not come yet."""
    calendar = t.plan.calendars[track.name]
    instant = calendar.after(after)
    while instant is not None and calendar.label(instant) <= track.fired:
        instant = calendar.after(instant)
    return instant


def pass_over(t: Turn, only: str = "") -> list[Track]:
    """Move the calendar tracks whose instant has gone by; return those tracks as they were."""
    passed = []
    for track in t.tracks:
        if only not in ("", track.name):
            continue
        if track.next_at is None or track.next_at > t.at.wall or track.name not in t.plan.calendars:
            continue
        label = t.plan.calendars[track.name].label(track.next_at)
        moved = replace(track, fired=max(label, track.fired))
        put(t, replace(moved, next_at=next_instant(t, moved, t.at.wall)))
        passed.append(track)
    return passed


def look_again(t: Turn, *, forget: bool = False) -> None:
    """Ask the calendar afresh, after the clock went back or the zone or the plan changed."""
    for track in t.tracks:
        if track.name in t.plan.calendars:
            known = replace(track, fired="") if forget else track
            put(t, replace(known, next_at=next_instant(t, known, t.at.wall)))


# ---------------------------------------------------------------- a changed plan


def lay_still(t: Turn) -> None:
    """Stop the tracks that the plan knows no more, until the step that clears them away.

    That step comes with the new plan too, and first lets the time run up to its own instant.
    """
    known = rules(t.plan)
    t.tracks = tuple(
        track
        if track.name in known and (track.next_at is None or track.name in t.plan.calendars)
        else replace(track, leg=None, next_at=None)
        for track in t.tracks
    )


def carry_over(t: Turn, in_flight: set[str]) -> None:
    """Fit the tracks to the plan; progress is kept, nothing is overdue before `settle` is over."""
    old = {track.name: track for track in t.tracks}
    tracks = []
    for rule in t.plan.reminders:
        track = old.get(rule.name)
        new = fresh(rule, t.plan, t.active, t.at.wall)
        stands = track is None or (track.leg is None and rule.every and rule.name not in in_flight)
        if track is None or stands or (track.next_at is None) != (new.next_at is None):
            # One with a due under way stands, or it would be due twice.
            tracks.append(replace(new, leg=None) if rule.name in in_flight else new)
        elif track.next_at is not None or not rule.every or track.leg is None:
            tracks.append(track)
        else:
            leg = leg_of(rule, track.phase)
            put_off = t.active + t.plan.presence.settle - track.since
            if track.leg != leg and leg <= put_off:
                # Once only: a config that is saved every minute must not keep it off for ever.
                leg = min(track.leg, put_off) if track.leg > leg else put_off
            # One that has become too quiet to be announced must not be announced still.
            tracks.append(replace(track, leg=leg, warned=track.warned or unwarned(rule)))
    t.tracks = tuple(tracks)
    look_again(t)
