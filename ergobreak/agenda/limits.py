"""How long and how large reading may become before it is given up."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

MEMORY: Final = 1 << 30  # bytes of address space; reading a large calendar takes a fifth of it
PROCESSOR: Final = 30  # seconds: a child whose daemon was killed ends as well
_AGAIN: Final = 0.2  # seconds; an exception inside a destructor would be swallowed


class TooLong(BaseException):
    """One thing takes too long. No Exception, so that no library takes it for one of its own."""


class OutOfTime(BaseException):
    """All of it together takes too long."""


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise TooLong in the body when it has used so much time of the processor.

    Main thread only. Where the system has no such timer (Windows) nothing is raised: there the
    daemon alone limits the whole process.
    """
    with _timer("PROF", seconds, TooLong):
        yield


@contextmanager
def real_time(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body when so much time has gone by; otherwise as above."""
    with _timer("REAL", seconds, OutOfTime):
        yield


@contextmanager
def _timer(kind: str, seconds: float, error: type[BaseException]) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return
    timer = {"PROF": signal.ITIMER_PROF, "REAL": signal.ITIMER_REAL}[kind]
    number = {"PROF": signal.SIGPROF, "REAL": signal.SIGALRM}[kind]
    is_over = False

    def ring(number: int, frame: FrameType | None) -> None:
        del number, frame
        if not is_over:
            raise error

    before = signal.signal(number, ring)
    signal.setitimer(timer, seconds, _AGAIN)
    try:
        yield
    finally:
        is_over = True  # it may ring once more before it is off
        signal.setitimer(timer, 0)
        signal.signal(number, before)


def bound_process() -> None:
    """Limit what this process may take, as far as the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PROCESSOR)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # a system that knows the limit but does not set it
            resource.setrlimit(kind, (allowed, hard))
