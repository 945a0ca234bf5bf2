"""What the runtime needs of the world: one small Protocol each, satisfied by the adapters.

An adapter may fail, the daemon may not: each method says what it does instead of raising.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ergobreak.core.effects import Record
    from ergobreak.core.events import Command, Event
    from ergobreak.core.model import Now
    from ergobreak.core.state import State
    from ergobreak.core.tray_view import TrayView
    from ergobreak.core.view import Notice


class Clock(Protocol):
    """Both clocks, and what happened to them."""

    @property
    def boot(self) -> str:
        """Return an id of this boot of the machine."""

    def now(self) -> Now:
        """Return the present instant."""

    def faults(self) -> list[Event]:
        """Return what befell the clocks since the last call: Woke, ClockMoved. Never blocks."""


class Alarm(Protocol):
    """Wakes the runtime at its next deadline."""

    def start(self, ring: Callable[[], None]) -> None:
        """Begin; from then on `ring` is called, on any thread, when the armed instant has come."""

    def arm(self, deadline: int | None, now: Now) -> None:
        """Ring at `deadline` (mono), replacing the last one; None: not at all."""

    def stop(self) -> None:
        """Ring no more. Safe to call twice."""


class Store(Protocol):
    """The journal and the snapshot: durable when the call returns."""

    def load(self) -> State | None:
        """Return the last snapshot; None when there is none that can be read."""

    def append(self, records: Sequence[Record], state: State | None) -> list[dict[str, object]]:
        """Write records and snapshot in one transaction and return the written lines.

        `state` None: the snapshot stays. Raises StoreFailed if nothing was written.
        """

    def close(self) -> None:
        """Let go of the file."""


class Answer(Protocol):
    """Called by a notifier, on any thread, when the person answers a prompt."""

    def __call__(self, prompt: str, answer: str) -> None:
        """Report an answer: take, done, postpone, skip, hurt, or closed."""


class Notifier(Protocol):
    """Shows prompts. Never blocks the runtime: the work is done on the notifier's own thread."""

    def start(self, answered: Answer, shown: Callable[[str, bool], None]) -> None:
        """Begin. `shown(prompt, ok)`, on any thread, tells whether it reached the screen."""

    def show(self, notice: Notice) -> None:
        """Show a notice; one that is shown under the same id is replaced."""

    def withdraw(self, prompt: str) -> None:
        """Take a notice off the screen; unknown ids are ignored."""

    def stop(self) -> None:
        """Take everything off the screen and end. Returns within a second."""


class Told(Protocol):
    """Called by a break window, on any thread, when the person does something in it."""

    def __call__(self, prompt: str, event: Command) -> None:
        """Report an event, and the prompt in whose window it happened."""


class BreakWindow(Protocol):
    """Shows a prompt and guides through its break, in one window. Never blocks the runtime.

    The lines are those of guidance.py.
    """

    @property
    def is_usable(self) -> bool:
        """Tell whether a window can be tried here and now."""

    @property
    def reason(self) -> str:
        """Say in a sentence without its end why the last one was not shown."""

    def start(self, told: Told, shown: Callable[[str, bool], None]) -> None:
        """Begin. `shown(prompt, ok)`, on any thread, tells that it is on the screen, or not.

        Not: it did not get there, or it is gone although nobody has closed it.
        """

    def prepare(self, line: dict[str, Any]) -> None:
        """Do now what takes time: a prompt comes in a moment."""

    def show(self, line: dict[str, Any]) -> None:
        """Show a prompt or a break; it takes the place of what is there."""

    def close(self, line: dict[str, Any]) -> None:
        """Take a prompt or a break off the screen; unknown ones are ignored."""

    def holds(self, prompt: str) -> bool:
        """Tell whether a prompt or its break is there, or on its way to the screen."""

    def stop(self) -> None:
        """End every window. Returns within two seconds."""


class Tray(Protocol):
    """The icon, or what stands in for it; owns the main thread."""

    @property
    def reason(self) -> str:
        """Say why the icon cannot be seen; empty when all is well."""

    def run(self, begun: Callable[[], None] = ...) -> None:
        """Block until `stop`; signal handlers run promptly.

        `begun` is called on this thread as soon as the panel has been asked for a place, or there
        is none to ask: what competes for the processor begins then, so that the icon comes first.
        """

    def update(self, view: TrayView) -> None:
        """Show this from now on. From any thread; never waits."""

    def stop(self) -> None:
        """Let `run` return. From any thread, also in a signal handler, also before `run`."""


class Idle(Protocol):
    """Tells when the person stops and starts to use keys and pointer. Posts on any thread.

    InputStopped when there was no input for `idle_after`, InputSeen at the next; where it was given
    a `lull` also Lulled when there was none for so long, TypingBegan at the next. Woken for these
    and nothing else.
    """

    @property
    def name(self) -> str:
        """Return what it listens to, as people know it."""

    @property
    def reason(self) -> str:
        """Say why nothing is told; empty while it works."""

    @property
    def is_idle(self) -> bool:
        """Tell what was told last."""

    def start(self) -> bool:
        """Begin; tell whether it works. The first report is posted before this returns."""

    def report(self) -> None:
        """Have the present picture told anew: after a wake-up or an unlock the engine needs it."""

    def stop(self) -> None:
        """End; nothing more is posted. Returns within a second."""
