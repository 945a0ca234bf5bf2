"""What `why` says about a moment: what went on, what was open, what came before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.why.words import ENDED, STILL, cause, clock, lasted, until, waited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def begins(first: Fact) -> str:
    """Say that nothing older is known."""
    return f"The journal begins on {first.at:%Y-%m-%d} at {first.at:%H:%M}."


def was_off(span: Span) -> str:
    """Say that ergobreak had been stopped, and for how long."""
    if span.ended is None:
        return f"ergobreak was stopped at {clock(span.began)} and has not started since."
    return f"ergobreak was off: stopped at {clock(span.began)}, started at {clock(span.ended)}."


def fell_silent(span: Span) -> str:
    """Say that nobody knows when ergobreak ended: it was killed, or the power failed."""
    text = f"How long ergobreak ran is not known: its last record is of {clock(span.began)}"
    return (
        f"{text}." if span.ended is None else f"{text}, and it started anew at {clock(span.ended)}."
    )


def went_on(kind: str, began_: Fact, titles: Mapping[str, str], *, has: str = "has") -> str:
    """Say what goes on; with "had" for `has`, what went on at an instant that is past."""
    since = clock(began_)
    match kind:
        case "busy":
            have = "had" if has == "had" else "have"
            return f"Prompts {have} been held since {since}: {cause(began_.reason)}."
        case "pause" | "quiet":
            what = "Paused" if kind == "pause" else "Quiet"
            return f"{what} since {since}{until(began_)}."
        case "break":
            who = ", ".join(titles.get(name, name) for name in began_.names)
            return f"A break began at {since}: {who}."
        case "easy":
            return f"Easy days since {since}."
        case _:
            return f"{STILL[kind].capitalize()} since {since}."


def was_open(title: str, due: Fact, step: Sequence[Fact]) -> str:
    """Say what had become of a due by then."""
    text = f"{title} was due since {clock(due)}"
    if not step:
        return f"{text} and waited for a good moment."
    last = step[0]
    match last.event:
        case "held":
            return f"{text} and held: {cause(last.reason)}."
        case "waits":
            return f"{text} and waited {waited(last)}."
        case "started":
            return f"{text}; its break began at {clock(last)}."
        case "postponed":
            return f"{text} and postponed at {clock(last)}."
        case _:
            return f"{text} and shown since {clock(last)}."


def nothing_but(last: Fact, titles: Mapping[str, str]) -> str:
    """Say that nothing was due or held, and what had happened before."""
    return f"Nothing was due and nothing held prompts. Before that, {_event(last, titles)}."


def came_next(after: Fact, titles: Mapping[str, str]) -> str:
    """Say what happened next."""
    return f"Next, {_event(after, titles)}."


def _event(fact: Fact, titles: Mapping[str, str]) -> str:
    who = " and ".join(titles.get(name, name) for name in fact.names)
    what = {
        "prompted": f"{who} came",
        "due": f"{who} fell due",
        "drank": "a drink was noted",
        "paused": "a pause began",
        "quiet": "quiet time began",
        "busy": f"{cause(fact.reason)} began to hold prompts",
        "locked": "the screen was locked",
        "idle": "the input stopped",
        "started_up": "ergobreak started",
        "clock_moved": "the clock was set",
        "away": f"you came back after {lasted(fact.seconds)}",
    }.get(fact.event) or f"of {who}: {ENDED[fact.event]}"
    return f"at {clock(fact)}, {what}"
