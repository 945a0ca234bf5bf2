"""What the config says about hooks: the events that there are, commands, and their mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, Self, get_args

from ergobreak.config import units, values
from ergobreak.config.problems import Problem, nearest
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from ergobreak.config.positions import Path
    from ergobreak.config.settings import Hook

TABLE: Final = "hooks"
EVERY: Final = "*"
COMMAND: Final = N_(
    "a list in square brackets, the program and its arguments one by one: "
    '["playerctl", "pause"]; no shell reads it'
)
ARGUMENT: Final = N_("a text in quotes, without the character NUL")

_LONGEST_NAME: Final = 40

# The events of the journal, as `events`, `log --json` and scenarios name them.
HookEvent = Literal[
    "*",
    "due",
    "waits",
    "held",
    "released",
    "warned",
    "prompted",
    "started",
    "completed",
    "partial",
    "natural",
    "postponed",
    "skipped",
    "missed",
    "expired",
    "absent",
    "seen",
    "drank",
    "hurt",
    "discomfort",
    "preferred",
    "undone",
    "busy",
    "free",
    "ignored",
    "paused",
    "resumed",
    "quiet",
    "idle",
    "active",
    "away",
    "locked",
    "unlocked",
    "suspended",
    "woke",
    "clock_moved",
    "zone_changed",
    "config_changed",
    "profile_changed",
    "started_up",
    "shut_down",
]
EVENTS: Final = tuple(event for event in get_args(HookEvent) if event != EVERY)


class Argument(str):
    """One word of a command, just as it is handed over."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a word; the system cannot hand over a NUL."""
        if not isinstance(value, str) or "\0" in value:
            raise units.BadUnit(values.found(value), _(ARGUMENT))
        return cls(value)


def hook_problems(
    hooks: Mapping[str, Hook], reminders: Collection[str], broken: AbstractSet[Path]
) -> Iterator[Problem]:
    """Yield what is wrong with hooks beyond their types; `reminders` are the names that there are.

    `broken` has the keys that a complaint stands about already.
    """
    for name, hook in hooks.items():
        path = (TABLE, name)
        plain = name.replace("-", "").replace("_", "")
        if not plain.isalnum() or len(name) > _LONGEST_NAME:
            yield Problem(
                path,
                what=_("no name for a hook"),
                found=units.quoted(name),
                allowed=_("letters, digits, - and _, at most {longest_name} of them").format(
                    longest_name=_LONGEST_NAME
                ),
                on_key=True,
            )
            continue
        if not hook.on and (*path, "on") not in broken:
            allowed = 'on = ["prompted"]'
            yield Problem(path, what=_("says not on what it runs"), allowed=allowed, on_key=True)
        if not (hook.run and hook.run[0]) and (*path, "run") not in broken:
            allowed = 'run = ["playerctl", "pause"]'
            yield Problem(path, what=_("says not what it runs"), allowed=allowed, on_key=True)
        for place, reminder in enumerate(hook.reminders):
            if reminder not in reminders:
                yield Problem(
                    (*path, "reminders", place),
                    what=_("no reminder has the name {reminder}").format(
                        reminder=units.quoted(reminder)
                    ),
                    found=units.quoted(reminder),
                    allowed=", ".join(reminders),
                    nearest=nearest(reminder, reminders),
                )
