"""The papers as tests read them: their pages, their blocks, the commands that they name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
_FENCE: Final = re.compile(r"^\s*```(\w*)$")


class Block(NamedTuple):
    """One block between fences: its page, the section it stands in, its language, its text."""

    page: str
    section: str
    language: str
    text: str


def pages() -> list[Path]:
    """Return every paper that people read."""
    root = (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"))
    return [*root, *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page in their order."""
    name = page.relative_to(ROOT).as_posix()
    language = section = ""
    inside: list[str] | None = None
    for line in page.read_text(encoding="utf-8").splitlines():
        fence = _FENCE.match(line)
        if inside is None:
            section = line if line.startswith("## ") else section
            language, inside = (fence[1], []) if fence else (language, None)
        elif fence:
            yield Block(name, section, language, "\n".join([*inside, ""]))
            inside = None
        else:
            inside.append(line)


def prose(page: Path) -> str:
    """Return a page without its blocks, each paragraph on one line."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"^\s*```.*?^\s*```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"(?<!\n)\n(?!\n|\||-|#|\d\.)", " ", text)
