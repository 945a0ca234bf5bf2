"""What is wrong with the settings is found in whatever language it is then told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak import config, language
from ergobreak.config import keys, typed
from tests.core.test_view import Bracketed

if TYPE_CHECKING:
    from collections.abc import Iterator


class Other(Bracketed):
    """A language in brackets, in which an end has another name."""

    def find(self, text: str, context: str = "") -> str:
        """Return the text without its English end."""
        return super().find(text.replace("no end", "kein Ende"), context)


@pytest.fixture(autouse=True)
def _in_another_language() -> Iterator[None]:
    language.speak("de", Other())
    yield
    language.speak(language.ENGLISH)


def told(text: str) -> str:
    """Return the first problem of a file, without its place."""
    return config.read(text).problems[0].sentence


def test_a_key_is_looked_for_in_other_tables() -> None:
    """A key that stands in the wrong table is told where it belongs, a slip its nearest name."""
    assert "it belongs under [delivery]" in told("[work]\nlull = '5s'\n")
    assert told("[work]\nhuors = []\n") == '[unknown key]; [did you mean "hours"?]'


def test_a_file_that_breaks_off_is_told_as_such() -> None:
    """What has no end in the last line may be a file that is not whole."""
    assert "the file ends here" in told('[work]\ndays = ["mon", "tue"')
    assert "the file ends here" not in told('[work]\ndays = ["mon\n[sound]\n')


def test_what_is_for_programs_stays_as_it_is() -> None:
    """Settings are written and values are read as TOML has them."""
    assert config.show(config.defaults()).startswith("version = 1\n")
    assert typed.value(['["09:00-12:00"]'], keys.find("work.hours")) == ["09:00-12:00"]
