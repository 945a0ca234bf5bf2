"""What commands say in another language, and what stays English in it: data, and what is typed.

The other language is English in brackets, so whatever is outside them was not looked up.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from ergobreak import language
from ergobreak.cli import arguments, config_text, exercise_text, manual, options, overview, settings
from ergobreak.cli.config_show import show
from ergobreak.cli.consent import is_yes
from ergobreak.cli.exercise_text import Marks
from ergobreak.content.catalogue import catalogue
from ergobreak.content.exercise import AVOID
from ergobreak.paths import find
from tests.core.test_view import Bracketed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NECK = catalogue().exercises[0]  # read while English is spoken: the content is not looked at here


@pytest.fixture(autouse=True)
def _in_brackets() -> Iterator[None]:
    language.speak("xx", Bracketed())
    yield
    language.speak(language.ENGLISH)


def in_brackets(text: str) -> bool:
    """Tell whether a text is one of the catalogue."""
    return (text[:1], text[-1:]) == ("[", "]")


def read(words: list[str]) -> None:
    """Read a command line as `main` does."""
    _home, verb, rest = arguments.head(words)
    arguments.parser(verb).parse_args(rest)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--home"], "[ergobreak: error: [argument --home: [expected one argument]]\n]"),
        (["events", "--last"], "[argument --last: [expected one argument]]\n]"),
        (["events", "--last", "x"], "[argument --last: [invalid int value: 'x']]\n]"),
        (["events", "--what"], "[unrecognized arguments: --what]\n]"),
        (["preview"], "[the following arguments are required: NAME]\n]"),
    ],
)
def test_argparse_speaks_the_language(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in the words is told by the catalogue, in front of the verb and behind it."""
    with pytest.raises(SystemExit):
        read(words)

    told = capsys.readouterr().err
    assert told.startswith("[usage: ]")
    assert told.endswith(said)


def test_the_manual_is_in_the_language_that_is_spoken() -> None:
    """Every verb and every option is explained in it; verbs and their words stay as typed."""
    about = [each.about for verb in manual.VERBS for each in options.of(verb) if each.about]
    text = overview.text()
    lines = re.findall(r"^  [a-z]+.*?  +(\[?.*)$", text.partition("[options")[0], re.MULTILINE)
    # What is typed, as it is typed.
    typed = {", ".join(settings.WORDS), '"09:00-12:30, 13:15-17:30"'}

    assert {each for each in about if not in_brackets(each)} == typed
    assert len(lines) == len(manual.VERBS)
    assert [each for each in lines if not in_brackets(each)] == []
    assert "[use NAME | auto]   [other settings" in text


@pytest.mark.parametrize("said", ["y", "Yes", " [yes] ", "["])
def test_yes_is_understood_in_both_languages(said: str) -> None:
    """English or the language that is spoken, whole or its first letter, in any case."""
    assert is_yes(said)


@pytest.mark.parametrize("said", ["", "n", "no", "yesterday"])
def test_all_else_is_no(said: str) -> None:
    """What is none of it changes nothing; silence is no answer."""
    assert not is_yes(said)


def test_marks_are_english_for_programs() -> None:
    """Why an exercise is left out is told in words, while programs get the same in any language."""
    hidden, liked = Marks(frozenset(), {"neck": "settings"}), Marks(frozenset({NECK.id}), {})

    assert (hidden.of(NECK), hidden.told(NECK)) == ("hidden: neck", "[hidden: neck]")
    assert (liked.of(NECK), liked.told(NECK)) == ("favourite", "[favourite]")


def test_whom_an_exercise_is_not_for_is_told_in_words() -> None:
    """Each tag has words for the midst of a line; columns are as wide as the labels are."""
    shown = exercise_text.shown(NECK, Marks(frozenset(), {})).splitlines()
    labels = [match[0] for line in shown if (match := re.match(r"\[[^]]*:\] *", line))]

    assert tuple(exercise_text.NOT_WITH) == AVOID
    assert "[Not with:]    [dizziness], [a neck injury]" in shown
    assert {len(label) for label in labels} == {len("[Shared room:] ")}


def test_where_a_value_is_from_is_english_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`config show --origin` names origins in words, and in JSON as ever, those of profiles too."""
    file = tmp_path / "ergobreak.toml"
    file.write_text("[profiles.away.delivery]\ngap = '20m'\n")
    words = ["show", "--origin", "--profile", "away", "--home", str(tmp_path)]
    plain, data = (
        arguments.parser("config").parse_intermixed_args([*words, *more])
        for more in ([], ["--json"])
    )
    show(plain, find(str(tmp_path)))
    told = capsys.readouterr().out
    show(data, find(str(tmp_path)))
    values = json.loads(capsys.readouterr().out)["values"]

    assert re.search(r"^\[profile away, \[line 2\]\] +delivery\.gap = ", told, re.MULTILINE)
    assert re.search(r"^\[default\] +delivery\.per_hour = ", told, re.MULTILINE)
    assert values["delivery.gap"]["origin"] == "profile away"
    assert values["delivery.per_hour"]["origin"] == "default"


def test_a_reminder_in_short_is_whole() -> None:
    """Each part of it is a text of the catalogue, that it is off too."""
    table = {"every": "90m", "for": "5m", "show": "panel", "enabled": False}

    assert config_text.in_short(table) == "[[every 90m], [for 5m], [a panel]; off]"
