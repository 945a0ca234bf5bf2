"""What the engine asks for: imperative, frozen. The runtime alone performs them.

The counterpart of events.py. Effects hold no policy and no callable. The tray, the status line and
the window are not effects: they are pictures of the state, see view.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from ergobreak.core.model import Reminder
    from ergobreak.core.state import Prompt


@dataclass(frozen=True, slots=True)
class Record:
    """Write this line into the journal, before anything else of the same step is performed.

    `at` is the wall clock in microseconds since 1970; `until` too. `seconds` is a length.
    `others` names the other members of a bundle. Empty values are left out of the written line.
    """

    at: int
    event: str
    reminder: str = ""
    prompt: str = ""
    reason: str = ""
    until: int | None = None
    seconds: int | None = None
    ml: int | None = None
    credit: bool = False
    level: int | None = None
    others: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    of: str = ""  # the id of the line that this one stands instead of
    profile: str = ""  # which one is in force from now on, or "none"


@dataclass(frozen=True, slots=True)
class Prepare:
    """This reminder comes in a moment: what takes time to open may begin to."""

    rule: Reminder


@dataclass(frozen=True, slots=True)
class Show:
    """Show this prompt; one that is already shown under the same id is replaced.

    `can_postpone`: offer "later". Level 0 is never asked for: the tray is drawn from the state.
    """

    prompt: Prompt
    can_postpone: bool


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take this prompt off the screen: it was answered, held, or has faded."""

    prompt: str


@dataclass(frozen=True, slots=True)
class OpenBreak:
    """Open the break of this prompt for `length` microseconds, or the rest of it.

    Asked for anew when the break was paused (`paused`) or goes on. `tip`: the line of the day goes
    with it; `tip_since` is the day of the last one before, empty if there was none. `full_day`: the
    day has been a full one, which is said once.
    """

    prompt: Prompt
    length: int
    tip: bool = False
    walked: bool = False
    paused: bool = False
    tip_since: str = ""
    full_day: bool = False


@dataclass(frozen=True, slots=True)
class CloseBreak:
    """Close the break of this prompt; `how` it ended: completed | partial | skipped | hurt."""

    prompt: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class AskEasy:
    """Ask the one question at the end of the easy days: better, keep easy, still hurts."""

    area: str = ""


@dataclass(frozen=True, slots=True)
class OfferLongerAway:
    """Offer a longer `away_after`: so much of it, in microseconds, has been corrected often."""

    away_after: int


@dataclass(frozen=True, slots=True)
class UseProfile:
    """Make the plan of this profile, and let it be in force; empty: that of none."""

    name: str


Effect = (
    Record
    | Prepare
    | Show
    | Withdraw
    | OpenBreak
    | CloseBreak
    | AskEasy
    | OfferLongerAway
    | UseProfile
)
