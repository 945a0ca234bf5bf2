"""Prompts as notifications: the words that go on the screen, taken from the content in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.content import prompts
from ergobreak.core import view
from ergobreak.core.model import MINUTE, Kind, Level
from ergobreak.core.view import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Reminder
    from ergobreak.core.state import Prompt

ALSO: dict[Kind, str] = {
    Kind.STRETCH: "a stretch",
    Kind.WALK: "a short walk",
    Kind.HYDRATION: "a glass of water",
    Kind.POSTURE: "a posture check",
    Kind.EYES: "a look into the distance",
    Kind.TIP: "a tip",
}
# What to do while the break runs; a kind that is not here needs no telling.
MEANWHILE: dict[Kind, str] = {
    Kind.STRETCH: "Move slowly, keep breathing.",
    Kind.WALK: "Any direction will do.",
    Kind.EYES: "Look at something far away.",
}
PREVIEW = "preview"
WELCOME = "welcome"
EASY = "easy"
EASY_BEGUN = "easy-begun"
UNDO = "undo"
LONGER_AWAY = "longer-away"
REFUSED = "refused"
SETTINGS = "settings"
OVERVIEW = "overview"


def of_prompt(prompt: Prompt, active: int, *, aloud: bool = False, sight: bool = True) -> Notice:
    """Return the notification of a prompt; `active` is the reading of the active clock now.

    `aloud`: a screen reader runs, so it stays until it is answered. `sight` as in `[access]`.
    """
    leader = prompt.leader
    if prompt.gentle:
        text = prompts.gentle_text(prompt.number)
    else:
        minutes = min(active, leader.every) // MINUTE
        text = prompts.prompt_text(leader.kind, prompt.number, minutes, leader.texts, sight=sight)
    return Notice(
        prompt.id,
        view.title_of(leader),
        _with_others(text, prompt),
        view.answers(prompt),
        stays=aloud or prompt.level >= Level.PANEL,
    )


def _with_others(text: str, prompt: Prompt) -> str:
    """Add the other members of a bundle to what is said about its leader."""
    others = [_also(member.rule) for member in prompt.members[1:]]
    return f"{text} Also: {', '.join(others)}." if others else text


def _also(rule: Reminder) -> str:
    return rule.title or ALSO.get(rule.kind) or view.title_of(rule)


def of_break(prompt: Prompt, length: int, tip_day: str, now: Now, zone: ZoneInfo) -> Notice:
    """Return what is shown while a break runs; `tip_day` names the day whose tip goes with it."""
    if length < 2 * MINUTE:
        text = f"For {view.length(length)}."
    else:
        text = f"Until about {view.clock(now.wall + length, now.wall, zone)}."
    gentle = prompts.gentle_text(prompt.number) if prompt.gentle else ""
    text = f"{text} {gentle or MEANWHILE.get(prompt.leader.kind, '')}".rstrip()
    text = _with_others(text, prompt)
    if tip_day:
        from ergobreak.content import tips

        text = f"{text}\nTip: {tips.tip(tip_day).text}"
    return Notice(prompt.id, view.title_of(prompt.leader), text, (("done", "Done"),), stays=True)


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
    return Notice(EASY_BEGUN, "Easy days", text, ((UNDO, "Undo"),))


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
    buttons = ((PREVIEW, "Show me one"), (SETTINGS, "Settings"))
    return Notice(WELCOME, "ergobreak is running", text, buttons)


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


def of_trouble(id_: str, title: str, text: str) -> Notice:
    """Return a plain message about the program itself."""
    return Notice(id_, title, text)
