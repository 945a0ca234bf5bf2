"""What the command line says about itself: every verb in a line, an example each, exit codes. Data.

The order is that of `ergobreak --help`: what one needs every day comes first.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Verb(NamedTuple):
    """One verb: what follows it, what it does, and an example."""

    name: str
    words: str
    about: str
    example: str


DAILY: Final = (
    Verb("start", "", "start in the background", "ergobreak start"),
    Verb("status", "", "say what is going on and what comes next", "ergobreak status --json"),
    Verb("take", "[NAME]", "start a break now", "ergobreak take stretch"),
    Verb("done", "[NAME]", "it is done: write it down", "ergobreak done walk"),
    Verb("postpone", "[5m]", "not now: let the prompt come back later", "ergobreak postpone 10m"),
    Verb("skip", "", "leave this one out", "ergobreak skip"),
    Verb("drink", "[250ml]", "note a drink", "ergobreak drink 300ml"),
    Verb("pause", "[30m | until ...]", "stop the timers", "ergobreak pause until 14:00"),
    Verb("resume", "", "end a pause or a quiet time", "ergobreak resume"),
    Verb("quiet", "[30m | until ...]", "show nothing; the timers run", "ergobreak quiet 1h"),
    Verb("hurt", "[AREA]", "something hurts: stop, and easy days", "ergobreak hurt neck"),
    Verb(
        "log", "", "list what was written down, by default today", "ergobreak log --day 2026-03-02"
    ),
)
MORE: Final = (
    Verb("next", "", "list what comes next", "ergobreak next --json"),
    Verb("preview", "NAME", "show the real prompt; nothing is logged", "ergobreak preview stretch"),
    Verb("events", "", "print the journal as JSON lines", "ergobreak events --follow --last 5"),
    Verb("run", "", "run in the foreground", "ergobreak run --headless --clock virtual"),
    Verb("stop", "", "end it", "ergobreak stop"),
    Verb("restart", "", "end it and start it anew", "ergobreak restart"),
    Verb("ping", "", "ask whether it answers", "ergobreak ping"),
    Verb("advance", "SPAN", "move a virtual clock", "ergobreak advance 90m"),
    Verb("simulate", "[SCENARIO]", "play a day or a year", "ergobreak simulate --days 365 --jsonl"),
    Verb("config", "check|path|show", "look at the config", "ergobreak config check"),
)
VERBS: Final = {verb.name: verb for verb in (*DAILY, *MORE)}

USAGE: Final = "ergobreak [--home DIR] [VERB ...]"

EXIT_CODES: Final = """\
exit codes:
  0 fine   1 unexpected   2 usage or config   3 not running   4 already running
  5 protocol or version   6 refused: it makes sense, but not now   130 interrupted"""

OPTIONS: Final = """\
options, before or after the verb:
  --home DIR          keep config, state and socket of one instance in DIR
  --version           print the version
  -h, --help          this text; behind a verb: more about it"""

EXAMPLES: Final = """\
examples:
  ergobreak                     how things stand
  ergobreak pause until 14:00   also: 30m, until tomorrow, until 2027-01-04
  ergobreak log --last 20       the last twenty lines of the journal"""


def overview() -> str:
    """Return the text of `ergobreak --help`."""
    return "\n\n".join(
        [
            f"usage: {USAGE}",
            "A break reminder that waits for the right moment. Without a verb: status.",
            _group("every day:", DAILY),
            _group("more:", MORE),
            OPTIONS,
            EXAMPLES,
            EXIT_CODES,
        ]
    )


def _group(title: str, verbs: tuple[Verb, ...]) -> str:
    lines = [f"  {f'{verb.name} {verb.words}':26}  {verb.about}" for verb in verbs]
    return "\n".join([title, *lines])
