"""The words in the status window: the journal of a day told in short sentences. Pure.

Rules of this file:
1. A colleague may look over the shoulder: nobody is scolded, and no word of body or pain.
2. What a person did or was offered has a sentence; what only the machine did has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.language import ENGLISH, N_, _, listed, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Line = Mapping[str, object]

# translators: sentences of the status window, each behind the time at which it was so.
_SENTENCES: Final = {
    "completed": N_("{what} done"),
    "partial": N_("{what}, a part of it"),
    "natural": N_("{what}: away from the desk"),
    "prompted": N_("{what} offered"),
    "started": N_("{what} begun"),
    "postponed": N_("{what} put off"),
    "skipped": N_("{what} left out"),
    "missed": N_("{what}: passed by"),
    "expired": N_("{what}: passed by"),
    "held": N_("{what} waits"),
    "drank": N_("Water, {ml} ml"),
    "away": N_("Away from the desk"),
    "paused": N_("Paused"),
    "quiet": N_("Quiet"),
    "resumed": N_("Running again"),
    "profile_changed": N_("Profile {profile}"),
    "hurt": N_("Easy days"),
    "undone": N_("{what} taken back"),
    "started_up": N_("ergobreak started"),
    "shut_down": N_("ergobreak ended"),
}
_UNTIL: Final = {
    "postponed": N_("{what} put off until {clock}"),
    "paused": N_("Paused until {clock}"),
    "quiet": N_("Quiet until {clock}"),
    "hurt": N_("Easy days until {clock}"),
}
_MEASURED: Final = frozenset({"completed", "partial", "away"})
_ON_THE_WAY: Final = frozenset({"prompted", "started", "held"})
_REASONS: Final = {
    "call": N_("a call"),
    "sharing": N_("the screen is shared"),
    "fullscreen": N_("full screen"),
    "dnd": N_("do not disturb"),
    "calendar": N_("an appointment"),
    "app": N_("a program"),
    "inhibitor": N_("a film"),
    "quiet": N_("quiet"),
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
    event = str(line.get("event"))
    sentence = _UNTIL.get(event) if "until" in line else None
    told = _(sentence or _SENTENCES.get(event, "")).format(
        what=_what(line, titles),
        clock=_clock(line, "until"),
        ml=line.get("ml", 0),
        profile=line.get("profile"),
    )
    seconds, reason = line.get("seconds"), str(line.get("reason"))
    if event == "profile_changed" and line.get("profile") == "none":
        told = _("No profile")
    elif event in _MEASURED and isinstance(seconds, int):
        # translators: a sentence, and how long that was: "Walk done, 3 min".
        told = _("{sentence}, {length}").format(sentence=told, length=_span(seconds))
    elif event == "held" and reason in _REASONS:
        # translators: a sentence, and why: "Walk waits: a call".
        told = _("{sentence}: {reason}").format(sentence=told, reason=_(_REASONS[reason]))
    # A name may come from a program or a file of settings.
    return "".join(char if char.isprintable() else "?" for char in told)


def _what(line: Line, titles: Mapping[str, str]) -> str:
    others = line.get("others")
    names = [str(line.get("reminder", "")), *(others if isinstance(others, list) else [])]
    first, *rest = [titles.get(name) or name.capitalize() for name in names]
    # Elsewhere a word may need its capital.
    within = [_small(title) for title in rest] if spoken() == ENGLISH else rest
    # translators: in the place of a name that nobody knows: "That done, 3 min".
    return listed((first, *within)) or _("That")


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _span(seconds: int) -> str:
    if seconds < _MINUTE:
        # translators: seconds.
        return _("{count} s").format(count=seconds)
    hours, minutes = divmod(round(seconds / _MINUTE), _MINUTE)
    if hours and minutes:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if hours:
        return _("{count} h").format(count=hours)
    return _("{count} min").format(count=minutes)


def _clock(line: Line, key: str) -> str:
    """Return the time of day; with the date before it where that is another day."""
    text = str(line.get(key, ""))
    if text[:10] == str(line.get("at", ""))[:10]:
        return text[11:16]
    # translators: a date in figures and a time: "04.03. 06:00".
    date = _("{day}.{month}. {clock}")
    return date.format(day=text[8:10], month=text[5:7], clock=text[11:16])
