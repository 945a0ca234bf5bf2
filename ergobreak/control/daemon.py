"""What the verbs need of the daemon around them, as protocols: the engine, the host, the caller.

They are written down here so that the channel knows neither of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.control.protocol import Reply
    from ergobreak.core.events import Event
    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import State
    from ergobreak.errors import ErgobreakError


class Outcome(Protocol):
    """What a command has led to: the journal lines it wrote, and what is so after it."""

    @property
    def lines(self) -> Sequence[Mapping[str, object]]:
        """Return the journal lines of the step."""

    @property
    def state(self) -> State:
        """Return the state after the step."""

    @property
    def plan(self) -> Plan:
        """Return the plan in force."""

    @property
    def now(self) -> Now:
        """Return the instant of the step."""


class Engine(Protocol):
    """The runtime, as seen from here; each reply comes on its thread and must not block it."""

    def post(
        self, event: Event, reply: Callable[[Outcome | ErgobreakError], None] | None = None
    ) -> None:
        """Put an event into the inbox; `reply` gets what it led to, or the refusal."""

    def look(self, reply: Callable[[Outcome], None]) -> None:
        """Ask for the state as it is now."""

    def advance(self, by: int, reply: Callable[[Outcome | ErgobreakError], None]) -> None:
        """Move a virtual clock by so many microseconds."""

    def follow(self, line: Callable[[dict[str, object]], None]) -> Callable[[], None]:
        """Call `line` with each journal line; return how to stop that."""


class Host(Protocol):
    """The program around the runtime."""

    @property
    def version(self) -> str:
        """Return the version of the program that runs."""

    @property
    def installed(self) -> str:
        """Return the version that a restart would bring, or nothing where it is the same."""

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone that the person lives in at present."""

    def sources(self) -> Mapping[str, Mapping[str, str]]:
        """Return what serves as what: `by`, and the `reason` why nothing does. Must not block."""

    def hooked(self) -> Mapping[str, object]:
        """Return the hooks in force, what became of each, or why they are off. Must not block."""

    def preview(self, name: str) -> None:
        """Show the real prompt of this reminder; nothing is logged. Must not block."""

    def overview(self, below: Sequence[str]) -> None:
        """Show how things stand as a notification, these lines below. Must not block."""

    def watch(self, drawn: Callable[[], None]) -> Callable[[], None]:
        """Call `drawn`, on the engine's thread, with each new picture; return how to end that."""

    def stop(self) -> None:
        """Begin to end the daemon. Must not block."""


class Caller(Protocol):
    """Who asks. Every method may be called from any thread, and none blocks."""

    def reply(self, reply: Reply) -> None:
        """Answer and hang up."""

    def open_stream(self, reply: Reply) -> None:
        """Answer and stay."""

    def line(self, line: Mapping[str, object]) -> None:
        """Send a line into the open stream."""

    def when_gone(self, leaving: Callable[[], None]) -> None:
        """Call this once when the caller hangs up."""
