"""One question to `python -m ergobreak.agenda`: it reads calendars, answers and ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ergobreak import language
from ergobreak.core.appointments import Appointment, Spans
from ergobreak.core.hours import local_of
from ergobreak.core.model import DAY
from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.core.appointments import Sources

PATIENCE: Final = 20.0  # seconds
AHEAD: Final = 3 * DAY  # how far appointments are known
DAYS_AHEAD: Final = timedelta(days=400)  # days off; a year's end has to be known before it comes
DAYS_BEHIND: Final = timedelta(days=2)  # a night shift belongs to the day on which it began


class Failed(Exception):
    """There is no answer; the text says why, in a sentence."""


class Child:
    """A process that has been asked. Use it once: `answer`, and `end` from another thread."""

    def __init__(self, sources: Sources, zone: str, now: int) -> None:
        """Start it; `now` is the wall clock in microseconds. Raises Failed."""
        self._question = json.dumps(_request(sources, zone, now)).encode()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ergobreak.agenda"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What a library complains of could quote what stands in a calendar.
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise Failed(
                _("The calendars cannot be read: {error}").format(error=error.strerror or error)
            ) from error

    def answer(self, patience: float = PATIENCE) -> Spans:
        """Wait for the answer, for so many seconds. Raises Failed."""
        try:
            reply, _unused = self._process.communicate(self._question, timeout=patience)
        except subprocess.TimeoutExpired:
            self.end()
            raise Failed(_("The calendars could not be read in time.")) from None
        finally:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
        if self._process.returncode:
            raise Failed(_("The calendars could not be read: the reader has failed."))
        return spans_of(reply)

    def end(self) -> None:
        """End it, wherever it is. From any thread, any number of times; does not wait for long."""
        self._process.kill()
        try:
            self._process.wait(0.5)
        except subprocess.TimeoutExpired:
            return  # it hangs in the kernel, on a drive that is gone; it ends when that answers


def spans_of(reply: bytes) -> Spans:
    """Return an answer as values. Raises Failed where it makes no sense."""
    try:
        return _spans(json.loads(reply))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise Failed(_("The calendars could not be read: the answer makes no sense.")) from None


def _request(sources: Sources, zone: str, now: int) -> dict[str, object]:
    today = local_of(now, ZoneInfo(zone)).date()
    return {
        "zone": zone,
        "from": now - DAY,  # a clock that is set back finds them again
        "to": now + AHEAD,
        "first": (today - DAYS_BEHIND).isoformat(),
        "last": (today + DAYS_AHEAD).isoformat(),
        "calendars": [
            {
                "name": source.name,
                "path": source.path,
                "busy": source.is_busy,
                "days_off": source.is_off or source.is_choosing,
                "events": source.is_choosing,
            }
            for source in sources.calendars
        ],
        "holidays": list(sources.holidays),
    }


def _spans(reply: dict[str, Any]) -> Spans:
    """Return a reply as values; what is none raises one of half a dozen errors."""
    return Spans(
        tuple(
            Appointment(int(start), int(end), str(name))
            for start, end, name in reply["appointments"]
        ),
        {
            str(name): frozenset(map(date.fromisoformat, days))
            for name, days in reply["days_off"].items()
        },
        _sentences(reply["problems"]),
        _sentences(reply["omissions"]),
        {
            str(name): tuple(Appointment(int(start), int(end)) for start, end in events)
            for name, events in reply["events"].items()
        },
    )


def _sentences(found: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(f"{each['where']}: {each['what']}" for each in found)


def _environment() -> dict[str, str]:
    """Return our environment and language; from a checkout it has to say where the package is."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, language.VARIABLE: language.spoken()}
    if root.name not in {"site-packages", "dist-packages"}:
        others = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), others)))
    return environment
