"""What `why` says about each fact: plain words, local times, no blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core.view import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ergobreak.why import Subject
    from ergobreak.why.story import Fact, Span

# On the way from due to outcome.
ON_THE_WAY: Final = frozenset({"held", "released", "waits", "prompted", "postponed", "started"})
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

_ENDED: Final = {
    "completed": "it was done",
    "partial": "it was left early",
    "natural": "time away from the desk counted as it",
    "skipped": "it was skipped",
    "missed": "nobody answered it",
    "expired": "it was let go",
    "absent": "nobody was there",
    "seen": "it faded by itself",
    "hurt": "something hurt",
}
_LET_GO: Final = {
    "hours": "the working hours ended",
    "gap": "other prompts stood too close before it",
    "easy": "these were easy days",
    "ceiling": "enough was drunk within the hour",
    "crash": "ergobreak had ended in the middle of it",
    "passed": "the clock was set beyond it",
    "removed": "it was taken out of the settings",
    "stretch": "a stretch stood for it",
}
_CAUSES: Final = {"pause": "a pause", "quiet": "quiet time", "settle": "you had just come back"}
_STILL: Final = {
    "idle": "no input",
    "lock": "locked",
    "suspend": "asleep",
    "pause": "paused",
    "break": "in a break",
}


def clock(fact: Fact) -> str:
    """Return when it happened, as the dial showed it then, with the day if it is another."""
    return _dial(fact.at, fact.today)


def _dial(at: datetime, today: date | None) -> str:
    if today is None or at.date() == today:
        return f"{at:%H:%M}"
    # A week away the name of the day would mean another day.
    return f"{at:%a %H:%M}" if abs((at.date() - today).days) < 7 else f"{at:%Y-%m-%d %H:%M}"


def _until(fact: Fact) -> str:
    return f" until {_dial(fact.until, fact.today)}" if fact.until else ""


def lasted(seconds: float) -> str:
    """Return a span in words: "40 s", "12 min", "1 h 52 min"."""
    if seconds < 120:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def cause(reason: str) -> str:
    """Return a reason in words."""
    return REASONS.get(reason) or _CAUSES.get(reason) or reason.replace("_", " ")


def begins(first: Fact) -> str:
    """Say that nothing older is known."""
    return f"The journal begins on {first.at:%Y-%m-%d} at {first.at:%H:%M}."


def began(subject: Subject, reset: Fact) -> str:
    """Say what had set the reminder to zero before."""
    return f"{subject.title} began to count at {clock(reset)}: {_because(subject, reset)}."


def runs_since(subject: Subject, since: Fact) -> str:
    """Say since when its time runs."""
    return f"{subject.title} counts since {clock(since)}: {_because(subject, since)}."


def _because(subject: Subject, reset: Fact) -> str:
    if reset.event == "started_up":
        return "ergobreak started"
    if subject.name not in reset.names:
        return "a stretch was taken, which starts it anew"
    return _ENDED[reset.event]


def was_due(subject: Subject, due: Fact) -> str:
    """Say when it fell due."""
    return f"{subject.title} was due at {clock(due)}."


def is_cause(span: Span, reason: str) -> bool:
    """Tell whether a span is what a reason speaks of."""
    if span.kind == "busy":
        return span.began.reason == reason
    return span.kind == reason


def is_end(fact: Fact, reason: str) -> bool:
    """Tell whether a fact ended what a reason speaks of."""
    if fact.event in ("free", "ignored"):
        return fact.reason == reason
    if fact.event == "resumed":
        return reason in fact.reason.split()
    return (fact.event, reason) in {("unlocked", "lock"), ("woke", "suspend")}


def is_visible(fact: Fact) -> bool:
    """Tell whether a fact is a prompt, not only a dot in the tray."""
    return fact.event == "prompted" and fact.level > 0


def held(fact: Fact, spans: Sequence[Span]) -> str:
    """Say what kept it from being shown, and since when."""
    since = f", since {clock(spans[0].began)}" if spans else ""
    return f"It was held at {clock(fact)}: {cause(fact.reason)}{since}."


def released(fact: Fact, ended: Sequence[Fact]) -> str:
    """Say what let it go on."""
    if not ended:
        return f"It was released at {clock(fact)}."
    how = "was ignored" if ended[0].event == "ignored" else "ended"
    return f"{cause(fact.reason).capitalize()} {how} at {clock(ended[0])}; released {clock(fact)}."


def waits(fact: Fact, before: Sequence[Fact]) -> str:
    """Say what it waited for from then on."""
    match fact.reason:
        case "typing":
            what = "for a lull, as you were typing"
        case "gap":
            what = f"for its distance to the prompt of {clock(before[0])}" if before else "its turn"
        case _:
            what = "so as not to delay one that matters more"
    return f"From {clock(fact)} on it waited {what}."


def prompted(subject: Subject, fact: Fact) -> str:
    """Say when it was shown, and with what."""
    others = [subject.titles.get(name, name) for name in fact.names if name != subject.name]
    together = f", together with {', '.join(others)}" if others else ""
    return f"It was shown at {clock(fact)}{together}."


def started(fact: Fact) -> str:
    """Say when its break began."""
    return f"The break began at {clock(fact)}."


def postponed(fact: Fact) -> str:
    """Say that it was put off."""
    return f"It was postponed at {clock(fact)}{_until(fact)}."


def clock_moved(fact: Fact) -> str:
    """Say that the clock was set, so that the times before and behind do not fit together."""
    sign = "-" if fact.seconds < 0 else "+"
    return f"The clock was set by {sign}{lasted(abs(fact.seconds))} at {clock(fact)}."


def ended(outcome: Fact) -> str:
    """Say what came of it."""
    text = _ENDED[outcome.event]
    if outcome.event == "expired":
        text += f": {_LET_GO.get(outcome.reason, outcome.reason)}"
    return f"At {clock(outcome)} {text}."


def still_waits(due: Fact) -> str:
    """Say that nothing has come of it yet."""
    return f"Since {clock(due)} it waits for a good moment."


def stood_still(spans: Sequence[Span]) -> str:
    """Say how long its clock stood, and why."""
    seconds = sum(
        (span.ended.at - span.began.at).total_seconds() for span in spans if span.ended is not None
    )
    why = ", ".join(dict.fromkeys(_STILL[span.kind] for span in spans))
    return f"Its clock stood for {lasted(seconds)} meanwhile: {why}."


def went_on(kind: str, began_: Fact, titles: Mapping[str, str], *, has: str = "has") -> str:
    """Say what goes on; with "had" for `has`, what went on at an instant that is past."""
    since = clock(began_)
    match kind:
        case "busy":
            return f"{cause(began_.reason).capitalize()} {has} held prompts since {since}."
        case "pause" | "quiet":
            what = "Paused" if kind == "pause" else "Quiet"
            return f"{what} since {since}{_until(began_)}."
        case "break":
            who = ", ".join(titles.get(name, name) for name in began_.names)
            return f"A break began at {since}: {who}."
        case "easy":
            return f"Easy days since {since}."
        case _:
            return f"{_STILL[kind].capitalize()} since {since}."


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
            return f"{text} and waited for a good moment."
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
    }.get(fact.event) or f"of {who}: {_ENDED[fact.event]}"
    return f"at {clock(fact)}, {what}"
