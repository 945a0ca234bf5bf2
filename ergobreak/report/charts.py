"""Numbers to pictures: a chart as SVG for inside a page, drawn by pygal and stripped to its marks.

pygal brings colours, a script and links of its own. Only shapes and words are kept; each mark says
in a `title` what it stands for, and style.css gives it its looks.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.report.chart import Chart

_SVG: Final = "{http://www.w3.org/2000/svg}"
_WIDTH: Final = 440  # so that words of 12 pixels can be read on a phone, too
_HEIGHT: Final = 220
_ROW: Final = 28  # of a chart whose bars lie
_EDGE: Final = 44
_WORDS: Final = 12
_KEPT: Final = frozenset(
    {"class", "d", "x", "y", "cx", "cy", "r", "width", "height", "transform", "viewBox"}
)
_DROPPED: Final = frozenset({"defs", "desc", "title", "script", "style"})
_SHAPES: Final = frozenset({"rect", "circle"})
_FOR_ITS_SCRIPT: Final = ("text-overlay", "tooltip-overlay")


def svg(chart: Chart) -> str:
    """Return the picture of a chart that is not empty, as an element for a page."""
    drawn = _picture(chart).render(is_unicode=True)
    root = ET.fromstring(drawn)  # noqa: S314  it was made a line above
    _strip(root)
    root.set("role", "img")
    root.set(
        "aria-label",
        _("{title}. The table below it holds the same figures.").format(title=chart.title),
    )
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


@cache
def _pygal() -> Any:
    """Return the library, without what it hangs into Python's own import."""
    import pygal

    # A hook of a form that Python no longer knows, for maps: each later import would warn of it.
    sys.meta_path[:] = [hook for hook in sys.meta_path if type(hook).__module__ != "pygal"]
    return pygal


def _picture(chart: Chart) -> Any:
    pygal = _pygal()
    kinds = {"bars": pygal.StackedBar, "line": pygal.Line, "across": pygal.HorizontalBar}
    lies = chart.form == "across"
    picture = kinds[chart.form](
        width=_WIDTH,
        height=_ROW * len(chart.along.names) + _EDGE if lies else _HEIGHT,
        # It measures its words by these sizes, and leaves room for them.
        style=pygal.style.Style(label_font_size=_WORDS, major_label_font_size=_WORDS),
        js=[],
        disable_xml_declaration=True,
        show_legend=False,
        truncate_label=-1,
        margin=6,
        margin_right=14,
        spacing=6,
        range=(0, chart.marks[-1][0]),
        allow_interruptions=True,
        dots_size=4,
        max_scale=len(chart.marks),
        show_x_guides=lies,
        show_y_guides=not lies,
        order_min=0,
    )
    # Where bars lie the first one would be at the bottom.
    picture.x_labels = _ordered(chart.along.short, lies=lies)
    picture.y_labels = [{"value": value, "label": said} for value, said in chart.marks]
    for series in chart.series:
        marks = [
            None if value is None else {"value": value, "label": _label(place, said, series.name)}
            for place, value, said in zip(
                chart.along.names, series.values, series.texts, strict=True
            )
        ]
        picture.add(series.name, _ordered(marks, lies=lies))
    return picture


def _label(place: str, said: str, name: str) -> str:
    # translators: what a mark of a chart stands for: "Wed 4 Mar: 3 done".
    return _("{place}: {said} {name}").format(place=place, said=said, name=name)


def _ordered(found: Any, *, lies: bool) -> list[Any]:
    return list(reversed(found)) if lies else list(found)


def _strip(element: ET.Element) -> None:
    """Leave shapes and words; what a mark stands for becomes its `title`."""
    element.tag = element.tag.removeprefix(_SVG)
    for name in set(element.attrib) - _KEPT:
        del element.attrib[name]
    said = next((each.text for each in element if _is_said(each)), None)
    for child in list(element):
        tag = child.tag.removeprefix(_SVG)
        if tag in _DROPPED or child.get("class", "").endswith(_FOR_ITS_SCRIPT):
            element.remove(child)
            continue
        _strip(child)
        if said and tag in _SHAPES:
            child.set("class", "mark")
            ET.SubElement(child, "title").text = said


def _is_said(element: ET.Element) -> bool:
    return element.tag == f"{_SVG}desc" and element.get("class") == "label"
