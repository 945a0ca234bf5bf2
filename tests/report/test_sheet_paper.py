"""The sheet in a real browser: one page of A4 at its fullest, readable on a phone and at night."""

from __future__ import annotations

import shutil
from base64 import b64decode
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.content.catalogue import catalogue
from ergobreak.dataclass import replace
from ergobreak.history.discomfort import AREAS, WEEK, Rating
from ergobreak.report import sheet
from tests.desktop.conftest import is_required
from tests.report.browser import PROGRAM, Browser
from tests.report.pages import NOW, lines
from tests.report.test_sheet import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.desktop

A4: Final = {"paperWidth": 8.27, "paperHeight": 11.69}  # inches
LETTER: Final = {"paperWidth": 8.5, "paperHeight": 11}
TODAY: Final = NOW.date()
EVERYTHING: Final = replace(
    ASKED,
    first=TODAY - timedelta(days=89),
    reminders=tuple((f"Reminder {n}", "every 90 min at the computer", "5 min") for n in range(9)),
    movement={"stretch": "Stretch", "walk": "Walk", "third": "A third", "fourth": "A fourth"},
    exercises={each.id: (each.title, each.area) for each in catalogue().exercises},
    left_out=tuple(each.title for each in catalogue().exercises),
    pains=AREAS,
    ratings=tuple(
        Rating(TODAY - WEEK * back, area, 10) for back in reversed(range(13)) for area in AREAS
    ),
)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Yield a browser that the tests of this file share."""
    if shutil.which(PROGRAM) is None:
        (pytest.fail if is_required() else pytest.skip)(f"needs the package {PROGRAM}")
    with Browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the fullest sheet: every exercise was done, every list is too long."""
    done = [
        {**line, "exercises": [each.id for each in catalogue().exercises]}
        if line["event"] == "completed"
        else line
        for line in lines()
    ]
    found = tmp_path_factory.mktemp("sheet") / "sheet.html"
    found.write_text(sheet.page(done, EVERYTHING, NOW), encoding="utf-8")
    return found


@pytest.mark.parametrize("paper", [A4, LETTER], ids=["A4", "letter"])
def test_it_is_one_page(chromium: Browser, path: Path, paper: dict[str, float]) -> None:
    """However much there is to tell, it is printed on one page, also where letters are larger."""
    chromium.open(path)
    printed = chromium.do("Page.printToPDF", preferCSSPageSize=paper is A4, **paper)

    assert b64decode(printed["data"]).count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("width", [360, 1200])
def test_it_fits_the_screen(chromium: Browser, path: Path, width: int, dark: bool) -> None:
    """Nothing reaches over the edge of a phone, and the browser has nothing to say against it."""
    chromium.complaints.clear()
    chromium.open(path, width=width, dark=dark)

    assert chromium.ask("document.documentElement.scrollWidth") <= width
    assert chromium.complaints == []
