"""Journal lines for the tests of history, written the way a person would note them."""

from __future__ import annotations

import functools
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ergobreak.history import Line, Spell

DAY = date(2026, 3, 2)  # a Monday
OFFSET = "+01:00"
_NUMBERS = ("seconds", "ml", "level")
_TRANSCRIPTS = Path(__file__).resolve().parents[1] / "scenarios" / "transcripts"


def log(text: str, *, day: date = DAY, offset: str = OFFSET, machine: str = "one") -> list[Line]:
    """Return lines from words: a time, an event, then `key=value`; `+1` before it: the next day.

    The first word without `=` is the reminder, the second the prompt. Ids count up.
    """
    found: list[Line] = []
    for serial, words in enumerate((row.split() for row in text.splitlines() if row.strip()), 1):
        date_ = day
        if words[0].startswith("+"):
            date_ += timedelta(days=int(words.pop(0)))
        clock, event, *rest = words
        clock += ":00" if clock.count(":") == 1 else ""
        line: Line = {"id": f"{machine}{serial:04}", "machine": machine}
        line |= {"at": f"{date_.isoformat()}T{clock}{offset}", "event": event}
        names = iter(("reminder", "prompt"))
        for word in rest:
            key, _, value = word.partition("=")
            if not value:
                line[next(names)] = key
            elif key in _NUMBERS:
                line[key] = int(value)
            elif key == "exercises":
                line[key] = value.split(",")
            else:
                line[key] = True if value == "yes" else value
        found.append(line)
    return found


def at(clock: str, *, days: int = 0) -> datetime:
    """Return an instant of the day of the log."""
    return datetime.fromisoformat(f"{(DAY + timedelta(days=days)).isoformat()}T{clock}{OFFSET}")


def told(spells: list[Spell]) -> list[str]:
    """Return spells as words: from, to, kind, reason."""
    return [
        f"{spell.start:%H:%M}-{spell.end:%H:%M} {spell.kind} {spell.reason}".rstrip()
        for spell in spells
    ]


@functools.cache
def transcript(name: str) -> list[Line]:
    """Return the lines of a scenario's transcript."""
    text = (_TRANSCRIPTS / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(row) for row in text.splitlines()]


def transcripts() -> list[str]:
    """Return the names of all transcripts."""
    return sorted(path.stem for path in _TRANSCRIPTS.glob("*.jsonl"))


def played(name: str) -> list[Line]:
    """Return the journal of a scenario, played now."""
    from ergobreak.simulate import play, scenario
    from ergobreak.simulate.transcript import Transcript

    transcript_ = Transcript(keep=True)
    play(scenario.load(_TRANSCRIPTS.parent / f"{name}.toml", None), transcript_)
    return transcript_.lines


@functools.cache
def ordinary_days(days: int) -> list[Line]:
    """Return the journal of ordinary working days, as the simulator plays them."""
    from ergobreak import config
    from ergobreak.simulate import play
    from ergobreak.simulate.transcript import Transcript
    from ergobreak.simulate.working_days import working_days

    played = Transcript(keep=True)
    play(working_days(config.defaults(), days), played)
    return played.lines
