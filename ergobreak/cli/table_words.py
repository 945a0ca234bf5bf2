"""What the table of the log calls events and reasons, in the language that is spoken. Data.

Each has a context, for short words such as "free" or "lock" mean other things elsewhere. What is
named here is an event of the journal; as input (`--outcome`) its own name is what counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.language import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping


def events() -> Mapping[str, str]:
    """Return the words for all events; those of prompts and breaks first."""
    return {**_of_prompts(), **_of_the_day()}


def reasons() -> Mapping[str, str]:
    """Return the words for all reasons."""
    # translators: why something stands in the log, behind it: "held  stretch, call".
    return {
        "call": pgettext("reason in the log", "call"),
        "sharing": pgettext("reason in the log", "sharing"),
        "fullscreen": pgettext("reason in the log", "fullscreen"),
        "dnd": pgettext("reason in the log", "dnd"),
        "calendar": pgettext("reason in the log", "calendar"),
        "app": pgettext("reason in the log", "app"),
        "inhibitor": pgettext("reason in the log", "inhibitor"),
        "quiet_hours": pgettext("reason in the log", "quiet_hours"),
        "quiet": pgettext("reason in the log", "quiet"),
        "pause": pgettext("reason in the log", "pause"),
        "settle": pgettext("reason in the log", "settle"),
        "idle": pgettext("reason in the log", "idle"),
        "lock": pgettext("reason in the log", "lock"),
        "suspend": pgettext("reason in the log", "suspend"),
        "break": pgettext("reason in the log", "break"),
        "off": pgettext("reason in the log", "off"),
        "quit": pgettext("reason in the log", "quit"),
        "crash": pgettext("reason in the log", "crash"),
        "boot": pgettext("reason in the log", "boot"),
        "easy": pgettext("reason in the log", "easy"),
        "hurt": pgettext("reason in the log", "hurt"),
        "better": pgettext("reason in the log", "better"),
        "ceiling": pgettext("reason in the log", "ceiling"),
        "stretch": pgettext("reason in the log", "stretch"),
        "hand": pgettext("reason in the log", "hand"),
        **{reason: _(words) for reason, words in _REASONS.items()},
    }


_REASONS: Final = {
    "no_display": N_("no screen"),
    "done": N_("by hand"),
    "passed": N_("the clock jumped over it"),
    "gap": N_("too much at once"),
    "hours": N_("after hours"),
    "nothing_fits": N_("none fits"),
    "schedule": N_("by its days and hours"),
    "over": N_("its time by hand is over"),
    "removed": N_("no longer in the settings"),
    "profile": N_("not in this profile"),
    "sitting": N_("at the desk"),
    "corrected": "",  # it is said at the end of the line
}


def _of_prompts() -> dict[str, str]:
    # translators: one line of the log each, in a narrow column: "10:30  completed  stretch".
    return {
        "due": pgettext("event in the log", "due"),
        "waits": pgettext("event in the log", "waits"),
        "held": pgettext("event in the log", "held"),
        "released": pgettext("event in the log", "released"),
        "warned": pgettext("event in the log", "warned"),
        "prompted": pgettext("event in the log", "prompted"),
        "started": pgettext("event in the log", "started"),
        "completed": pgettext("event in the log", "completed"),
        "partial": pgettext("event in the log", "partial"),
        "natural": pgettext("event in the log", "natural"),
        "postponed": pgettext("event in the log", "postponed"),
        "skipped": pgettext("event in the log", "skipped"),
        "missed": pgettext("event in the log", "missed"),
        "expired": pgettext("event in the log", "expired"),
        "absent": pgettext("event in the log", "absent"),
        "seen": pgettext("event in the log", "seen"),
        "drank": pgettext("event in the log", "drank"),
        "hurt": pgettext("event in the log", "hurt"),
        "discomfort": pgettext("event in the log", "discomfort"),
        "preferred": pgettext("event in the log", "preferred"),
        "undone": pgettext("event in the log", "undone"),
    }


def _of_the_day() -> dict[str, str]:
    # translators: one line of the log each, in a narrow column: "12:30  locked".
    return {
        "busy": pgettext("event in the log", "busy"),
        "free": pgettext("event in the log", "free"),
        "ignored": pgettext("event in the log", "ignored"),
        "paused": pgettext("event in the log", "paused"),
        "resumed": pgettext("event in the log", "resumed"),
        "quiet": pgettext("event in the log", "quiet"),
        "idle": pgettext("event in the log", "idle"),
        "active": pgettext("event in the log", "active"),
        "away": pgettext("event in the log", "away"),
        "locked": pgettext("event in the log", "locked"),
        "unlocked": pgettext("event in the log", "unlocked"),
        "suspended": pgettext("event in the log", "suspended"),
        "woke": pgettext("event in the log", "woke"),
        "clock_moved": pgettext("event in the log", "clock moved"),
        "zone_changed": pgettext("event in the log", "zone changed"),
        "config_changed": pgettext("event in the log", "config changed"),
        "profile_changed": pgettext("event in the log", "profile changed"),
        "started_up": pgettext("event in the log", "started up"),
        "shut_down": pgettext("event in the log", "shut down"),
    }
