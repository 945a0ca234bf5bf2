"""A break that is only tried out: the daemon's part in it, played by the window itself. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_MINUTE: Final = 60


def reply(prompt: Mapping[str, Any], told: Mapping[str, Any], left: float) -> dict[str, Any]:
    """Return what a daemon would say to an answer; empty where it would say nothing.

    `prompt` is the line that began it, `left` what remains of the break, in seconds.
    """
    if told.get("told") != "answer":
        return {}
    length = prompt.get("length", 0)
    going = {**prompt, "do": "break", "tip": prompt.get("tip", ""), "preview": True}
    match told.get("answer"):
        case "take" | "walked" | "brief" as how:
            seconds = min(length, _MINUTE) if how == "brief" else length
            new = {"walked": how == "walked", "paused": False}
            return {**going, "length": seconds, "left": seconds, **new}
        case "pause" | "continue" as how:
            return {**going, "left": round(left), "paused": how == "pause"}
        case "hurt" | "still_today":
            return {}
        case _:
            return {"do": "close", "prompt": prompt.get("prompt", ""), "how": ""}
