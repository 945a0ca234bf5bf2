"""Prompts as notifications: the words that go on the screen, taken from the content in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.content import prompts
from ergobreak.core import view
from ergobreak.core.model import MINUTE, Kind, Level
from ergobreak.core.view import Notice

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now
    from ergobreak.core.state import Prompt

ALSO: dict[Kind, str] = {
    Kind.STRETCH: "a stretch",
    Kind.WALK: "a short walk",
    Kind.HYDRATION: "a glass of water",
    Kind.POSTURE: "a posture check",
    Kind.EYES: "a look into the distance",
    Kind.TIP: "a tip",
}
PREVIEW = "preview"
WELCOME = "welcome"
EASY = "easy"


def of_prompt(prompt: Prompt, active: int) -> Notice:
    """Return the notification of a prompt; `active` is the reading of the active clock now."""
    leader = prompt.leader
    if prompt.gentle:
        text = prompts.gentle_text(prompt.number)
    else:
        minutes = min(active, leader.every) // MINUTE
        text = prompts.prompt_text(leader.kind, prompt.number, minutes, leader.texts)
    others = [_also(prompt, place) for place in range(1, len(prompt.members))]
    if others:
        text = f"{text} Also: {', '.join(others)}."
    return Notice(
        prompt.id,
        view.title_of(leader),
        text,
        view.answers(prompt),
        stays=prompt.level >= Level.PANEL,
    )


def _also(prompt: Prompt, place: int) -> str:
    rule = prompt.members[place].rule
    return view.title_of(rule) if rule.title else ALSO.get(rule.kind, view.title_of(rule))


def of_break(prompt: Prompt, length: int, tip_day: str, now: Now, zone: ZoneInfo) -> Notice:
    """Return what is shown while a break runs; `tip_day` names the day whose tip goes with it."""
    end = view.clock(now.wall + length, now.wall, zone)
    text = f"Until about {end}. Move slowly, keep breathing."
    if prompt.gentle:
        text = f"Until about {end}. {prompts.gentle_text(prompt.number)}"
    if tip_day:
        from ergobreak.content import tips

        text = f"{text}\n{tips.tip(tip_day).text}"
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


def of_welcome(first_line: str) -> Notice:
    """Return the one notification at the very first start."""
    text = f"First: {first_line[:1].lower()}{first_line[1:]}." if first_line else ""
    return Notice(WELCOME, "ergobreak is running", text, ((PREVIEW, "Show me one"),))


def of_trouble(id_: str, title: str, text: str) -> Notice:
    """Return a plain message about the program itself."""
    return Notice(id_, title, text)
