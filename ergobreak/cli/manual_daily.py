"""What the command line says about the verbs of every day. Data."""

from __future__ import annotations

from typing import Final

from ergobreak.cli.manual_verb import Verb
from ergobreak.language import N_

_HOW_LONG: Final = N_(
    "30m, 1h 30m, until 14:00, until tomorrow, until 2027-01-04; a bare number is minutes. "
    "Without words: until tomorrow, when the working hours begin."
)

DAILY: Final = (
    Verb("start", "", N_("start in the background"), "ergobreak start"),
    Verb("status", "", N_("say what is going on and what comes next"), "ergobreak status --json"),
    Verb(
        "take",
        "[NAME]",
        N_("start a break now"),
        "ergobreak take stretch",
        N_("Without a name: the one that is asked for, else the next one."),
    ),
    Verb(
        "done",
        "[NAME]",
        N_("it is done: write it down"),
        "ergobreak done walk",
        N_(
            "Without a name: the open prompt, or the break that is going on. With one: whenever "
            "you like, and its timer starts afresh."
        ),
    ),
    Verb(
        "postpone",
        "[5m]",
        N_("not now: let the prompt come back later"),
        "ergobreak postpone 10m",
        N_("A bare number is minutes."),
    ),
    Verb(
        "skip",
        "",
        N_("leave this one out"),
        "ergobreak skip",
        N_("In a break: end it here; what was done of it counts."),
    ),
    Verb(
        "drink",
        "[250ml]",
        N_("note a drink"),
        "ergobreak drink 300ml",
        N_("In ml, cl, dl, l, oz or cups; a bare number is millilitres, 20 at least."),
    ),
    Verb(
        "pause",
        "[30m | until ...]",
        N_("stop the timers"),
        "ergobreak pause until 14:00",
        _HOW_LONG,
    ),
    Verb("resume", "", N_("end a pause or a quiet time"), "ergobreak resume"),
    Verb(
        "quiet",
        "[30m | until ...]",
        N_("show nothing; the timers run"),
        "ergobreak quiet 1h",
        _HOW_LONG,
    ),
    Verb(
        "hurt",
        "[AREA]",
        N_("something hurts: stop, and easy days"),
        "ergobreak hurt neck",
        N_("For 48 hours no stretch and no posture check is asked for, and walks are gentle."),
    ),
    Verb(
        "log",
        "[add | undo | ...]",
        N_("list what was written down, by default today; put it right"),
        "ergobreak log --since monday --reminder stretch",
        N_(
            'A day is told in short: what was shown, and what came of it. log add "walk at 14:30 '
            'for 3m" notes what was done without us, log undo takes back the last answer, and '
            "the one before when told again; log amend ID --outcome skipped puts a line right, "
            "by the name at its end. Nothing is overwritten, and no timer moves. log purge turns "
            "days that are older than 90 into figures, log delete --all --yes deletes everything "
            "for good."
        ),
    ),
    Verb(
        "stats",
        "[today]",
        N_("say how it went: today, this week, the last two weeks"),
        "ergobreak stats --days 30",
        N_(
            "All of it as recorded: what was held back, or came while you were away, never counts "
            "against you. In bars and words; in words alone when piped, or for a screen reader."
        ),
    ),
    Verb(
        "settings",
        "",
        N_("a window for what most people change; --file: the file"),
        "ergobreak settings",
        N_(
            "Working hours, how often, water, sound, colours. Without Tk or a screen, and with "
            "--file, the file itself: in a terminal with $VISUAL or $EDITOR, else the desktop's "
            "own editor."
        ),
    ),
)
