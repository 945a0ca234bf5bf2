"""The verb `profile`: what is in force and why, which there are, and another choice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.control import words
from ergobreak.control.protocol import Reply
from ergobreak.core import events, profile_words, profiles
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Outcome

NONE: Final = profiles.NONE
HOW: Final = "ergobreak profile use NAME [2h | until 17:00], profile use none, profile auto"


def read(typed: Sequence[str], outcome: Outcome, zone: ZoneInfo) -> events.Event:
    """Return what the words ask for. Raises UsageError."""
    match list(typed):
        case ["auto"]:
            return events.ProfileLeft()
        case ["use", name, *rest]:
            known = _name(name, outcome)
            if not rest:
                return events.ProfileChosen(known)
            length, until = words.stretch_of_time(rest, outcome.now.wall, zone)
            if length is None and until is None:
                until = outcome.plan.hours.tomorrow(outcome.now.wall)
            return events.ProfileChosen(known, length, until)
        case ["use"]:
            raise UsageError(_("Which one?"), _there_are(outcome))
        case [name] if name.casefold() in _known(outcome):
            raise UsageError(
                _("What about {name}?").format(name=name),
                _("To choose it: ergobreak profile use {name}").format(name=name),
            )
    raise UsageError(
        _("Not understood: {typed}.").format(typed=words.quoted(" ".join(typed))),
        _("For example: {how}").format(how=HOW),
    )


def chosen(outcome: Outcome, zone: ZoneInfo) -> str:
    """Say what is in force from now on."""
    return profile_words.in_full(outcome.state, outcome.plan, outcome.now, zone)


def shown(outcome: Outcome, zone: ZoneInfo) -> Reply:
    """Say what is in force and why, and list all there are."""
    state, plan, now = outcome.state, outcome.plan, outcome.now
    lines = [profile_words.in_full(state, plan, now, zone)]
    width = max((len(one.name) for one in plan.profiles), default=0)
    for one in plan.profiles:
        mark = "*" if one.name == state.profile.name else " "
        lines.append(f"{mark} {one.name:{width}}  {profile_words.about(one, state, now)}")
    how = (
        _("To change: {how}").format(how=HOW)
        if plan.profiles
        else _("See: ergobreak config explain profiles")
    )
    listed = [
        {"name": one.name, "when": one.about, "fits": profiles.is_fit(one, now.wall, "")}
        for one in plan.profiles
    ]
    return Reply(0, "\n".join([*lines, how]), {**data(outcome, zone), "profiles": listed})


def data(outcome: Outcome, zone: ZoneInfo) -> dict[str, object]:
    """Return for programs what is in force, why, since when, and until when if by hand."""
    found, hand = outcome.state.profile, outcome.state.hand
    return {
        "profile": found.name or None,
        "why": found.why or None,
        "since": _iso(found.since, zone) if found.why else None,
        "until": _iso(hand.until, zone) if hand is not None and hand.until is not None else None,
    }


def _known(outcome: Outcome) -> dict[str, str]:
    return {NONE: "", **{one.name.casefold(): one.name for one in outcome.plan.profiles}}


def _name(typed: str, outcome: Outcome) -> str:
    """Return the profile that is meant; nothing: none. Raises UsageError with the nearest."""
    known = _known(outcome)
    if typed.casefold() in known:
        return known[typed.casefold()]
    from difflib import get_close_matches

    near = get_close_matches(typed.casefold(), known, n=1)
    hint = (
        _("Did you mean {value}?").format(value=known[near[0]] or NONE)
        if near
        else _there_are(outcome)
    )
    raise UsageError(_("There is no profile {typed}.").format(typed=words.quoted(typed)), hint)


def _there_are(outcome: Outcome) -> str:
    names = [one.name for one in outcome.plan.profiles]
    if not names:
        return _("The settings have none: ergobreak config explain profiles")
    return _("There are: {value}.").format(value=", ".join((*names, NONE)))


def _iso(wall: int, zone: ZoneInfo) -> str:
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=wall // 1_000_000)
    return instant.astimezone(zone).isoformat()
