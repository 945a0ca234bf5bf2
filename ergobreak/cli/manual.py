"""What the command line says about itself: every verb in a line, an example each, exit codes. Data.

The order is that of `ergobreak --help`: what one needs every day comes first.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Verb(NamedTuple):
    """One verb: what follows it, what it does, an example, and what its own help adds."""

    name: str
    words: str
    about: str
    example: str
    more: str = ""


_HOW_LONG: Final = (
    "30m, 1h 30m, until 14:00, until tomorrow, until 2027-01-04; a bare number is minutes. "
    "Without words: until tomorrow, when the working hours begin."
)

DAILY: Final = (
    Verb("start", "", "start in the background", "ergobreak start"),
    Verb("status", "", "say what is going on and what comes next", "ergobreak status --json"),
    Verb(
        "take",
        "[NAME]",
        "start a break now",
        "ergobreak take stretch",
        "Without a name: the one that is asked for, else the next one.",
    ),
    Verb(
        "done",
        "[NAME]",
        "it is done: write it down",
        "ergobreak done walk",
        "Without a name: the open prompt, or the break that is going on. With one: whenever you "
        "like, and its timer starts afresh.",
    ),
    Verb(
        "postpone",
        "[5m]",
        "not now: let the prompt come back later",
        "ergobreak postpone 10m",
        "A bare number is minutes.",
    ),
    Verb(
        "skip",
        "",
        "leave this one out",
        "ergobreak skip",
        "In a break: end it here; what was done of it counts.",
    ),
    Verb(
        "drink",
        "[250ml]",
        "note a drink",
        "ergobreak drink 300ml",
        "In ml, cl, dl, l, oz or cups; a bare number is millilitres, 20 at least.",
    ),
    Verb("pause", "[30m | until ...]", "stop the timers", "ergobreak pause until 14:00", _HOW_LONG),
    Verb("resume", "", "end a pause or a quiet time", "ergobreak resume"),
    Verb(
        "quiet",
        "[30m | until ...]",
        "show nothing; the timers run",
        "ergobreak quiet 1h",
        _HOW_LONG,
    ),
    Verb(
        "hurt",
        "[AREA]",
        "something hurts: stop, and easy days",
        "ergobreak hurt neck",
        "For 48 hours no stretch and no posture check is asked for, and walks are gentle.",
    ),
    Verb(
        "log",
        "[add | undo | ...]",
        "list what was written down, by default today; put it right",
        "ergobreak log --since monday --reminder stretch",
        'A day is told in short: what was shown, and what came of it. log add "walk at 14:30 for '
        '3m" notes what was done without us, log undo takes back the last answer, and the one '
        "before when told again; log amend ID --outcome skipped puts a line right, by the name at "
        "its end. Nothing is overwritten, and no timer moves. log purge turns days that are older "
        "than 90 into figures, log delete --all --yes deletes everything for good.",
    ),
    Verb(
        "stats",
        "[today]",
        "say how it went: today, this week, the last two weeks",
        "ergobreak stats --days 30",
        "All of it as recorded: what was held back, or came while you were away, never counts "
        "against you. In bars and words; in words alone when piped, or for a screen reader.",
    ),
    Verb(
        "settings",
        "",
        "a window for what most people change; --file: the file",
        "ergobreak settings",
        "Working hours, how often, water, sound, colours. Without Tk or a screen, and with --file, "
        "the file itself: in a terminal with $VISUAL or $EDITOR, else the desktop's own editor.",
    ),
)
MORE: Final = (
    Verb(
        "setup",
        "[workplace]",
        "a few questions, and the settings fit you",
        "ergobreak setup",
        "Hours, place, how often, water, movements to leave out, the workplace. Nothing is written "
        "before the last yes. With answers as options nothing is asked.",
    ),
    Verb(
        "exercises",
        "[show ID | ...]",
        "look at the exercises, try one, choose among them",
        "ergobreak exercises play neck-turn",
        "list, routines, show ID, play ID, never ID, favourite ID, allow ID; without a word: list. "
        "never and allow take a body area, too, and play a routine. allow brings back what was "
        'left out, also an area after "something hurts".',
    ),
    Verb(
        "why",
        "[TIME | REMINDER | monday]",
        "why it came, why not, why it is silent",
        "ergobreak why stretch",
        "Told from the journal: what set it to zero, when it fell due, what held it, its end. "
        "monday: what the line about last week and its offer stand on.",
    ),
    Verb(
        "doctor",
        "",
        "say what works here, what is missing, and how to mend it",
        "ergobreak doctor --json",
        "For each part: who serves it, what its lack costs you, and one command or setting that "
        "mends it. Exit code 0: prompts can be shown and breaks be written down. --privacy lists "
        "every file instead, with what it holds and how to delete it; --bundle puts together a bug "
        "report.",
    ),
    Verb(
        "sitting",
        "",
        "the last time away was none: I was at the desk",
        "ergobreak sitting",
        "The log no longer counts it as a break; no timer moves.",
    ),
    Verb(
        "ignore",
        "[REASON]",
        "what holds prompts is no reason: let them come",
        "ergobreak ignore call",
        "Until it ends: a call, sharing, fullscreen, dnd, app or calendar, or the program's name.",
    ),
    Verb(
        "profile",
        "[use NAME | auto]",
        "other settings at another time or place: which are in force, and why",
        "ergobreak profile use home until 17:00",
        "use NAME [2h | until 17:00 | until tomorrow], use none, auto (by its days, hours and "
        "calendar again); without words: what is in force, and the list. Without a time a choice "
        "holds until the next one.",
    ),
    Verb(
        "hooks",
        "[test NAME]",
        "which programs of yours run on what, and how it went",
        "ergobreak hooks test pause-music",
        "They stand in the settings under [hooks]. test runs one now, on an event that has not "
        "happened, and prints what it says, its exit code and its time.",
    ),
    Verb("next", "", "list what comes next", "ergobreak next --json"),
    Verb("preview", "NAME", "show the real prompt; nothing is logged", "ergobreak preview stretch"),
    Verb("events", "", "print the journal as JSON lines", "ergobreak events --follow --last 5"),
    Verb(
        "discomfort",
        "[AREA=N ...]",
        "note once a week how it feels, 0 to 10; for you alone",
        "ergobreak discomfort neck=3 back=5",
        "Without words, five short questions. The answers stay in the log on this machine: nothing "
        "shows or exports them unless you ask for it by name.",
    ),
    Verb(
        "sheet",
        "",
        "one page about breaks and sitting, to print and take along",
        "ergobreak sheet --days 28 --open",
        "For a physiotherapist, say: what is asked for, what came of it, how long you sit, which "
        "exercises you do. Nobody but you gets it; nothing about discomfort is in it unless you "
        "say --with-discomfort.",
    ),
    Verb(
        "report",
        "",
        "your days, weeks and hours as a page of charts",
        "ergobreak report --open",
        "One file that needs no network and tells nobody. It can be printed, and read on a phone; "
        "each chart has its figures in a table below it.",
    ),
    Verb(
        "export",
        "",
        "hand out the log, as CSV or JSON lines",
        "ergobreak export -o breaks.csv",
        "Discomfort and hurts are left out unless they are named. In CSV the first line names the "
        "columns: id, machine, at (local time with offset), event, reminder, prompt, reason, "
        "until, seconds, ml, credit, level, exercises, of (the id that a line stands for), "
        "profile, others; names in one cell are parted by semicolons, and a text that a "
        "spreadsheet would take for a formula has an apostrophe in front.",
    ),
    Verb(
        "import",
        "FILE",
        "bring in an exported log; says first what it would do",
        "ergobreak import laptop.jsonl",
        "Each line comes in once, under its own machine; a second time changes nothing. With a "
        "mistake in the file nothing comes in.",
    ),
    Verb("run", "", "run in the foreground; Ctrl-C ends it", "ergobreak run --headless"),
    Verb("stop", "", "end what runs in the background", "ergobreak stop"),
    Verb("restart", "", "end it and start it anew", "ergobreak restart"),
    Verb("ping", "", "ask whether it answers", "ergobreak ping"),
    Verb("advance", "SPAN", "move a virtual clock", "ergobreak advance 90m"),
    Verb(
        "simulate", "[SCENARIO]", "see a day that comes, or a year", "ergobreak simulate --day mon"
    ),
    Verb(
        "window",
        "",
        "show state, log and buttons in a window",
        "ergobreak window",
        "A second start from the menu of applications does the same. It needs Tk.",
    ),
    Verb(
        "desktop",
        "install|remove",
        "ergobreak in the menu of applications",
        "ergobreak desktop install",
        "With actions: take a break, silence for an hour, drink, quit.",
    ),
    Verb(
        "autostart",
        "[on|off|status]",
        "start at login, or not any more",
        "ergobreak autostart on",
        "By systemd where the desktop tells it of the session, else by an entry that every desktop "
        "reads; never by both. off leaves no trace.",
    ),
    Verb(
        "help",
        "[COMMAND]",
        "explain a command",
        "ergobreak help --open",
        "With --open: the page that explains icons, commands and places.",
    ),
    Verb(
        "completion",
        "bash|zsh|fish",
        "let the Tab key complete commands, options and names",
        "ergobreak completion bash",
        "Prints what the shell has to read: in ~/.bashrc and ~/.zshrc, each for its own shell, "
        'eval "$(ergobreak completion bash)"; for fish, ergobreak completion fish > '
        "~/.config/fish/completions/ergobreak.fish.",
    ),
    Verb(
        "config",
        "explain | set | ...",
        "look at the settings, explain a key, change one",
        "ergobreak config set reminders.stretch.every 60m",
        "check, show and diff take a FILE, too; explain [KEY], set KEY VALUE, unset KEY, "
        "reset [KEY], preset [NAME], upgrade, edit, path, schema; export [FILE] and import "
        "FILE carry your settings to another machine. What is written is checked before; your "
        "comments stay. A list: one word after the other, or parted by commas.",
    ),
)
VERBS: Final = {verb.name: verb for verb in (*DAILY, *MORE)}
# What the menu calls otherwise.
ALIASES: Final = {"quit": "stop"}

USAGE: Final = "ergobreak [--home DIR] [VERB ...]"
