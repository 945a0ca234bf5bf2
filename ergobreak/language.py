"""The language of this process: what it says, looked up in a compiled catalogue of gettext.

Rules of this file:
1. It imports nothing and opens nothing: `spoken` brings the catalogue. The core may use it, and
   `ergobreak status` pays nothing for it.
2. Texts are English where a catalogue has no entry; nothing here raises for a text.

`_`, `ngettext`, `pgettext` and `N_` are the names that every tool for translations knows.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Protocol

    class Catalogue(Protocol):
        """The texts of one language."""

        def find(self, text: str, context: str = "") -> str:
            """Return the translation of a text, else the text."""

        def find_plural(self, one: str, many: str, number: int) -> str:
            """Return the form that goes with a number, else the English one."""


ENGLISH = "en"
VARIABLE = "ERGOBREAK_LANGUAGE"
"""What a process tells those that it starts; goes before everything else."""

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "ur", "yi"})
_now: tuple[str, Catalogue | None] = (ENGLISH, None)


def _(text: str) -> str:
    """Return a text in the language that is spoken."""
    catalogue = _now[1]
    # The entry of no text at all is the catalogue's own head.
    return text if catalogue is None or not text else catalogue.find(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a text that goes with a number; the number itself is not filled in."""
    catalogue = _now[1]
    if catalogue is None:
        return one if number == 1 else many
    return catalogue.find_plural(one, many, number)


def pgettext(context: str, text: str) -> str:
    """Return a text whose English is the same in another place, where others need two words."""
    catalogue = _now[1]
    return text if catalogue is None else catalogue.find(text, context)


def N_(text: str) -> str:  # noqa: N802  the name that the tools know
    """Return the text as it is: a mark for a constant, which is translated where it is used."""
    return text


def listed(items: Iterable[str]) -> str:
    """Return items as one phrase: "a", "a and b", "a, b and c"; nothing for none."""
    *found, last = tuple(items) or ("",)
    if not found:
        return last
    phrase, *others = found
    for item in others:
        # translators: a list that goes on; {list} is what came before: "a, b".
        phrase = _("{list}, {item}").format(list=phrase, item=item)
    # translators: a list and its last item: "a, b and c".
    return _("{list} and {item}").format(list=phrase, item=last)


def spoken() -> str:
    """Return the language that is spoken: "en", "de", "pt_BR"."""
    return _now[0]


def is_right_to_left(language: str = "") -> bool:
    """Tell whether a language, else the one that is spoken, is written from right to left."""
    return (language or _now[0]).partition("_")[0] in _RIGHT_TO_LEFT


def speak(language: str, catalogue: Catalogue | None = None) -> None:
    """Speak a language from now on, in every thread; without a catalogue it is English."""
    global _now  # noqa: PLW0603  one process speaks one language, as gettext has it
    _now = (ENGLISH, None) if catalogue is None else (language, catalogue)


def chosen(wish: str, environment: Mapping[str, str], exists: Callable[[str], bool]) -> str:
    """Return the language for a wish of the settings, or else for the desktop's variables.

    `exists` tells whether there is a catalogue. The order of the variables is that of GNU gettext;
    as there, a locale without a language ("C") speaks English, whatever LANGUAGE says.
    """
    if environment.get(VARIABLE):
        wish = environment[VARIABLE]
    wishes = [wish] if wish not in {"", "auto"} else _of_desktop(environment)
    for each in wishes:
        plain = each.partition(".")[0].partition("@")[0].replace("-", "_")
        for name in (plain, plain.partition("_")[0]):
            if name == ENGLISH or exists(name):
                return name
    return ENGLISH


def _of_desktop(environment: Mapping[str, str]) -> list[str]:
    """Return the languages that the session asks for, the best first."""
    keys = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[key] for key in keys if environment.get(key)), "")
    if locale.partition(".")[0] in {"", "C", "POSIX"}:
        return []
    return [*filter(None, environment.get("LANGUAGE", "").split(":")), locale]
