"""What the command line answers where something hurts, and about exercises left out. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.control.say import following
from ergobreak.core import view
from ergobreak.language import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Outcome


def hurt(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what easy days mean, and where help is."""
    easy = outcome.state.easy
    if easy is None:
        return _("Noted.")
    now = outcome.now.wall
    calm = (
        _("no movement prompts today, then gentle walks")
        if easy.still_until > now
        else _("gentle walks, and no stretches")
    )
    from ergobreak.content.exercise import AREAS

    lines = [
        _("Noted. Easy days until {clock}: {calm}.").format(
            clock=view.clock(easy.until, now, zone), calm=calm
        )
    ]
    if easy.area in AREAS:
        lines.append(
            _("Exercises for {area} stay away: ergobreak exercises allow brings them back.").format(
                area=_(easy.area)
            )
        )
    elif easy.area:
        lines.append(
            _("No exercises are for {area}; there are: {areas}.").format(
                area=easy.area, areas=", ".join(AREAS)
            )
        )
    lines += [
        _("Numbness or weakness, or pain beyond 2 to 3 days: see a doctor."),
        _("Signs of an emergency: ergobreak help hurt"),
        _("Pressed by mistake? ergobreak hurt --undo"),
    ]
    return "\n".join(lines)


def preferred(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what becomes of an exercise or an area from now on."""
    del zone
    tastes = {
        "never": _("{what}: left out from now on."),
        "favourite": _("{what}: it comes more often from now on."),
    }
    told = [
        tastes.get(str(line.get("reason")), _("{what}: it may come again.")).format(what=what)
        for line in outcome.lines
        if line.get("event") == "preferred" and isinstance(named := line.get("exercises"), list)
        for what in named
    ]
    return "\n".join(told) or _("Noted.")


def unhurt(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say that everything is as before."""
    return _("Good. Everything is as before.") + following(outcome, zone)


def eased(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say how it goes on after the easy days' question."""
    easy = outcome.state.easy
    if easy is None:
        return unhurt(outcome, zone)
    return _("Easy days until {clock}.").format(
        clock=view.clock(easy.until, outcome.now.wall, zone)
    )


def still_hurts(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say the same, with the note on seeing a doctor."""
    doctor = _("Pain beyond 2 to 3 days, numbness or weakness: see a doctor.")
    return f"{eased(outcome, zone)}\n{doctor}"
