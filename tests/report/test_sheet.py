"""The sheet: the figures of its days, nothing that was not asked for, and never too long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.dataclass import replace
from ergobreak.history.discomfort import AREAS, Rating
from ergobreak.report import sheet
from tests.history.logbook import log
from tests.report.pages import EXERCISES, FIRST, NOW, lines
from tests.report.reading import Node, read, rows

if TYPE_CHECKING:
    from ergobreak.report.sheet import Asked

TODAY: Final = NOW.date()
ASKED: Final = sheet.Asked(
    FIRST,
    NOW,
    (("Stretch", "every 90 min at the computer", "5 min"), ("Posture", "at 10:00", "")),
    {"stretch": "Stretch", "walk": "Walk"},
    EXERCISES,
    ("Hips", "Knee pain"),
)
PAIN: Final = replace(
    ASKED,
    pains=("Neck",),
    ratings=tuple(Rating(TODAY - timedelta(days=7 * back), "eyes", back) for back in (3, 2, 1, 0)),
)


def page(asked: Asked = ASKED) -> Node:
    """Return the sheet of six weeks."""
    return read(sheet.page(lines(), asked, NOW))


def part(whole: Node, name: str) -> Node:
    """Return the section under a heading."""
    return next(each for each in whole.all("section") if each.attributes["aria-labelledby"] == name)


def test_figures_are_those_of_the_days() -> None:
    """What the sheet says of its days is what history says of their lines."""
    told = history.corrected(lines())
    total = history.adherence(told)
    bouts = history.bouts(history.spells(told, NOW))
    longest = history.longest(bouts)
    assert longest is not None
    whole = page()

    short = dict(rows(part(whole, "facts").one("table")))
    assert short["Days with a record"] == "25 of 40"
    taken = f"{total.taken:g}".replace(".5", "½")
    assert short["Prompts to move that were taken"].startswith(f"{taken} of {total.opportunities}")
    assert f"{round((history.exposure(bouts) or 0) * 100)} %" in short.values()

    head, *found = rows(part(whole, "outcomes").one("table"))
    counts = {name: (int(stretch), int(walk)) for name, stretch, walk in found}
    assert head == ["", "Stretch", "Walk"]
    assert sum(counts["taken"]) == total.done
    assert sum(counts["in part"]) == total.partial
    assert sum(counts["left out"]) == total.skipped
    assert sum(counts["without an answer"]) == total.missed


def test_stretches_of_sitting_are_sorted_by_length() -> None:
    """Each counts in one class, an hour exactly as up to an hour; the shares are the whole."""
    start = NOW - timedelta(hours=9)
    lengths = (60, 1800, 1801, 3600, 3601, 7200, 7201)
    bouts = [history.Bout(start, start + timedelta(seconds=each), each) for each in lengths]

    found = sheet.classes(bouts)

    assert [(each.name, each.count) for each in found] == [
        ("up to 30 min", 2),
        ("30 to 60 min", 2),
        ("60 to 90 min", 1),
        ("90 to 120 min", 1),
        ("over 120 min", 1),
    ]
    assert abs(sum(each.share for each in found) - 1) < 1e-9
    assert sheet.classes([]) == []


def test_exercises_are_told_by_area() -> None:
    """The most frequent area first, with what was done there above all."""
    found = rows(part(page(), "exercises").one("table"))

    assert [area for area, _, _ in found] == ["neck", "legs"]
    assert found[0][2].startswith("Neck turn ")
    assert int(found[0][1]) == sum(int(each.split()[-1]) for each in found[0][2].split(", "))


def test_pain_is_on_it_only_if_asked_for() -> None:
    """Neither ratings nor what is left out because it hurt are there, but for the one who asks."""
    hurt = [*lines(), *log("12:00 hurt reason=neck", day=TODAY, machine="two")]
    plain = read(sheet.page(hurt, ASKED, NOW))
    asked = page(PAIN)

    words = plain.text.casefold()
    assert "discomfort" not in words
    assert "hurt" not in words
    assert "Left out by choice: Hips, Knee pain." in plain.text
    assert "Left out because it hurt: Neck." in asked.text
    head, eyes = rows(part(asked, "discomfort").one("table"))
    assert eyes[0] == "eyes"
    assert eyes[-5:] == ["3", "2", "1", "0", "less than before"]
    assert len(head) == len(eyes) == 8


def test_ratings_before_its_first_day_are_not_on_it() -> None:
    """A sheet of a week tells of that week alone."""
    short = replace(PAIN, first=TODAY - timedelta(days=6))

    _, eyes = rows(part(page(short), "discomfort").one("table"))

    assert "3" not in eyes
    assert eyes[-2:] == ["0", "too few to compare"]


def test_long_lists_are_cut_and_say_so() -> None:
    """However many reminders and hidden exercises there are, it stays one sheet."""
    many = replace(
        ASKED,
        reminders=tuple((f"Mine {number}", "at 10:00", "") for number in range(30)),
        movement={f"walk{number}": f"Walk {number}" for number in range(9)},
        left_out=tuple(f"thing {number}" for number in range(40)),
    )
    whole = page(many)

    reminders = rows(part(whole, "asked").one("table"))
    assert len(reminders) == 8
    assert reminders[-1][0] == "and 24 more"
    assert "and 31 more" in part(whole, "exercises").text
    assert rows(part(whole, "outcomes").one("table"))[0] == ["", "Walk 0", "Walk 1", "others"]


def test_nothing_recorded_is_called_so() -> None:
    """Without a line there is no 0 % and no blame."""
    whole = read(sheet.page([], ASKED, NOW))

    assert "0 %" not in whole.text
    assert part(whole, "sitting").text.endswith("Not recorded.")
    assert "0 of 40" in part(whole, "facts").text


def test_it_is_sound_whatever_names_hold() -> None:
    """Elements nest, names are there once, and a name from the settings is a text."""
    evil = '<script>alert("1")</script>'
    names = replace(PAIN, reminders=((evil, evil, evil),), movement={"x": evil}, left_out=(evil,))
    html = sheet.page(lines(), names, NOW)
    whole = read(html)
    ids = [node.attributes["id"] for node in whole.all() if "id" in node.attributes]

    assert evil not in html
    assert len(ids) == len(set(ids))
    assert len(list(whole.all("script"))) == 1
    assert whole.one("html").attributes["lang"] == "en"
    assert {node.attributes["aria-labelledby"] for node in whole.all("section")} <= set(ids)


def test_the_areas_keep_their_order() -> None:
    """Areas stand in the order in which they are asked for, whatever came first."""
    found = tuple(Rating(date(2026, 3, 9), area, 3) for area in reversed(AREAS))

    table = rows(part(page(replace(PAIN, ratings=found)), "discomfort").one("table"))

    assert [row[0] for row in table[1:]] == list(AREAS)
