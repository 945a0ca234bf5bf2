"""Where the default numbers come from: a sentence or two for each key that has a source. Data.

Rules of this file:
1. Say what a text advises or a study saw, and how firm that is; never that it prevents or cures.
2. `*` stands for any name. What is our own choice has no entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.config.edit import Key

_DOSE: Final = N_(
    "Guidance for screen work: rather 5 to 10 minutes after 50 to 60 than 15 to 20 every two hours "
    "(HSE). In trials people took about half of their prompts, and liked 3 minutes better than 30 "
    "seconds (Henning 1997)."
)
_SOURCES: Final[Mapping[Key, str]] = {
    ("reminders", "stretch", "every"): (
        N_(
            "The article that the idea comes from: warm up briefly every one and a half hours. "
            "Guidance for screen work is shorter, 50 to 60 minutes (HSE, CCOHS, AUVA); with the "
            "walk halfway between two stretches it is 45."
        )
    ),
    ("reminders", "stretch", "for"): _DOSE,
    ("reminders", "walk", "every"): (
        N_(
            "A review of eleven trials speaks for active breaks with a change of posture, and "
            "saw no harm to output (Waongenngarm 2018). WHO names no threshold for sitting."
        )
    ),
    ("reminders", "walk", "for"): _DOSE,
    ("reminders", "hydration", "goal"): (
        N_(
            "A yardstick, not a need: EFSA (2010) gives 2.0 l for women and 2.5 l for men, food "
            "included, and food has a fifth to a third of it."
        )
    ),
    ("reminders", "hydration", "ceiling"): (
        N_(
            "Kidneys pass about 0.8 to 1 l an hour; only popular texts say so. It is there so that "
            "nobody catches up."
        )
    ),
    ("reminders", "posture", "every"): (
        N_(
            "No strong evidence for one right posture (Slater 2019); to change it now and then "
            "is the point."
        )
    ),
    ("reminders", "eyes", "every"): (
        N_(
            "A rule that is easy to remember, not one from data. Of two studies one saw fewer "
            "symptoms while it was used (Talens-Estarelles 2022), one saw none of it (Johnson "
            "and Rosenfield 2022). So it is only a sign in the tray."
        )
    ),
    ("reminders", "micro", "every"): (
        N_(
            "Half a minute every 20 or 40 minutes: less discomfort, no harm to output (McLean "
            "2001)."
        )
    ),
    ("delivery", "early"): (
        N_(
            "A prompt at the end of a step annoys less than one in the midst of it (Iqbal and "
            "Bailey 2008)."
        )
    ),
    ("reminders", "*", "strict"): (
        N_(
            "Break programs are dropped because they interrupt (Morris 2008); so nothing is strict "
            "unless you want it."
        )
    ),
    ("discomfort", "ask"): (
        N_("How it feels is what studies of breaks ask for; it is for you alone, so it is off.")
    ),
}
_SAME: Final[Mapping[Key, Key]] = {
    ("delivery", "late"): ("delivery", "early"),
    ("delivery", "lull"): ("delivery", "early"),
    ("reminders", "walk", "first"): ("reminders", "stretch", "every"),
}


def of(path: Key) -> str:
    """Return where the default of a key comes from; nothing: it is our own choice."""
    wanted = _SAME.get(path, path)
    found = _SOURCES.get(wanted, "")
    return _(found or (_SOURCES.get((wanted[0], "*", *wanted[2:]), "") if len(wanted) > 2 else ""))


def paths() -> tuple[Key, ...]:
    """Return the paths that have a source; `*` in one stands for any name."""
    return (*_SOURCES, *_SAME)
