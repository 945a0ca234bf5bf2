"""Prompts as notifications: the words that go on the screen, taken from the content in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.content import glasses, prompts
from ergobreak.core import view
from ergobreak.core.model import MINUTE, Kind, Level
from ergobreak.core.view import Notice
from ergobreak.language import ENGLISH, N_, _, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.content.posture import PostureCheck
    from ergobreak.content.tips import Tip
    from ergobreak.core.model import Now, Plan, Reminder
    from ergobreak.core.state import Prompt, State

# Tables are in English; whoever takes a text from one, translates it.
ALSO: dict[Kind, str] = {
    Kind.STRETCH: N_("a stretch"),
    Kind.WALK: N_("a short walk"),
    Kind.HYDRATION: N_("a glass of water"),
    Kind.BREATHE: N_("a few slow breaths"),
    Kind.POSTURE: N_("a posture check"),
    Kind.EYES: N_("a look into the distance"),
    Kind.TIP: N_("a tip"),
}
# What to do while the break runs; a kind that is not here needs no telling.
MEANWHILE: dict[Kind, str] = {
    Kind.STRETCH: N_("Move slowly, keep breathing."),
    Kind.WALK: N_("Any direction will do."),
    Kind.BREATHE: N_("In gently, out a little longer."),
    Kind.EYES: N_("Look at something far away."),
}
# No word of pain where others may look on: easy days follow, with a way back.
IN_BREAK = (("done", N_("Done")), ("hurt", N_("Too much")))
PREVIEW = "preview"
WELCOME = "welcome"
EASY = "easy"
EASY_BEGUN = "easy-begun"
UNDO = "undo"
HELP = "hurts"  # the page of help, whose first line leads to what hurts
SETUP = "setup"
LONGER_AWAY = "longer-away"
REFUSED = "refused"
SETTINGS = "settings"
OVERVIEW = "overview"
MONDAY = "monday"
MONDAY_TOLD = "monday-told"
TROUBLE = "trouble"
CRASH = "crash"
PROFILE = "profile"


def of_prompt(
    prompt: Prompt,
    active: int,
    *,
    drunk: int | None = None,
    aloud: bool = False,
    sight: bool = True,
    place: str = "office",
    checks: Sequence[PostureCheck] = (),
) -> Notice:
    """Return the notification of a prompt; `active` is the reading of the active clock now.

    `drunk`: the day's water so far in ml, None if it is not known. `aloud`: a screen reader runs,
    so it stays until it is answered. `sight` as in `[access]`, `place` as in `[exercises]`.
    `checks`: the person's own ones.
    """
    leader = prompt.leader
    if prompt.gentle:
        text = prompts.gentle_text(prompt.number)
    else:
        minutes = min(active, leader.every) // MINUTE
        text = prompts.prompt_text(
            leader.kind,
            prompt.number,
            minutes,
            _own_texts(leader, prompt.number),
            sight=sight,
            place=place,
            checks=checks,
        )
    if leader.kind is Kind.HYDRATION and not leader.texts:
        text = _of_water(text, leader, drunk)
    return Notice(
        prompt.id,
        view.title_of(leader),
        _with_others(text, prompt, drunk),
        view.answers(prompt),
        stays=aloud or prompt.level >= Level.PANEL,
        icon=leader.icon,
    )


def _own_texts(rule: Reminder, number: int) -> tuple[str, ...]:
    """Return the person's own words, of which one is chosen; of those in turn the one it is."""
    return (rule.texts[number % len(rule.texts)],) if rule.in_turn and rule.texts else rule.texts


def drunk_today(state: State, plan: Plan) -> int:
    """Return the water of the day in ml, as of the state's own instant."""
    return state.water_ml if state.water_day == plan.hours.day(state.at.wall) else 0


def _of_water(text: str, rule: Reminder, drunk: int | None) -> str:
    """Say which glass of the day it would be; a share that is reached is not asked for any more."""
    if drunk is None:
        return text
    if glasses.is_enough(drunk, rule.goal_ml):
        return _("The day's share is reached: as you like.")
    return f"{text} {glasses.today(drunk, rule.amount_ml)}".rstrip()


def _with_others(text: str, prompt: Prompt, drunk: int | None = None) -> str:
    """Add the other members of a bundle to what is said about its leader."""
    others = [_also(member.rule, drunk) for member in prompt.members[1:]]
    if not others:
        return text
    # translators: {others} is a list, as in "a short walk, a glass of water".
    also = _("Also: {others}.").format(others=", ".join(others))
    return f"{text} {also}"


def _also(rule: Reminder, drunk: int | None) -> str:
    if rule.kind is not Kind.HYDRATION or rule.title or drunk is None:
        told = _(ALSO[rule.kind]) if rule.kind in ALSO else view.title_of(rule)
        return rule.title or told
    water = _(ALSO[rule.kind])
    if glasses.is_enough(drunk, rule.goal_ml):
        # translators: {what} is "a glass of water".
        return _("{what} if you like").format(what=water)
    return glasses.noted(water, drunk, rule.amount_ml)


def line_of_the_day(plan: Plan, day: str, since: str = "", *, own: Sequence[Tip] = ()) -> str:
    """Return the tip or the nudge of a local date; dates are YYYY-MM-DD.

    `since`: the day of the one before, or empty. `own`: the person's tips.
    """
    # Read when the first break of a day opens, which few of those who start a daemon wait for.
    from ergobreak.content import nudges

    at_home = plan.exercises.place == "home"
    return nudges.line_of_the_day(day, since, plan.workplace_on, discreet=not at_home, own=own)


def of_full_day(number: int) -> str:
    """Return what is said once in a break after eight active hours."""
    return prompts.full_day_text(number)


def of_break(prompt: Prompt, length: int, now: Now, zone: ZoneInfo, *, line: str = "") -> Notice:
    """Return what is shown while a break runs; `line` is that of the day, or empty."""
    if length < 2 * MINUTE:
        # translators: how long a short break lasts: "For 20 s."
        text = _("For {length}.").format(length=view.length(length))
    else:
        until = view.clock(now.wall + length, now.wall, zone)
        text = _("Until about {clock}.").format(clock=until)
    gentle = prompts.gentle_text(prompt.number) if prompt.gentle else ""
    kind = prompt.leader.kind
    text = f"{text} {gentle or (_(MEANWHILE[kind]) if kind in MEANWHILE else '')}".rstrip()
    text = _with_others(text, prompt)
    body = f"{text}\n{line}" if line else text
    leader = prompt.leader
    buttons = tuple((answer, _(label)) for answer, label in IN_BREAK)
    return Notice(prompt.id, view.title_of(leader), body, buttons, stays=True, icon=leader.icon)


def of_easy() -> Notice:
    """Return the one question at the end of the easy days, with nothing that others need read."""
    return Notice(
        EASY,
        _("How is it going?"),
        _("The easy days end now."),
        (("better", _("Better")), ("keep", _("Keep it easy")), ("still", _("Not yet"))),
        stays=True,
    )


def of_easy_begun(until: int, now: int, zone: ZoneInfo) -> Notice:
    """Return the answer to "This hurts" in words that others may read, with the way back."""
    words = _("Until {clock} only gentle walks come.")
    text = words.format(clock=view.clock(until, now, zone))
    return Notice(EASY_BEGUN, _("Easy days"), text, ((HELP, _("More")), (UNDO, _("Undo"))))


def of_longer_away(away_after: int) -> Notice:
    """Return the offer after "I was sitting" has come often: the threshold itself may be wrong."""
    # translators: {length} is as in "5 min"; {line} is a line of the file of settings.
    words = _(
        "{length} without keys or pointer count as a break now."
        " With {line} in the settings it takes longer."
    )
    line = f'away_after = "{2 * away_after // MINUTE}m"'
    return Notice(
        LONGER_AWAY,
        _("A longer time away?"),
        words.format(length=view.length(away_after), line=line),
        ((SETTINGS, _("Settings")),),
    )


def of_welcome(first_line: str) -> Notice:
    """Return the one notification at the very first start."""
    text = ""
    if first_line and spoken() == ENGLISH:
        text = f"First {first_line[:1].lower()}{first_line[1:]}."
    elif first_line:
        # translators: the first reminder that comes; {line} is as in "Walk about 09:45".
        text = _("First: {line}.").format(line=first_line)
    buttons = ((PREVIEW, _("Show me one")), (SETUP, _("Set up")), (SETTINGS, _("Settings")))
    return Notice(WELCOME, _("ergobreak is running"), text, buttons)


def of_monday(text: str, offer: str, *, asks: bool) -> Notice:
    """Return the one line about the week before; quiet, and off with one click."""
    lines = [text, offer, _("How did it feel? ergobreak discomfort") if asks else ""]
    buttons = (("yes", _("Yes")), ("keep", _("Keep it"))) if offer else ()
    body = "\n".join(filter(None, lines))
    return Notice(MONDAY, _("Last week"), body, (*buttons, ("never", _("Not again"))))


def of_overview(headline: str, lines: Sequence[str]) -> Notice:
    """Return how things stand, and what can be done at any time: the window of those without one.

    An open prompt has a notice, and buttons, of its own.
    """
    return Notice(
        OVERVIEW,
        headline,
        "\n".join(lines),
        (
            ("take", _("Take a break")),
            ("drink", _("Drink")),
            ("quiet 1h", _("Quiet for an hour")),
        ),
        stays=True,
    )


def of_words(command: str, text: str) -> Notice:
    """Return what a line of the menu has to say: the first line on top, the others below."""
    title, _end, body = text.partition("\n")
    return Notice(command, title, body)


def of_mistake(place: str, what: str, standing: str, see: str = "") -> Notice:
    """Return what is wrong with settings that were saved, and what holds instead."""
    end = "" if what.endswith(("?", ".")) else "."
    see = see or _("See: ergobreak config check")
    told = f"{what}{end}\n{standing[:1].upper()}{standing[1:]}. {see}"
    return Notice(TROUBLE, place, told, ((SETTINGS, _("Open settings")),))


def of_no_settings() -> Notice:
    """Return that the file of settings was taken away."""
    return Notice(TROUBLE, _("The file of settings is gone"), _("The defaults are in force."))


def of_no_profile(name: str) -> Notice:
    """Return that the profile in force is no more in the settings."""
    title = _("The profile {name} is gone from the settings").format(name=name)
    text = _("It is chosen by itself again. To see what holds: ergobreak profile")
    return Notice(PROFILE, title, text)


def of_crash(report: str) -> Notice:
    """Return that the last daemon ended by a crash, and where that is described."""
    # translators: {report} is the path of a file.
    text = _(
        "It runs again, and nothing on record is lost."
        " What happened stands in {report}, here and nowhere else."
    )
    return Notice(CRASH, _("ergobreak had ended unexpectedly"), text.format(report=report))


def of_trouble(id_: str, title: str, text: str) -> Notice:
    """Return a plain message about the program itself."""
    return Notice(id_, title, text)
