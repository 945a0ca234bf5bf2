"""What a played day holds for the person: its prompts, what held them, and its figures. Pure.

Made of the lines of a transcript, as `history` reads those of a real day.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.dataclass import dataclass, field, replace
from ergobreak.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ergobreak.history import Bout, Line, Spell

_HOUR: Final = timedelta(hours=1)
# How an answer is told, in English; "completed" goes without saying.
_OUTCOMES: Final = {
    "skipped": N_("skipped"),
    "postponed": N_("later"),
    "missed": N_("no answer"),
    "seen": N_("faded"),
    "partial": N_("left early"),
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt that is seen: its reminders, the one that leads first.

    `level` is that of core.model.Level, `seconds` the length of its break, 0 for none. `held_by`
    and `waited_for` are reasons of the journal, `outcome` an English word for people; empty
    for none.
    """

    at: datetime
    reminders: tuple[str, ...]
    level: int
    seconds: int = 0
    dues: tuple[tuple[str, datetime], ...] = ()  # when each of them fell due
    held_by: str = ""
    waited_for: str = ""
    outcome: str = ""

    @property
    def due_at(self) -> datetime | None:
        """Return when the first of its reminders fell due."""
        return min((at for _unused, at in self.dues), default=None)


@dataclass(frozen=True, slots=True)
class Busy:
    """A span in which prompts were held, and why."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """A reminder that fell due and never came, and why; an empty reason: the day was over."""

    at: datetime
    reminder: str
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """A day, or several, as somebody lives through them."""

    start: datetime
    end: datetime
    prompts: tuple[Prompt, ...] = ()
    busy: tuple[Busy, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    spells: tuple[Spell, ...] = ()
    dots: Mapping[str, int] = field(default_factory=dict)  # signs in the tray, by reminder
    ml: int = 0
    profiles: tuple[tuple[datetime, str], ...] = ()  # from when on which is in force

    @property
    def bout(self) -> Bout | None:
        """Return the longest time of sitting."""
        return history.longest(history.bouts(self.spells))

    def seconds(self, *kinds: str) -> float:
        """Return how long there was work, or breaks, or absence."""
        return sum(spell.seconds for spell in self.spells if spell.kind in kinds)

    @property
    def busiest(self) -> tuple[int, datetime]:
        """Return the most prompts in any hour, and when the first such hour began."""
        return busiest(self.prompts) or (0, self.start)


def busiest(prompts: Sequence[Prompt]) -> tuple[int, datetime] | None:
    """Return the most prompts in any hour, and when it begins; None without any. In order."""
    found: tuple[int, datetime] | None = None
    last = 0
    for first, each in enumerate(prompts):
        while last < len(prompts) and prompts[last].at - each.at < _HOUR:
            last += 1
        if found is None or last - first > found[0]:
            found = last - first, each.at
    return found


def told(lines: Iterable[Line], end: datetime) -> Story:
    """Return what came of a transcript; `end` has a zone, nothing behind it counts."""
    lines = list(lines)
    book = _Book(end)
    for line in lines:
        book.note(line)
    start = datetime.fromisoformat(str(lines[0]["at"]))
    spells = history.spells(lines, end)
    return Story(
        start,
        end,
        tuple(book.seen()),
        tuple(book.busy()),
        tuple(book.unseen()),
        tuple(spells),
        dict(book.dots),
        book.ml,
        tuple(book.profiles),
    )


class _Book:
    """What has been noted of the lines so far."""

    def __init__(self, end: datetime) -> None:
        self._end = end
        self._due: dict[tuple[str, str], datetime] = {}  # by prompt and reminder
        self._held: dict[str, str] = {}
        self._waits: dict[str, str] = {}
        self._shown: dict[str, list[Prompt]] = {}
        self._hidden: dict[tuple[str, str], str] = {}  # what expired before it was seen
        self._spans: list[Busy] = []
        self._since: dict[str, datetime] = {}
        self.dots: Counter[str] = Counter()
        self.ml = 0
        self.profiles: list[tuple[datetime, str]] = []

    def note(self, line: Line) -> None:
        """Take the next line."""
        at, event = datetime.fromisoformat(str(line["at"])), str(line["event"])
        prompt, reminder = str(line.get("prompt", "")), str(line.get("reminder", ""))
        reason = str(line.get("reason", ""))
        match event:
            case "due":
                self._due[prompt, reminder] = at
            case "held":
                self._held.setdefault(prompt, reason)
            case "waits":
                self._waits[prompt] = reason
            case "prompted":
                self._show(line, at, prompt, reminder)
            case "busy":
                self._since[reason] = at
            case "free" if reason in self._since:
                self._spans.append(Busy(self._since.pop(reason), at, reason))
            case "profile_changed":
                self.profiles.append((at, str(line.get("profile"))))
            case "drank":
                self.ml += _number(line, "ml")
            case "expired" | "absent" if prompt not in self._shown:
                self._hidden[prompt, reminder] = reason or "away"
            case _:
                self._go_on(prompt, line, reminder)

    def _show(self, line: Line, at: datetime, prompt: str, reminder: str) -> None:
        others = line.get("others")
        names = (reminder, *(others if isinstance(others, list) else ()))
        if not line.get("level"):
            for name in names:
                self._due.pop((prompt, name), None)
                self.dots[name] += 1
            return
        before = self._shown.setdefault(prompt, [])
        dues = [(name, self._due[prompt, name]) for name in names if (prompt, name) in self._due]
        held, waited = ("", "") if before else (self._held.get(prompt, ""), self._waits.get(prompt))
        before.append(
            Prompt(
                at,
                names,
                _number(line, "level"),
                dues=tuple(dues),
                held_by=held,
                waited_for=waited or "",
            )
        )

    def _go_on(self, prompt: str, line: Line, reminder: str) -> None:
        """Note what became of a prompt that is on the screen."""
        showings = self._shown.get(prompt)
        if not showings:
            return
        last, event = showings[-1], str(line["event"])
        if event == "started":
            showings[-1] = replace(last, seconds=_number(line, "seconds"))
        elif event == "seen" and reminder not in last.reminders:
            showings[-1] = replace(last, reminders=(*last.reminders, reminder))
        elif event in _OUTCOMES and reminder == last.reminders[0]:
            showings[-1] = replace(last, outcome=_OUTCOMES[event])

    def seen(self) -> list[Prompt]:
        """Return the prompts in order."""
        found = [each for showings in self._shown.values() for each in showings]
        return sorted(found, key=attrgetter("at"))

    def busy(self) -> list[Busy]:
        """Return what held prompts, in order; what is not over yet ends with the day."""
        open_ones = [Busy(at, self._end, reason) for reason, at in self._since.items()]
        return sorted([*self._spans, *open_ones], key=attrgetter("start"))

    def unseen(self) -> Iterator[Unseen]:
        """Yield what fell due and never came."""
        for (prompt, reminder), at in self._due.items():
            if not any(reminder in one.reminders for one in self._shown.get(prompt, ())):
                reason = self._hidden.get((prompt, reminder), self._held.get(prompt, ""))
                yield Unseen(at, reminder, reason)


def _number(line: Line, key: str) -> int:
    found = line.get(key, 0)
    return found if isinstance(found, int) else 0
