"""What is no TOML is told in words of our own: where, what, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.config.files import read_file

if TYPE_CHECKING:
    from pathlib import Path


def told(text: str) -> list[str]:
    """Return the first line of each problem of a text."""
    return [each.text("f").split("\n")[0] for each in config.read(text, calendar).problems]


VALUES = [
    ("every = 90m", '1:9: not in quotes: 90m; write: "90m"'),
    ("every = 1h 30m  # often", '1:9: not in quotes: 1h 30m; write: "1h 30m"'),
    ("hours = [06:00-22:00]", '1:10: not in quotes: 06:00-22:00; write: "06:00-22:00"'),
    ("at = 24.12.2026", '1:6: not in quotes: 24.12.2026; write: "24.12.2026"'),
    ('for = "20s', '1:7: the text has no end: " is missing; write: "20s"'),
    ('for = "20s  # short', '1:7: the text has no end: " is missing; write: "20s"'),
    ('at = ["10:00", "11:00]', '1:16: the text has no end: " is missing; write: "11:00"'),
    ('for = 20s"', '1:7: the quote at the beginning of the text is missing; write: "20s"'),
    ('at = ["10:00", 11:00"]', "1:16: the quote at the beginning of the text is missing"),
    ('at = ["10:00, "11:00"]', "1:16: a quote is missing, or there is one too many"),
    ("for = \"20s'", '1:11: the text begins with " and ends with \'; write: "20s"'),
    ("for = “20s”", "1:7: these quotes are those of a printed text"),
    ('for = "20s”', '1:11: the text begins with " and ends with ”; write: "20s"'),
    ('for = ""20s"', "1:9: a quote too many, or one that is missing before this"),
    ("on = True", "1:6: True has to be in small letters; write: true"),
    ("on = no", '1:6: no is no value; write: "no", or false where that is asked for'),
    ("on = null", "1:6: null is no value; leave the line out"),
    ("n = 08", "1:5: a number does not begin with 0; write: 8"),
    ("d = 2026-02-30", "1:5: there is no such day: 2026-02-30"),
    ('at = ["10:00" "11:00"]', "1:14: a comma is missing here"),
    ('at = [\n  "10:00"\n  "11:00"\n]', "2:10: a comma is missing here"),
    ('at = ["10:00";"11:00"]', "1:14: ; where a comma belongs"),
    ('at = ["10:00",, "11:00"]', "1:15: a comma without a value before it"),
    ('at = ["10:00"', "1:14: the list has no end: ] is missing"),
    ('at = ["10:00"\nfor = "5m"', "1:14: the list has no end: ] is missing"),
    ('at = ["10"m, "11:00"]', "1:11: behind a value stands a comma or ], not m"),
    ('at = ["10:00"}', "1:14: } where ] belongs"),
    ('at = ("10:00")', "1:6: ( where [ belongs"),
    ('p = { by = "5m"', "1:16: the table in braces has no end: } is missing"),
    ('p = { by = "5m", }', "1:16: a comma with nothing behind it"),
    ('p = { by: "5m" }', '1:9: ":" where "=" belongs'),
    ('p = { by = "5m",\n  at_most = 3 }', "1:5: a table in braces goes on behind the end of"),
    ('p = { by = "5m", by = "6m" }', "1:18: by stands here twice"),
    (r'apps = ["C:\Urlaub\me"]', r"1:12: a backslash begins a sign such as \n; in single quotes"),
    (r'apps = ["C:\dir\"]', "1:12: a backslash begins a sign such as"),
    (r'apps = ["C:/dir\"]', r'1:16: the text has no end: with \ before it, the last "'),
    ('t = """\none\n', '1:5: the text has no end: it begins with """'),
    ('t = "a\x1bb"', "1:7: a control character (U+001B)"),
    ("t = " + "[" * 5000, "1:"),
]
LINES = [
    ('every: "90m"', '1:6: ":" where "=" belongs'),
    ('every := "90m"', '1:7: ":=" where "=" belongs'),
    ('every == "90m"', "1:8: one sign too many between a name and its value"),
    ('every => "90m"', "1:8: one sign too many between a name and its value"),
    ('every "90m"', "1:7: there is no = before the value"),
    ("every", "1:6: a name without = and a value"),
    ("every = ", "1:9: there is no value behind ="),
    ('= "90m"', "1:1: there is no name before ="),
    ('at most = "90m"', "1:3: a name has no spaces; write: at_most"),
    ('größe = "1"', "1:3: a name with other signs than a-z, 0-9, - and _ needs quotes: größe"),
    ('“every” = "90m"', "1:1: a name needs no such quotes"),
    ('every = "90m";', "1:14: nothing stands behind a value: leave out ;"),
    ('every = "90m",', "1:14: nothing stands behind a value: leave out ,"),
    ('every = "90m" // often', "1:15: a comment begins with #, not with //"),
    ('every = "90m" often', "1:15: there is more behind the value: often; a comment begins with #"),
    ('every = "90m" for = "5m"', "1:15: what follows has to stand on a line of its own"),
    ('every = "90m"]', "1:14: ] closes nothing"),
    ("; a comment", "1:1: a comment begins with #, not with ;"),
    ("This line is prose", "1:1: neither a table nor a name with a value; a comment begins with #"),
    ("# a comment\x07", "1:12: a control character (U+0007)"),
    ('every\u00a0= "90m"', "1:6: an invisible sign that is no space (U+00A0)"),
    ('\ufeffevery = "90m"\n\ufefffor = "5m"', "2:1: an invisible sign that is no space (U+FEFF)"),
    ('every \uff1d "90m"', "1:7: \uff1d only looks like ="),
    ('every = "90m"\rfor = "5m"', "1:14: a line that ends in a carriage return alone (U+000D)"),
    ("- one", "1:1: a line of YAML"),
    ("[work", "1:6: the header of the table has no end: ] is missing; write: [work]"),
    ("[work]]", "1:7: a table stands in one bracket on each side"),
    ("[[work]", "1:1: a table stands in one bracket on each side"),
    ("work]", "1:1: a header begins with [; write: [work]"),
    ("w[ork]  # mine", "1:1: a header begins with [; write: [work]"),
    ("[work}", "1:6: } where ] belongs"),
    (
        "[reminders stretch]",
        '1:11: a dot belongs between two names; did you mean "reminders.stretch"?',
    ),
    ("[reminders/stretch]", "1:"),
    ("[]", "1:1: a table without a name"),
    ("[reminders.]", "1:12: there is no name here"),
    ('[work] days = ["mon"]', "1:8: what follows has to stand on a line of its own"),
    ("<<<<<<< a\n=======\n>>>>>>> b", "1:1: a merge left two versions here, up to line 3"),
    ('{\n"work": {}\n}', "1:1: this is JSON; the settings are TOML"),
    ("work:\n  days: [mon]\n", "1:1: this is YAML; the settings are TOML"),
    ("a = 1\nb = 2\na = 3", "3:1: a stands in line 1 already; keep one of the two"),
    ("[a]\n[b]\n[a]", "3:1: [a] stands in line 1 already; put the values of both there"),
    ("a = 1\n[a]", "2:1: a stands in line 1 already; keep one of the two"),
    ("a = 1\na.b = 1", "2:1: a.b is at odds with line 1, which gives it another meaning"),
    ("a\x00b", "1:2: not a text: it has NUL characters"),
]


@pytest.mark.parametrize(("text", "sentence"), [*VALUES, *LINES])
def test_each_slip_has_its_place_and_its_words(text: str, sentence: str) -> None:
    """The first mistake stands where it is, and is said without the words of a parser."""
    first = next(each for each in told(f"{text}\n") if "unknown key" not in each)
    place, _, words = sentence.partition(": ")

    assert first.startswith(f"f:{place}"), first
    assert words in first
    assert "not TOML" not in first
    assert config.read(text, calendar).settings is None


def test_the_excerpt_has_its_marker_under_the_slip() -> None:
    """The most likely mistake of all, a span without quotes, is answered with the remedy."""
    (problem,) = config.read("[reminders.eyes]\nevery = 20m\n").problems

    assert problem.text("f").split("\n") == [
        'f:2:9: reminders.eyes.every: not in quotes: 20m; write: "20m"',
        "    every = 20m",
        "            ^",
    ]


def test_all_is_told_at_once() -> None:
    """Mistakes of syntax, of types and of meaning are told together, by line, and no echo."""
    text = """\
[work
days: ["mon", "funday"]
hours = ["06:00-22:00"
no_prompt_before_end == "15m"
[reminders.walk]
evry = "90m"
for = 3m
counts = "9m"
"""

    assert [each.split(": ", 1)[0] for each in told(text)] == [
        "f:1:6",
        "f:2:5",
        "f:3:23",
        "f:4:23",
        "f:6:1",
        "f:7:7",
        "f:8:10",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('[reminders.tea\nevery = "1h"\nfor = "5m"\n', [1]),
        ('[reminders.%%%]\nevery = "1h"\nfoo = 1\n', [1]),
        ("[reminders.tea]\nevery = \n", [2]),
        ('[work]\nhours = [5\n"', [2]),
        (",sound]\nvolume = 5\n", [1]),
        ("s[ound]\nvolume = 5\n", [1]),
        ('[reminders.tea]\nevery = "1h"\ntexts = """\nfor = 5\n', [3]),
        ('[reminders.tea]\nevery = "1h"\ntexts = [\n"a",\n"b"\n\n# walk\n[busy]\nx = 1\n', [5, 9]),
        ("[work]\n[busy]\n[work]\nfoo = 1\n[busy]\nfoo = 1\n", [3, 5]),
        ('[calendars.mine\npath = "/a.ics"\n[work]\ndays_off = ["mine"]\n', [1]),
    ],
)
def test_no_mistake_has_an_echo(text: str, lines: list[int]) -> None:
    """What was left out or mended for the sake of the rest is complained of once."""
    assert [each.line for each in config.read(text, calendar).problems] == lines


def test_a_sound_statement_is_not_cut() -> None:
    """Lists and texts over many lines are read whole beside a mistake."""
    text = '''[work]
x y
hours = [ # all day
  "06:00-12:00", # a = b

  "13:00-22:00"
]
[reminders.tea]
every = "1h"
texts = ["""one
[work]
a = """, "two"]
'''

    assert [each.line for each in config.read(text, calendar).problems] == [2]


def test_more_mistakes_than_anybody_reads_are_counted() -> None:
    """Of a file that is none, the first are told and the rest are a number."""
    lines = told("no!\n" * 500)

    assert len(lines) == 21
    assert lines[-1] == "f:21:1: 480 more mistakes from here on"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('every = "90m"', "unknown key here; it belongs under [reminders.NAME]"),
        ('[presence]\ngap = "5m"', "unknown key here; it belongs under [delivery]"),
        ('[stretch]\nevery = "1h"', "unknown key here; it belongs under [reminders.stretch]"),
        ("[work]\nfullscreen = true", "it belongs under [policies] or [busy]"),
        ('[reminders.tea]\nat = ["15:30"]\ntext = ["Tea."]', 'unknown key; did you mean "texts"?'),
        ("[reminders.walk]\nat_most = 3", "it belongs under [reminders.NAME], in postpone = { }"),
    ],
)
def test_a_key_outside_is_told_its_table(text: str, sentence: str) -> None:
    """A name that another table knows is sent there."""
    (problem,) = told(text)

    assert problem.endswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[work]\n# caf\xe9\n", "f:2:6: not UTF-8: found the byte 0xe9 at offset 12; allowed:"),
        ("[work]\n".encode("utf-16"), "at offset 0; it is saved as UTF-16; allowed:"),
        (b"\0" * 512, "f: empty but for NUL characters, as after a power cut"),
        (b'[work]\nhours = ["06:00-2', '; the file ends here: is it whole?; write: "06:00-2"'),
    ],
)
def test_a_file_that_is_no_text(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Another encoding, and what a crash leaves behind, are told with their place."""
    path = tmp_path / "f"
    path.write_bytes(content)

    (problem,) = read_file(path).problems

    assert sentence in problem.text("f")
    assert path.read_bytes() == content


def test_a_proposal_can_be_printed() -> None:
    """What the person might write is quoted from the file, and no sign of it acts on a terminal."""
    problem = config.read('"\t\\"').problems[0]

    assert problem.text("f").replace("\n", "").isprintable()
    assert "\\t" in problem.sentence
