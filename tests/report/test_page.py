"""The page: sound, private, the same figures in pictures and tables, and kind words."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Final

import pytest

from ergobreak.dataclass import replace
from ergobreak.figure.palette import contrast
from ergobreak.report import Asked, days, look, page
from tests.history.logbook import at, log
from tests.report.pages import EXERCISES, FIRST, NOW, lines, recorded, report
from tests.report.reading import Node, read, rows

EVIL: Final = '<script>alert("1")</script>'


def cards(html: str) -> dict[str, Node]:
    """Return the sections of a page that have a name."""
    return {node.attributes["id"]: node for node in read(html).all("section", "card")}


@pytest.mark.parametrize("first", [FIRST, date(2026, 3, 2), None])
def test_the_page_is_sound(first: date | None) -> None:
    """Elements nest, names are there once, what is referred to exists, headings skip no level."""
    html = report(first) if first else page([], Asked(FIRST, NOW))
    whole = read(html)
    ids = [node.attributes["id"] for node in whole.all() if "id" in node.attributes]
    named = [
        n.attributes["aria-labelledby"] for n in whole.all() if "aria-labelledby" in n.attributes
    ]
    headings = [int(node.tag[1]) for node in whole.all() if re.fullmatch("h[1-6]", node.tag)]

    assert html.startswith("<!doctype html>")
    assert whole.one("html").attributes["lang"] == "en"
    assert whole.one("title").text.startswith("Your breaks")
    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_the_page_asks_nothing_from_elsewhere() -> None:
    """No address, picture, font or link; the browser is told to refuse them, too."""
    html = report()
    whole = read(html)

    assert not re.search(r"https?:|url\(|@import|//[a-z]", html.replace("// ", ""))
    assert not list(whole.all("link"))
    assert not [node for node in whole.all() if {"src", "href", "srcset"} & node.attributes.keys()]
    assert "default-src 'none'" in policy(whole)


def policy(whole: Node) -> str:
    """Return what the page tells the browser to refuse."""
    return next(
        node.attributes["content"]
        for node in whole.all("meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    )


def test_only_the_page_s_own_script_may_run() -> None:
    """The one script is named by its hash, and no element brings one as an attribute."""
    whole = read(report())
    (script,) = whole.all("script")
    source = "".join(each for each in script.inside if isinstance(each, str))
    digest = b64encode(sha256(source.encode()).digest()).decode()

    assert f"script-src 'sha256-{digest}'" in policy(whole)
    assert not [name for node in whole.all() for name in node.attributes if name.startswith("on")]


def test_names_are_only_words() -> None:
    """What a person has called an exercise, an area or, in an imported log, a reason, is text."""
    told = log(
        f"""
        09:00 started_up
        10:00 due stretch p1
        10:00 busy reason={EVIL}
        10:05 completed stretch p1 seconds=300 exercises=own,{EVIL.replace(" ", "")}
        """
    )
    found = days(told, date(2026, 3, 2), at("12:00:00"))

    html = page(found, Asked(date(2026, 3, 2), at("12:00:00"), {"own": (EVIL, "<b>area")}))

    assert len(list(read(html).all("script"))) == 1
    assert not list(read(html).all("b"))
    assert EVIL in cards(html)["exercises"].text


SERIES: Final = {"breaks": 3, "water": 1, "taken": 1, "sitting": 1, "exercises": 1}
NOT_DRAWN: Final = {"not recorded", "too few to say"}


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("first", [FIRST, date(2026, 3, 2)])
def test_table_and_picture_say_the_same(name: str, first: date) -> None:
    """Each figure of the table is a mark of the picture, and each mark a figure of the table."""
    card = cards(report(first))[name]
    head, *told = rows(card.one("table"))
    marks = card.one("div", "picture").all(class_="mark")

    expected = {
        f"{row[0]}: {cell} {series[:1].lower()}{series[1:]}"
        for row in told
        for series, cell in list(zip(head, row, strict=True))[1 : 1 + SERIES[name]]
        if cell not in NOT_DRAWN
    }

    assert len(expected) > 1
    assert {mark.one("title").text for mark in marks} == expected


def test_years_are_told_by_month() -> None:
    """A chart of a longer time than a year has a mark for each month, not for each week."""
    first = recorded()[0]
    long_ago = replace(first, summary=replace(first.summary, day=date(2024, 11, 1)))
    html = page([long_ago, *recorded()], Asked(date(2024, 1, 1), NOW, EXERCISES))

    told = rows(cards(html)["breaks"].one("table"))

    assert told[0][0] == "Month"
    assert [row[0] for row in told[1:3]] == ["November 2024", "December 2024"]
    assert told[2][1] == "not recorded"
    assert len(told) == 1 + 17


def test_each_band_has_its_row() -> None:
    """The days of the bands are those of their table, with the same times."""
    card = cards(report())["days"]
    bands = [" ".join(n.attributes["aria-label"].split()) for n in card.all("svg", "marks")]
    _, *told = rows(card.one("table"))

    assert len(bands) == 25
    for band, row in zip(bands, told, strict=True):
        assert band.startswith(f"{row[0]}: {row[1]} to {row[2]}, {row[3]} at the desk, {row[4]} of")


def test_a_band_tells_the_day() -> None:
    """Work, a break, a call and the lunch of a day are pieces, each with its times."""
    band = next(iter(cards(report())["days"].all("svg", "marks")))
    said = [(n.attributes["class"].split()[-1], n.one("title").text) for n in band.all("rect")]

    assert ("rest", "09:45 to 09:48, break, 3 min") in said
    assert ("held", "11:00 to 11:40, at the desk, in calls, 40 min") in said
    assert ("away", "12:30 to 13:15, away, 45 min") in said


def test_what_was_not_noted_is_not_nothing() -> None:
    """A day without a note of water says so, and has no bar; there is no percentage of water."""
    card = cards(report(date(2026, 3, 2)))["water"]
    told = {row[0]: row[1] for row in rows(card.one("table"))}

    assert told["Sat 7 Mar"] == "not recorded"
    assert told["Mon 9 Mar"] == "not recorded"
    assert told["Tue 10 Mar"] == "250 ml"
    assert "%" not in card.text
    assert not [mark for mark in card.all(class_="mark") if "Mon 9 Mar" in mark.text]


def test_a_week_of_few_prompts_has_no_share() -> None:
    """Below ten prompts a share would be chance."""
    told = {row[0]: row[1] for row in rows(cards(report(date(2026, 3, 6)))["taken"].one("table"))}

    assert told["6 to 8 March 2026"] == "too few to say"
    assert told["9 to 13 March 2026"].endswith("of 20")


def test_the_hours_that_suit_are_told_with_their_count() -> None:
    """A cell holds how many were taken of how many, and says in full for which hour."""
    card = cards(report())["suiting"]
    head, *told = rows(card.one("table", "heat"))
    cells = {row[0]: row[1:] for row in told}

    assert head == ["", "Mon", "Tue", "Wed", "Thu", "Fri"]
    assert cells["09:00"] == ["5/5"] * 5
    assert cells["11:00"] == [""] * 5
    assert next(card.all("td", "mark")).attributes["title"] == ("Mon, 09:00 to 10:00: 5 of 5 taken")


def test_the_last_two_weeks_come_first() -> None:
    """The figures at a glance are those of fourteen days, with their counts and in words."""
    tiles = {node.one("dt").text: node.one("dd").text for node in read(report()).all("div", "tile")}

    assert list(tiles) == [
        "Prompts to move, taken",
        "Work days with two breaks or more",
        "Time at the desk in spells up to an hour",
        "Longest spell without a break",
        "Break in each hour of work",
        "Water a day",
    ]
    assert tiles["Prompts to move, taken"].endswith(" of 40")
    assert tiles["Work days with two breaks or more"] == "10 of 10"


def test_few_days_are_no_judgement() -> None:
    """On the first day there is no figure of prompts taken, and nothing reads like a failure."""
    noon = at("12:00:00", days=-28)
    morning = [line for line in lines() if str(line["at"]) < noon.isoformat()]

    html = page(days(morning, FIRST, noon), Asked(FIRST, noon))

    assert "Still learning your rhythm" in html
    assert "2 prompts so far" in html


@pytest.mark.parametrize(
    "word", ["fail", "streak", "strict", "adherence", "score", "prevent", "cure"]
)
def test_words_are_kind(word: str) -> None:
    """Nothing in the page judges, promises or counts chains of days."""
    assert word not in read(report()).one("main").text.lower()


def test_an_empty_log_has_a_kind_page() -> None:
    """Without a record the page says how one comes about, and draws nothing."""
    whole = read(page([], Asked(FIRST, NOW)))

    assert whole.one("h1").text == "Nothing here yet"
    assert "ergobreak start" in whole.text
    assert not list(whole.all("svg"))


def test_days_of_which_only_totals_are_left_have_no_band() -> None:
    """Where the course of the days is no longer kept the page says so, and shows their sums."""
    html = page([replace(day, spells=()) for day in recorded()], Asked(FIRST, NOW))

    assert "only their sums" in cards(html)["days"].text
    assert len(rows(cards(html)["breaks"].one("table"))) == 7


@pytest.mark.parametrize("colours", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_everything_can_be_read_and_seen(colours: dict[str, str]) -> None:
    """Words have a contrast of 4.5 to 1 on their ground, marks one of 3 to 1 on the cards."""
    words = {(a, b): contrast(colours[a], colours[b]) for a, b in look.TEXTS}
    marks = {name: contrast(colours[name], colours["card"]) for name in look.MARKS}

    assert {pair: found for pair, found in words.items() if found < 4.5} == {}
    assert {name: found for name, found in marks.items() if found < 3} == {}
