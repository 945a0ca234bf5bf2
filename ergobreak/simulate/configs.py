"""The configs of a scenario: the one it starts with, and those that come into force on the way."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from ergobreak.adapters.time import calendar
from ergobreak.config import from_table, load_explicit
from ergobreak.dataclass import replace
from ergobreak.errors import ConfigError
from ergobreak.language import _
from ergobreak.simulate import values

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ergobreak.config.settings import Settings
    from ergobreak.simulate.happenings import Happening


class Configs:
    """The configs that come into force one after another, each merged over what was before."""

    def __init__(self, folder: Path, problems: list[str]) -> None:
        self._folder = folder
        self._problems = problems
        self._tables: dict[str, Any] = {}
        self._zone = ""
        self._before: dict[str, Any] = {}  # what an undo goes back to, by the event's place
        self.names: set[str] = set()

    def first(self, given: object) -> Settings | None:
        """Return the settings that the scenario starts with."""
        return self._merged(given, "config")

    def resolved(self, happening: Iterable[Happening], zone: str) -> tuple[Happening, ...]:
        """Return the same happenings, each with its settings and zone, undone ones too.

        `zone` is the one at the start.
        """
        self._zone = zone
        found = []
        for each in happening:
            if each.do == "config":
                found.append(replace(each, settings=self._settings_of(each)))
            elif each.do == "zone":
                found.append(replace(each, zone=self._zone_of(each)))
            else:
                found.append(each)
        return tuple(found)

    def _settings_of(self, each: Happening) -> Settings | None:
        if each.table is None:
            self._tables = self._before[each.place]
            return from_table(self._tables, each.place, calendar)
        self._before[each.place] = self._tables
        return self._merged(each.table, _("{place}: config").format(place=each.place))

    def _zone_of(self, each: Happening) -> str:
        before = self._before.setdefault(each.place, self._zone)
        self._zone = each.zone or before
        return self._zone

    def _merged(self, given: object, place: str) -> Settings | None:
        """Return the settings of a table, or of a file, over the tables so far."""
        try:
            if isinstance(given, str):
                path = self._folder / given
                settings = load_explicit(path, calendar)
                self._tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
            else:
                tables = _laid_over(self._tables, values.config(given))
                settings = from_table(tables, place, calendar)
                self._tables = tables
        except ConfigError as error:
            self._problems.extend(error.title.splitlines())
            return None
        except ValueError as error:
            self._problems.append(f"{place}: {error}")
            return None
        self.names.update(settings.reminders)
        return settings


def _laid_over(under: Any, over: Any) -> Any:
    """Return tables merged key by key; anything else replaces what was there."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    merged = dict(under)
    for key, value in over.items():
        merged[key] = _laid_over(under[key], value) if key in under else value
    return merged
