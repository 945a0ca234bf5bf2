"""What a source posts, as it comes, and what its threads cost."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.core.events import InputStopped
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    import threading

    from ergobreak.core.events import Event

SECOND: Final = 1_000_000  # µs


def now() -> int:
    """Return the monotonic clock in microseconds, as events have it."""
    return time.monotonic_ns() // 1000


class Posted:
    """A place to post to; tells each event once."""

    def __init__(self) -> None:
        self.events: list[tuple[int, Event]] = []

    def __call__(self, event: Event) -> None:
        """Note the event and when it came."""
        self.events.append((now(), event))

    def next(self, within: float = 5.0) -> Event:
        """Return the next event, and wait for it if need be."""
        return self.next_with_instant(within)[1]

    def next_with_instant(self, within: float = 5.0) -> tuple[int, Event]:
        """Return when the next event was posted (mono), and the event."""
        wait_for(lambda: self.events, within, "an event")
        return self.events.pop(0)

    def next_since(self, within: float = 5.0) -> int:
        """Return when the input stopped, as the next event says (mono)."""
        event = self.next(within)
        assert isinstance(event, InputStopped), event
        return event.since

    def rest(self) -> list[Event]:
        """Return what has been posted beyond that by now."""
        rest, self.events = [event for _, event in self.events], []
        return rest


def switches(thread: threading.Thread) -> int:
    """Return how often a thread of ours has been woken, or has been put to sleep."""
    status = Path(f"/proc/self/task/{thread.native_id}/status").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in status.splitlines() if "ctxt_switches" in line)


def switches_at_rest(thread: threading.Thread) -> int:
    """Return that number, once the thread has been blocked for a tenth of a second."""
    seen: list[int] = []

    def has_settled() -> bool:
        seen.append(switches(thread))
        return len(seen) >= 20 and len(set(seen[-20:])) == 1

    wait_for(has_settled, what="the thread is blocked")
    return seen[-1]
