"""What became of each prompt, and the fair figure of how many were taken.

Rules of this file (the words are those of the figure, not of the journal):
1. One decision counts once: members of a bundle that end together are one outcome, the best of
   them, and so is one absence.
2. done: completed, or walked instead. natural: away within 15 active minutes of the due time
   (`credit`). partial, skipped, missed: as they are called.
3. Never against the person: held (in a call, a full screen, quiet, a pause, and then let go),
   absent, expired (never shown), hurt, seen (a toast that has no score).
4. A postponement has no outcome of its own; the last word counts.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.history.corrected import corrected
from ergobreak.history.line import MOVEMENT, number, prompt_key, text
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from ergobreak.history.line import Line

AT_LEAST: Final = 10  # opportunities: below that the figure is chance
LEARNING: Final = N_("still learning your rhythm")
# The bands come from trials: 25 to 40 % of prompted stretches, about 50 % of breaks in general.
_BANDS: Final = (
    (0.25, N_("just starting")),
    (0.5, N_("usual for most people")),
    (0.75, N_("strong")),
)
_BEST: Final = N_("remarkable")
# The best of a bundle comes first.
_HOWS: Final = (
    "done",
    "natural",
    "partial",
    "skipped",
    "missed",
    "hurt",
    "seen",
    "held",
    "absent",
    "expired",
)
_RANK: Final = {how: rank for rank, how in enumerate(_HOWS)}
_SAME: Final = frozenset({"partial", "skipped", "missed", "absent", "hurt"})
_STEPS: Final = frozenset({"warned", "waits", "prompted", "started", "released", "postponed"})
# Why a prompt was let go that nothing outside had held; every other reason is one of holding.
_LET_GO: Final = frozenset(
    {"", "hours", "passed", "removed", "crash", "easy", "ceiling", "gap", "stretch"}
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one prompt: `how` in the words of this file; `asked_at`: when it was due.

    `seconds` is the length of the break, if one was taken and its length is known.
    """

    at: datetime
    asked_at: datetime
    how: str
    reminder: str
    seconds: int | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Adherence:
    """How many prompts were taken, as recorded; `share` 0 to 1, None below 10 opportunities."""

    done: int = 0
    natural: int = 0
    partial: int = 0
    skipped: int = 0
    missed: int = 0
    held: int = 0
    absent: int = 0
    expired: int = 0
    hurt: int = 0
    seen: int = 0

    @property
    def opportunities(self) -> int:
        """How many prompts the person could have taken."""
        return self.done + self.natural + self.partial + self.skipped + self.missed

    @property
    def taken(self) -> float:
        """How many were taken; a partial break is half of one."""
        return self.done + self.natural + 0.5 * self.partial

    @property
    def share(self) -> float | None:
        """The part that was taken, 0 to 1; None as long as it would be chance."""
        return None if self.opportunities < AT_LEAST else self.taken / self.opportunities

    @property
    def words(self) -> str:
        """The band that the share lies in."""
        share = self.share
        if share is None:
            return _(LEARNING)
        inside = (words for end, words in _BANDS if share < end)
        return _(next(inside, _BANDS[-1][1] if share <= _BANDS[-1][0] else _BEST))


def adherence(lines: Iterable[Line], movement: Collection[str] = MOVEMENT) -> Adherence:
    """Return how many prompts to move were taken; `movement` names the reminders that mean it."""
    return Adherence(**Counter(outcome.how for outcome in outcomes(lines, movement)))


def by_hour(lines: Iterable[Line], movement: Collection[str] = MOVEMENT) -> dict[int, Counter[str]]:
    """Return the outcomes by the local hour (0 to 23) in which the prompt was due, in order."""
    found: dict[int, Counter[str]] = {}
    for outcome in outcomes(lines, movement):
        found.setdefault(outcome.asked_at.hour, Counter())[outcome.how] += 1
    return dict(sorted(found.items()))


def outcomes(lines: Iterable[Line], movement: Collection[str] = MOVEMENT) -> list[Outcome]:
    """Return what became of each prompt of these reminders, in order of time."""
    told = corrected(lines)
    asked: dict[tuple[str, str, str], datetime] = {}
    held: set[tuple[str, str, str]] = set()
    best: dict[tuple[str, str, datetime], Outcome] = {}
    for _unused, at, line in told.dated():
        if line.get("reminder") not in movement or line["event"] in _STEPS:
            continue
        reminder = text(line, "reminder")
        machine, prompt = prompt_key(line)
        due = (machine, prompt, reminder)
        if line["event"] == "due":
            asked[due] = at
        elif line["event"] == "held":
            held.add(due)
        elif how := _how(line, was_held=due in held):
            seconds = number(line, "seconds") if how in {"done", "partial"} else None
            asked_at = asked.pop(due, at) if prompt else at
            held.discard(due)
            found = Outcome(at, asked_at, how, reminder, seconds, text(line, "id"))
            other = best.get((machine, prompt, at))
            if other is None or _RANK[how] < _RANK[other.how]:
                best[machine, prompt, at] = found
    return list(best.values())


def _how(line: Line, *, was_held: bool) -> str:
    """Return what this line is in the words of the figure; empty if it is no outcome."""
    match line["event"]:
        case "completed":
            return "done"
        case "natural" if line.get("credit") or line.get("reason") == "corrected":
            return "natural"
        case "natural":
            # Long after it was due the person had left; without a due it was no opportunity.
            return "absent" if line.get("prompt") else ""
        case "expired" | "seen" if was_held:
            return "held"
        case "expired":
            return "expired" if text(line, "reason") in _LET_GO else "held"
        case "seen":
            return "seen"
        case str(event) if event in _SAME:
            return event
        case _:
            return ""
