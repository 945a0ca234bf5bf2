"""The catalogues: complete, compiled, and true to the texts that they translate."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, Final, get_args, get_type_hints

import pytest

from ergobreak import language, spoken
from ergobreak.cli import manual
from ergobreak.config.settings import Locale
from ergobreak.mo_file import MoFile
from locales import __main__ as catalogues
from locales import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

LANGUAGES: Final = tuple(spoken.available()[1:])
"""Those that are whole; what is begun is not spoken yet."""
EACH: Final = [(name, part) for name in LANGUAGES for part in catalogues.PARTS]
MARKS: Final = frozenset(texts.KEYWORDS)
# What has to stand in a translation as it does in English: what is filled in, tags, commands.
KEPT: Final = re.compile(r"\{[a-z_0-9]*(?:[:!][^}]*)?\}|%\(\w+\)[sd]|%[sd]|<[^>]+>|`[^`]+`")
# "Let ergobreak run" is no command.
VERBS: Final = "|".join(manual.VERBS.keys() - {"run"})
COMMAND: Final = re.compile(rf"\bergobreak (?:{VERBS})\b|(?<![\w-])--[a-z][a-z-]+")
BLANKS: Final = re.compile(r"^([ \n]*).*?([ \n]*)$", re.DOTALL)


@cache
def pairs(name: str, part: str) -> tuple[tuple[str, str], ...]:
    """Return each text and each form of its translation."""
    found = catalogues.read(catalogues.HERE / name / f"{part}.po", name)
    made: list[tuple[str, str]] = []
    for message in found:
        forms = catalogues.forms(message.string)
        if message.id and isinstance(message.id, str):
            made.append((message.id, forms[0]))
        elif message.id:
            # The form of one may be without the figure: "once" is as good as "1 time".
            made += [(message.id[-1], form) for form in forms[1:]]
            figure = "{" + "".join(re.findall(r"\{(\w+)\}", message.id[-1])[:1]) + "}"
            made.append((message.id[-1], forms[0] if figure in forms[0] else forms[0] + figure))
    return tuple(made)


def test_what_is_whole_is_spoken() -> None:
    """Each language of which nothing is missing is compiled and can be chosen, and no other."""
    named = get_args(get_type_hints(Locale)["language"])
    assert sorted(named) == sorted(["auto", *spoken.available()])
    whole = [name for name in catalogues.languages() if not catalogues.missing(name)]
    assert spoken.available() == [language.ENGLISH, *whole]
    assert whole


@pytest.mark.parametrize("part", catalogues.PARTS)
def test_the_templates_hold_each_text(part: str) -> None:
    """What is collected from code and content now is in the template; nothing else is."""
    template = (catalogues.HERE / f"{part}.pot").read_bytes()
    assert catalogues.written(catalogues.PARTS[part]()) == template, "python3 check.py generate"


@pytest.mark.parametrize(("name", "part"), EACH)
def test_nothing_is_missing(name: str, part: str) -> None:
    """Each text of the template is translated, and nothing is that is gone."""
    template = catalogues.read(catalogues.HERE / f"{part}.pot", "en")
    found = catalogues.read(catalogues.HERE / name / f"{part}.po", name)
    assert set(_keys(found)) == set(_keys(template)), "python3 check.py generate"
    assert [each for each in catalogues.missing(name) if each.startswith(part)] == []


def _keys(catalogue: Catalog) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else tuple(message.id)
        yield key, message.context


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_is_compiled_is_up_to_date(name: str) -> None:
    """The catalogue that ergobreak reads is that of the texts, and each entry is found in it."""
    data = (catalogues.COMPILED / f"{name}.mo").read_bytes()
    assert data == catalogues.compiled(name), "python3 check.py generate"
    page = texts.CONTENT / catalogues.HELP.format(name)
    assert page.read_text(encoding="utf-8") == catalogues.help_page(name)
    found = MoFile(data)
    program = catalogues.read(catalogues.HERE / name / "program.po", name)
    for message in program:
        if isinstance(message.id, str) and message.id and not message.context:
            assert found.find(message.id) == message.string


@pytest.mark.parametrize(("name", "part"), EACH)
def test_what_is_filled_in_stays(name: str, part: str) -> None:
    """Placeholders, tags and what stands in backticks are those of the English text."""
    odd = [
        (text, translated)
        for text, translated in pairs(name, part)
        if translated and not set(KEPT.findall(translated)) <= set(KEPT.findall(text))
    ]
    lost = [
        (text, translated)
        for text, translated in pairs(name, part)
        if translated and set(KEPT.findall(text)) - set(KEPT.findall(translated))
    ]
    assert (odd, lost) == ([], [])


@pytest.mark.parametrize(("name", "part"), EACH)
def test_commands_stay(name: str, part: str) -> None:
    """What a person types is the same in every language."""
    for text, translated in pairs(name, part):
        if translated:
            assert sorted(COMMAND.findall(text)) == sorted(COMMAND.findall(translated)), text


@pytest.mark.parametrize(("name", "part"), EACH)
def test_the_edges_stay(name: str, part: str) -> None:
    """Blanks and line ends at the edges are those of the English text."""
    for text, translated in pairs(name, part):
        if translated:
            assert BLANKS.fullmatch(text).groups() == BLANKS.fullmatch(translated).groups(), text  # type: ignore[union-attr]


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_translation_can_be_filled_in(name: str) -> None:
    """No brace in a text that is filled in is more than a placeholder."""
    for text, translated in (*pairs(name, "program"), *pairs(name, "content")):
        if "{" in text and not _is_form(text):
            continue
        if "{" in text:
            assert _is_form(translated), translated


def _is_form(text: str) -> bool:
    """Tell whether str.format understands a text."""
    try:
        text.format_map(_Anything())
    except (ValueError, KeyError, IndexError):
        return False
    return True


class _Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def test_only_whole_texts_are_translated() -> None:
    """What is looked up is a text as it stands in the code, or a name; never one that is made."""
    wrong = []
    for path in sorted(texts.PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            # The last thing that ngettext takes is a number.
            said = node.args[:2] if node.func.id == "ngettext" else node.args
            if node.func.id in MARKS and any(map(_is_made, said)):
                wrong.append(f"{path.relative_to(texts.PACKAGE)}:{node.lineno}")
    assert wrong == []


def _is_made(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        return True
    return isinstance(argument, ast.Call) and ast.unparse(argument.func).endswith(".format")
