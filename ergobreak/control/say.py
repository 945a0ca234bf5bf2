"""What the command line answers: one short friendly line for each thing that was done. Pure.

Rules of this file:
1. What happened is read from the journal lines of the step, what follows from the state after it.
2. Nobody is scolded, and nothing is promised to the minute: "about 14:30".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import calendar_words, presence, view
from ergobreak.core.hours import local_of
from ergobreak.core.model import MINUTE
from ergobreak.language import ENGLISH, N_, _, listed, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Outcome
    from ergobreak.core.model import Now, Plan, Reminder
    from ergobreak.core.state import Prompt, Stop

BLIND: Final = N_("Idle time cannot be seen here: every minute inside the hours counts as work")

NEWER: Final = N_("ergobreak {version} is installed, and not running yet: ergobreak restart")

_TAKEN: Final = ("completed", "partial", "seen", "natural")


def span(micros: int) -> str:
    """Return a length in words, rounded: "5 min", "1 h 30 min", "less than a minute"."""
    minutes = (micros + MINUTE // 2) // MINUTE
    if not minutes:
        return _("less than a minute")
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{count} min").format(count=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


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
    newer = [_(NEWER).format(version=installed)] if installed else []
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
        # translators: {problem} is what is wrong with it, as the system says it.
        yield _("Calendar: {problem}").format(problem=problem)


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
    """Return a sentence about what comes next, with a space before it, or nothing."""
    lines = coming(outcome, zone)
    # translators: {line} is what comes, and when: "walk about 14:30".
    return " " + _("Next: {line}.").format(line=within(lines[0])) if lines else ""


def within(text: str) -> str:
    """Return what begins with a title as it stands within a sentence: "walk about 14:30"."""
    # Elsewhere a word may need its capital.
    return text[:1].lower() + text[1:] if spoken() == ENGLISH else text


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
    names = _titles(_reminders(outcome, *_TAKEN), outcome.plan)
    noted = _("{list} noted.").format(list=names) if names else _("Noted.")
    return noted + following(outcome, zone)


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
    end = _end(outcome.state.pause, outcome.now, zone)
    return _("Paused until {clock}.").format(clock=end) if end else _("Paused.")


def quieted(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say how long nothing is shown."""
    end = _end(outcome.state.quiet, outcome.now, zone)
    if outcome.state.pause is not None:
        told = (
            _("Quiet until {clock}: paused all the same.")
            if end
            else _("Quiet: paused all the same.")
        )
    else:
        told = (
            _("Quiet until {clock}: the timers run on.") if end else _("Quiet: the timers run on.")
        )
    return told.format(clock=end)


def resumed(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that it goes on, and what comes next."""
    return _("Running again.") + following(outcome, zone)


def was_sitting(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that the log is right again, and that no timer has moved."""
    names = _titles(_reminders(outcome, "undone"), outcome.plan)
    del zone
    return _("{list}: not a break, says the log now. The timers stay as they are.").format(
        list=names
    )


def ignored(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that this reason counts for nothing until it is over."""
    first, *others = [view.who(busy) for busy in outcome.state.busy if busy.ignored]
    names = listed((first, *map(within, others)))
    return _("{list}: ignored until it ends.").format(list=names) + following(outcome, zone)


def advanced(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what the virtual clock shows."""
    shown = local_of(outcome.now.wall, zone)
    return _("It is {weekday} {date} {time}.").format(
        weekday=calendar_words.weekday_short(shown.weekday()),
        date=f"{shown:%Y-%m-%d}",
        time=f"{shown:%H:%M:%S}",
    )


def _end(stop: Stop | None, now: Now, zone: ZoneInfo) -> str:
    """Return when it ends by itself, or nothing."""
    if stop is None:
        return ""
    end = stop.until
    if end is None and stop.length is not None:
        end = now.wall + stop.since + stop.length - now.mono
    return "" if end is None else view.clock(end, now.wall, zone)


def _named(prompt: Prompt) -> str:
    first, *others = [member.rule for member in prompt.members]
    return listed((view.title_of(first), *map(_within, others)))


def _titles(names: Iterable[str], plan: Plan) -> str:
    """Return reminders as one phrase: "Stretch, water and walk"."""
    rules = {rule.name: rule for rule in plan.reminders}
    found = list(dict.fromkeys(names))
    return listed(
        (_within if number else view.title_of)(rules[name]) if name in rules else name
        for number, name in enumerate(found)
    )


def _within(rule: Reminder) -> str:
    """Return the title of a reminder as it stands behind others."""
    return within(view.title_of(rule)) if spoken() == ENGLISH else view.title_within(rule)


def _reminders(outcome: Outcome, *events: str) -> Iterator[str]:
    """Yield the reminders that the step's lines of these kinds are about."""
    for event in events:
        yield from (str(name) for name in _values(outcome, event, "reminder"))


def _values(outcome: Outcome, event: str, key: str) -> list[object]:
    return [line[key] for line in outcome.lines if line.get("event") == event and key in line]
