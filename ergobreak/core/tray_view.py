"""What the tray shows: its picture, its words, and the menu as plain entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class TrayView:
    """One picture of the state for the tray.

    `icon`: running, due, break, held, quiet, paused, easy or error. `lines`: the next reminders in
    words. `answers`: (answer, label) pairs of the open prompt. `takes`: (reminder, label) pairs.
    `tomorrow`: the instant that "until tomorrow" means, as in "Mon 09:00".
    """

    icon: str
    headline: str
    lines: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    takes: tuple[tuple[str, str], ...] = ()
    paused: bool = False
    tomorrow: str = "tomorrow"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: a command, a submenu, or words alone; without a label a rule."""

    label: str = ""
    command: str = ""
    inside: tuple[Entry, ...] = ()


RULE: Final = Entry()


def entries(view: TrayView) -> tuple[Entry, ...]:
    """Return the menu, state first; a command reads as it would behind `ergobreak`."""
    state = tuple(Entry(words) for words in (view.headline, *view.lines))
    answers = tuple(Entry(label, answer) for answer, label in view.answers)
    takes = tuple(Entry(label, f"take {name}") for name, label in view.takes)
    return (
        *state,
        RULE,
        *answers,
        *((RULE,) if answers else ()),
        *((Entry("Take now", inside=takes),) if takes else ()),
        Entry("Drink", "drink"),
        RULE,
        Entry("Resume", "resume") if view.paused else _pauses(view.tomorrow),
        Entry("This hurts", "hurt"),
        RULE,
        Entry("Quit", "quit"),
    )


def _pauses(tomorrow: str) -> Entry:
    return Entry(
        "Pause",
        inside=(
            Entry("For 30 min", "pause 30m"),
            Entry("For 1 h", "pause 1h"),
            Entry(f"Until {tomorrow}", "pause until tomorrow"),
        ),
    )
