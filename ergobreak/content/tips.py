"""The tips: one a day, read inside a break."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ergobreak.content.cards import read
from ergobreak.content.rotation import chosen
from ergobreak.content.translated import each_language
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tip(NamedTuple):
    """One tip and how firmly it may speak.

    `label`: `supported` (research or a public body backs it), `observational` (associations only),
    `sensible` (good practice), `source advice` (from the article on prevention that the reminders
    follow; thin evidence), `design idea` (ours), `safety` (the meaning stays exactly as it is).
    `advice` names the points of that article: P1 to P16 of its list, S1 to S24 of the rest.
    `private`: it touches body, pain, toilet, medicine or a habit that is nobody else's business.
    """

    id: str
    kind: str
    text: str
    label: str
    advice: tuple[str, ...] = ()
    private: bool = False


@each_language
def tips() -> tuple[Tip, ...]:
    """Return all tips; the file is read at the first call."""
    found = []
    for (name, kind, label, advice, *marks), (text,) in read("tips.txt"):
        found.append(Tip(name, kind, _(text), label, tuple(advice.split()), "private" in marks))
    return tuple(found)


def tip(day: str, *, discreet: bool = True, own: Sequence[Tip] = (), seed: str = "") -> Tip:
    """Return the tip of a local date (YYYY-MM-DD); raises ValueError if it is no date.

    `discreet` leaves out the private tips: the rule wherever a colleague could look on, which is
    everywhere but in the person's own terminal. `own`: the person's, which join the others.
    """
    deck = [each for each in (*tips(), *own) if not (discreet and each.private)]
    return chosen(deck, date.fromisoformat(day).toordinal(), f"{seed}/tip")
