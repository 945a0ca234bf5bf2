"""What `why` says about each fact: plain words, local times, no blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core.view import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.why import Subject
    from ergobreak.why.story import Fact, Span

# On the way from due to outcome.
ON_THE_WAY: Final = frozenset({"held", "released", "waits", "prompted", "postponed", "started"})
# What a person would name as the last or the next thing that happened.
NEXT: Final = frozenset({"prompted", "due", "drank", "paused", "quiet", "busy", "locked", "idle"})
TOLD: Final = frozenset(
    {*NEXT, "completed", "partial", "skipped", "missed", "seen", "natural", "started_up", "away"}
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
    """Return when it happened, as the dial showed it then."""
    return fact.at.strftime("%H:%M")


def lasted(seconds: float) -> str:
    """Return a span in words: "40 s", "12 min", "1 h 52 min"."""
    if seconds < 120:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def cause(reason: str) -> str:
    """Return a reason in words."""
    return REASONS.get(reason) or _CAUSES.get(reason) or reason.replace("_", " ")


def begins(first: Fact) -> str:
    """Say that nothing older is known."""
    return f"The journal begins on {first.at:%Y-%m-%d} at {clock(first)}."


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


def prompted(fact: Fact) -> str:
    """Say when it was shown, and with what."""
    others = f", together with {', '.join(fact.names[1:])}" if len(fact.names) > 1 else ""
    return f"It was shown at {clock(fact)}{others}."


def started(fact: Fact) -> str:
    """Say when its break began."""
    return f"The break began at {clock(fact)}."


def postponed(fact: Fact) -> str:
    """Say that it was put off."""
    until = f" until {fact.until:%H:%M}" if fact.until else ""
    return f"It was postponed at {clock(fact)}{until}."


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


def went_on(kind: str, began_: Fact) -> str:
    """Say what was going on."""
    since = clock(began_)
    match kind:
        case "busy":
            return f"{cause(began_.reason).capitalize()} held prompts since {since}."
        case "pause" | "quiet":
            until = f" until {began_.until:%H:%M}" if began_.until else ""
            what = "Paused" if kind == "pause" else "Quiet"
            return f"{what} since {since}{until}."
        case "break":
            return f"A break went on since {since}: {', '.join(began_.names)}."
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
        "away": f"you came back after {lasted(fact.seconds)}",
    }.get(fact.event) or f"of {who}: {_ENDED[fact.event]}"
    return f"at {clock(fact)}, {what}"
