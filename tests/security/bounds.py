"""What reading something may take at most: time of the processor, and memory."""

from __future__ import annotations

import resource
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def bounded(seconds: float = 3.0, megabytes: float = 200.0) -> Iterator[None]:
    """Fail if the body takes more time, or lets this process grow by more than that."""
    started, before = time.process_time(), grown()
    yield
    taken, more = time.process_time() - started, grown() - before
    assert taken < seconds, f"{taken:.1f} s"
    assert more < megabytes, f"{more:.0f} MB"


def grown() -> float:
    """Return the most that this process has ever taken, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
