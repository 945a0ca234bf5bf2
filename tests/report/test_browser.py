"""The report in a real browser: readable by day, by night, on a phone and on paper, by keyboard."""

from __future__ import annotations

import shutil
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from ergobreak.figure.palette import contrast
from ergobreak.report import look
from tests.desktop.conftest import is_required
from tests.report.browser import PROGRAM, Browser
from tests.report.pages import report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.desktop

PHONE = 360

# Each text that can be seen, with its colour and that of what lies behind it.
CONTRASTS = """
(() => {
  const found = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility()) continue;
    if (["SCRIPT", "title"].includes(element.tagName) || element.closest(".unseen")) continue;
    const style = getComputedStyle(element);
    let behind = element;
    while (behind && (numbers(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0)
      behind = behind.parentElement;
    const front = element.namespaceURI.endsWith("svg") ? style.fill : style.color;
    const hex = (colour) => "#" + numbers(colour).slice(0, 3)
      .map((part) => part.toString(16).padStart(2, "0")).join("");
    const ground = getComputedStyle(behind).backgroundColor;
    found[hex(front) + " " + hex(ground)] = node.textContent.trim();
  }
  return found;
})()
"""
# What reaches over its own edge or that of the screen.
OVERFLOWING = """
[...document.querySelectorAll("td, th, .value, h1, h2, p, li, .name")]
  .filter((each) => each.checkVisibility() && !each.closest(".unseen, .wide"))
  .filter((each) => !each.classList.contains("unseen"))
  .filter((each) => each.scrollWidth > each.clientWidth + 1
    || each.getBoundingClientRect().right > innerWidth)
  .map((each) => each.textContent)
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Yield a browser that the tests of this file share."""
    if shutil.which(PROGRAM) is None:
        (pytest.fail if is_required() else pytest.skip)(f"needs the package {PROGRAM}")
    with Browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a report."""
    found = tmp_path_factory.mktemp("report") / "report.html"
    found.write_text(report(), encoding="utf-8")
    return found


def test_it_asks_for_nothing_but_itself(chromium: Browser, path: Path) -> None:
    """The browser fetches one file, and has nothing to say against the page or its script."""
    chromium.asked_for.clear()
    chromium.complaints.clear()

    chromium.open(path)
    chromium.ask("document.body.offsetHeight")

    assert chromium.asked_for == [path.as_uri()]
    assert chromium.complaints == []


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_every_word_can_be_read(chromium: Browser, path: Path, dark: bool) -> None:
    """By day and by night each word has a contrast of 4.5 to 1 or more, as it is drawn."""
    chromium.open(path, dark=dark)
    chromium.ask("document.querySelectorAll('details').forEach((each) => { each.open = true })")

    pairs = chromium.ask(CONTRASTS)
    ground = chromium.ask("getComputedStyle(document.body).backgroundColor")

    assert len(pairs) >= 6
    assert {p: text for p, text in pairs.items() if contrast(*p.split()) < 4.5} == {}
    expected = (look.DARK if dark else look.LIGHT)["page"]
    assert ground == f"rgb({', '.join(str(int(expected[n : n + 2], 16)) for n in (1, 3, 5))})"


@pytest.mark.parametrize("width", [PHONE, 768, 1400])
def test_it_fits_every_screen(chromium: Browser, path: Path, width: int) -> None:
    """Nothing reaches over the edge: on a phone the page is one column, and no cell is cut."""
    chromium.open(path, width=width)

    columns = chromium.ask(
        "getComputedStyle(document.querySelector('.cards')).gridTemplateColumns.split(' ').length"
    )

    assert chromium.ask("document.documentElement.scrollWidth") <= width
    assert chromium.ask(OVERFLOWING) == []
    assert columns == (2 if width > 1000 else 1)


def test_the_pointer_asks_a_mark(chromium: Browser, path: Path) -> None:
    """Where the pointer rests on a bar, what it stands for is said beside it, inside the screen."""
    chromium.open(path)
    box = chromium.ask(
        "(() => { const mark = document.querySelector('#breaks .series .mark');"
        " mark.scrollIntoView({ block: 'center' });"
        " const box = mark.getBoundingClientRect();"
        " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
    )

    chromium.point_at(*box)

    # The answer to the question comes after the page has seen the pointer.
    assert chromium.ask("document.getElementById('tip').textContent") == (
        "2 to 8 February 2026: 14 done"
    )
    assert chromium.ask("document.getElementById('tip').getBoundingClientRect().top") > 0
    chromium.point_at(1, 1)
    assert chromium.ask("document.getElementById('tip').hidden") is True


def test_the_keyboard_reaches_everything(chromium: Browser, path: Path) -> None:
    """Tab reaches each chart and each table, arrows ask the marks, Enter opens the table."""
    chromium.open(path)
    chromium.ask("document.querySelector('#water .marks').focus()")

    chromium.press("ArrowRight")
    chromium.press("ArrowRight")
    second = chromium.ask("document.getElementById('tip').textContent")
    chromium.press("Tab")
    chromium.press("Enter")

    assert second.startswith("9 to 15 February 2026: ")
    assert chromium.ask("document.querySelector('#water details').open") is True
    assert chromium.ask("document.getElementById('tip').hidden") is True
    reached = "document.querySelectorAll('.marks:not([tabindex=\"0\"])').length"
    assert chromium.ask(reached) == 0


def test_without_script_the_titles_are_there(chromium: Browser, path: Path) -> None:
    """A browser that runs no script shows the same page, with what each mark means on it."""
    chromium.do("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(path)
        titles = chromium.ask("document.querySelectorAll('#breaks .mark title').length")
    finally:
        chromium.do("Emulation.setScriptExecutionDisabled", value=False)

    assert titles == 15


def test_paper_takes_few_pages(chromium: Browser, path: Path) -> None:
    """Six weeks are at most four pages of A4, by day's colours even at night."""
    chromium.open(path, dark=True)
    printed = chromium.do(
        "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False
    )
    chromium.do("Emulation.setEmulatedMedia", media="print")
    page = chromium.ask("getComputedStyle(document.documentElement).getPropertyValue('--card')")
    chromium.do("Emulation.setEmulatedMedia", media="")

    pdf = b64decode(printed["data"])
    assert pdf.startswith(b"%PDF")
    assert 1 <= pdf.count(b"/Type /Page\n") <= 4
    assert page.strip() == look.LIGHT["card"]
