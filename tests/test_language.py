"""Which language is spoken, and what is looked up in its catalogue."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from ergobreak import language, spoken
from ergobreak.language import _, listed, ngettext, pgettext
from ergobreak.mo_file import MoFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RUSSIAN = (
    "plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
TEXTS = {
    "": f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; {RUSSIAN}\n",
    "Walk": "Прогулка",
    "verb\x04Walk": "Пройтись",
    "one break\x00{count} breaks": "{count} перерыв\x00{count} перерыва\x00{count} перерывов",
    "Water": "",
}


def compiled(texts: Mapping[str, str]) -> bytes:
    """Return an .mo file, laid out as GNU gettext documents it."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    start = 28 + 16 * len(pairs)
    tables, data = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<2I", len(pair[column]), start + len(data))
            data += pair[column] + b"\x00"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + tables[0] + tables[1] + data


@pytest.fixture
def _russian() -> Iterator[None]:
    language.speak("ru", MoFile(compiled(TEXTS)))
    yield
    language.speak(language.ENGLISH)


def test_english_is_what_the_code_says() -> None:
    """Without a catalogue each text is itself, and the plural the English one."""
    assert _("Walk") == "Walk"
    assert pgettext("verb", "Walk") == "Walk"
    assert [ngettext("one", "many", count) for count in (0, 1, 2)] == ["many", "one", "many"]
    assert language.spoken() == "en"


def test_a_list_has_one_and() -> None:
    """Items are joined by commas, the last one by "and"; braces in them stay as they are."""
    assert [listed("abc"[:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(["{x}", "{", "y"]) == "{x}, { and y"


@pytest.mark.usefixtures("_russian")
def test_texts_come_from_the_catalogue() -> None:
    """A text, a text in a context, and each of three plural forms are found."""
    assert (_("Walk"), pgettext("verb", "Walk")) == ("Прогулка", "Пройтись")
    forms = [ngettext("one break", "{count} breaks", count) for count in (1, 3, 11, 25)]
    assert [form.format(count=0) for form in forms] == [
        "0 перерыв",
        "0 перерыва",
        "0 перерывов",
        "0 перерывов",
    ]


@pytest.mark.usefixtures("_russian")
@pytest.mark.parametrize("text", ["Water", "Nobody has translated this", "", "Ж"])
def test_what_nobody_has_translated_is_english(text: str) -> None:
    """A text without an entry, or with an empty one, is itself, and never the head."""
    assert (_(text) if text else pgettext("", "none")) == (text or "none")


@pytest.mark.parametrize("data", [b"", b"\xde\x12\x04\x95", b"x" * 40])
def test_what_is_no_catalogue_is_refused(data: bytes) -> None:
    """A file that was cut off or is something else raises at once, not at some text."""
    with pytest.raises(ValueError, match="catalogue"):
        MoFile(data)


@pytest.mark.parametrize(
    ("wish", "variables", "expected"),
    [
        ("auto", {}, "en"),
        ("auto", {"LANG": "de_AT.UTF-8"}, "de"),
        ("auto", {"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en"),
        ("auto", {"LANG": "en_GB.UTF-8", "LANGUAGE": "nl:fr:de"}, "fr"),
        ("auto", {"LANG": "de_DE", "LC_ALL": "fr_FR@euro"}, "fr"),
        ("auto", {"LANG": "nl_NL"}, "en"),
        ("auto", {"LANG": "en_US", "LANGUAGE": "en:de"}, "en"),
        ("fr", {"LANG": "de_DE"}, "fr"),
        ("en", {"LANG": "de_DE"}, "en"),
        ("fr", {"LANG": "de_DE", "ERGOBREAK_LANGUAGE": "de"}, "de"),
    ],
)
def test_the_wish_goes_before_the_desktop(
    wish: str, variables: dict[str, str], expected: str
) -> None:
    """The settings go first, then the variables in gettext's order; what is missing is English."""
    assert language.chosen(wish, variables, {"de", "fr"}.__contains__) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('[locale]\nlanguage = "de" # mine\n', "de"),
        ('#language = "de"\n', "auto"),
        ("[locale]\nlanguage='fr'\n", "fr"),
        ("language", "auto"),
    ],
)
def test_the_wish_is_read_off_its_line(tmp_path: Path, settings: str, expected: str) -> None:
    """The command line finds the key in the person's file without reading TOML."""
    (tmp_path / "ergobreak.toml").write_text(settings)
    assert spoken.wish(str(tmp_path)) == expected


def test_right_to_left_is_known() -> None:
    """Hebrew and Arabic of any country are, German is not."""
    assert [language.is_right_to_left(each) for each in ("he", "ar_EG", "de", "en")] == [
        True,
        True,
        False,
        False,
    ]
