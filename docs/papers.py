"""Takes the papers of the project's root into the site, where the other pages link to them.

A paper stands once: on the site and in a checkout the same links work, and each leads to the page
or to the file, whichever there is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

ROOT: Final = Path(__file__).resolve().parents[1]
PAPERS: Final = ("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md")

_LINK: Final = re.compile(r"(?<=\]\()([^)#\s]+)")


def on_config(config: Any) -> Any:
    """Add the pages that the menu does not name; mkdocs calls this first."""
    listed = repr(config.nav)
    pages = (path.name for path in sorted(Path(config.docs_dir).glob("*.md")))
    if missing := [name for name in pages if f"'{name}'" not in listed]:
        config.nav.append({"More": missing})
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the papers of the root; mkdocs calls this when it has listed the pages."""
    for name in PAPERS:
        text = _LINK.sub(_from_root, (ROOT / name).read_text(encoding="utf-8"))
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Lead the links of a page in docs/ to the papers; mkdocs calls this for each page."""
    return _LINK.sub(_from_docs, markdown)


def _from_root(match: re.Match[str]) -> str:
    """Return a link of a paper in the root, as it is seen from docs/."""
    target = match[1]
    if ":" in target or target in PAPERS:
        return target
    return target.removeprefix("docs/") if target.startswith("docs/") else f"../{target}"


def _from_docs(match: re.Match[str]) -> str:
    """Return a link to a paper as one to its page."""
    target = match[1].removeprefix("../")
    return target if target in PAPERS else match[1]
