"""What one `[[event]]` table of a scenario means: what happens, when, and what undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.core import events
from ergobreak.core.profiles import NONE
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import N_, _
from ergobreak.simulate import values
from ergobreak.simulate.times import local_time
from ergobreak.simulate.values import Unfit, shown, with_nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.config.settings import Settings
    from ergobreak.simulate.times import Times

REASONS: Final = ("call", "fullscreen", "dnd", "sharing", "app", "calendar", "inhibitor")
UNDO: Final = {
    "idle": "active",
    "typing": "lull",
    "lock": "unlock",
    "suspend": "wake",
    "busy": "free",
    "stall": "go on",
    "no_display": "display",
    "clock": "clock",
    "zone": "zone",
    "config": "config",
    "crash": "start",
    "quit": "start",
    "hurt": "unhurt",
    "pause_break": "resume_break",
}
# What each `do` takes beside `at`; a mark of ! says that it cannot be left out.
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "idle": ("for",),
    "active": (),
    "typing": ("for",),
    "lull": (),
    "switch": (),
    "lock": ("for",),
    "unlock": (),
    "suspend": ("for",),
    "wake": (),
    "appointment": ("for!", "name"),
    "busy": ("reason!", "name", "for"),
    "free": ("reason!",),
    "clock": ("by!", "for"),
    "zone": ("to!", "for"),
    "stall": ("for!",),
    "no_display": ("for",),
    "display": (),
    "crash": ("for", "reboot"),
    "quit": ("for", "reboot"),
    "config": ("config!", "for"),
    "pause": ("for", "until", "refused"),
    "resume": ("refused",),
    "profile": ("use!", "for", "until", "refused"),
    "quiet": ("for", "until", "refused"),
    "take": ("reminder", "brief", "walked", "refused"),
    "done": ("reminder", "found", "refused"),
    "postpone": ("by", "refused"),
    "skip": ("why", "refused"),
    "pause_break": ("for", "refused"),
    "resume_break": ("refused",),
    "exercise": ("exercise!", "refused"),
    "prefer": ("exercise!", "taste", "refused"),
    "drink": ("ml", "refused"),
    "hurt": ("area", "still", "for", "refused"),
    "ignore": ("reason!", "refused"),
    "sitting": ("refused",),
    "easy": ("answer!", "refused"),
}
# The commands and the output say so too; nobody should have to look up which one it is here.
_SYNONYMS: Final = {
    ("take", "name"): "reminder",
    ("done", "name"): "reminder",
    ("config", "table"): "config",
    ("postpone", "for"): "by",
}
_UNDOING: Final[dict[str, events.Event]] = {
    "hurt": events.HurtUndone(),
    "pause_break": events.BreakResumed(),
}
_EASY: Final = ("better", "keep", "still")
_ALLOWED: Final = {
    "reason": ", ".join(REASONS),
    "answer": ", ".join(_EASY),
    "use": N_("the name of a profile, none or auto"),
    "by": N_('a span, "-1h" for back'),
    "to": N_('a time zone like "Asia/Tokyo"'),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens in a scenario, `at` microseconds of true time after the start.

    `command` is what the person tells the daemon; `refused`: the daemon has to refuse it. Empty
    `zone` and `table` None on an undo mean: as it was before.
    """

    at: int
    do: str
    place: str = ""  # how a message names it
    reason: str = ""
    name: str = ""
    by: int = 0
    zone: str = ""
    table: object = None  # a config as the file has it
    settings: Settings | None = None  # what `table` leads to
    reboot: bool = False
    refused: bool = False
    lasts: bool = False  # something undoes it
    length: int = 0  # of an appointment
    command: events.Event | None = None


def read(
    raw: Mapping[str, object], number: int, times: Times, problems: list[str]
) -> tuple[Happening, ...]:
    """Return what happens by this event table, and its undo; adds to `problems` what is wrong.

    `number` is that of the table in the file, from 1.
    """
    do = raw.get("do")
    if not isinstance(do, str) or do not in KEYS:
        found = _("found {shown}").format(shown=shown(do)) if "do" in raw else _("is missing")
        # translators: {found} is "is missing", or "found" and a value; {keys} is a list of words.
        told = _("event {number}: do: {found}; allowed: {keys}").format(
            number=number, found=found, keys=", ".join(KEYS)
        )
        problems.append(with_nearest(told, do, KEYS) if "do" in raw else told)
        return ()
    table = {_SYNONYMS.get((do, key), key): value for key, value in raw.items()}
    place = (
        _("event {number} ({shown} {do})").format(number=number, shown=shown(table["at"]), do=do)
        if "at" in table
        else _("event {number}").format(number=number)
    )
    wrong = _wrong_keys(do, table)
    found_values: dict[str, Any] = {}
    for key in table.keys() - wrong.keys() - {"do"}:
        try:
            found_values[key] = _value(do, key, table[key], times)
        except ValueError as error:
            wrong[key] = str(error)
    problems.extend(f"{place}: {key}: {wrong[key]}" for key in sorted(wrong))
    if wrong:
        return ()
    if "until" in found_values:
        asked_at = times.wall + found_values["at"]
        found_values["until"] = times.next_wall(found_values["until"], asked_at)
    return _happenings(do, place, found_values)


def _wrong_keys(do: str, table: Mapping[str, object]) -> dict[str, str]:
    """Return what is wrong with the keys themselves: unknown, missing, contradicting."""
    allowed = [key.rstrip("!") for key in KEYS[do]]
    given = table.keys()
    unknown = _("is unknown here; {do} takes no other key")
    if allowed:
        unknown = _("is unknown here; {do} takes {allowed}")
    unknown = unknown.format(do=do, allowed=", ".join(allowed))
    wrong = {
        key: with_nearest(unknown, key, allowed)
        for key in table
        if key not in {"at", "do", *allowed}
    }
    for key in ("at", *(key[:-1] for key in KEYS[do] if key.endswith("!"))):
        if key not in given:
            missing = _("is missing; {do} cannot do without it").format(do=do)
            wrong[key] = ": ".join(filter(None, (missing, _(_ALLOWED.get(key, "")))))
    if "for" in given and "until" in given:
        wrong["until"] = _("and for exclude each other; give one of them")
    return wrong


def _value(do: str, key: str, value: object, times: Times) -> object:
    """Return the value of one key as the simulation understands it; raises Unfit."""
    match key:
        case "at":
            return since_start(value, times)
        case "for":
            return values.span(value)
        case "until":
            local_time(value, times.local.date())
            return value
        case "by":
            return values.clock_step(value) if do == "clock" else values.span(value)
        case "to":
            return values.zone(value)
        case "ml":
            return values.amount(value)
        case "reason":
            return values.one_of(value, REASONS)
        case "answer":
            return values.one_of(value, _EASY)
        case "config":
            return values.config(value)
        case "reboot" | "still" | "refused" | "brief" | "walked":
            return values.flag(value)
        case _:
            return values.text(value)


def since_start(value: object, times: Times) -> int:
    """Return a time of the file in microseconds since the start, refusing what lies before it."""
    at = times.since_start(value)
    if at < 0:
        raise Unfit(value, _('a time after the start; a later day needs its date, or "+26h"'))
    return at


def _happenings(do: str, place: str, found: Mapping[str, Any]) -> tuple[Happening, ...]:
    """Return what the read values say, and its undo."""
    happening = Happening(
        found["at"],
        do,
        place,
        reason=found.get("reason", ""),
        name=found.get("name", ""),
        by=found.get("by", 0),
        zone=found.get("to", ""),
        table=found.get("config"),
        reboot=found.get("reboot", False),
        refused=found.get("refused", False),
        length=found.get("for", 0),
        command=_command(do, found),
    )
    if "for" not in found or do not in UNDO:
        return (happening,)
    happening = replace(happening, lasts=True)
    undo = replace(
        happening,
        at=happening.at + found["for"],
        do=UNDO[do],
        by=-happening.by,
        zone="",
        table=None,
        refused=False,
        lasts=False,
        command=_UNDOING.get(do),
    )
    return (happening, undo)


def _command(do: str, found: Mapping[str, Any]) -> events.Event | None:
    """Return what the person tells the daemon, if this is a command."""
    match do:
        case "pause":
            return events.Paused(found.get("for"), found.get("until"))
        case "quiet":
            return events.Quieted(found.get("for"), found.get("until"))
        case "profile" if found["use"] == "auto":
            return events.ProfileLeft()
        case "profile":
            name = "" if found["use"] == NONE else found["use"]
            return events.ProfileChosen(name, found.get("for"), found.get("until"))
        case "resume":
            return events.Resumed()
        case "take":
            how = {key: found.get(key, False) for key in ("brief", "walked")}
            return events.Taken(name=found.get("reminder", ""), **how)
        case "done":
            return events.Done(name=found.get("reminder", ""), found=found.get("found", ""))
        case "postpone":
            return events.Postponed(by=found.get("by", 0))
        case "skip":
            return events.Skipped(why=found.get("why", ""))
        case "pause_break":
            return events.BreakPaused()
        case "resume_break":
            return events.BreakResumed()
        case "exercise":
            return events.Exercised(found["exercise"])
        case "prefer":
            return events.Preferred(found["exercise"], found.get("taste", ""))
        case "drink":
            return events.Drank(found.get("ml", 0))
        case "hurt":
            return events.Hurt(area=found.get("area", ""), still=found.get("still", False))
        case "ignore":
            return events.BusyIgnored(found["reason"])
        case "sitting":
            return events.WasSitting()
        case "easy":
            return events.EasyAnswered(found["answer"])
        case _:
            return None
