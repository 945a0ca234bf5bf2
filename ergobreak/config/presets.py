"""The presets: what each one means as values of the settings. Data, and what it changes.

Rules of this file:
1. Each preset names every key that any of them changes, so that one can follow upon another.
2. Spans stand in their canonical form, so that they compare with what is in force.
3. Sources of the numbers: every-45 are the defaults; every-60 is what health and safety offices
   advise; every-90 keeps to the article that the idea comes from; micro are short pauses as in
   studies of office work. Each was played through as a whole day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str, ...]
Values = dict[Path, Any]

# Reminders that only some presets have; the others turn them off where they are.
_ADDED: Final = ("stroll", "micro")
_STROLL: Final = {
    "kind": "custom",
    "title": N_("A longer walk"),
    "every": "3h",
    "for": "10m",
    "show": "panel",
}
_MICRO: Final = {
    "kind": "custom",
    "title": N_("Half a minute off"),
    "every": "40m",
    "for": "30s",
    "show": "toast",
}
_PRESETS: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "every-45": {
        "stretch": {"every": "1h 30m", "for": "5m"},
        "walk": {"enabled": True, "every": "1h 30m", "first": "45m", "for": "3m"},
        "hydration": {"every": "1h 30m", "first": "45m"},
        "posture": {"every": "1h 30m", "first": "22m"},
    },
    "every-60": {
        "stretch": {"every": "2h", "for": "6m"},
        "walk": {"enabled": True, "every": "2h", "first": "1h", "for": "6m"},
        "hydration": {"every": "1h", "first": "1h"},
        "posture": {"every": "1h", "first": "30m"},
    },
    "every-90": {
        "stretch": {"every": "1h 30m", "for": "5m"},
        # A stretch sets the walk back to its first time, so it could never come every other time.
        "walk": {"enabled": False},
        "stroll": {"enabled": True, **_STROLL},
        "hydration": {"every": "1h 30m", "first": "1h 30m"},
        "posture": {"every": "1h 30m", "first": "45m"},
    },
    "light": {
        "stretch": {"every": "2h", "for": "4m"},
        "walk": {"enabled": False},
        "hydration": {"every": "2h", "first": "2h"},
        "posture": {"every": "2h", "first": "1h"},
    },
    "micro": {
        "stretch": {"every": "1h 30m", "for": "5m"},
        "walk": {"enabled": False},
        "micro": {"enabled": True, **_MICRO},
        "hydration": {"every": "1h 30m", "first": "45m"},
        "posture": {"every": "1h 30m", "first": "22m"},
    },
}
NAMES: Final = tuple(_PRESETS)


def changes(name: str, now: Mapping[str, Any]) -> Values:
    """Return the values that make this preset of the settings `now` (as tables)."""
    reminders = now["reminders"]
    wanted = dict(_PRESETS[name])
    for added in _ADDED:
        if added not in wanted and reminders.get(added, {}).get("enabled"):
            wanted[added] = {"enabled": False}
    found: Values = {}
    for reminder, values in wanted.items():
        known = reminders.get(reminder, {})
        for key, value in values.items():
            # A title is the one text that people read later; either language counts as this preset.
            told = _(value) if key == "title" else value
            if known.get(key) not in (value, told) and not (
                key == "enabled" and value and not known
            ):
                found["reminders", reminder, key] = told
    return found


def of(now: Mapping[str, Any]) -> str:
    """Return which preset the settings `now` (as tables) have; nothing: none of these."""
    return next((name for name in _PRESETS if not changes(name, now)), "")
