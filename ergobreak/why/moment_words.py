"""What `why` says about a moment: what went on, what was open, what came before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.language import N_, _
from ergobreak.why.words import ENDED, STILL, cause, clock, lasted, opening, until, waited

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ergobreak.why.story import Fact, Span

# What a person would name as the last or the next thing that happened.
NEXT: Final = frozenset({"prompted", "due", "drank", "paused", "quiet", "busy", "locked", "idle"})
TOLD: Final = frozenset(
    {
        *NEXT,
        "completed",
        "partial",
        "skipped",
        "missed",
        "seen",
        "natural",
        "started_up",
        "away",
        "clock_moved",
    }
)

# What had begun, and whether it is known when it is to end.
_SINCE: Final = {
    ("pause", False): N_("Paused since {clock}."),
    ("pause", True): N_("Paused since {clock} until {until}."),
    ("quiet", False): N_("Quiet since {clock}."),
    ("quiet", True): N_("Quiet since {clock} until {until}."),
}
# translators: these follow "Next," and "Before that,"; {who} is one reminder or several.
_EVENTS: Final = {
    "prompted": N_("at {clock}, {who} came"),
    "due": N_("at {clock}, {who} fell due"),
    "drank": N_("at {clock}, a drink was noted"),
    "paused": N_("at {clock}, a pause began"),
    "quiet": N_("at {clock}, quiet time began"),
    "busy": N_("at {clock}, {cause} began to hold prompts"),
    "locked": N_("at {clock}, the screen was locked"),
    "idle": N_("at {clock}, the input stopped"),
    "started_up": N_("at {clock}, ergobreak started"),
    "clock_moved": N_("at {clock}, the clock was set"),
    "away": N_("at {clock}, you came back after {length}"),
}
# translators: {who} is one reminder or several; {end} is as in "it was done".
_ENDED: Final = N_("at {clock}, of {who}: {end}")


def begins(first: Fact) -> str:
    """Say that nothing older is known."""
    words = _("The journal begins on {date} at {clock}.")
    return words.format(date=f"{first.at:%Y-%m-%d}", clock=f"{first.at:%H:%M}")


def was_off(span: Span) -> str:
    """Say that ergobreak had been stopped, and for how long."""
    if span.ended is None:
        words = _("ergobreak was stopped at {clock} and has not started since.")
        return words.format(clock=clock(span.began))
    words = _("ergobreak was off: stopped at {stop}, started at {start}.")
    return words.format(stop=clock(span.began), start=clock(span.ended))


def fell_silent(span: Span) -> str:
    """Say that nobody knows when ergobreak ended: it was killed, or the power failed."""
    if span.ended is None:
        words = _("How long ergobreak ran is not known: its last record is of {clock}.")
        return words.format(clock=clock(span.began))
    words = _(
        "How long ergobreak ran is not known: its last record is of {clock},"
        " and it started anew at {start}."
    )
    return words.format(clock=clock(span.began), start=clock(span.ended))


def went_on(kind: str, began_: Fact, titles: Mapping[str, str], *, has: str = "has") -> str:
    """Say what goes on; with "had" for `has`, what went on at an instant that is past."""
    since = clock(began_)
    match kind:
        case "busy":
            words = _("Prompts have been held since {clock}: {cause}.")
            if has == "had":
                words = _("Prompts had been held since {clock}: {cause}.")
            return words.format(clock=since, cause=cause(began_.reason))
        case "pause" | "quiet":
            words = _SINCE[kind, bool(began_.until)]
            return _(words).format(clock=since, until=until(began_))
        case "break":
            who = ", ".join(titles.get(name, name) for name in began_.names)
            # translators: {who} is a list of reminders, as in "Walk, Water".
            return _("A break began at {clock}: {who}.").format(clock=since, who=who)
        case "easy":
            return _("Easy days since {clock}.").format(clock=since)
        case _other:
            # translators: {state} is as in "Locked", "No input", "Asleep".
            words = _("{state} since {clock}.")
            return words.format(state=opening(_(STILL[kind])), clock=since)


def was_open(title: str, due: Fact, step: Sequence[Fact]) -> str:
    """Say what had become of a due by then."""
    since = clock(due)
    if not step:
        words = _("{title} was due since {since} and waited for a good moment.")
        return words.format(title=title, since=since)
    last = step[0]
    match last.event:
        case "held":
            words = _("{title} was due since {since} and held: {cause}.")
        case "waits":
            # translators: {how} is as in "for a lull, as you were typing".
            words = _("{title} was due since {since} and waited {how}.")
        case "started":
            words = _("{title} was due since {since}; its break began at {clock}.")
        case "postponed":
            words = _("{title} was due since {since} and postponed at {clock}.")
        case _other:
            words = _("{title} was due since {since} and shown since {clock}.")
    return words.format(
        title=title, since=since, clock=clock(last), cause=cause(last.reason), how=waited(last)
    )


def nothing_but(last: Fact, titles: Mapping[str, str]) -> str:
    """Say that nothing was due or held, and what had happened before."""
    # translators: {what} is as in "at 10:30, a pause began".
    words = _("Nothing was due and nothing held prompts. Before that, {what}.")
    return words.format(what=_event(last, titles))


def came_next(after: Fact, titles: Mapping[str, str]) -> str:
    """Say what happened next."""
    # translators: {what} is as in "at 10:30, a pause began".
    return _("Next, {what}.").format(what=_event(after, titles))


def _joined(names: Iterable[str]) -> str:
    phrase = ""
    for name in names:
        phrase = _("{list} and {item}").format(list=phrase, item=name) if phrase else name
    return phrase


def _event(fact: Fact, titles: Mapping[str, str]) -> str:
    ended = ENDED.get(fact.event, "")
    return _(_EVENTS.get(fact.event, _ENDED)).format(
        clock=clock(fact),
        who=_joined(titles.get(name, name) for name in fact.names),
        cause=cause(fact.reason),
        length=lasted(fact.seconds),
        end=ended and _(ended),
    )
