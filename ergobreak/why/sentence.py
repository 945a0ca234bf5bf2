"""What is asked about, and one link of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from ergobreak.why.story import Fact


@dataclass(frozen=True, slots=True)
class Sentence:
    """One link of the chain, and the ids of the records that it stands on."""

    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A reminder that is asked about. `stretches`: the names of those that are stretches.

    `coming` says when it comes next, as the daemon says it; empty: nobody knows. `titles`: those
    of all reminders. `now` is the present; None: the last line. `is_off`: its time does not run.
    `is_cut`: the lines are only the end of the journal, so nothing begins with them.
    """

    name: str
    title: str
    kind: str = ""
    stretches: frozenset[str] = frozenset()
    coming: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None
    is_off: bool = False
    is_cut: bool = False

    @property
    def today(self) -> date | None:
        """Return the present day."""
        return None if self.now is None else self.now.date()


def said(text: str, *facts: Fact) -> Sentence:
    """Return a sentence that stands on these facts, each named once."""
    return Sentence(text, tuple(dict.fromkeys(fact.id for fact in facts)))
