"""Charts: marks that stand for the figures of their table, and nothing that pygal brings along."""

from __future__ import annotations

import pytest

from ergobreak.report.chart import Along, Chart, Series
from ergobreak.report.charts import svg
from tests.report.reading import Node, read


def chart(form: str, *values: float | None) -> Chart:
    """Return a chart of these values, on a scale to 10."""
    names = tuple(f"place {number}" for number in range(len(values)))
    texts = tuple("not recorded" if value is None else f"{value:g} <b>" for value in values)
    return Chart(
        id="some",
        title="Some & more",
        lead="",
        form=form,  # type: ignore[arg-type]  # a parameter of the test
        along=Along("Place", names, names),
        series=(Series("breaks", values, texts),),
        marks=((0, "0"), (5, "5"), (10, "10")),
    )


def marks(found: Chart) -> list[Node]:
    """Return what is drawn for the values."""
    return list(read(svg(found)).all(class_="mark"))


@pytest.mark.parametrize("form", ["bars", "line", "across"])
def test_each_mark_says_what_it_stands_for(form: str) -> None:
    """A mark names its place, its figure and what that counts; nothing is drawn for no record."""
    said = {mark.one("title").text for mark in marks(chart(form, 2, None, 4))}

    assert said == {"place 0: 2 <b> breaks", "place 2: 4 <b> breaks"}


def test_bars_are_as_high_as_their_values() -> None:
    """A bar of four is twice as high as one of two."""
    two, four = (float(mark.attributes["height"]) for mark in marks(chart("bars", 2, 4)))

    assert four == pytest.approx(2 * two)


def test_bars_that_lie_are_in_the_order_of_the_table() -> None:
    """The first row of the table is the topmost bar."""
    heights = {
        mark.one("title").text: float(mark.attributes["y"])
        for mark in marks(chart("across", 9, 3, 1))
    }

    assert sorted(heights, key=heights.__getitem__) == [
        f"place {number}: {value} <b> breaks" for number, value in enumerate((9, 3, 1))
    ]


def test_points_lie_on_the_scale() -> None:
    """In a chart of a line five of ten is half way between nothing and ten."""
    nothing, five, ten = (float(mark.attributes["cy"]) for mark in marks(chart("line", 0, 5, 10)))

    assert five == pytest.approx((nothing + ten) / 2)


@pytest.mark.parametrize("form", ["bars", "line", "across"])
def test_a_picture_is_shapes_and_words_alone(form: str) -> None:
    """No script, style, link, address or chance is left of what drew it."""
    picture = svg(chart(form, 1, 2, 3))

    assert svg(chart(form, 1, 2, 3)) == picture
    assert not {"script", "style", "defs", "desc", "a", "image"} & {
        node.tag for node in read(picture).all()
    }
    assert "http" not in picture
    assert "pygal" not in picture.replace("pygal-chart", "")


def test_a_picture_can_be_heard() -> None:
    """A screen reader gets the chart's name and where its figures are."""
    picture = read(svg(chart("bars", 1))).one("svg")

    assert picture.attributes["role"] == "img"
    assert picture.attributes["aria-label"].startswith("Some & more. The table")
