"""The words in the break window. Pure.

Rules of this file:
1. Constants are English; `scene` translates them when it shows them.
2. A prompt names no body and no pain; an exercise may, once the person has begun it.
3. Nobody is scolded, nothing is promised; the seconds of a break are seconds, not a grade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.content import safety
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from ergobreak.window.breaks.course import Spot

START: Final = N_("Start")
LATER: Final = N_("Later")
SKIP: Final = N_("Skip")
HOLD: Final = N_("Hold to skip")
DID: Final = N_("Already did it")
WALK: Final = N_("Walk instead")
BRIEF: Final = N_("One minute")
HURT: Final = N_("This hurts")
SURE: Final = N_("Start it, or already did it?")
# translators: before buttons that say "5 min", "10 min".
LATER_BY: Final = N_("Later, in")
WHY: Final = N_("Why not now?")
REASONS: Final = (N_("In the middle of something"), N_("In a meeting"), N_("Not now"))
"""In English also what is written down."""
NO_REASON: Final = N_("No reason")
BACK: Final = N_("Back")
PAUSE: Final = N_("Pause")
GO_ON: Final = N_("Continue")
NEXT: Final = N_("Next")
FINISH: Final = N_("Finish")
LEAVE: Final = N_("Hold to leave")
NEVER: Final = N_("Never this one")
# translators: before the button "Never this one".
THIS_ONE: Final = N_("This exercise")
# translators: which side of the body an exercise is at now: the other one.
OTHER_SIDE: Final = N_("other side")
PAUSED: Final = N_("Paused")
OVER: Final = N_("That was the set")
OVER_TEXT: Final = N_("The rest of the time is yours. Look out of the window, or have some water.")
WALKING: Final = N_("Enjoy the walk")
WALKING_TEXT: Final = N_("Any direction will do, at your own pace.")
FAREWELL: Final = N_("That was the break")
FAREWELL_TEXT: Final = N_("Carry on whenever you like.")
MEANWHILE: Final = N_("Take the time as it comes.")

HURT_TITLE: Final = N_("All right, easy does it")
HURT_TEXT: Final = N_(
    "For two days only gentle walks and slow breaths come. Take it slowly, and stop whenever"
    " something does not feel right."
)
WHERE: Final = N_("Where is it? Then that area stays out.")
AREAS: Final = (
    ("neck", N_("Neck")),
    ("shoulders", N_("Shoulders")),
    ("upper back", N_("Upper back")),
    ("lower back", N_("Lower back")),
    ("wrists/forearms", N_("Wrists")),
    ("hips", N_("Hips")),
    ("legs", N_("Legs")),
)
URGENT: Final = N_("When to get help at once")
STILL_TODAY: Final = N_("No movement prompts today")
STILL_NOTED: Final = N_("No movement prompts today, noted")
UNDO: Final = N_("Undo")
CLOSE: Final = N_("Close")

_MINUTE: Final = 60
_HOUR: Final = 3600


def start(seconds: float) -> str:
    """Return the words on the button that starts a break of this length."""
    # translators: on a button; {length} is how long the break takes: "5 min".
    return _("Start · {length}").format(length=span(seconds))


def span(seconds: float) -> str:
    """Return a length in words: 5 min, 45 s, 1 h."""
    if seconds < _MINUTE:
        # translators: seconds.
        return _("{count} s").format(count=round(seconds))
    if seconds < _HOUR:
        return _("{count} min").format(count=round(seconds / _MINUTE))
    hours, rest = divmod(round(seconds / _MINUTE), 60)
    if rest:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    return _("{count} h").format(count=hours)


def countdown(seconds: float) -> str:
    """Return what is left as a clock shows it: 4:32; nobody reads 0:00 while a break runs."""
    whole = int(seconds + 0.999)
    return f"{whole // _MINUTE}:{whole % _MINUTE:02}"


def place(title: str, number: int, total: int, *, is_mirrored: bool) -> str:
    """Return the small line above an exercise."""
    # translators: which exercise of a set it is: "2 of 3".
    count = _("{number} of {total}").format(number=number, total=total)
    return " · ".join([title, *[count] * (total > 1), *[_(OTHER_SIDE)] * is_mirrored])


def announced(at: Spot, number: int) -> str:
    """Return the small line above an exercise that is about to begin."""
    seconds = max(1, int(-at.seconds + 0.999))
    if number == 1:
        # translators: above the name of an exercise: when it begins.
        return _("First, in {seconds} s").format(seconds=seconds)
    # translators: above the name of an exercise: when it begins.
    return _("Next, in {seconds} s").format(seconds=seconds)


def signs() -> tuple[str, ...]:
    """Return the paragraphs on when to get help, at once and otherwise."""
    return tuple(safety.note(name) for name in (*safety.EMERGENCY, "see-a-doctor"))
