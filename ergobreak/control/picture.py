"""The state as others show it: the answers of `status` and `next`, and a stream of them.

Rules of this file:
1. Words and numbers come from `core`; here they only get names. The names are a public interface.
2. A stream sends a picture when the daemon draws one, and never because time has passed.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ergobreak.control import say
from ergobreak.control.protocol import Reply
from ergobreak.core import ring, view
from ergobreak.language import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Caller, Engine, Host, Outcome
    from ergobreak.control.protocol import Request

_log = logging.getLogger(__name__)


def reply(request: Request, outcome: Outcome, host: Host) -> Reply:
    """Answer `status` or `next`."""
    zone = host.zone
    if request.verb == "next":
        text = "\n".join(say.coming(outcome, zone)) or _("Nothing comes.")
        return Reply(0, text, {"next": coming(outcome, zone)} if request.as_json else {})
    text = say.status(outcome, zone, host.sources(), installed=host.installed)
    return Reply(0, text, data(outcome, host) if request.as_json else {})


def data(outcome: Outcome, host: Host) -> dict[str, object]:
    """Return the whole state for programs: what `status --json` prints."""
    state, plan = outcome.state, outcome.plan
    status = view.status(state, plan, outcome.now, host.zone)
    return {
        "now": _iso(outcome.now.wall, host.zone),
        "next": coming(outcome, host.zone),
        **status.data,
        "headline": status.headline,
        "icon": status.icon,
        "lines": list(status.lines),
        "ring": ring.filled(state, plan),
        "aloud": state.aloud,
        "titles": {rule.name: view.title_of(rule) for rule in plan.reminders},
        "answers": [{"answer": word, "label": label} for word, label in view.answers(state.shown)],
        "sources": host.sources(),
        **(_profile(outcome, host.zone) if plan.profiles else {}),
        "version": host.version,
        **({"installed": host.installed} if host.installed else {}),
    }


def _profile(outcome: Outcome, zone: ZoneInfo) -> dict[str, object]:
    # Imported late: most people have no profiles.
    from ergobreak.control import profile

    return {"profile": profile.data(outcome, zone)}


def coming(outcome: Outcome, zone: ZoneInfo) -> list[dict[str, object]]:
    """Return the next reminders for programs, the first one first."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "at": None if one.at_wall is None else _iso(one.at_wall, zone),
            "about_seconds": one.about_seconds,
            "text": view.sentence(one, outcome.now, zone),
        }
        for one in view.upcoming(outcome.state, outcome.plan, outcome.now)
    ]


def follow(caller: Caller, engine: Engine, host: Host) -> None:
    """Send the state now, and again with each new picture, until the caller hangs up."""
    is_asked = False  # several pictures before the engine has time to look are one

    def look() -> None:
        nonlocal is_asked
        if not is_asked:
            is_asked = True
            engine.look(send)

    def send(outcome: Outcome) -> None:
        nonlocal is_asked
        # In this order: a picture from now on is looked at anew.
        is_asked = False
        try:
            caller.line(data(outcome, host))
        except Exception:  # noqa: BLE001  the engine's thread must never see a verb's error
            _log.exception("a picture could not be sent")

    caller.open_stream(Reply(0, _("Following.")))
    caller.when_gone(host.watch(look))
    look()


def _iso(wall: int, zone: ZoneInfo) -> str:
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=wall // 1_000_000)
    return instant.astimezone(zone).isoformat()
