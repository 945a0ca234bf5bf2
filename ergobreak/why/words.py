"""What `why` says about each fact: plain words, local times, no blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core.view import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from ergobreak.why.sentence import Subject
    from ergobreak.why.story import Fact, Span

# On the way from due to outcome.
ON_THE_WAY: Final = frozenset({"held", "released", "waits", "prompted", "postponed", "started"})
ENDED: Final = {
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
    "profile": "the profile that came into force does without it",
    "stretch": "a stretch stood for it",
}
_PROFILE: Final = {
    "hand": "chosen by hand",
    "schedule": "these are its days and hours",
    "calendar": "its calendar says so",
    "over": "the time of the choice by hand was over",
    "removed": "the one before was taken out of the settings",
    "nothing_fits": "none fits",
}
_CAUSES: Final = {
    "pause": "a pause",
    "quiet": "quiet time",
    "settle": "you had just come back",
    "quit": "ergobreak was stopped",
}
STILL: Final = {
    "idle": "no input",
    "lock": "locked",
    "suspend": "asleep",
    "pause": "paused",
    "break": "in a break",
    "off": "ergobreak was off",
}


def clock(fact: Fact) -> str:
    """Return when it happened, as the dial showed it then, with the day if it is another."""
    return _dial(fact.at, fact.today)


def _dial(at: datetime, today: date | None) -> str:
    if today is None or at.date() == today:
        return f"{at:%H:%M}"
    # A week away the name of the day would mean another day.
    return f"{at:%a %H:%M}" if abs((at.date() - today).days) < 7 else f"{at:%Y-%m-%d %H:%M}"


def until(fact: Fact) -> str:
    """Return when it is to end, if that is known."""
    return f" until {_dial(fact.until, fact.today)}" if fact.until else ""


def lasted(seconds: float) -> str:
    """Return a span in words: "40 s", "12 min", "1 h 52 min", "3 days", "56 years"."""
    if seconds < 120:
        return f"{round(seconds)} s"
    days = round(seconds / 86_400)
    if days >= 3:  # a clock that was set right, a machine that was off for long
        return f"{days} days" if days < 730 else f"{round(days / 365.25)} years"
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def cause(reason: str) -> str:
    """Return a reason in words."""
    return REASONS.get(reason) or _CAUSES.get(reason) or reason.replace("_", " ")


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
    return ENDED[reset.event]


def went_by_halves(times: int) -> str:
    """Say why a stretch comes sooner than usual: time away has counted so many times in a row."""
    often = "twice" if times == 2 else f"{times} times"
    return f"Time away had counted {often} in a row by then, so it comes after half its time."


def had_sat(fact: Fact) -> str:
    """Say that the person took back that the last time away was a break."""
    return f"At {clock(fact)} you said that you had been sitting: no break, and no timer moved."


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
    return f"From {clock(fact)} on it waited {waited(fact, before)}."


def waited(fact: Fact, before: Sequence[Fact] = ()) -> str:
    """Return what it waited for; `before`: the prompt that it came too close to."""
    match fact.reason:
        case "typing":
            return "for a lull, as you were typing"
        case "gap":
            return f"for its distance to the prompt of {clock(before[0])}" if before else "its turn"
        case _:
            return "so as not to delay one that matters more"


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
    return f"It was postponed at {clock(fact)}{until(fact)}."


def clock_moved(fact: Fact) -> str:
    """Say that the clock was set, so that the times before and behind do not fit together."""
    sign = "-" if fact.seconds < 0 else "+"
    return f"The clock was set by {sign}{lasted(abs(fact.seconds))} at {clock(fact)}."


def profile(fact: Fact) -> str:
    """Say which profile came into force, and why."""
    why = _PROFILE.get(fact.reason, fact.reason)
    if fact.profile == "none":
        return f"Since {clock(fact)} no profile is in force: {why}{until(fact)}."
    return f"Profile {fact.profile} came into force at {clock(fact)}: {why}{until(fact)}."


def ended(outcome: Fact) -> str:
    """Say what came of it."""
    text = ENDED[outcome.event]
    if outcome.event == "expired":
        text += f": {_LET_GO.get(outcome.reason, outcome.reason)}"
    return f"At {clock(outcome)} {text}."


def still_waits(due: Fact) -> str:
    """Say that nothing has come of it yet."""
    return f"Since {clock(due)} it waits for a good moment."


def stood_still(seconds: float, spans: Sequence[Span]) -> str:
    """Say how long its clock stood, and why."""
    why = ", ".join(dict.fromkeys(STILL[span.kind] for span in spans))
    return f"Its clock stood for {lasted(seconds)} meanwhile: {why}."
