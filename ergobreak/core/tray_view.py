"""What the tray shows: its picture, its words, and the menu as plain entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ergobreak.core import view
from ergobreak.core.model import Kind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import State


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


def picture(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> TrayView:
    """Return what the tray shows."""
    words = view.status(state, plan, now, zone)
    coming = [view.sentence(one, now, zone) for one in view.upcoming(state, plan, now)[:3]]
    taken = (rule for rule in plan.reminders if rule.level and rule.kind is not Kind.TIP)
    takes = tuple((rule.name, view.title_of(rule)) for rule in taken)
    return TrayView(
        icon=words.icon,
        headline=words.headline,
        lines=(*words.lines, *(line for line in coming if line != words.headline)),
        answers=view.answers(state.shown),
        takes=takes,
        paused=state.pause is not None or state.quiet is not None,
        tomorrow=view.clock(plan.hours.tomorrow(now.wall), now.wall, zone),
    )


def entries(shown: TrayView) -> tuple[Entry, ...]:
    """Return the menu, state first; a command reads as it would behind `ergobreak`."""
    state = tuple(Entry(words) for words in (shown.headline, *shown.lines))
    answers = tuple(Entry(label, answer) for answer, label in shown.answers)
    takes = tuple(Entry(label, f"take {name}") for name, label in shown.takes)
    return (
        *state,
        RULE,
        *answers,
        *((RULE,) if answers else ()),
        *((Entry("Take now", inside=takes),) if takes else ()),
        Entry("Drink", "drink"),
        RULE,
        Entry("Resume", "resume") if shown.paused else _pauses(shown.tomorrow),
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
