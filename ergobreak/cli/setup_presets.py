"""The presets as `setup` asks about them: those of the config, and the person's own times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.config import presets
from ergobreak.window.welcome.questions import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.config.presets import Values

NAMES: Final = presets.NAMES


def changes(name: str, now: Mapping[str, Any]) -> Values:
    """Return the values that make this preset of the settings `now` (as tables)."""
    return {} if name == OWN else presets.changes(name, now)


def of(now: Mapping[str, Any]) -> str:
    """Return which preset the settings `now` (as tables) have; `own` where it is none of these."""
    return presets.of(now) or OWN
