"""What the sources of a daemon mean for each part of `doctor`. Pure.

Rule of this file: the words of a reason are the adapter's own business; only those that stand there
as constants are told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.adapters.agenda import UNREAD, kinds_of
from ergobreak.adapters.busy.camera import NO_CAMERA
from ergobreak.adapters.notify.shown_by import ON_OUTPUT, SILENCED
from ergobreak.cli.remedies import WITHOUT_MENU, Look
from ergobreak.language import N_, _
from ergobreak.senses import NO_DESKTOP, STANDING
from ergobreak.senses.busy import OFF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    Sources = Mapping[str, Mapping[str, str]]

# What to say of a part that works, where the name of what serves says little.
_SERVES: Final[Mapping[str, str]] = {
    "microphone": N_("noticed by who records from the microphone"),
    "camera": N_("noticed by who holds a camera"),
    "sharing": N_("noticed by PipeWire; experimental"),
    "fullscreen": N_("noticed by the window in front"),
    "film": N_("noticed by who keeps the screen on"),
    "dnd": N_("the switch of the desktop is followed"),
    "clock": N_("told by the kernel when it is set"),
}
_CHOSEN: Final = frozenset({NO_DESKTOP, STANDING})  # by how it was started


def of_sources(sources: Sources, turned_off: Collection[str] = ()) -> Iterator[Look]:
    """Yield a look at each source; `turned_off` are those that the settings want none of."""
    is_headless = sources.get("notifications", {}).get("by") == ON_OUTPUT
    for part, source in sources.items():
        by, reason = source.get("by", ""), source.get("reason", "")
        if part == "calendar":
            yield _of_calendars(by, reason)
        elif reason == OFF or part in turned_off:
            yield Look(part, "off", _("{off}: [busy] {part} = false").format(off=_(OFF), part=part))
        elif reason and (is_headless or reason in _CHOSEN):
            yield Look(part, "off", _(NO_DESKTOP if is_headless else reason))
        elif reason == NO_CAMERA:
            yield Look(part, "ok", _(reason))
        elif reason == SILENCED:
            mend = _("unset ERGOBREAK_NOTIFY, then restart")
            yield Look(part, "missing", _(reason), mend=mend)
        elif reason and by:
            yield Look(part, "wrong", _(reason), _(WITHOUT_MENU))
        elif reason:
            yield Look(part, "missing", _(reason))
        else:
            yield Look(part, "ok", _(_SERVES.get(part, by)))


def _of_calendars(by: str, reason: str) -> Look:
    """Return a look at the calendars; what mends depends on the settings that are wrong."""
    if reason == UNREAD:
        return Look("calendar", "off", _(reason))
    if not reason and not by:
        return Look("calendar", "off", _("not read yet"))
    if not reason:
        return Look("calendar", "ok", _("read by {by}").format(by=_(by)))
    has_holidays, has_others = kinds_of(reason)
    mend = ""  # what is usual: [calendars]
    if has_holidays and has_others:
        mend = _("Correct the place in days_off, under [work], and the rest under [calendars]")
    elif has_holidays:
        mend = _("Correct the place in days_off, under [work]")
    return Look("calendar", "missing", _(reason), mend=mend)


def of_reader(state: str, *, is_read_aloud: bool) -> Look:
    """Return a look at the screen reader; `state` is the setting: auto, yes or no."""
    told = _("one runs") if is_read_aloud else _("none runs")
    if state != "auto":
        told = _('{told}, by the setting [access] screen_reader = "{state}"').format(
            told=told, state=state
        )
    return Look("screen reader", "ok", told)


def together(looks: Iterable[Look]) -> list[Look]:
    """Return the looks, the last word on each part."""
    return list({look.part: look for look in looks}.values())
