"""What is shown, in words: one projection of the state for tray, status line, window and toasts.

Rules of this file:
1. Everything is computed from state, plan and now; nothing here is stored.
2. Tray, window and toasts never say adherence, missed, strict or failed, and no word of body, pain
   or toilet stands in anything that a colleague could read over a shoulder.
3. Never a false precision: "about 14:30".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import coming, moment, presence, profile_words
from ergobreak.core.model import MINUTE, SECOND, Kind
from ergobreak.dataclass import dataclass, field
from ergobreak.language import N_, _, listed, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import Break, Busy, Prompt, State, Stop

# What is said of a reminder, and of what comes, is asked for here like everything else.
TITLES = coming.TITLES
title_of = coming.title_of
title_within = coming.title_within
clock = coming.clock
Upcoming = coming.Upcoming
upcoming = coming.upcoming
REASONS: dict[str, str] = {
    "call": N_("microphone"),
    "sharing": N_("screen sharing"),
    "fullscreen": N_("full screen"),
    "dnd": N_("do not disturb"),
    "calendar": N_("appointment"),
    "app": N_("program"),
    "quiet_hours": N_("quiet hours"),
    "inhibitor": N_("film"),
}
"""In English; `cause` tells them in the language that is spoken."""


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
        # translators: so many seconds, short: "30 s".
        return _("{count} s").format(count=span // SECOND)
    # translators: so many minutes, short: "5 min".
    return _("{count} min").format(count=span // MINUTE)


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
        yield _paused(state.pause, now, zone)
    elif state.quiet is not None and icon != "quiet":
        yield _quiet(state.quiet, now, zone)
    if state.easy is not None and state.easy.until > now.wall:
        until = clock(state.easy.until, now.wall, zone)
        yield _("Easy days until {clock}").format(clock=until)
    if profile := profile_words.line(state, plan, now, zone):
        yield profile


def _held(state: State, plan: Plan, busy: Busy, now: Now, zone: ZoneInfo) -> str:
    silent = _silent(busy, now, zone)
    end = coming.known_end(state, plan, busy, now)
    if end is None:
        return silent
    # translators: {what} is "Waiting until it suits: appointment", {clock} as in "14:30".
    return _("{what}, until {clock}").format(what=silent, clock=clock(end, now.wall, zone))


def _headline(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> tuple[str, str]:
    """Return the name of the picture and the first line."""
    if state.running is not None:
        return "break", _of_break(state.running, now, zone)
    if state.shown is not None:
        # translators: {titles} is one reminder or several, as in "Walk and water".
        line = _("{titles}: now, or when it suits you")
        return "due", line.format(titles=_titles(state.shown))
    if state.pause is not None:
        return "paused", _paused(state.pause, now, zone)
    holding = presence.holding(state, plan)
    if holding is not None:
        return "held", _held(state, plan, holding, now, zone)
    if state.quiet is not None:
        return "quiet", _quiet(state.quiet, now, zone)
    if not state.displayed:
        return "held", _("Nothing on this desktop can show prompts")
    if not state.open:
        if state.edge is None:
            return "paused", _("Outside the working hours")
        back = clock(state.edge, now.wall, zone)
        return "paused", _("Outside the working hours until {clock}").format(clock=back)
    icon = "easy" if state.easy is not None else "running"
    if state.credited:
        minutes = (now.mono - (state.rest_from or 0)) // MINUTE
        if minutes:  # after a start nobody has been away yet
            return icon, _("Away {minutes} min, timers fresh").format(minutes=minutes)
    next_ones = upcoming(state, plan, now)
    if not next_ones:
        return icon, _("Running, no reminder is on")
    return icon, sentence(next_ones[0], now, zone)


def sentence(one: Upcoming, now: Now, zone: ZoneInfo) -> str:
    """Return one coming reminder as a line: "Stretch about 14:30"."""
    if one.at_wall is None:
        minutes = max(1, round(one.about_seconds / 60))
        # translators: {title} is the name of a reminder, as in "Stretch".
        line = ngettext(
            "{title} after about {count} more minute at the computer",
            "{title} after about {count} more minutes at the computer",
            minutes,
        )
        return line.format(title=one.title, count=minutes)
    if one.about_seconds <= 0:
        return _("{title} at the next good moment").format(title=one.title)
    # translators: {clock} is when, roughly: "14:30", "Mon 09:00".
    line = _("{title} about {clock}")
    return line.format(title=one.title, clock=about(one.at_wall, now.wall, zone))


def _titles(prompt: Prompt) -> str:
    first, *others = [member.rule for member in prompt.members]
    return listed((title_of(first), *map(title_within, others)))


def _of_break(running: Break, now: Now, zone: ZoneInfo) -> str:
    titles = _titles(running.prompt)
    left = running.left(now.mono)
    if running.paused_at is not None:
        # translators: a break that stands still: "Walk paused, 2 min left".
        return _("{titles} paused, {length} left").format(titles=titles, length=length(left))
    until = clock(now.wall + left, now.wall, zone)
    return _("{titles} until about {clock}").format(titles=titles, clock=until)


def _paused(stop: Stop, now: Now, zone: ZoneInfo) -> str:
    end = _end(stop, now)
    if end is None:
        return _("Paused")
    return _("Paused until {clock}").format(clock=clock(end, now.wall, zone))


def _quiet(stop: Stop, now: Now, zone: ZoneInfo) -> str:
    end = _end(stop, now)
    if end is None:
        # translators: the state: nothing is shown, and the timers run.
        return pgettext("state", "Quiet")
    return _("Quiet until {clock}").format(clock=clock(end, now.wall, zone))


def _end(stop: Stop, now: Now) -> int | None:
    if stop.length is None:
        return stop.until
    return now.wall + stop.since + stop.length - now.mono


def cause(reason: str) -> str:
    """Return a reason to hold prompts in words; one that is not known, as it is."""
    return _(REASONS[reason]) if reason in REASONS else reason


def who(busy: Busy) -> str:
    """Return what holds prompts by name: the program, else the kind of reason."""
    return busy.name or cause(busy.reason)


def _silent(busy: Busy, now: Now, zone: ZoneInfo) -> str:
    what = cause(busy.reason)
    if busy.name:
        # translators: what holds prompts, and the program: "microphone (Meet)".
        what = _("{cause} ({program})").format(cause=what, program=busy.name)
    if now.mono - busy.since >= presence.NAMED_AFTER:
        since = clock(busy.since_wall, now.wall, zone)
        return _("Silent since {clock}: {cause}").format(clock=since, cause=what)
    return _("Waiting until it suits: {cause}").format(cause=what)


# ---------------------------------------------------------------- buttons


def answers(prompt: Prompt | None) -> tuple[tuple[str, str], ...]:
    """Return the buttons of an open prompt: done, later, skip."""
    if prompt is None:
        return ()
    if prompt.leader.kind is Kind.POSTURE:
        # translators: what a look at one's own posture has found; two buttons.
        return (("fine", _("Fine")), ("corrected", _("Corrected")))
    drink = prompt.leader.amount_ml
    later = ""
    if moment.can_postpone(prompt):
        # translators: a button that postpones: "In 5 min".
        later = _("In {length}").format(length=length(prompt.leader.postpone_by[0]))
    return (
        ("done", _("Drank {ml} ml").format(ml=drink) if drink else _("Done")),
        *((("postpone", later),) if later else ()),
        *((("skip", _("Skip")),) if prompt.leader.length or later else ()),
    )
