"""Prompts as notifications: the words that go on the screen, taken from the content in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.content import glasses, prompts
from ergobreak.core import view
from ergobreak.core.model import MINUTE, Kind, Level
from ergobreak.core.view import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.content.posture import PostureCheck
    from ergobreak.content.tips import Tip
    from ergobreak.core.model import Now, Plan, Reminder
    from ergobreak.core.state import Prompt, State

ALSO: dict[Kind, str] = {
    Kind.STRETCH: "a stretch",
    Kind.WALK: "a short walk",
    Kind.HYDRATION: "a glass of water",
    Kind.BREATHE: "a few slow breaths",
    Kind.POSTURE: "a posture check",
    Kind.EYES: "a look into the distance",
    Kind.TIP: "a tip",
}
# What to do while the break runs; a kind that is not here needs no telling.
MEANWHILE: dict[Kind, str] = {
    Kind.STRETCH: "Move slowly, keep breathing.",
    Kind.WALK: "Any direction will do.",
    Kind.BREATHE: "In gently, out a little longer.",
    Kind.EYES: "Look at something far away.",
}
# No word of pain where others may look on: easy days follow, with a way back.
IN_BREAK = (("done", "Done"), ("hurt", "Too much"))
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
        return "The day's share is reached: as you like."
    which = glasses.which(drunk, rule.amount_ml)
    return f"{text} {which[:1].upper()}{which[1:]} glass today." if which else text


def _with_others(text: str, prompt: Prompt, drunk: int | None = None) -> str:
    """Add the other members of a bundle to what is said about its leader."""
    others = [_also(member.rule, drunk) for member in prompt.members[1:]]
    return f"{text} Also: {', '.join(others)}." if others else text


def _also(rule: Reminder, drunk: int | None) -> str:
    if rule.kind is not Kind.HYDRATION or rule.title or drunk is None:
        return rule.title or ALSO.get(rule.kind) or view.title_of(rule)
    if glasses.is_enough(drunk, rule.goal_ml):
        return f"{ALSO[rule.kind]} if you like"
    which = glasses.which(drunk, rule.amount_ml)
    return f"{ALSO[rule.kind]} (the {which} today)" if which else ALSO[rule.kind]


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
        text = f"For {view.length(length)}."
    else:
        text = f"Until about {view.clock(now.wall + length, now.wall, zone)}."
    gentle = prompts.gentle_text(prompt.number) if prompt.gentle else ""
    text = f"{text} {gentle or MEANWHILE.get(prompt.leader.kind, '')}".rstrip()
    text = _with_others(text, prompt)
    body = f"{text}\n{line}" if line else text
    leader = prompt.leader
    return Notice(prompt.id, view.title_of(leader), body, IN_BREAK, stays=True, icon=leader.icon)


def of_easy() -> Notice:
    """Return the one question at the end of the easy days, with nothing that others need read."""
    return Notice(
        EASY,
        "How is it going?",
        "The easy days end now.",
        (("better", "Better"), ("keep", "Keep it easy"), ("still", "Not yet")),
        stays=True,
    )


def of_easy_begun(until: int, now: int, zone: ZoneInfo) -> Notice:
    """Return the answer to "This hurts" in words that others may read, with the way back."""
    text = f"Until {view.clock(until, now, zone)} only gentle walks come."
    return Notice(EASY_BEGUN, "Easy days", text, ((HELP, "More"), (UNDO, "Undo")))


def of_longer_away(away_after: int) -> Notice:
    """Return the offer after "I was sitting" has come often: the threshold itself may be wrong."""
    return Notice(
        LONGER_AWAY,
        "A longer time away?",
        f"{view.length(away_after)} without keys or pointer count as a break now. With"
        f' away_after = "{2 * away_after // MINUTE}m" in the settings it takes longer.',
        ((SETTINGS, "Settings"),),
    )


def of_welcome(first_line: str) -> Notice:
    """Return the one notification at the very first start."""
    text = f"First {first_line[:1].lower()}{first_line[1:]}." if first_line else ""
    buttons = ((PREVIEW, "Show me one"), (SETUP, "Set up"), (SETTINGS, "Settings"))
    return Notice(WELCOME, "ergobreak is running", text, buttons)


def of_monday(text: str, offer: str, *, asks: bool) -> Notice:
    """Return the one line about the week before; quiet, and off with one click."""
    lines = [text, offer, "How did it feel? ergobreak discomfort" if asks else ""]
    buttons = (("yes", "Yes"), ("keep", "Keep it")) if offer else ()
    body = "\n".join(filter(None, lines))
    return Notice(MONDAY, "Last week", body, (*buttons, ("never", "Not again")))


def of_overview(headline: str, lines: Sequence[str]) -> Notice:
    """Return how things stand, and what can be done at any time: the window of those without one.

    An open prompt has a notice, and buttons, of its own.
    """
    return Notice(
        OVERVIEW,
        headline,
        "\n".join(lines),
        (("take", "Take a break"), ("drink", "Drink"), ("quiet 1h", "Quiet for an hour")),
        stays=True,
    )


def of_words(command: str, text: str) -> Notice:
    """Return what a line of the menu has to say: the first line on top, the others below."""
    title, _, body = text.partition("\n")
    return Notice(command, title, body)


def of_mistake(
    place: str, what: str, standing: str, see: str = "See: ergobreak config check"
) -> Notice:
    """Return what is wrong with settings that were saved, and what holds instead."""
    end = "" if what.endswith(("?", ".")) else "."
    told = f"{what}{end}\n{standing[:1].upper()}{standing[1:]}. {see}"
    return Notice(TROUBLE, place, told, ((SETTINGS, "Open settings"),))


def of_no_settings() -> Notice:
    """Return that the file of settings was taken away."""
    return Notice(TROUBLE, "The file of settings is gone", "The defaults are in force.")


def of_no_profile(name: str) -> Notice:
    """Return that the profile in force is no more in the settings."""
    text = "It is chosen by itself again. To see what holds: ergobreak profile"
    return Notice(PROFILE, f"The profile {name} is gone from the settings", text)


def of_crash(report: str) -> Notice:
    """Return that the last daemon ended by a crash, and where that is described."""
    text = f"It runs again, and nothing on record is lost. What happened stands in {report}, here"
    return Notice(CRASH, "ergobreak had ended unexpectedly", f"{text} and nowhere else.")


def of_trouble(id_: str, title: str, text: str) -> Notice:
    """Return a plain message about the program itself."""
    return Notice(id_, title, text)
