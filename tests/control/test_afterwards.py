"""What was done, told afterwards in people's words."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import pytest

from ergobreak.control import afterwards
from ergobreak.core.events import Corrected
from ergobreak.core.hours import instant_of, local_of
from ergobreak.core.model import MINUTE, Kind, Reminder
from ergobreak.dataclass import replace
from ergobreak.errors import UsageError
from tests.control.daemon import BERLIN, PLAN

WEDNESDAY: Final = "2026-03-04 15:00"


def told(typed: str, now: str = WEDNESDAY) -> Corrected:
    """Return what the words mean at this time in Berlin."""
    return afterwards.told(typed.split(), PLAN, instant(now), BERLIN)


def instant(text: str) -> int:
    """Return a local time in Berlin as a wall instant."""
    return instant_of(datetime.fromisoformat(text), BERLIN)


@pytest.mark.parametrize(
    ("typed", "reminder", "at", "minutes"),
    [
        ("stretch 10 min ago", "stretch", "2026-03-04 14:50", None),
        ("stretch half an hour ago", "stretch", "2026-03-04 14:30", None),
        ("Stretch now", "stretch", "2026-03-04 15:00", None),
        ("walk at 14:30", "walk", "2026-03-04 14:30", None),
        ("walk 2:30 pm", "walk", "2026-03-04 14:30", None),
        ("I walked at 9", "walk", "2026-03-04 09:00", None),
        ("walk yesterday 15:30", "walk", "2026-03-03 15:30", None),
        ("walk monday at 10:00", "walk", "2026-03-02 10:00", None),
        ("walk 2026-02-27 10:00", "walk", "2026-02-27 10:00", None),
        ("walk 3 days ago at 12:15", "walk", "2026-03-01 12:15", None),
        # What began at a time is noted with its end, what was ago had ended then.
        ("walk at 14:30 for 3m", "walk", "2026-03-04 14:33", 3),
        ("20 min walk yesterday 12:00", "walk", "2026-03-03 12:20", 20),
        ("walked 5 min 10 min ago", "walk", "2026-03-04 14:50", 5),
    ],
)
def test_break_is_understood(typed: str, reminder: str, at: str, minutes: int | None) -> None:
    """Name, time and length may come in any order, with or without small words."""
    seconds = None if minutes is None else minutes * MINUTE

    assert told(typed) == Corrected("completed", instant(at), reminder, seconds=seconds)


@pytest.mark.parametrize(
    ("typed", "at", "ml"),
    [
        ("water 300ml at 9:10", "2026-03-04 09:10", 300),
        ("water at 9:10", "2026-03-04 09:10", 250),
        ("drank 0.3 l", "2026-03-04 15:00", 300),
        ("300ml", "2026-03-04 15:00", 300),
        ("I had a glass of water an hour ago", "2026-03-04 14:00", 250),
        ("2 glasses at 9", "2026-03-04 09:00", 500),
        ("half a glass", "2026-03-04 15:00", 125),
    ],
)
def test_drink_is_understood(typed: str, at: str, ml: int) -> None:
    """An amount is a drink; a glass is as large as the settings say."""
    assert told(typed) == Corrected("drank", instant(at), ml=ml)


@pytest.mark.parametrize(
    ("typed", "title", "hint"),
    [
        ("walk flurb 14:30", '"flurb"', "Understood: walk, 14:30."),
        ("strech 10 min ago", '"strech"', "Did you mean stretch? Understood: 10 min ago."),
        ("", "What was it?", "stretch, walk, hydration"),
        ("10 min ago", "What was it?", "Examples"),
        ("walk at 16:00", "16:00 is still to come", "yesterday 16:00"),
        ("walk yesterday", "At what time, yesterday?", "Examples"),
        ("walk at 14:30 for 40m", "end later than now", "Examples"),
        ("walk 14:30 10 min ago", "in one way", "Examples"),
        ("walk 300ml", "An amount goes with water", "Examples"),
        ("water for 3m", "An amount goes with water", "Examples"),
        ("walk at 25:00", "no time of day", "Examples"),
        ("walk 13pm", "There is no 13pm", "Examples"),
    ],
)
def test_what_is_not_understood_is_said(typed: str, title: str, hint: str) -> None:
    """Nothing is guessed: what is left over is named, with what was understood and examples."""
    with pytest.raises(UsageError) as refused:
        told(typed)

    assert title in refused.value.title
    assert hint in refused.value.hint


def test_after_midnight_the_evening_is_meant() -> None:
    """At ten past midnight "23:50" was twenty minutes ago."""
    assert told("walk 23:50", "2026-03-05 00:10").at == instant("2026-03-04 23:50")


def test_hour_that_autumn_repeats_is_the_last_that_has_been() -> None:
    """Between the two 02:30 it is the first, behind both of them the second."""
    first = instant("2026-10-25 02:30")
    between = afterwards.told(["walk", "2:30"], PLAN, first + 10 * MINUTE, BERLIN)
    behind = afterwards.told(["walk", "2:30"], PLAN, first + 100 * MINUTE, BERLIN)

    assert (between.at, behind.at) == (first, first + 60 * MINUTE)


def test_reminder_may_be_called_anything() -> None:
    """A title of several words, with small ones and figures among them, is one name."""
    own = Reminder("look", Kind.CUSTOM, every=20 * MINUTE, title="Look at 20 things")
    plan = replace(PLAN, reminders=(*PLAN.reminders, own))
    found = afterwards.told(["look at 20 things at 14:30"], plan, instant(WEDNESDAY), BERLIN)

    assert (found.reminder, local_of(found.at, BERLIN).hour) == ("look", 14)
