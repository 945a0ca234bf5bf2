"""What the command line says about itself: every verb in a line, an example each, exit codes. Data.

The order is that of `ergobreak --help`: what one needs every day comes first.
"""

from __future__ import annotations

from typing import Final

from ergobreak.cli.manual_daily import DAILY
from ergobreak.cli.manual_verb import Verb
from ergobreak.language import N_

MORE: Final = (
    Verb(
        "setup",
        "[workplace]",
        N_("a few questions, and the settings fit you"),
        "ergobreak setup",
        N_(
            "Hours, place, how often, water, movements to leave out, the workplace. Nothing is "
            "written before the last yes. With answers as options nothing is asked."
        ),
    ),
    Verb(
        "exercises",
        "[show ID | ...]",
        N_("look at the exercises, try one, choose among them"),
        "ergobreak exercises play neck-turn",
        N_(
            "list, routines, show ID, play ID, never ID, favourite ID, allow ID; without a word: "
            "list. never and allow take a body area, too, and play a routine. allow brings back "
            'what was left out, also an area after "something hurts".'
        ),
    ),
    Verb(
        "why",
        "[TIME | REMINDER | monday]",
        N_("why it came, why not, why it is silent"),
        "ergobreak why stretch",
        N_(
            "Told from the journal: what set it to zero, when it fell due, what held it, its end. "
            "monday: what the line about last week and its offer stand on."
        ),
    ),
    Verb(
        "doctor",
        "",
        N_("say what works here, what is missing, and how to mend it"),
        "ergobreak doctor --json",
        N_(
            "For each part: who serves it, what its lack costs you, and one command or setting "
            "that mends it. Exit code 0: prompts can be shown and breaks be written down. "
            "--privacy lists every file instead, with what it holds and how to delete it; "
            "--bundle puts together a bug report."
        ),
    ),
    Verb(
        "sitting",
        "",
        N_("the last time away was none: I was at the desk"),
        "ergobreak sitting",
        N_("The log no longer counts it as a break; no timer moves."),
    ),
    Verb(
        "ignore",
        "[REASON]",
        N_("what holds prompts is no reason: let them come"),
        "ergobreak ignore call",
        N_(
            "Until it ends: a call, sharing, fullscreen, dnd, app or calendar, or the program's "
            "name."
        ),
    ),
    Verb(
        "profile",
        "[use NAME | auto]",
        N_("other settings at another time or place: which are in force, and why"),
        "ergobreak profile use home until 17:00",
        N_(
            "use NAME [2h | until 17:00 | until tomorrow], use none, auto (by its days, hours "
            "and calendar again); without words: what is in force, and the list. Without a time "
            "a choice holds until the next one."
        ),
    ),
    Verb(
        "hooks",
        "[test NAME]",
        N_("which programs of yours run on what, and how it went"),
        "ergobreak hooks test pause-music",
        N_(
            "They stand in the settings under [hooks]. test runs one now, on an event that has not "
            "happened, and prints what it says, its exit code and its time."
        ),
    ),
    Verb("next", "", N_("list what comes next"), "ergobreak next --json"),
    Verb(
        "preview",
        "NAME",
        N_("show the real prompt; nothing is logged"),
        "ergobreak preview stretch",
    ),
    Verb("events", "", N_("print the journal as JSON lines"), "ergobreak events --follow --last 5"),
    Verb(
        "discomfort",
        "[AREA=N ...]",
        N_("note once a week how it feels, 0 to 10; for you alone"),
        "ergobreak discomfort neck=3 back=5",
        N_(
            "Without words, five short questions. The answers stay in the log on this machine: "
            "nothing shows or exports them unless you ask for it by name."
        ),
    ),
    Verb(
        "sheet",
        "",
        N_("one page about breaks and sitting, to print and take along"),
        "ergobreak sheet --days 28 --open",
        N_(
            "For a physiotherapist, say: what is asked for, what came of it, how long you sit, "
            "which exercises you do. Nobody but you gets it; nothing about discomfort is in it "
            "unless you say --with-discomfort."
        ),
    ),
    Verb(
        "report",
        "",
        N_("your days, weeks and hours as a page of charts"),
        "ergobreak report --open",
        N_(
            "One file that needs no network and tells nobody. It can be printed, and read on a "
            "phone; each chart has its figures in a table below it."
        ),
    ),
    Verb(
        "export",
        "",
        N_("hand out the log, as CSV or JSON lines"),
        "ergobreak export -o breaks.csv",
        N_(
            "Discomfort and hurts are left out unless they are named. In CSV the first line "
            "names the columns: id, machine, at (local time with offset), event, reminder, "
            "prompt, reason, until, seconds, ml, credit, level, exercises, of (the id that a "
            "line stands for), profile, others; names in one cell are parted by semicolons, and "
            "a text that a spreadsheet would take for a formula has an apostrophe in front."
        ),
    ),
    Verb(
        "import",
        "FILE",
        N_("bring in an exported log; says first what it would do"),
        "ergobreak import laptop.jsonl",
        N_(
            "Each line comes in once, under its own machine; a second time changes nothing. With a "
            "mistake in the file nothing comes in."
        ),
    ),
    Verb("run", "", N_("run in the foreground; Ctrl-C ends it"), "ergobreak run --headless"),
    Verb("stop", "", N_("end what runs in the background"), "ergobreak stop"),
    Verb("restart", "", N_("end it and start it anew"), "ergobreak restart"),
    Verb("ping", "", N_("ask whether it answers"), "ergobreak ping"),
    Verb("advance", "SPAN", N_("move a virtual clock"), "ergobreak advance 90m"),
    Verb(
        "simulate",
        "[SCENARIO]",
        N_("see a day that comes, or a year"),
        "ergobreak simulate --day mon",
    ),
    Verb(
        "window",
        "",
        N_("show state, log and buttons in a window"),
        "ergobreak window",
        N_("A second start from the menu of applications does the same. It needs Tk."),
    ),
    Verb(
        "desktop",
        "install|remove",
        N_("ergobreak in the menu of applications"),
        "ergobreak desktop install",
        N_("With actions: take a break, silence for an hour, drink, quit."),
    ),
    Verb(
        "autostart",
        "[on|off|status]",
        N_("start at login, or not any more"),
        "ergobreak autostart on",
        N_(
            "By systemd where the desktop tells it of the session, else by an entry that every "
            "desktop reads; never by both. off leaves no trace."
        ),
    ),
    Verb(
        "help",
        "[COMMAND]",
        N_("explain a command"),
        "ergobreak help --open",
        N_("With --open: the page that explains icons, commands and places."),
    ),
    Verb(
        "completion",
        "bash|zsh|fish",
        N_("let the Tab key complete commands, options and names"),
        "ergobreak completion bash",
        N_(
            "Prints what the shell has to read: in ~/.bashrc and ~/.zshrc, each for its own shell, "
            'eval "$(ergobreak completion bash)"; for fish, ergobreak completion fish > '
            "~/.config/fish/completions/ergobreak.fish."
        ),
    ),
    Verb(
        "config",
        "explain | set | ...",
        N_("look at the settings, explain a key, change one"),
        "ergobreak config set reminders.stretch.every 60m",
        N_(
            "check, show and diff take a FILE, too; explain [KEY], set KEY VALUE, unset KEY, "
            "reset [KEY], preset [NAME], upgrade, edit, path, schema; export [FILE] and import "
            "FILE carry your settings to another machine. What is written is checked before; your "
            "comments stay. A list: one word after the other, or parted by commas."
        ),
    ),
)
VERBS: Final = {verb.name: verb for verb in (*DAILY, *MORE)}
# What the menu calls otherwise.
ALIASES: Final = {"quit": "stop"}

USAGE: Final = "ergobreak [--home DIR] [VERB ...]"
