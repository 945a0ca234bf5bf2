"""The default reminders, and how a person's table lies over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from ergobreak.config import values
from ergobreak.config.settings import Reminder
from ergobreak.core.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_BREAK_POSTPONE: Final = {"by": ["5m", "10m", "15m"], "at_most": 3}

REMINDERS: Final[Mapping[str, Mapping[str, object]]] = {
    "stretch": {
        "kind": "stretch",
        "every": "90m",
        "for": "5m",
        "counts": "2m",
        "show": "panel",
        "postpone": _BREAK_POSTPONE,
        "strict": "off",
    },
    "walk": {
        "kind": "walk",
        "every": "90m",
        "first": "45m",
        "for": "3m",
        "counts": "2m",
        "show": "panel",
        "postpone": _BREAK_POSTPONE,
    },
    "hydration": {
        "kind": "hydration",
        "every": "90m",
        "first": "45m",
        "amount": "250ml",
        "goal": "2l",
        "ceiling": "1l/1h",
        "show": "toast",
        "postpone": {"by": ["15m"], "at_most": 1},
    },
    "breathe": {
        "kind": "breathe",
        "enabled": False,
        "every": "2h",
        "for": "1m",
        "show": "panel",
    },
    "posture": {"kind": "posture", "every": "90m", "first": "22m", "show": "toast"},
    "eyes": {"kind": "eyes", "every": "20m", "for": "20s", "show": "tray"},
    "tip": {"kind": "tip"},
}

# Of these a reminder has one.
TIMES: Final = ("every", "at", "cron")
# What a new reminder does not take over from the default one of its kind.
_OWN: Final = (*TIMES, "first", "enabled")


def reminder(name: str, own: Mapping[str, Any]) -> Reminder:
    """Return the reminder `name` as a person's table makes it; every value in it is sound.

    A new table takes what it leaves out (but not its times) from the default reminder of its kind;
    without a kind it is `custom`.
    """
    base = _base(name, own)
    table = {**base, **own}
    if "postpone" in own:
        table["postpone"] = {**base.get("postpone", {}), **own["postpone"]}
    rule = msgspec.convert(table, Reminder, dec_hook=values.read)
    changes: dict[str, object] = {}
    # A person who shortens a reminder need not know what else hangs on its length.
    if "first" not in own and rule.first and rule.every and rule.first > rule.every:
        changes["first"] = rule.every
    if "counts" not in own and rule.counts and rule.length and rule.counts > rule.length:
        changes["counts"] = rule.length
    if not rule.title and rule.kind is Kind.CUSTOM:
        changes["title"] = values.Words(values.plain(name))
    return msgspec.structs.replace(rule, **changes)


def _base(name: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the defaults under a person's table: those of its kind, and of its name over them."""
    named = dict(REMINDERS.get(name, {}))
    kind = own.get("kind", named.get("kind", "custom"))
    base = {key: value for key, value in REMINDERS.get(kind, {}).items() if key not in _OWN}
    base |= named
    if kind == "tip" or any(key in own for key in ("at", "cron")):
        base.pop("every", None)
        base.pop("first", None)
    return base
