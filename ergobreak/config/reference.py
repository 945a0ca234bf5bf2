"""The page docs/configuration.md: every key, what it means, what it takes, its default, its source.

`python -m ergobreak.config.reference` writes it. Rule of this file: it has no text about a key; it
puts together what types, explain and evidence say.
"""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec import structs

from ergobreak.config import default_reminders, evidence, explain, keys, presets, typed
from ergobreak.config.keys import Place
from ergobreak.config.settings import Settings
from ergobreak.config.toml_text import as_dict, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ergobreak.config.edit import Key

_NAME: Final = "NAME"  # stands for a name that the person makes up
_HEAD: Final = """\
# Configuration

The settings are one text file, `~/.config/ergobreak/ergobreak.toml`. `ergobreak settings` opens a
window for what most people change, `ergobreak settings --file` the file itself. What you leave out
stays at its default, also when a later release has a better one; what you save is in force at once.

| you want to | type |
| --- | --- |
| find a mistake | `ergobreak config check` |
| see what is in force, and which file it is from | `ergobreak config show --origin` |
| know what a key means | `ergobreak config explain work.hours` |
| change one, and keep your comments | `ergobreak config set work.hours 09:00-17:30` |
| put one back | `ergobreak config unset work.hours` |
| see a working week with it | `ergobreak config check --simulate` |

Spans are texts with units, `"30s"`, `"90m"`, `"1h 30m"`, and so is water: `"250ml"`, `"25cl"`,
`"2l"`, `"8oz"`, `"1cup"`. A list stands in brackets, `["mon", "tue"]`. A wrong value is told with
its line and with what is allowed there, and the last good settings stay in force meanwhile.

Every key of the file is on this page. Where a number comes from stands below its table; what has
no entry there is our own choice. What is known about all this, and what is not, has
[a page of its own](evidence.md).
"""
_OF_REMINDERS: Final = """\
`[reminders.stretch]`, `[reminders.walk]` and so on change those that are there; a table with a new
name is a new reminder. [Recipes](recipes.md) has whole ones to copy.
"""
_DEFAULTS: Final = """\
### The reminders that are there

A key that is not here is as in the table above. A reminder of your own takes what it leaves out,
but not its times, from the one of its kind.
"""
_PRESETS: Final = """\
## Presets

Whole rhythms, named by what they do. `ergobreak config preset` lists them and says which one you
have; `ergobreak config preset every-60` shows what it would change, and asks. Below is how each one
differs from the defaults, which are `{default}`.
"""


def page() -> str:
    """Return the page, as Markdown."""
    return "\n".join([_HEAD, *_top(), *_tables(), *_presets()])


def _top() -> Iterator[str]:
    """Yield what stands above all tables."""
    single = [each for each in keys.inside(Place((), Settings)) if not _is_table(each)]
    yield from _section("Above all tables", "", single)


def _tables() -> Iterator[str]:
    """Yield a section for each table of the file, the reminders last."""
    for place in keys.inside(Place((), Settings)):
        if not _is_table(place) or place.path == ("reminders",):
            continue
        if place.is_named:
            yield from _named(place)
        else:
            yield from _section(f"`[{place.key}]`", explain.meaning(place), _inside(place))
    yield from _reminders()


def _named(place: Place) -> Iterator[str]:
    """Yield a section for tables with names of their own, and one for each table inside them."""
    inner = keys.find(f"{place.key}.{_NAME}")
    everywhere = {each.path[0] for each in keys.inside(Place((), Settings))}
    about = explain.meaning(place)
    again = [each for each in keys.inside(inner) if _is_table(each) and each.path[-1] in everywhere]
    if again:
        names = ", ".join(f"`[{each.key}]`" for each in again)
        about += f"\n\nThese have the keys that they have by themselves: {names}."
    own = [each for each in keys.inside(inner) if each not in again]
    values = [each for each in own if not _is_table(each)]
    yield from _section(f"`[{inner.key}]`", about, values)
    for each in own:
        if _is_table(each):
            yield from _section(f"`[{each.key}]`", explain.meaning(each), keys.inside(each), "###")


def _reminders() -> Iterator[str]:
    """Yield the section about reminders: the keys of any, and the values of those there are."""
    kind = keys.find(f"reminders.{_NAME}").kind
    yield from _section(
        f"`[reminders.{_NAME}]`", _OF_REMINDERS, keys.inside(Place(("reminders", _NAME), kind))
    )
    yield _DEFAULTS
    yield "```toml"
    blocks = (
        [f"[reminders.{name}]", *(f"{key} = {written(value)}" for key, value in table.items())]
        for name, table in default_reminders.REMINDERS.items()
    )
    yield "\n\n".join("\n".join(lines) for lines in blocks)
    yield "```\n"
    named = [Place(("reminders", name), kind) for name in default_reminders.REMINDERS]
    yield from _sources(each for place in named for each in keys.leaves(place))


def _presets() -> Iterator[str]:
    """Yield the section about presets: what each changes of the defaults."""
    now = keys.default(())
    yield _PRESETS.format(default=presets.of(now))
    yield "| preset | changes |"
    yield "| --- | --- |"
    for name in presets.NAMES:
        changed = [
            f"`{keys.text(path)} = {written(value)}`"
            for path, value in presets.changes(name, now).items()
        ]
        yield f"| `{name}` | {'<br>'.join(changed) or 'nothing'} |"
    yield ""


def _section(title: str, about: str, places: Iterable[Place], depth: str = "##") -> Iterator[str]:
    """Yield a heading, what the table is for, its keys, and where its numbers come from."""
    found = list(places)
    yield f"{depth} {title}\n"
    if about:
        yield f"{about.rstrip()}\n"
    if not found:
        return
    yield "| key | what it means | it takes | by default |"
    yield "| --- | --- | --- | --- |"
    for meaning, alike in groupby(found, explain.meaning):
        told = "see above" if meaning == about else _escaped(meaning)
        for place in alike:
            takes = _escaped(typed.allowed(place))
            yield f"| `{place.path[-1]}` | {told} | {takes} | {_default(place.path)} |"
            told = "likewise"
    yield ""
    yield from _sources(found)


def _sources(places: Iterable[Place]) -> Iterator[str]:
    """Yield where the numbers of these keys come from, one paragraph for each source."""
    told: dict[str, list[str]] = {}
    for place in places:
        if source := evidence.of(place.path):
            told.setdefault(source, []).append(place.key)
    found = {
        source: names
        for source, names in told.items()
        # What holds for any name is said once, at the table of any name.
        if len(names) < len(default_reminders.REMINDERS)
    }
    if found:
        yield "Where the numbers come from:\n"
        for source, names in found.items():
            yield f"- {', '.join(f'`{name}`' for name in names)}: {source}"
        yield ""


def _inside(place: Place) -> Iterator[Place]:
    """Yield the values of a table, also those of tables in it."""
    for each in keys.inside(place):
        if each.table is not None:
            yield from _inside(each)
        else:
            yield each


def _is_table(place: Place) -> bool:
    return place.is_named or place.table is not None


def _default(path: Key) -> str:
    """Return what holds if nobody sets this; nothing: nothing, or it depends on the kind."""
    value = keys.default(path)
    if path[1:2] == (_NAME,):
        bare = {_NAME: keys.find(keys.text(path[:2])).kind()}
        value = keys.at(as_dict(structs.replace(Settings(), **{path[0]: bare})), path)
    return "" if value in (None, "") else f"`{written(value)}`"


def _escaped(text: str) -> str:
    """Return a text that means nothing special in a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.write(page())
