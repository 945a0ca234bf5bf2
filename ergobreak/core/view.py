"""What is shown, in words: one projection of the state for tray, status line, window and toasts.

Rules of this file:
1. Everything is computed from state, plan and now; nothing here is stored.
2. Tray, window and toasts never say adherence, missed, strict or failed, and no word of body, pain
   or toilet stands in anything that a colleague could read over a shoulder.
3. Never a false precision: "about 14:30".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ergobreak.core import coming, moment, presence, profile_words
from ergobreak.core.model import MINUTE, SECOND, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import Busy, Prompt, State, Stop

# What is said of a reminder, and of what comes, is asked for here like everything else.
TITLES = coming.TITLES
title_of = coming.title_of
clock = coming.clock
Upcoming = coming.Upcoming
upcoming = coming.upcoming
REASONS: dict[str, str] = {
    "call": "microphone",
    "sharing": "screen sharing",
    "fullscreen": "full screen",
    "dnd": "do not disturb",
    "calendar": "appointment",
    "app": "program",
    "quiet_hours": "quiet hours",
    "inhibitor": "film",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification as words.

    `id` is the prompt's id, or a name of its own for a plain message. `buttons` are at most three
    (answer, label) pairs, answer being one of take, done, postpone, skip, hurt, or better, keep,
    still. `stays`: it stays until it is answered or withdrawn; otherwise it fades by itself.
    `icon`: a name of the icon theme or the path of a picture; empty: the program's own.
    """

    id: str
    title: str
    body: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    stays: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """The state in words: the first line, what else there is to say, the tray's picture, data."""

    headline: str
    lines: tuple[str, ...] = ()
    icon: str = "running"
    data: dict[str, object] = field(default_factory=dict)


# ---------------------------------------------------------------- words


def about(wall: int, now: int, zone: ZoneInfo) -> str:
    """Return a coming instant, rounded to five minutes when it is farther than that."""
    if wall - now > 5 * MINUTE:
        wall = (wall + 5 * MINUTE // 2) // (5 * MINUTE) * (5 * MINUTE)
    return clock(wall, now, zone)


def length(span: int) -> str:
    """Return a span as people say it: "5 min"; "30 s" when it is shorter than two minutes."""
    if span < 2 * MINUTE and span % MINUTE:
        return f"{span // SECOND} s"
    return f"{span // MINUTE} min"


# ---------------------------------------------------------------- the state in words


def status(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> Status:
    """Return the state in words, the most urgent truth first."""
    icon, headline = _headline(state, plan, now, zone)
    shown, running = state.shown, state.running
    data: dict[str, object] = {
        "state": icon,
        "active_seconds": state.active // SECOND,
        "sitting_seconds": (state.active - state.bout_from) // SECOND,
        "open_prompt": None if shown is None else {"prompt": shown.id, "reminders": shown.names},
        "break": None
        if running is None
        else {"reminders": running.prompt.names, "paused": running.paused_at is not None},
        "hold": presence.hold_reason(state, plan) or None,
        "paused": state.pause is not None,
        "quiet": state.quiet is not None,
        "water_ml": state.water_ml if state.water_day == plan.hours.day(now.wall) else 0,
    }
    if plan.trouble:
        data["trouble"] = plan.trouble
        icon = "error" if icon in ("running", "easy") else icon
    return Status(headline, tuple(_lines(state, plan, now, zone, icon)), icon, data)


def _lines(state: State, plan: Plan, now: Now, zone: ZoneInfo, icon: str) -> Iterator[str]:
    """Yield what else holds, and would be forgotten behind the first line."""
    if plan.trouble:
        yield plan.trouble
    if state.pause is not None and icon != "paused":
        yield f"Paused{_until(state.pause, now, zone)}"
    elif state.quiet is not None and icon != "quiet":
        yield f"Quiet{_until(state.quiet, now, zone)}"
    if state.easy is not None and state.easy.until > now.wall:
        yield f"Easy days until {clock(state.easy.until, now.wall, zone)}"
    if profile := profile_words.line(state, plan, now, zone):
        yield profile


def _hold_until(state: State, plan: Plan, busy: Busy, now: Now, zone: ZoneInfo) -> str:
    end = coming.known_end(state, plan, busy, now)
    return "" if end is None else f", until {clock(end, now.wall, zone)}"


def _headline(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> tuple[str, str]:
    """Return the name of the picture and the first line."""
    running = state.running
    if running is not None:
        if running.paused_at is not None:
            left = length(running.left(now.mono))
            return "break", f"{_titles(running.prompt)} paused, {left} left"
        end = now.wall + running.left(now.mono)
        return "break", f"{_titles(running.prompt)} until about {clock(end, now.wall, zone)}"
    if state.shown is not None:
        return "due", f"{_titles(state.shown)}: now, or when it suits you"
    if state.pause is not None:
        return "paused", f"Paused{_until(state.pause, now, zone)}"
    holding = presence.holding(state, plan)
    if holding is not None:
        return "held", _silent(holding, now, zone) + _hold_until(state, plan, holding, now, zone)
    if state.quiet is not None:
        return "quiet", f"Quiet{_until(state.quiet, now, zone)}"
    if not state.displayed:
        return "held", "Nothing on this desktop can show prompts"
    if not state.open:
        back = "" if state.edge is None else f" until {clock(state.edge, now.wall, zone)}"
        return "paused", f"Outside the working hours{back}"
    icon = "easy" if state.easy is not None else "running"
    if state.credited:
        minutes = (now.mono - (state.rest_from or 0)) // MINUTE
        if minutes:  # after a start nobody has been away yet
            return icon, f"Away {minutes} min, timers fresh"
    next_ones = upcoming(state, plan, now)
    if not next_ones:
        return icon, "Running, no reminder is on"
    return icon, sentence(next_ones[0], now, zone)


def sentence(one: Upcoming, now: Now, zone: ZoneInfo) -> str:
    """Return one coming reminder as a line: "Stretch about 14:30"."""
    if one.at_wall is None:
        minutes = max(1, round(one.about_seconds / 60))
        unit = "minute" if minutes == 1 else "minutes"
        return f"{one.title} after about {minutes} more {unit} at the computer"
    if one.about_seconds <= 0:
        return f"{one.title} at the next good moment"
    return f"{one.title} about {about(one.at_wall, now.wall, zone)}"


def _titles(prompt: Prompt) -> str:
    first, *others = [title_of(member.rule) for member in prompt.members]
    *listed, last = [first, *(other.lower() for other in others)]
    return f"{', '.join(listed)} and {last}" if listed else last


def _until(stop: Stop, now: Now, zone: ZoneInfo) -> str:
    end = stop.until
    if stop.length is not None:
        end = now.wall + stop.since + stop.length - now.mono
    return "" if end is None else f" until {clock(end, now.wall, zone)}"


def who(busy: Busy) -> str:
    """Return what holds prompts by name: the program, else the kind of reason."""
    return busy.name or REASONS.get(busy.reason, busy.reason)


def _silent(busy: Busy, now: Now, zone: ZoneInfo) -> str:
    what = REASONS.get(busy.reason, busy.reason)
    name = f" ({busy.name})" if busy.name else ""
    if now.mono - busy.since >= presence.NAMED_AFTER:
        return f"Silent since {clock(busy.since_wall, now.wall, zone)}: {what}{name}"
    return f"Waiting until it suits: {what}{name}"


# ---------------------------------------------------------------- buttons


def answers(prompt: Prompt | None) -> tuple[tuple[str, str], ...]:
    """Return the buttons of an open prompt: done, later, skip."""
    if prompt is None:
        return ()
    if prompt.leader.kind is Kind.POSTURE:
        return (("fine", "Fine"), ("corrected", "Corrected"))
    drink = prompt.leader.amount_ml
    later = ""
    if moment.can_postpone(prompt):
        later = f"In {length(prompt.leader.postpone_by[0])}"
    return (
        ("done", f"Drank {drink} ml" if drink else "Done"),
        *((("postpone", later),) if later else ()),
        *((("skip", "Skip"),) if prompt.leader.length or later else ()),
    )
