"""The safety notes: what is said before the first exercise, and when something hurts.

They name body and pain: they are for the person's own window, terminal or page, never for a toast.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ergobreak.content.cards import read
from ergobreak.content.translated import each_language
from ergobreak.language import _

FIRST_RUN: Final = ("about", "before-first-set", "while-moving")
"""The notes to read before the first exercise."""

EMERGENCY: Final = ("urgent", "stop-signs")
"""The notes whose signs need help at once."""


class Note(NamedTuple):
    """One note. `head` is a whole sentence, or begins the one that any of the `signs` completes."""

    id: str
    head: str
    signs: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return it in one sentence, as where there is no room for a list."""
        if not self.signs:
            return self.head
        *others, last = self.signs
        form = _("{sentence} {signs}, or {sign}.")
        return form.format(sentence=self.head, signs=", ".join(others), sign=last)


@each_language
def notes() -> tuple[Note, ...]:
    """Return all notes; the file is read at the first call."""
    return tuple(
        Note(
            name,
            _(head),
            tuple(_(sign.removeprefix("- ")) for sign in signs),
            tuple(advice.split()),
        )
        for (name, advice), (head, *signs) in read("safety.txt")
    )


def find(name: str) -> Note:
    """Return a note by its id; raises KeyError."""
    return {each.id: each for each in notes()}[name]


def note(name: str) -> str:
    """Return the text of a note in one go; raises KeyError."""
    return find(name).text
