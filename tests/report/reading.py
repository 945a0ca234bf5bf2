"""A page of HTML as a tree, read strictly: what is opened is closed, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_VOID: Final = frozenset({"meta", "br", "hr", "img", "input", "link"})


@dataclass
class Node:
    """One element."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return all words inside, spaces made one."""
        parts = (each if isinstance(each, str) else each.text for each in self.inside)
        return " ".join("".join(parts).split())

    def all(self, tag: str = "", class_: str = "") -> Iterator[Node]:
        """Yield every element inside that is called so and has this class, in order."""
        for each in self.inside:
            if isinstance(each, str):
                continue
            classes = each.attributes.get("class", "").split()
            if tag in {"", each.tag} and (not class_ or class_ in classes):
                yield each
            yield from each.all(tag, class_)

    def one(self, tag: str = "", class_: str = "") -> Node:
        """Return the first such element."""
        return next(self.all(tag, class_))


def read(html: str) -> Node:
    """Return the tree of a page; raises AssertionError where its elements do not nest."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if len(reader.open) != 1:
        raise AssertionError(f"never closed: {[each.tag for each in reader.open[1:]]}")
    return reader.open[0]


def rows(table: Node) -> list[list[str]]:
    """Return head and rows of a table as words."""
    return [
        [cell.text for cell in row.all() if cell.tag in {"th", "td"}] for row in table.all("tr")
    ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            raise AssertionError(f"an attribute twice: <{tag}> {names}")
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise AssertionError(f"HTML has no such thing: <{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise AssertionError(f"</{tag}> closes <{self.open[-1].tag}>: {self.getpos()}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)
