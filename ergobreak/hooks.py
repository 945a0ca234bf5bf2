"""Which programs are run on which lines of the journal, and what became of them.

Rules of this file:
1. A line comes here once it is on the disk, on the engine's thread. All that is done there is to
   compare words: a hook that is slow, hangs or is missing delays no prompt.
2. Without hooks in the settings nothing is loaded, and no thread is there.
3. What tells of a pain goes to no program unless the hook names it: "*" is all but that.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from ergobreak.config.hooks import EVERY
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.adapters.hooks.run import Ended
    from ergobreak.adapters.hooks.runner import Job, Runner
    from ergobreak.config.settings import Hook

_log = logging.getLogger(__name__)

MILLISECOND: Final = 1000  # microseconds


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one hook since the daemon started. Spans are microseconds."""

    runs: int = 0
    failed: int = 0
    dropped: int = 0
    took: int = 0  # all runs together
    last_took: int = 0
    last: str = ""  # how the last one ended, in words
    last_event: str = ""
    last_at: str = ""  # the `at` of that event


class Hooks:
    """One for a daemon. `home`: its folder, where that is not the usual one."""

    def __init__(self, home: str = "") -> None:
        self._home = home
        self._hooks: Mapping[str, Hook] = {}
        self._off = ""
        self._runner: Runner | None = None
        self._lock = threading.Lock()  # guards what follows
        self._tallies: dict[str, Tally] = {}

    def follow(self, hooks: Mapping[str, Hook], off: str = "") -> None:
        """Run these from now on; `off` says why there are none of those in the file.

        On the engine's thread, or before it runs.
        """
        if hooks:
            from ergobreak.adapters.hooks import LACKS

            hooks, off = ({}, _(LACKS)) if LACKS else (hooks, off)
        self._off = off
        changed = {name for name, hook in self._hooks.items() if hooks.get(name) != hook}
        self._hooks = hooks
        if hooks and self._runner is None:
            from ergobreak.adapters.hooks.runner import Runner

            self._runner = Runner(self._ended, self._dropped)
        if changed and self._runner is not None:
            self._runner.forget(changed)

    def written(self, line: Mapping[str, object]) -> None:
        """Run what is to run on this line of the journal. On the engine's thread; never raises."""
        if self._runner is None or not self._hooks:
            return
        from ergobreak.adapters.hooks.runner import Job

        for name, hook in self._hooks.items():
            if is_for(hook, line):
                self._runner.add(Job(name, hook.run, line, int(hook.limit), self._home))

    def report(self) -> dict[str, object]:
        """Return the hooks, what became of each, and why they are off. From any thread."""
        with self._lock:
            tallies = dict(self._tallies)
        found = [told(name, hook, tallies.get(name, Tally())) for name, hook in self._hooks.items()]
        return {"hooks": found, "off": self._off}

    def stop(self) -> None:
        """End what still runs. Returns within two seconds."""
        if self._runner is not None:
            self._runner.stop()

    # ---------------------------------------------------------------- the runner's thread

    def _ended(self, job: Job, ended: Ended) -> None:
        event = str(job.line.get("event"))
        for line in ended.said.splitlines():
            _log.warning("%s: %s", job.name, line)
        if not ended.is_well:
            _log.warning("%s, on %s: %s", job.name, event, ended.told)

        def count(before: Tally) -> Tally:
            return replace(
                before,
                runs=before.runs + 1,
                failed=before.failed + (not ended.is_well),
                took=before.took + ended.took,
                last_took=ended.took,
                last=ended.told,
                last_event=event,
                last_at=str(job.line.get("at", "")),
            )

        self._count(job.name, count)

    def _dropped(self, job: Job, why: str) -> None:
        # One that hangs may drop hundreds: the first is told, `ergobreak hooks` counts them.
        is_first = not self._count(
            job.name, lambda before: replace(before, dropped=before.dropped + 1)
        ).dropped
        if is_first:
            _log.warning("%s was not run on %s: %s", job.name, job.line.get("event"), why)

    def _count(self, name: str, change: Callable[[Tally], Tally]) -> Tally:
        """Change what is counted of a hook, and return what it was before."""
        with self._lock:
            before = self._tallies.get(name, Tally())
            self._tallies[name] = change(before)
        return before


def is_for(hook: Hook, line: Mapping[str, object]) -> bool:
    """Tell whether a hook is to run on a line."""
    event = line.get("event")
    if event not in hook.on and EVERY not in hook.on:
        return False
    if hook.reminders:
        others = line.get("others")
        named = (line.get("reminder"), *(others if isinstance(others, list) else ()))
        if not any(name in hook.reminders for name in named):
            return False
    from ergobreak.adapters.journal.export import PRIVATE, without_pain

    return bool(list(without_pain([dict(line)], set(hook.on) & set(PRIVATE))))


def told(name: str, hook: Hook, tally: Tally) -> dict[str, object]:
    """Return a hook for programs; spans are milliseconds."""
    return {
        "name": name,
        "on": list(map(str, hook.on)),
        "reminders": list(map(str, hook.reminders)),
        "run": list(map(str, hook.run)),
        "limit_ms": int(hook.limit) // MILLISECOND,
        "runs": tally.runs,
        "failed": tally.failed,
        "dropped": tally.dropped,
        "mean_ms": tally.took // MILLISECOND // tally.runs if tally.runs else 0,
        "last": {
            "event": tally.last_event,
            "at": tally.last_at,
            "result": tally.last,
            "took_ms": tally.last_took // MILLISECOND,
        }
        if tally.runs
        else None,
    }
