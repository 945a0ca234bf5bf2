"""What the journal says about days and weeks: pure figures from its lines.

    corrected    which lines count, after what was put right in the log
    outcomes     what became of each prompt; how many were taken, fairly counted
    breaks       the breaks that were taken, from when to when
    spells       work, breaks, absence: the whole time, piece by piece
    machine      the same of a single machine, which is where it is read from
    painting     spans laid over one another, flattened
    bouts        how long somebody sat without a break
    days         sums of a day and of a week
    discomfort   what the person noted about it, for them alone

Rules of these files:
1. Lines in, values out. No clock, file, config or zone: `until` is an argument, and the names of
   the reminders that mean movement are one.
2. A day is the local date on which a line was written, by the offset in the line itself: a flight
   or a change to summer time moves nothing, and a night shift has two dates. A bout belongs to the
   date on which it began.
3. What the log does not say is unknown, and counts neither for the person nor against.
4. Lines may come in any order, twice, and from several machines. Unknown events are left alone.
"""

from __future__ import annotations

from ergobreak.history.bouts import Bout, bouts, exposure, longest
from ergobreak.history.breaks import Break, breaks
from ergobreak.history.corrected import Lines, corrected
from ergobreak.history.days import (
    DaySummary,
    Week,
    between,
    break_minutes,
    breaks_per_hour,
    day_of,
    exercises,
    movement_days,
    summary_of_day,
    water,
    week,
)
from ergobreak.history.line import MOVEMENT, Line
from ergobreak.history.outcomes import Adherence, Outcome, adherence, by_hour, outcomes
from ergobreak.history.spells import Spell, spells, spells_by_day

__all__ = [
    "MOVEMENT",
    "Adherence",
    "Bout",
    "Break",
    "DaySummary",
    "Line",
    "Lines",
    "Outcome",
    "Spell",
    "Week",
    "adherence",
    "between",
    "bouts",
    "break_minutes",
    "breaks",
    "breaks_per_hour",
    "by_hour",
    "corrected",
    "day_of",
    "exercises",
    "exposure",
    "longest",
    "movement_days",
    "outcomes",
    "spells",
    "spells_by_day",
    "summary_of_day",
    "water",
    "week",
]
