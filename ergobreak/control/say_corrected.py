"""What the command line answers when the log has been put right. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from ergobreak.core import view
from ergobreak.core.hours import local_of
from ergobreak.core.model import SECOND
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Outcome

# What became of a prompt, where it is more than that it was taken.
_HOW: Final = {
    "absent": N_("absent"),
    "expired": N_("expired"),
    "hurt": N_("hurt"),
    "missed": N_("missed"),
    "natural": N_("natural"),
    "partial": N_("partial"),
    "seen": N_("seen"),
    "skipped": N_("skipped"),
}


def put_right(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what the log says now, and how to take that back."""
    titles = {rule.name: view.title_of(rule) for rule in outcome.plan.reminders}
    told = [_put_right(line, titles, outcome, zone) for line in outcome.lines]
    undo = _("No timer moves. To take it back: ergobreak log undo")
    is_undone = any(line.get("event") == "undone" for line in outcome.lines)
    return "\n".join([*told, _("No timer moves.") if is_undone else undo])


def _put_right(
    line: Mapping[str, object], titles: Mapping[str, str], outcome: Outcome, zone: ZoneInfo
) -> str:
    name = titles.get(str(line.get("reminder")), str(line.get("reminder", "")))
    end = round(datetime.fromisoformat(str(line["at"])).timestamp()) * SECOND
    when = view.clock(end, outcome.now.wall, zone)
    if line["event"] == "undone":
        if not name:
            return _("Noted {when}: taken back.").format(when=when)
        return _("{name} {when}: taken back.").format(name=name[:1].upper() + name[1:], when=when)
    if line["event"] == "drank":
        is_today = local_of(end, zone).date() == local_of(outcome.now.wall, zone).date()
        told = _("{ml} ml noted for {when}.")
        if is_today:
            told = _("{ml} ml noted for {when}, {today} ml today.")
        return told.format(ml=line["ml"], when=when, today=outcome.state.water_ml)
    seconds = line.get("seconds")
    if isinstance(seconds, int) and seconds:
        began = view.clock(end - seconds * SECOND, outcome.now.wall, zone)
        # translators: when a break began and ended: "14:30 to 14:35", "Mon 14:30 to 14:35".
        span_of = _("{began} to {ended}")
        when = span_of.format(began=began, ended=f"{local_of(end, zone):%H:%M}")
    if line["event"] == "completed":
        return _("{name} noted for {when}.").format(name=name, when=when)
    how = _(_HOW.get(str(line["event"]), str(line["event"])))
    # translators: {how} is what became of the prompt: "skipped", "partial".
    return _("{name} noted for {when}, {how}.").format(name=name, when=when, how=how)
