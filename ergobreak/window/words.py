"""The words in the status window: the journal of a day told in short sentences. Pure.

Rules of this file:
1. A colleague may look over the shoulder: nobody is scolded, and no word of body or pain.
2. What a person did or was offered has a sentence; what only the machine did has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Line = Mapping[str, object]

_SENTENCES: Final = {
    "completed": "{what} done{for_}",
    "partial": N_("{what}, a part of it{for_}"),
    "natural": N_("{what}: away from the desk"),
    "prompted": "{what} offered",
    "started": "{what} begun",
    "postponed": N_("{what} put off{until}"),
    "skipped": N_("{what} left out"),
    "missed": N_("{what}: passed by"),
    "expired": N_("{what}: passed by"),
    "held": "{what} waits{why}",
    "drank": "Water, {ml} ml",
    "away": N_("Away from the desk{for_}"),
    "paused": "Paused{until}",
    "quiet": "Quiet{until}",
    "resumed": N_("Running again"),
    "profile_changed": "{profile}",
    "hurt": N_("Easy days{until}"),
    "undone": N_("{what} taken back"),
    "started_up": "ergobreak started",
    "shut_down": "ergobreak ended",
}
_ON_THE_WAY: Final = frozenset({"prompted", "started", "held"})
_REASONS: Final = {
    "call": "a call",
    "sharing": N_("the screen is shared"),
    "fullscreen": N_("full screen"),
    "dnd": N_("do not disturb"),
    "calendar": N_("an appointment"),
    "app": "a program",
    "inhibitor": "a film",
    "quiet": "quiet",
    "no_display": N_("no screen"),
    "settle": N_("just back"),
}
_MINUTE: Final = 60


def of_log(lines: Sequence[Line], titles: Mapping[str, str], last: int) -> list[tuple[str, str]]:
    """Return the `last` sentences of these journal lines as (time, words), the oldest first.

    A prompt that has led to something is told by that alone.
    """
    found: list[tuple[str, str]] = []
    told: set[object] = set()
    for line in reversed(lines):
        is_over = line.get("prompt") in told and line.get("event") in _ON_THE_WAY
        sentence = "" if is_over or line.get("level") == 0 else _sentence(line, titles)
        if sentence and len(found) < last:
            found.append((_clock(line, "at"), sentence))
            told |= {line["prompt"]} if "prompt" in line else set()
    return found[::-1]


def _sentence(line: Line, titles: Mapping[str, str]) -> str:
    sentence = _(_SENTENCES.get(str(line.get("event")), ""))
    seconds = line.get("seconds")
    told = sentence.format(
        what=_what(line, titles),
        for_=f", {_span(seconds)}" if isinstance(seconds, int) else "",
        until=_(" until {clock}").format(clock=_clock(line, "until")) if "until" in line else "",
        ml=line.get("ml", 0),
        profile=_("No profile")
        if line.get("profile") == "none"
        else f"Profile {line.get('profile')}",
        why=f": {_(_REASONS[reason])}" if (reason := str(line.get("reason"))) in _REASONS else "",
    )
    # A name may come from a program or a file of settings.
    return "".join(char if char.isprintable() else "?" for char in told)


def _what(line: Line, titles: Mapping[str, str]) -> str:
    others = line.get("others")
    names = [str(line.get("reminder", "")), *(others if isinstance(others, list) else [])]
    first, *rest = [titles.get(name) or name.capitalize() for name in names]
    *middle, last = [first, *(title[:1].lower() + title[1:] for title in rest)]
    words = _("{middle} and {last}").format(middle=", ".join(middle), last=last) if middle else last
    return words or _("That")


def _span(seconds: int) -> str:
    if seconds < _MINUTE:
        return f"{seconds} s"
    hours, minutes = divmod(round(seconds / _MINUTE), _MINUTE)
    return " ".join(
        [f"{hours} h"] * bool(hours) + [_("{minutes} min").format(minutes=minutes)] * bool(minutes)
    )


def _clock(line: Line, key: str) -> str:
    """Return the time of day; with the date before it where that is another day."""
    text = str(line.get(key, ""))
    same_day = text[:10] == str(line.get("at", ""))[:10]
    return text[11:16] if same_day else f"{text[8:10]}.{text[5:7]}. {text[11:16]}"
