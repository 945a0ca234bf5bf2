"""A played day for a terminal: a bar, a line for each thing that comes, a summary. Pure."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from ergobreak.core.coming import title_of
from ergobreak.core.model import Kind, Level
from ergobreak.dataclass import dataclass
from ergobreak.history.spoken import count, span
from ergobreak.language import N_, _
from ergobreak.simulate import day_bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ergobreak.core.model import Plan
    from ergobreak.simulate.day_story import Prompt, Story, Unseen

WIDTH: Final = 80
_COLUMN: Final = 32  # characters for what comes
_NAMES: Final = 11  # characters for the name of a figure, at least
_SOON: Final = 60  # seconds: a delay that nobody notices
_BRIGHT: Final = "\033[1m{}\033[0m"
_DIM: Final = "\033[2m{}\033[0m"
_GREEN: Final = "\033[32m{}\033[0m"
_LOUD: Final = {
    Level.TOAST: N_("notification"),
    Level.PANEL: N_("window"),
    Level.FULLSCREEN: N_("full screen"),
}
_HELD: Final = {
    "call": N_("a call"),
    "calendar": N_("an appointment"),
    "quiet_hours": N_("quiet hours"),
    "settle": N_("just back at the desk"),
}
_BUSY: Final = {"call": N_("Call"), "calendar": N_("Appointment"), "quiet_hours": N_("Quiet hours")}
_UNSEEN: Final = {
    "hours": N_("the working hours end before"),
    "gap": N_("too many others come then"),
    "stretch": N_("the stretch does for it"),
    "ceiling": N_("you have had enough to drink by then"),
    "passed": N_("you are away"),
    "away": N_("you are away"),
    "": N_("the day is over before"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How it is drawn: plain, if nobody says more. `has_blocks`: the output can show them."""

    has_blocks: bool = False
    is_coloured: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A day that is to be told: when somebody is away, by name, and who is behind appointments."""

    story: Story
    plan: Plan
    away: Sequence[tuple[datetime, datetime, str]] = ()  # named in English
    calendars: Sequence[tuple[datetime, str]] = ()  # the name behind each appointment's start


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the agenda."""

    at: datetime
    what: str
    how: str = ""
    is_prompt: bool = False


def text(told: Told, title: str, about: str, look: Look) -> str:
    """Return the whole of it; `title` and `about` say which day it is, and how it is spent."""
    marks = day_bar.BLOCKS if look.has_blocks else day_bar.ASCII
    bar, hours = day_bar.bar(told.story, marks)
    lines = [_as(_BRIGHT, title, look), *textwrap.wrap(about, WIDTH), ""]
    lines += [f"  {_coloured(bar, marks, look)}", _as(_DIM, f"  {hours}", look)]
    lines += [_as(_DIM, f"  {day_bar.legend(marks, bar)}", look), ""]
    for row in agenda(told):
        lines += _lined(row, look)
    return "\n".join([*lines, "", *summary(told)])


def agenda(told: Told) -> list[Row]:
    """Return what comes, in order."""
    story = told.story
    rows = [Row(story.start, _("At the desk"))]
    for start, end, name in told.away:
        rows.append(
            Row(
                start,
                _("{name} until {end}").format(name=_(name), end=f"{end:%H:%M}"),
                _fresh(start, end, told.plan),
            )
        )
    names = dict(told.calendars)
    for busy in story.busy:
        what = _(_BUSY.get(busy.reason, busy.reason.capitalize()))
        if busy.start in names:
            # translators: what holds prompts, and whose calendar says so: "Appointment (work)".
            what = _("{what} ({name})").format(what=what, name=names[busy.start])
        what = _("{name} until {end}").format(name=what, end=f"{busy.end:%H:%M}")
        rows.append(Row(busy.start, what, _("prompts are held back")))
    for at, profile in story.profiles:
        named = _("No profile") if profile == "none" else _("Profile {name}").format(name=profile)
        rows.append(Row(at, named))
    titles = _titles(told.plan)
    rows += [
        Row(each.at, _what(each, told.plan, titles), _how(each), is_prompt=True)
        for each in story.prompts
    ]
    quiet = {rule.name for rule in told.plan.reminders if rule.level == Level.TRAY}
    rows += [
        Row(each.at, titles(each.reminder), _why_not(each))
        for each in story.unseen
        if each.reminder not in quiet
    ]
    rows.append(Row(story.end, _("End of the day")))
    return sorted(rows, key=lambda row: row.at)


def summary(told: Told) -> list[str]:
    """Return the figures of the day, each behind its name."""
    rows = list(_figures(told))
    width = max(_NAMES, *(len(name) for name, _figure in rows))
    return [f"{name:{width}}  {figure}" for name, figure in rows]


def _figures(told: Told) -> Iterator[tuple[str, str]]:
    story = told.story
    long = {rule.name for rule in told.plan.reminders if rule.length}
    breaks = sum(1 for each in story.prompts if long & set(each.reminders))
    most, at = story.busiest
    parts = [count(len(story.prompts), "prompt")]
    if story.prompts:
        others = len(story.prompts) - breaks
        parts.append(
            _("{breaks} for a break and {others} without").format(breaks=breaks, others=others)
        )
        parts.append(_("at most {most} in an hour (from {at})").format(most=most, at=f"{at:%H:%M}"))
    yield _("Prompts"), ", ".join(parts)
    rest, work = story.seconds("break"), story.seconds("working", "break")
    if rest and work:
        yield (
            _("Breaks"),
            _("{span}, {value} of {span_2} at the desk").format(
                span=span(rest), value=f"{rest / work:.0%}", span_2=span(work)
            ),
        )
    if story.bout:
        yield (
            _("Sitting"),
            _("{span} at most, from {start}").format(
                span=span(story.bout.seconds), start=f"{story.bout.start:%H:%M}"
            ),
        )
    water = next((each for each in told.plan.reminders if each.kind == Kind.HYDRATION), None)
    if water is not None and story.ml:
        words = _("{litres} l, of {goal} l in a whole day") if water.goal_ml else _("{litres} l")
        drunk, goal = f"{story.ml / 1000:g}", f"{water.goal_ml / 1000:g}"
        yield _("Water"), words.format(litres=drunk, goal=goal)
    titles = _titles(told.plan)
    for name, number in story.dots.items():
        yield _("In the tray"), f"{titles(name)}, {count(number, 'quiet sign')}"


class _Titles(dict[str, str]):
    """The names of reminders as people read them; a word of the journal stays what it is."""

    def __call__(self, name: str) -> str:
        return self.get(name, name)


def _titles(plan: Plan) -> _Titles:
    return _Titles((rule.name, title_of(rule)) for rule in plan.reminders)


def _lined(row: Row, look: Look) -> Iterator[str]:
    """Yield a row in two columns, each folded where it is too long."""
    room = _COLUMN if row.how else WIDTH - 9
    left = textwrap.wrap(row.what, room)
    right = textwrap.wrap(row.how, WIDTH - _COLUMN - 11)
    style = "{}" if row.is_prompt else _DIM
    for number, (what, how) in enumerate(zip_longest(left, right, fillvalue="")):
        at = " " * 5 if number else f"{row.at:%H:%M}"
        padded = f"{what:{room}}" if how else what
        yield f"  {at}  {_as(style, padded, look)}  {_as(_DIM, how, look)}".rstrip()


def _what(prompt: Prompt, plan: Plan, titles: _Titles) -> str:
    amounts = {rule.name: rule.amount_ml for rule in plan.reminders if rule.amount_ml}
    names = [
        _("{titles} ({amounts} ml)").format(titles=titles(name), amounts=amounts[name])
        if name in amounts
        else titles(name)
        for name in prompt.reminders
    ]
    return " + ".join(names)


def _how(prompt: Prompt) -> str:
    """Return how long and how loud a prompt is, and what kept it back."""
    loud = _(_LOUD[Level(prompt.level)])
    parts = [f"{loud}, {_length(prompt.seconds)}" if prompt.seconds else loud]
    late = (prompt.at - prompt.due_at).total_seconds() if prompt.due_at else 0
    if prompt.held_by and prompt.due_at:
        parts.append(
            _("held since {due_at} by {reason}").format(
                due_at=f"{prompt.due_at:%H:%M}", reason=_reason(prompt.held_by)
            )
        )
    elif late >= _SOON and prompt.due_at:
        parts.append(_("due {due_at}").format(due_at=f"{prompt.due_at:%H:%M}"))
    return "; ".join([*parts, *([_(prompt.outcome)] if prompt.outcome else [])])


def _why_not(unseen: Unseen) -> str:
    why = _(_UNSEEN.get(unseen.reason, "")) or _("held back by {reason}").format(
        reason=_reason(unseen.reason)
    )
    return _("does not come: {why}").format(why=why)


def _reason(reason: str) -> str:
    return _(_HELD.get(reason, reason))


def _fresh(start: datetime, end: datetime, plan: Plan) -> str:
    is_long = (end - start).total_seconds() * 1_000_000 >= plan.presence.lock_after
    return _("counts as a break") if is_long else ""


def _length(seconds: int) -> str:
    return span(seconds) if seconds >= 60 else _("{count} s").format(count=seconds)


def _as(style: str, words: str, look: Look) -> str:
    return style.format(words) if look.is_coloured and words else words


def _coloured(bar: str, marks: day_bar.Marks, look: Look) -> str:
    return "".join(_as(_GREEN, each, look) if each == marks.rest else each for each in bar)
