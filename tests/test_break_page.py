"""The break as a page, for a desktop without Tk."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from ergobreak.content.catalogue import catalogue
from ergobreak.content.choice import set_for
from ergobreak.content.exercise import Wishes
from ergobreak.window.web.page import page

if TYPE_CHECKING:
    from pathlib import Path

LINE = {
    "look": {"accent": ""},
    "left": 300,
    "paused": False,
    "title": "Stretch <now>",
    "text": "Two or three & slow",
    "tip": "",
}
EXERCISES = set_for(catalogue(), Wishes(300, seed="page"))


def test_the_page_needs_nothing_from_elsewhere() -> None:
    """No address stands in it but the name of SVG, and its own policy forbids to load any."""
    text = page(LINE, EXERCISES)

    assert set(re.findall(r"https?://[^\"' ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in text
    assert "url(" not in text


def test_the_page_shows_what_is_to_be_done() -> None:
    """Each exercise is there with its steps and its care line, and text stays text."""
    text = page(LINE, EXERCISES)

    for exercise in EXERCISES:
        assert f"<h2>{exercise.title}</h2>" in text
        assert exercise.steps[-1] in text
        assert exercise.care in text
    assert "Stretch &lt;now&gt;" in text
    assert "Two or three &amp; slow" in text
    assert "<now>" not in text


@pytest.mark.desktop
def test_a_browser_goes_from_exercise_to_exercise(tmp_path: Path) -> None:
    """In a real browser one exercise is shown at a time, the next one after its seconds."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("needs the Debian package chromium")
    file = tmp_path / "break.html"
    file.write_text(page(LINE, EXERCISES), encoding="utf-8")

    def at(seconds: int) -> list[str]:
        done = subprocess.run(
            [
                browser,
                *("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/of"),
                *(f"--virtual-time-budget={seconds * 1000}", "--dump-dom", file.as_uri()),
            ],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return re.findall(r"<section[^>]* data-now[^>]*>.*?<h2>(.*?)</h2>", done.stdout, re.DOTALL)

    assert at(3) == [EXERCISES[0].title]
    assert at(EXERCISES[0].seconds + 12) == [EXERCISES[1].title]
