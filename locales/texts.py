"""Collects every text that can be translated: from the code, and from the content beside it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "ergobreak"
CONTENT: Final = PACKAGE / "content"
KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_HEAD: Final = "# The texts of ergobreak, for translators. See docs/translating.md.\n"
_BLOCK: Final = re.compile(r"<(title|h1|h2|p|dd|dt|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
_IS_WORDS: Final = re.compile(r"[^\W\d_]")


def program() -> Catalog:
    """Return the texts of the code: prompts, menu, windows, commands."""
    found = _empty()
    for name, _, message, comments, context in extract_from_dir(
        str(PACKAGE),
        method_map=[("**.py", "python"), ("**.j2", "jinja2")],
        keywords=KEYWORDS,
        comment_tags=("translators:",),
        strip_comment_tags=True,
    ):
        if message:
            found.add(
                message,
                locations=_place(Path(name).as_posix()),
                auto_comments=comments,
                context=context,
            )
    for name, text in _inside_of_others():
        if text not in found:
            found.add(text, locations=_place(name))
    return found


def _inside_of_others() -> Iterator[tuple[str, str]]:
    """Yield the file and the text of what stands inside a formatted string, where Babel is blind.

    Its reader goes by tokens, and up to Python 3.11 such a string is a single one.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for node in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
                match node:
                    case ast.Call(ast.Name("_"), [ast.Constant(str(text))]):
                        yield path.relative_to(PACKAGE).as_posix(), text
                    case _:
                        pass


def content() -> Catalog:
    """Return the texts of exercises, checks, tips, prompts, notes and the page of help."""
    found = _empty()
    for name, what, text in _of_content():
        if text:
            found.add(text, locations=_place(f"content/{name}"), auto_comments=[what])
    return found


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield the blocks of the page of help as they stand there, and as texts without line ends."""
    for match in _BLOCK.finditer(page):
        inner = match[2]
        bare = re.sub(r"<code>.*?</code>|<[^>]+>", "", inner, flags=re.DOTALL)
        if _IS_WORDS.search(bare):
            yield inner, " ".join(inner.split())


def _of_content() -> Iterator[tuple[str, str, str]]:
    """Yield the file, what it is, and the text; the English ones, whatever is spoken."""
    from ergobreak.content import nudges, posture, prompts, safety, tips, workplace
    from ergobreak.content.catalogue import catalogue
    from ergobreak.content.exercise import AREAS

    for line in prompts.prompt_texts():
        yield "prompts.txt", f"a prompt: {line.kind}", line.text
        yield "prompts.txt", f"a prompt: {line.kind}", line.uncounted
    for check in posture.posture_checks():
        yield "posture.txt", "a question about posture", check.question
        yield "posture.txt", "what to do then", check.fix
        yield "posture.txt", "the same in a notification; names no body", check.glance
    for tip in tips.tips():
        yield "tips.txt", f"a tip ({tip.label})", tip.text
    for nudge in nudges.nudges():
        yield "nudges.txt", "a thought for the week", nudge.text
    for item in workplace.checklist():
        yield "workplace.txt", "how it should be", item.text
        yield "workplace.txt", "what to do otherwise", item.fix
    for note in safety.notes():
        yield "safety.txt", "a safety note; its meaning stays exactly as it is", note.head
        for sign in note.signs:
            yield "safety.txt", "completes the sentence above it", sign
    for area in AREAS:
        yield "exercise.py", "a part of the body, or what is trained", area
    for routine in catalogue().routines:
        yield "routines.toml", "a ready-made set", routine.title
    for each in catalogue().exercises:
        file = f"exercises/{each.area.replace(' ', '-').replace('/', '-')}.toml"
        yield file, "the name of an exercise", each.title
        for step in each.steps:
            yield file, f"a step of: {each.title}", step
        yield file, f"care in: {each.title}", each.care
        yield file, "what is needed for it", each.kit
    for text in dict.fromkeys(_of_settings()):
        yield "../config/explain.py", "what a key of the settings means", text
    for _, text in blocks((CONTENT / "help.html").read_text(encoding="utf-8")):
        yield "help.html", "the page of help; tags stay", text


def _of_settings() -> Iterator[str]:
    """Yield what each table and key of the settings is for."""
    from ergobreak.config import explain, keys
    from ergobreak.config.keys import Place
    from ergobreak.config.settings import Settings

    waiting, seen = [Place((), Settings)], set()
    while waiting:
        for place in keys.inside(waiting.pop()):
            if place.key in seen:
                continue
            seen.add(place.key)
            yield explain.meaning(place)
            if place.is_named:
                # Those that there are by default, and one that a person might add.
                waiting += [keys.find(f"{place.key}.name"), *keys.inside(place)]
            elif place.table is not None:
                waiting.append(place)


def _place(name: str) -> list[tuple[str, int]]:
    """Return where a text stands; the line is left out when it is written, for it changes daily."""
    return [(f"ergobreak/{name}", 1)]


def _empty() -> Catalog:
    return Catalog(
        project="ergobreak",
        header_comment=_HEAD.rstrip(),
        charset="utf-8",
        msgid_bugs_address="",
        copyright_holder="the ergobreak authors",
        fuzzy=False,
    )
