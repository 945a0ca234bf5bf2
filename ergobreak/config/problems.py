"""One thing that is wrong with a config, and how it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from ergobreak.config import units
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ergobreak.config.positions import Path, Spot

UNKNOWN: Final = N_("unknown key")

_WIDTH: Final = 100
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: where, what was found there, what is allowed, the nearest valid name.

    `line` and `column` count from 1; 0 means that there is no such place (a whole file, or a
    config that came as a table). `what` names the mistake where "found" would not, perhaps still in
    English; `write` is what could stand there instead. `file` is empty for the one that is being
    looked at, else the path of another that lies under it.
    """

    path: Path = ()
    what: str = ""
    found: str = ""
    allowed: str = ""
    nearest: str = ""
    write: str = ""
    severity: Literal["error", "warning"] = "error"
    on_key: bool = False
    line: int = 0
    column: int = 0
    source: str = ""
    file: str = ""

    @property
    def is_error(self) -> bool:
        """Tell whether the config cannot be used because of this."""
        return self.severity == "error"

    @property
    def key(self) -> str:
        """Return the path as people write it: reminders.stretch.at[0]."""
        text = ""
        for part in self.path:
            if isinstance(part, int):
                text += f"[{part}]"
            else:
                name = part if part.replace("-", "_").isidentifier() else units.quoted(part)
                text += f".{name}" if text else name
        return text

    @property
    def sentence(self) -> str:
        """Return the mistake in words, without its place."""
        words = [_(self.what)] if self.what else []
        if self.found and not self.what:
            words.append(_("found {found}").format(found=self.found))
        if self.allowed and not (self.what == UNKNOWN and self.nearest):
            words.append(_("allowed: {allowed}").format(allowed=_(self.allowed)))
        if self.nearest:
            words.append(_('did you mean "{nearest}"?').format(nearest=self.nearest))
        if self.write:
            words.append(_("write: {seen}").format(seen=_seen(self.write)))
        return "; ".join(words)

    def text(self, name: str) -> str:
        """Return the problem as a compiler would print it, with its line and a marker under it."""
        file = self.file or name
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        parts = [place]
        if not self.is_error:
            parts.append(_("warning"))
        if self.path:
            parts.append(self.key)
        lines = [": ".join([*parts, self.sentence])]
        if self.source.strip():
            lines += _excerpt(self.source, self.column)
        return "\n".join(lines)

    def placed(self, spots: Mapping[Path, Spot], lines: Sequence[str]) -> Problem:
        """Return the problem with its line and column, or those of the nearest table around it."""
        path, on_key = self.path, self.on_key
        while path and path not in spots:
            path, on_key = path[:-1], True
        if not path:
            return self
        line, column = spots[path].key if on_key else spots[path].value
        return replace(self, line=line, column=column, source=lines[line - 1])


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Return the valid name that looks most like this one, or nothing."""
    # Imported late: most configs have no mistake.
    from difflib import get_close_matches

    # The comparison is slow on long texts, and nobody mistypes forty letters.
    known = {each.lower(): each for each in allowed}
    close = get_close_matches(name.lower()[:_LONGEST_NAME], list(known), n=1)
    return known[close[0]] if close else ""


def either(items: Iterable[str]) -> str:
    """Return one phrase of which one item is meant: "a", "a or b", "a or b or c"."""
    phrase, *others = items
    for item in others:
        # translators: one of several is allowed; {list} is what came before: "a", "a or b".
        phrase = _("{list} or {item}").format(list=phrase, item=item)
    return phrase


def unknown_key(path: Path, allowed: Sequence[str]) -> Problem:
    """Return the problem of a key that nobody reads."""
    name = str(path[-1])
    return Problem(
        path,
        what=UNKNOWN,
        found=units.quoted(name),
        allowed=", ".join(allowed),
        nearest=nearest(name, allowed),
        on_key=True,
    )


def _excerpt(source: str, column: int) -> list[str]:
    """Return the part of a line around a column, and a marker under it; both printable."""
    cut = max(0, column - 1 - _WIDTH // 2) if len(source) > _WIDTH else 0
    shown = source[cut : cut + _WIDTH].rstrip()
    clean = "".join(char if char.isprintable() else " " for char in shown)
    return [f"    {clean}", f"    {' ' * max(0, column - 1 - cut)}^"]


def _seen(text: str) -> str:
    """Return a text whose every sign can be seen: none acts on a terminal, or breaks a line."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
