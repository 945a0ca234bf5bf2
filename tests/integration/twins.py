"""Two daemons that are told the same on clocks that stand; one is killed, the other lives."""

from __future__ import annotations

import random
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.adapters.time import calendar
from ergobreak.core import engine
from ergobreak.core.model import SECOND, Now
from ergobreak.dataclass import replace
from ergobreak.errors import NotRunning, ProtocolError
from ergobreak.in_force import choose
from ergobreak.paths import find
from tests.integration.daemon import VIRTUAL, Daemon, Line, plain
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from ergobreak.control.protocol import Reply

BEGIN: Final = "2026-03-02T09:00:00+00:00"

# What a person types, and how often in a hundred lines; the clock moves on between.
SPOKEN: Final = {
    "advance 40s": 8,
    "advance 4m": 12,
    "advance 11m": 12,
    "drink": 10,
    "drink 300ml": 6,
    "postpone": 8,
    "postpone 7m": 5,
    "take": 5,
    "take stretch": 4,
    "done": 6,
    "done walk": 3,
    "skip": 4,
    "pause 6m": 4,
    "pause": 1,
    "quiet 9m": 3,
    "resume": 5,
    "hurt neck": 2,
    "hurt --undo": 2,
}


class Twins:
    """`mortal` gets killed, `other` does not; whatever is said is said to both."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.acknowledged: list[str] = []  # ids of records, in order
        self.said = 0
        self.doubtful = 0
        self._now = datetime.fromisoformat(BEGIN)
        homes = (folder / "mortal", folder / "other")
        for home in homes:
            _begin(home)
        self.mortal, self.other = (Daemon(home, *VIRTUAL, env={"TZ": "UTC"}) for home in homes)
        self.mortal.ready()
        self.other.ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.mortal.end()
        self.other.end()

    def say(self, words: str) -> Reply:
        """Say it to both; they must answer the same. Raises NotRunning, ProtocolError."""
        reply = self.mortal.ask(words, as_json=True)
        self.said += 1
        lines = _lines(reply)
        self.acknowledged += [str(line["id"]) for line in lines]
        told = self._tell_other(words)
        assert (reply.exit, reply.text) == (told.exit, told.text), words
        assert plain(lines) == plain(_lines(told)), words
        return reply

    def say_until_killed(self, within: float) -> str:
        """Say one thing after another and kill in between; return what was not acknowledged."""
        # By a clock of its own, so that the kill falls into any instant of a step.
        threading.Timer(self.chance.uniform(0, within), self.mortal.process.kill).start()
        words = ""
        try:
            while True:
                (words,) = self.chance.choices(list(SPOKEN), list(SPOKEN.values()))
                self.say(words)
        except (NotRunning, ProtocolError):
            self.mortal.wait()
            return words

    def compare(self, unanswered: str) -> None:
        """Start the killed one again; what it knows must be what the other knows."""
        written = self.mortal.journal()  # before anybody has mended anything
        ids = [str(line["id"]) for line in written]
        assert len(set(ids)) == len(ids)
        lost = set(self.acknowledged) - set(ids)
        assert not lost, f"{len(lost)} acknowledged records are lost"
        self.mortal.end()
        self.mortal = Daemon(self.mortal.home, *VIRTUAL, env={"TZ": "UTC"})
        self.mortal.ready()
        (started,) = wait_for(lambda: self.mortal.lines("started_up"))
        self._catch_up(unanswered, datetime.fromisoformat(str(started["at"])))
        assert history(self.mortal) == history(self.other)
        assert self.mortal.look() == self.other.look()

    def _catch_up(self, unanswered: str, back_at: datetime) -> None:
        """Bring both to one instant, and do for the other what the killed one had just done.

        A clock that stands goes on where the last snapshot was written, so what was moved without
        an event to write down is moved again.
        """
        behind = round((back_at - self._now).total_seconds())
        if behind > 0:
            assert unanswered.startswith("advance")
            self._tell_other(f"advance {behind}s")
        elif behind < 0:
            self.mortal.ask(f"advance {-behind}s")
        if len(history(self.mortal)) > len(history(self.other)):
            self.doubtful += 1
            self._tell_other(unanswered)

    def _tell_other(self, words: str) -> Reply:
        reply = self.other.ask(words, as_json=True)
        if words.startswith("advance"):
            # The answer is a sentence: It is Mon 2026-03-02 09:04:00.
            self._now = datetime.fromisoformat(f"{' '.join(reply.text.split()[3:])[:-1]}+00:00")
        return reply


def history(daemon: Daemon) -> list[Line]:
    """Return its journal without its starts and what names a machine."""
    return [line for line in plain(read(daemon.paths.journal)) if line["event"] != "started_up"]


def _begin(home: Path) -> None:
    """Write the snapshot of somebody who begins on a Monday at nine, not cleanly ended."""
    paths = find(str(home))
    plan = choose(paths, ignore_hours=True).plan_for("UTC")
    wall = round(datetime.fromisoformat(BEGIN).timestamp()) * SECOND
    state, _ = engine.start(plan, Now(wall // 1000 * SECOND, wall), "virtual")
    store = SqliteStore(paths.journal, lambda: calendar.zone_of("UTC"))
    store.append([], replace(state, running_clean=False))
    store.close()


def _lines(reply: Reply) -> list[Line]:
    found = reply.data.get("lines", [])
    assert isinstance(found, list)
    return found
