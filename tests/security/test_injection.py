"""Texts of others cannot steer what shows them: notifications, pages, menus, terminals, entries."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak import cli, config, plain
from ergobreak.adapters import desktop_entry
from ergobreak.adapters.autostart import systemd, xdg
from ergobreak.adapters.autostart.entry import Start
from ergobreak.adapters.notify import wire
from ergobreak.adapters.tray.dbusmenu import Line
from ergobreak.adapters.tray.sni_item import Face
from ergobreak.cli import exercise_page
from ergobreak.content.catalogue import catalogue
from ergobreak.core.tray_entry import Entry
from ergobreak.core.view import Notice
from ergobreak.dataclass import replace
from ergobreak.figure import palette, svg
from ergobreak.window.web.page import page as break_page
from tests.security import nasty

if TYPE_CHECKING:
    from ergobreak.content.exercise import Exercise

ROOT: Final = Path(__file__).resolve().parents[2]
MARKUP: Final = (
    '</title></style><script>alert(1)</script><img src="//x.test" onerror=a>&amp;"\'>${x}{y}'
)
STEER: Final = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp\u2066\r\nEvil: yes\u2028x\ufeff"
EVERYTHING: Final = ("body-markup", "actions", "body", "persistence")
COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
TURNING: Final = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
nasty_texts = nasty.texts | st.just(MARKUP) | st.just(STEER) | st.just(MARKUP + STEER)


def steers(text: str) -> list[str]:
    """Return what of a text could steer a terminal, beside line ends and tabs."""
    return [repr(char) for char in text if char not in "\n\t" and is_steering(char)]


def is_steering(char: str) -> bool:
    """Tell whether a character is a control, half of one, a line end, or turns others round."""
    turns = unicodedata.bidirectional(char) in TURNING or char in "\u200e\u200f\u061c"
    return turns or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


# ---------------------------------------------------------------- the cleaner itself


@given(nasty_texts)
def test_a_cleaned_text_cannot_steer(text: str) -> None:
    """No control character, turning mark or half character is left; a line stays one line."""
    assert steers(plain.text(text)) == []
    assert steers(plain.line(text)) == []
    assert len(plain.line(text).splitlines()) <= 1


@given(nasty_texts)
def test_colours_of_our_own_are_all_that_stays(text: str) -> None:
    """Of an escape sequence nothing but a colour comes through."""
    assert steers(COLOUR.sub("", plain.coloured(f"\x1b[1m{text}\x1b[0m"))) == []


@pytest.mark.parametrize("text", ["Übung, 体操 🧘", "می‌خواهم", "👩‍💻 250 ml", "a\nb"])
def test_what_people_write_stays(text: str) -> None:
    """Letters, emoji and the joiners that some scripts need are no danger."""
    assert plain.text(text) == text
    assert plain.coloured(text) == text


# ---------------------------------------------------------------- notifications, tray, menu


@given(nasty_texts, st.booleans())
def test_no_markup_reaches_a_notification(text: str, has_markup: bool) -> None:
    """With a server that reads markup the body says the text, and without it the same."""
    abilities = EVERYTHING[0 if has_markup else 1 :]
    notice = Notice("p1", text, text, (("take", text),))

    _, _, _, title, body, actions, *_ = wire.show(notice, abilities, icon="", replaces=0).body

    assert "\n" not in title + "".join(actions)
    assert steers(title + body + "".join(actions)) == []
    if has_markup:
        assert not set("<>") & set(body)
        assert re.search(r"&(?!amp;|lt;|gt;)", body) is None
        assert unescape(body) == plain.text(text)


@given(nasty_texts)
def test_no_line_of_the_menu_is_two(text: str) -> None:
    """A label is one line without signs that steer, and no letter of it becomes a shortcut."""
    label = Line(1, Entry(text, "take")).properties()["label"][1]

    assert label.replace("__", "").count("_") == 0
    assert "\n" not in label
    assert steers(label) == []


@given(nasty_texts)
def test_no_markup_reaches_the_tool_tip(text: str) -> None:
    """The text below the title, which panels read as markup, says what it says."""
    _, _, title, body = Face(title=text, text=text).read("ToolTip")

    assert not set("<>") & set(body)
    assert steers(title + body) == []


# ---------------------------------------------------------------- pages


class Elements(HTMLParser):
    """Notes elements, their attributes, and what is said."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.said = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Note what is said."""
        self.said += data

    @property
    def strangers(self) -> list[tuple[str, str]]:
        """Return attributes that run something or fetch something."""
        return [
            (name, value)
            for name, value in self.attributes
            if name.startswith("on")
            or (name in {"src", "href", "action"} and not value.startswith(("#", "data:")))
        ]


def exercise() -> Exercise:
    """Return an exercise that says nasty things wherever it says something."""
    found = catalogue().exercises[0]
    return replace(found, title=MARKUP, steps=(MARKUP, MARKUP), care=MARKUP)


def check_page(html: str, scripts: int) -> None:
    """Check that a page says the nasty text, and that no element has come of it."""
    found = Elements(html)
    assert found.elements.count("script") == scripts
    assert "img" not in found.elements
    assert found.strangers == []
    assert "<script>alert(1)</script>" in found.said


def test_no_markup_reaches_the_page_of_a_break() -> None:
    """A break in the browser says titles, steps and tips, and runs nothing of them."""
    line = {"look": {"accent": ""}, "left": 300, "paused": False}
    html = break_page({**line, "title": MARKUP, "text": MARKUP, "tip": MARKUP}, [exercise()])

    check_page(html, scripts=html.count("<script"))
    assert html.count("<script") == break_page(
        {**line, "title": "", "text": "", "tip": ""}, [catalogue().exercises[0]]
    ).count("<script")


def test_no_markup_reaches_the_page_of_an_exercise() -> None:
    """An exercise of one's own, in the browser, is text."""
    check_page(exercise_page.page(exercise()), scripts=0)


def test_no_markup_reaches_a_picture() -> None:
    """The picture stays well-formed, and its title is the text."""
    for draw in (svg.still, svg.animated):
        root = ET.fromstring(draw(exercise(), palette.palette("light")))  # noqa: S314 - our own
        title = root.find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title.text == MARKUP
        assert root.get("aria-label") == MARKUP
        assert not [each for each in root.iter() if each.tag.endswith("script")]


# ---------------------------------------------------------------- a log from elsewhere


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the log of somebody who means harm, and nasty settings."""
    home = tmp_path_factory.mktemp("home")
    text = MARKUP + STEER
    rows = [
        {
            "id": f"01KA{number:022}",
            "machine": "0123456789",
            "at": f"2026-03-02T{9 + number:02}:00:00.000+01:00",
            "event": event,
            "reminder": text,
            "prompt": text,
            "reason": text,
            "seconds": 300,
            "ml": 250,
            "exercises": [text],
            "others": [text],
            "until": text,
        }
        for number, event in enumerate(("due", "started", "completed", "held", text, "drank"))
    ]
    file = home / "theirs.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert cli.main(["--home", str(home), "import", str(file), "--yes"]) == 0
    return home


def in_a_terminal(home: Path, *words: str) -> str:
    """Return what a command prints where it believes that a person looks on."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ergobreak", "--home", str(home), *words]
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm", "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the terminal's other end was closed
                break
            if not part:
                break
            said += part
    os.close(ours)
    # The terminal itself makes two signs of a line end.
    return said.decode("utf-8", "replace").replace("\r\n", "\n")


VERBS: Final = (
    ("log", "--since", "2026-03-01", "--until", "2026-03-09"),
    ("log", "--since", "2026-03-01", "--until", "2026-03-09", "--all"),
    ("log", "--since", "2026-03-01", "--until", "2026-03-09", "--json"),
    ("events", "--last", "50"),
    ("stats", "--days", "3650"),
    ("why", "2026-03-02 11:00"),
    ("export",),
    ("doctor", "--privacy"),
    ("status",),
)


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_no_log_steers_a_terminal(home: Path, verb: tuple[str, ...]) -> None:
    """Whatever a log from elsewhere says, what is printed of it is letters and our own colours."""
    said = in_a_terminal(home, *verb)

    assert said
    assert steers(COLOUR.sub("", said)) == []
    assert "Traceback" not in said


@pytest.mark.slow
def test_no_log_reaches_the_report_as_markup(home: Path) -> None:
    """The report on such a log has the elements of any other."""
    page = home / "report.html"
    assert cli.main(["--home", str(home), "report", "--days", "3650", "-o", str(page)]) == 0

    found = Elements(page.read_text(encoding="utf-8"))
    assert found.elements.count("script") <= 1
    assert "img" not in found.elements
    assert found.strangers == []


@pytest.mark.parametrize("text", [MARKUP, STEER, MARKUP + STEER])
def test_no_settings_steer_a_terminal(tmp_path: Path, text: str) -> None:
    """A mistake is told with the line where it stands, and that line steers nothing."""
    file = tmp_path / "ergobreak.toml"
    quoted = json.dumps(text.replace("\x7f", ""), ensure_ascii=True).replace("\\u00", "\\u00")
    raw = "".join(char for char in text if char not in "\x1b\x07\r\n")
    file.write_text(f"a = {quoted}\n# {raw}\n'{raw}' = 1 {raw}\n", encoding="utf-8")

    told = "\n".join(each.text("f") for each in config.read_file(file).problems)

    assert told
    assert steers(told) == []


@pytest.mark.slow
def test_no_settings_steer_a_terminal_through_the_verbs(tmp_path: Path) -> None:
    """`config check`, `config show` and `run` of a nasty file print letters alone."""
    raw = "".join(char for char in STEER + MARKUP if char not in "\x1b\x07\r\n'")
    (tmp_path / "ergobreak.toml").write_text(f"[reminders.'{raw}']\nevery = '{raw}'\n")
    (tmp_path / "day.toml").write_text(f"start = '{raw}'\n'{raw}' = '{raw}'\n")

    for verb in (("config", "check"), ("config", "show"), ("simulate", str(tmp_path / "day.toml"))):
        said = in_a_terminal(tmp_path, *verb)
        assert said
        assert steers(COLOUR.sub("", said)) == []


# ---------------------------------------------------------------- entries and units


@given(nasty.file_texts, nasty.file_texts)
def test_no_path_writes_a_second_key_into_an_entry(program: str, home: str) -> None:
    """However a folder is called, a desktop entry or unit has the lines that it always has."""
    start = Start(f"/x/{program}", ("--home", home), f"/y/{home}")
    template = (ROOT / "config" / "ergobreak.desktop").read_text(encoding="utf-8")
    usual = Start("/x/y", ("--home", "z"), "/y")

    entry = desktop_entry.text(template, start.words("start"), start.program)

    assert len(entry.split("\n")) == len(template.split("\n"))
    assert systemd.text(start).count("\n") == systemd.text(usual).count("\n")


def test_no_path_writes_a_second_key_into_the_autostart(tmp_path: Path) -> None:
    """A line end in a path does not begin another Exec line."""
    start = Start("/x/a\nExec=evil", ("--home", "b\r\nHidden=true"))

    xdg.turn_on(start, {"XDG_CONFIG_HOME": str(tmp_path)})

    (file,) = (tmp_path / "autostart").iterdir()
    keys = [line.partition("=")[0] for line in file.read_text().splitlines()]
    assert keys.count("Exec") == 1
    assert "Hidden" not in keys
