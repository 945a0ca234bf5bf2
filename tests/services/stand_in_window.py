"""Stands in for the process of the break window: `python stand_in_window.py LOG WORDS REPLIES`.

Each line that it is told is written to LOG, with its own number, and answered as REPLIES say: a
JSON object, what it is told to do -> the lines it says then; "PROMPT" in them is the prompt's id.
"exit" ends it, "stubborn" lets it live on whatever happens, "die" writes to its standard error and
ends it. Each line that comes by the pipe WORDS is said as it is; "-" is none.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading

SAID = threading.Lock()


def main(log: str, words: str, replies: str) -> None:
    """Listen to the input until it ends."""
    if words != "-":
        threading.Thread(target=pass_on, args=(words,), daemon=True).start()
    answers: dict[str, list[str]] = json.loads(replies)
    for line in sys.stdin:
        note(log, line)
        told = json.loads(line)
        for answer in answers.get(told["do"], []):
            do(answer.replace("PROMPT", told.get("prompt", "")))
    if "stubborn" in answers.get("end", []):
        signal.pause()
    note(log, '{"do": "end"}')


def do(answer: str) -> None:
    """Say it, or end as it says."""
    if answer == "exit":
        os._exit(0)
    elif answer == "die":
        sys.stderr.write("x" * 5000 + "\nTclError: no more colours\n")
        os._exit(1)
    elif answer == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    else:
        say(answer)


def say(line: str) -> None:
    """Write a line of the output."""
    with SAID:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def pass_on(words: str) -> None:
    """Say each line that comes by a pipe."""
    while True:
        with open(words, encoding="utf-8") as pipe:  # noqa: PTH123 - as little as can be is loaded
            for line in pipe:
                say(line.rstrip("\n"))


def note(log: str, line: str) -> None:
    """Write down what it was told."""
    with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123 - likewise
        file.write(json.dumps({"pid": os.getpid(), "line": json.loads(line)}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
