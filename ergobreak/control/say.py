"""What the command line answers: one short friendly line for each thing that was done. Pure.

Rules of this file:
1. What happened is read from the journal lines of the step, what follows from the state after it.
2. Nobody is scolded, and nothing is promised to the minute: "about 14:30".
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from ergobreak.core import presence, view
from ergobreak.core.hours import local_of
from ergobreak.core.model import MINUTE, SECOND
from ergobreak.language import ENGLISH, N_, _, listed, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Outcome
    from ergobreak.core.model import Now
    from ergobreak.core.state import Prompt, Stop

BLIND: Final = N_("Idle time cannot be seen here: every minute inside the hours counts as work")

NEWER: Final = "ergobreak {} is installed, and not running yet: ergobreak restart"

_TAKEN: Final = ("completed", "partial", "seen", "natural")


def span(micros: int) -> str:
    """Return a length in words, rounded: "5 min", "1 h 30 min", "less than a minute"."""
    minutes = (micros + MINUTE // 2) // MINUTE
    if not minutes:
        return _("less than a minute")
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [_("{rest} min").format(rest=rest)] * bool(rest))


def status(
    outcome: Outcome,
    zone: ZoneInfo,
    sources: Mapping[str, Mapping[str, str]] | None = None,
    installed: str = "",
) -> str:
    """Return the state in words, and what comes next, one a line.

    `sources` are what serves as what; what is said of them is only what changes how time counts.
    `installed`: another version than runs, or nothing.
    """
    found = view.status(outcome.state, outcome.plan, outcome.now, zone)
    others = [line for line in coming(outcome, zone) if line != found.headline]
    lacks = _lacks(sources or {}, outcome.plan.trouble)
    newer = [NEWER.format(installed)] if installed else []
    between = [*_way_out(outcome), *_easy(outcome), *lacks, *newer]
    return "\n".join([found.headline, *found.lines, *between, *others])


def _way_out(outcome: Outcome) -> Iterator[str]:
    """Yield how to end a hold that has gone on for so long that it may be none (behaviour 3.10)."""
    busy = presence.holding(outcome.state, outcome.plan)
    if busy is not None and outcome.now.mono - busy.since >= presence.NAMED_AFTER:
        yield _("If that is no reason: ergobreak ignore {reason}").format(reason=busy.reason)


def _lacks(sources: Mapping[str, Mapping[str, str]], told: str) -> Iterator[str]:
    """Yield what cannot be seen and changes how time counts; `told` has been said already."""
    if sources.get("idle", {}).get("reason"):
        yield _(BLIND)
    problem = sources.get("calendar", {}).get("reason", "")
    if problem and problem != told:
        yield f"Calendar: {problem}"


def _easy(outcome: Outcome) -> list[str]:
    """Say that the easy days have ended unanswered: nothing else asks a person who forgot."""
    easy, now = outcome.state.easy, outcome.now.wall
    if easy is None:
        return []
    if easy.until <= now:
        return [_("The easy days are over. How is it now? See: ergobreak hurt --help")]
    return []


def coming(outcome: Outcome, zone: ZoneInfo) -> list[str]:
    """Return the next reminders, one line each: "Stretch about 14:30"."""
    found = view.upcoming(outcome.state, outcome.plan, outcome.now)
    return [view.sentence(one, outcome.now, zone) for one in found]


def following(outcome: Outcome, zone: ZoneInfo) -> str:
    """Return a sentence about what comes next, or nothing."""
    lines = coming(outcome, zone)
    if not lines:
        return ""
    if spoken() == ENGLISH:
        return f" Next: {lines[0][0].lower()}{lines[0][1:]}."
    # translators: follows a sentence, with a blank before it; {line} is as in "Walk about 09:45".
    return _(" Next: {line}.").format(line=lines[0])


def taken(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say which break has begun, or what is shown now."""
    running, shown = outcome.state.running, outcome.state.shown
    if running is not None:
        end = outcome.now.wall + running.left(outcome.now.mono)
        until = view.clock(end, outcome.now.wall, zone)
        return _("{named}: {span}, until about {until}.").format(
            named=_named(running.prompt), span=span(running.length), until=until
        )
    if shown is not None:
        return _("{named}: here it is.").format(named=_named(shown))
    return done(outcome, zone)


def done(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what was written down, and what comes next."""
    titles = {rule.name: view.title_of(rule) for rule in outcome.plan.reminders}
    noted = [titles.get(name, name) for name in dict.fromkeys(_reminders(outcome, *_TAKEN))]
    return (_("{list} noted.").format(list=_list(noted)) if noted else _("Noted.")) + following(
        outcome, zone
    )


def postponed(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say for how long, and when it comes back."""
    now = outcome.now
    newest = max(outcome.state.postponed, key=lambda prompt: prompt.back_mono, default=None)
    names = set(_reminders(outcome, "postponed"))
    for prompt in outcome.state.postponed:
        if names & set(prompt.names):
            newest = prompt
    if newest is None:
        return _("Postponed.")
    by = newest.back_mono - now.mono
    return _("Postponed {span}: back about {about}.").format(
        span=span(by), about=view.about(now.wall + by, now.wall, zone)
    )


def skipped(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that this one is left out, or that the break was ended."""
    if list(_reminders(outcome, *_TAKEN)):
        return done(outcome, zone)
    return _("Skipped.") + following(outcome, zone)


def drank(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say how much was noted, and the day's total."""
    del zone
    noted = sum(ml for ml in _values(outcome, "drank", "ml") if isinstance(ml, int))
    return _("{noted} ml noted, {water_ml} ml today.").format(
        noted=noted, water_ml=outcome.state.water_ml
    )


def paused(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say how long the timers stand."""
    return f"Paused{_until(outcome.state.pause, outcome.now, zone)}."


def quieted(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say how long nothing is shown."""
    still = _("paused all the same") if outcome.state.pause is not None else _("the timers run on")
    return f"Quiet{_until(outcome.state.quiet, outcome.now, zone)}: {still}."


def resumed(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that it goes on, and what comes next."""
    return _("Running again.") + following(outcome, zone)


def was_sitting(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that the log is right again, and that no timer has moved."""
    titles = {rule.name: view.title_of(rule) for rule in outcome.plan.reminders}
    names = [titles.get(name, name) for name in dict.fromkeys(_reminders(outcome, "undone"))]
    del zone
    return _("{list}: not a break, says the log now. The timers stay as they are.").format(
        list=_list(names)
    )


def put_right(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what the log says now, and how to take that back."""
    titles = {rule.name: view.title_of(rule) for rule in outcome.plan.reminders}
    told = [_put_right(line, titles, outcome, zone) for line in outcome.lines]
    undo = _("No timer moves. To take it back: ergobreak log undo")
    is_undone = any(line.get("event") == "undone" for line in outcome.lines)
    return "\n".join([*told, _("No timer moves.") if is_undone else undo])


def _put_right(
    line: Mapping[str, object], titles: Mapping[str, str], outcome: Outcome, zone: ZoneInfo
) -> str:
    name = titles.get(str(line.get("reminder")), str(line.get("reminder", "")))
    end = round(datetime.fromisoformat(str(line["at"])).timestamp()) * SECOND
    when = view.clock(end, outcome.now.wall, zone)
    if line["event"] == "undone":
        return (
            _("{value} {when}: taken back.").format(value=name or "Noted", when=when).capitalize()
        )
    if line["event"] == "drank":
        is_today = local_of(end, zone).date() == local_of(outcome.now.wall, zone).date()
        total = (
            _(", {water_ml} ml today").format(water_ml=outcome.state.water_ml) if is_today else ""
        )
        return _("{ml} ml noted for {when}{total}.").format(ml=line["ml"], when=when, total=total)
    seconds = line.get("seconds")
    if isinstance(seconds, int) and seconds:
        began = view.clock(end - seconds * SECOND, outcome.now.wall, zone)
        when = _("{began} to {local_of}").format(
            began=began, local_of=f"{local_of(end, zone):%H:%M}"
        )
    how = "" if line["event"] == "completed" else f", {line['event']}"
    return _("{name} noted for {when}{how}.").format(name=name, when=when, how=how)


def ignored(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that this reason counts for nothing until it is over."""
    names = [view.who(busy) for busy in outcome.state.busy if busy.ignored]
    return _("{list}: ignored until it ends.").format(list=_list(names)) + following(outcome, zone)


def advanced(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what the virtual clock shows."""
    return _("It is {local_of}.").format(
        local_of=f"{local_of(outcome.now.wall, zone):%a %Y-%m-%d %H:%M:%S}"
    )


def _until(stop: Stop | None, now: Now, zone: ZoneInfo) -> str:
    if stop is None:
        return ""
    end = stop.until
    if end is None and stop.length is not None:
        end = now.wall + stop.since + stop.length - now.mono
    return "" if end is None else _(" until {clock}").format(clock=view.clock(end, now.wall, zone))


def _named(prompt: Prompt) -> str:
    return _list([view.title_of(member.rule) for member in prompt.members])


def _reminders(outcome: Outcome, *events: str) -> Iterator[str]:
    """Yield the reminders that the step's lines of these kinds are about."""
    for event in events:
        yield from (str(name) for name in _values(outcome, event, "reminder"))


def _values(outcome: Outcome, event: str, key: str) -> list[object]:
    return [line[key] for line in outcome.lines if line.get("event") == event and key in line]


def _list(titles: list[str]) -> str:
    """Return titles as one phrase: "Stretch, water and walk"."""
    first, *others = titles
    if spoken() == ENGLISH:
        others = [other[:1].lower() + other[1:] for other in others]
    return listed([first, *others])
