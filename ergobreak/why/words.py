"""What `why` says about each fact: plain words, local times, no blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import view
from ergobreak.core.calendar_words import weekday_short
from ergobreak.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from ergobreak.why.sentence import Subject
    from ergobreak.why.story import Fact, Span

# On the way from due to outcome.
ON_THE_WAY: Final = frozenset({"held", "released", "waits", "prompted", "postponed", "started"})
# Tables are in English; whoever takes a text from one, translates it.
# translators: what became of a reminder that was due: "At 10:30 it was done."
ENDED: Final = {
    "completed": N_("it was done"),
    "partial": N_("it was left early"),
    "natural": N_("time away from the desk counted as it"),
    "skipped": N_("it was skipped"),
    "missed": N_("nobody answered it"),
    "expired": N_("it was let go"),
    "absent": N_("nobody was there"),
    "seen": N_("it faded by itself"),
    "hurt": N_("something hurt"),
}
_LET_GO: Final = {
    "hours": N_("the working hours ended"),
    "gap": N_("other prompts stood too close before it"),
    "easy": N_("these were easy days"),
    "ceiling": N_("enough was drunk within the hour"),
    "crash": N_("ergobreak had ended in the middle of it"),
    "passed": N_("the clock was set beyond it"),
    "removed": N_("it was taken out of the settings"),
    "profile": N_("the profile that came into force does without it"),
    "stretch": N_("a stretch stood for it"),
}
_PROFILE: Final = {
    "hand": N_("chosen by hand"),
    "schedule": N_("these are its days and hours"),
    "calendar": N_("its calendar says so"),
    "over": N_("the time of the choice by hand was over"),
    "removed": N_("the one before was taken out of the settings"),
    "nothing_fits": N_("none fits"),
}
_CAUSES: Final = {
    "pause": N_("a pause"),
    "quiet": N_("quiet time"),
    "settle": N_("you had just come back"),
    "quit": N_("ergobreak was stopped"),
}
STILL: Final = {
    "idle": N_("no input"),
    "lock": N_("locked"),
    "suspend": N_("asleep"),
    "pause": N_("paused"),
    "break": N_("in a break"),
    "off": N_("ergobreak was off"),
}


def clock(fact: Fact) -> str:
    """Return when it happened, as the dial showed it then, with the day if it is another."""
    return _dial(fact.at, fact.today)


def _dial(at: datetime, today: date | None) -> str:
    if today is None or at.date() == today:
        return f"{at:%H:%M}"
    # A week away the name of the day would mean another day.
    if abs((at.date() - today).days) >= 7:
        return f"{at:%Y-%m-%d %H:%M}"
    return _("{day} {time}").format(day=weekday_short(at.weekday()), time=f"{at:%H:%M}")


def until(fact: Fact) -> str:
    """Return when it is to end, if that is known."""
    return _dial(fact.until, fact.today) if fact.until else ""


def opening(text: str) -> str:
    """Return a text as it opens a sentence; the rest of it may need its own capitals."""
    return text[:1].upper() + text[1:]


def lasted(seconds: float) -> str:
    """Return a span in words: "40 s", "12 min", "1 h 52 min", "3 days", "56 years"."""
    if seconds < 120:
        return _("{count} s").format(count=round(seconds))
    days = round(seconds / 86_400)
    if days >= 730:
        years = round(days / 365.25)
        return ngettext("{count} year", "{count} years", years).format(count=years)
    if days >= 3:  # a clock that was set right, a machine that was off for long
        return ngettext("{count} day", "{count} days", days).format(count=days)
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours and minutes:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if hours:
        return _("{count} h").format(count=hours)
    return _("{count} min").format(count=minutes)


def cause(reason: str) -> str:
    """Return a reason in words."""
    if reason in _CAUSES:
        return _(_CAUSES[reason])
    return view.cause(reason) if reason in view.REASONS else reason.replace("_", " ")


def began(subject: Subject, reset: Fact) -> str:
    """Say what had set the reminder to zero before."""
    # translators: {title} is a reminder, as in "Stretch"; {why} is a clause, as in "it was done".
    words = _("{title} began to count at {clock}: {why}.")
    return words.format(title=subject.title, clock=clock(reset), why=_because(subject, reset))


def runs_since(subject: Subject, since: Fact) -> str:
    """Say since when its time runs."""
    words = _("{title} counts since {clock}: {why}.")
    return words.format(title=subject.title, clock=clock(since), why=_because(subject, since))


def _because(subject: Subject, reset: Fact) -> str:
    if reset.event == "started_up":
        return _("ergobreak started")
    if subject.name not in reset.names:
        return _("a stretch was taken, which starts it anew")
    return _(ENDED[reset.event])


def went_by_halves(times: int) -> str:
    """Say why a stretch comes sooner than usual: time away has counted so many times in a row."""
    if times == 2:
        return _("Time away had counted twice in a row by then, so it comes after half its time.")
    words = ngettext(
        "Time away had counted {count} times in a row by then, so it comes after half its time.",
        "Time away had counted {count} times in a row by then, so it comes after half its time.",
        times,
    )
    return words.format(count=times)


def had_sat(fact: Fact) -> str:
    """Say that the person took back that the last time away was a break."""
    words = _("At {clock} you said that you had been sitting: no break, and no timer moved.")
    return words.format(clock=clock(fact))


def was_due(subject: Subject, due: Fact) -> str:
    """Say when it fell due."""
    return _("{title} was due at {clock}.").format(title=subject.title, clock=clock(due))


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
    # translators: {cause} is what held it, as in "microphone", "a pause", "you had just come back".
    words = _("It was held at {clock}: {cause}.")
    if spans:
        words = _("It was held at {clock}: {cause}, since {since}.")
    since = clock(spans[0].began) if spans else ""
    return words.format(clock=clock(fact), cause=cause(fact.reason), since=since)


def released(fact: Fact, ended: Sequence[Fact]) -> str:
    """Say what let it go on."""
    if not ended:
        return _("It was released at {clock}.").format(clock=clock(fact))
    # translators: {cause} is what had held it, as in "Microphone"; {end} and {clock} are times.
    words = _("{cause} ended at {end}; released {clock}.")
    if ended[0].event == "ignored":
        words = _("{cause} was ignored at {end}; released {clock}.")
    held_by = opening(cause(fact.reason))
    return words.format(cause=held_by, end=clock(ended[0]), clock=clock(fact))


def waits(fact: Fact, before: Sequence[Fact]) -> str:
    """Say what it waited for from then on."""
    # translators: {how} is as in "for a lull, as you were typing".
    words = _("From {clock} on it waited {how}.")
    return words.format(clock=clock(fact), how=waited(fact, before))


def waited(fact: Fact, before: Sequence[Fact] = ()) -> str:
    """Return what it waited for; `before`: the prompt that it came too close to."""
    # translators: each of these follows "it waited".
    if fact.reason == "typing":
        return _("for a lull, as you were typing")
    if fact.reason != "gap":
        return _("so as not to delay one that matters more")
    if not before:
        return _("its turn")
    return _("for its distance to the prompt of {clock}").format(clock=clock(before[0]))


def prompted(subject: Subject, fact: Fact) -> str:
    """Say when it was shown, and with what."""
    others = [subject.titles.get(name, name) for name in fact.names if name != subject.name]
    words = _("It was shown at {clock}.")
    if others:
        # translators: {others} is a list of reminders, as in "Walk, Water".
        words = _("It was shown at {clock}, together with {others}.")
    return words.format(clock=clock(fact), others=", ".join(others))


def started(fact: Fact) -> str:
    """Say when its break began."""
    return _("The break began at {clock}.").format(clock=clock(fact))


def postponed(fact: Fact) -> str:
    """Say that it was put off."""
    words = _("It was postponed at {clock}.")
    if fact.until:
        words = _("It was postponed at {clock} until {until}.")
    return words.format(clock=clock(fact), until=until(fact))


def clock_moved(fact: Fact) -> str:
    """Say that the clock was set, so that the times before and behind do not fit together."""
    sign = "-" if fact.seconds < 0 else "+"
    # translators: {sign} is + or -; {length} is as in "12 min", "3 days".
    words = _("The clock was set by {sign}{length} at {clock}.")
    return words.format(sign=sign, length=lasted(abs(fact.seconds)), clock=clock(fact))


def profile(fact: Fact) -> str:
    """Say which profile came into force, and why."""
    why = _(_PROFILE[fact.reason]) if fact.reason in _PROFILE else fact.reason
    if fact.until:
        # translators: {why} is as in "chosen by hand".
        why = _("{why} until {clock}").format(why=why, clock=until(fact))
    words = _("Profile {name} came into force at {clock}: {why}.")
    if fact.profile == "none":
        words = _("Since {clock} no profile is in force: {why}.")
    return words.format(name=fact.profile, clock=clock(fact), why=why)


def ended(outcome: Fact) -> str:
    """Say what came of it."""
    what = _(ENDED[outcome.event])
    if outcome.event != "expired":
        # translators: {what} is what became of it, as in "it was done".
        return _("At {clock} {what}.").format(clock=clock(outcome), what=what)
    why = _(_LET_GO[outcome.reason]) if outcome.reason in _LET_GO else outcome.reason
    # translators: {what} is "it was let go"; {why} is a clause.
    return _("At {clock} {what}: {why}.").format(clock=clock(outcome), what=what, why=why)


def still_waits(due: Fact) -> str:
    """Say that nothing has come of it yet."""
    return _("Since {clock} it waits for a good moment.").format(clock=clock(due))


def stood_still(seconds: float, spans: Sequence[Span]) -> str:
    """Say how long its clock stood, and why."""
    why = ", ".join(dict.fromkeys(_(STILL[span.kind]) for span in spans))
    # translators: {length} is as in "12 min"; {why} is a list, as in "locked, asleep".
    words = _("Its clock stood for {length} meanwhile: {why}.")
    return words.format(length=lasted(seconds), why=why)
