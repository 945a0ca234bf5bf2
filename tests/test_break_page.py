"""The break as a page, for a desktop without Tk."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.window.page import BreakPage
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


@pytest.fixture
def browser(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose browser only writes down what it was to open."""
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:{os.environ['PATH']}", "DISPLAY": ":9", "HOME": "/"}


def test_a_break_without_tk_opens_in_the_browser(tmp_path: Path, browser: dict[str, str]) -> None:
    """The process that the daemon starts writes the page, for its person alone, and opens it."""
    place = tmp_path / "break.html"
    line = {
        **LINE,
        "prompt": "p1",
        "kind": "stretch",
        "length": 300,
        "wishes": {"hidden": ["neck"]},
    }
    command = [sys.executable, "-m", "ergobreak.browsed", str(place), str(tmp_path / "none")]
    page_of_it = BreakPage(place, command, lambda: browser)
    page_of_it.open(line).join(20.0)

    assert (tmp_path / "opened").read_text(encoding="utf-8").strip() == str(place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    text = place.read_text(encoding="utf-8")
    assert text.count("<section") >= 3
    assert "Slow head turn" not in text
    page_of_it.close()
    assert not place.exists()


def test_no_browser_costs_the_page_alone(
    tmp_path: Path, browser: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be opened is told in the log, once, and nothing else happens."""
    place = tmp_path / "no" / "break.html"
    command = [sys.executable, "-m", "ergobreak.browsed", str(place)]
    BreakPage(place, command, lambda: browser).open(LINE).join(20.0)
    BreakPage(place, ["/nonexistent"], lambda: browser).open(LINE).join(5.0)

    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "the page of the break cannot be opened"
    ] * 2


@pytest.mark.desktop
def test_a_browser_goes_from_exercise_to_exercise(tmp_path: Path) -> None:
    """In a real browser one exercise is shown at a time, the next one after its seconds."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs the Debian package chromium")
    file = tmp_path / "break.html"
    file.write_text(page(LINE, EXERCISES), encoding="utf-8")

    def at(seconds: int) -> list[str]:
        done = subprocess.run(
            [
                chromium,
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
