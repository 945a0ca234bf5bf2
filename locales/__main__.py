"""The catalogues: collects the texts, brings each language up to date, compiles.

    python -m locales            all of it; what is gone is dropped, what is new is empty, and a
                                 language that lacks something is not compiled
    python -m locales compile    only the compiled catalogues that ergobreak reads
    python -m locales add it     begin a language
    python -m locales missing    what is not translated yet, by language; exit code 1 if anything

Needs Babel, which only this needs.
"""

from __future__ import annotations

import io
import re
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from ergobreak.language import is_right_to_left
from locales import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE: Final = Path(__file__).resolve().parent
COMPILED: Final = texts.PACKAGE / "locale"
HELP: Final = "help.{}.html"
PARTS: Final[Mapping[str, Callable[[], Catalog]]] = {
    "program": texts.program,
    "content": texts.content,
}
# What would change without a change of any text, and what asks for people.
_NOISE: Final = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator'
    rb'|Language-Team|Project-Id-Version): .*\\n"\n'
)


def languages() -> list[str]:
    """Return the languages that there are catalogues for."""
    return sorted(each.parent.name for each in HERE.glob("*/program.po"))


def update(names: list[str]) -> None:
    """Write the templates, and bring the catalogues of these languages up to date."""
    for part, collect in PARTS.items():
        template = collect()
        (HERE / f"{part}.pot").write_bytes(written(template))
        for name in names:
            path = HERE / name / f"{part}.po"
            catalogue = read(path, name) if path.exists() else Catalog(locale=name, fuzzy=False)
            # Guessed translations are worse than none: a person would read them.
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            catalogue.header_comment, catalogue.project = template.header_comment, "ergobreak"
            catalogue.fuzzy = False
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(written(catalogue))


def read(path: Path, name: str) -> Catalog:
    """Return the catalogue of a file."""
    with path.open("rb") as file:
        return read_po(file, locale=name)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as text; nothing in it changes but by a change of its texts."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return _NOISE.sub(b"", out.getvalue())


def compiled(name: str) -> bytes:
    """Return what ergobreak reads of a language: both parts, sorted by the bytes of the keys."""
    found: dict[bytes, bytes] = {}
    for part in reversed(tuple(PARTS)):
        for message in read(HERE / name / f"{part}.po", name):
            translated = forms(message.string if message.id else _head(str(message.string)))
            if (message.id and message.fuzzy) or not all(translated):
                continue
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            key = "\0".join(map(str, ids))
            context = f"{message.context}\x04" if message.context else ""
            found[f"{context}{key}".encode()] = "\0".join(translated).encode()
    return _mo(sorted(found.items()))


def _head(lines: str) -> str:
    """Return what of a catalogue's head is read; the rest would change with every day."""
    kept = [line for line in lines.splitlines() if line.startswith(("Content-Type", "Plural"))]
    return "".join(f"{line}\n" for line in kept)


def help_page(name: str) -> str:
    """Return the page of help in a language; what is not translated is English."""
    page = (texts.CONTENT / "help.html").read_text(encoding="utf-8")
    found = read(HERE / name / "content.po", name)
    for block, text in texts.blocks(page):
        message = found.get(text)
        if message is not None and message.string:
            page = page.replace(f">{block}</", f">{message.string}</")
    direction = "rtl" if is_right_to_left(name) else "ltr"
    return page.replace('<html lang="en">', f'<html lang="{name}" dir="{direction}">')


def missing(name: str) -> list[str]:
    """Return the texts that a language lacks, each with its part."""
    return [
        f"{part}: {message.id}"
        for part in PARTS
        for message in read(HERE / name / f"{part}.po", name)
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]


def forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a translation; one that is not plural has one."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def _mo(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """Return an .mo file, as the manual of GNU gettext lays it out; without its hash table."""
    start = 28 + 16 * len(pairs)
    tables, data = [b"", b""], b""
    for column, table in enumerate((0, 1)):
        for pair in pairs:
            tables[table] += struct.pack("<2I", len(pair[column]), start + len(data))
            data += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + tables[0] + tables[1] + data


def main(words: list[str]) -> int:
    """Do what the words say; return the exit code."""
    match words:
        case []:
            update(languages())
        case ["compile"]:
            pass
        case ["add", name]:
            update([name])
        case ["missing"]:
            lacking = {name: missing(name) for name in languages()}
            for name, found in lacking.items():
                print(f"{name}: {len(found)} missing", *found[:20], sep="\n  ")
            return int(any(lacking.values()))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    for name in languages():
        mo, page = COMPILED / f"{name}.mo", texts.CONTENT / HELP.format(name)
        if missing(name):
            # Half a language is two at once: until the other half is there it is English.
            mo.unlink(missing_ok=True)
            page.unlink(missing_ok=True)
            continue
        mo.write_bytes(compiled(name))
        page.write_text(help_page(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
