"""What a notifier reports, written down as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeepney import message_bus

from ergobreak.core.view import Notice

if TYPE_CHECKING:
    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.ports import Notifier


class Heard:
    """Starts a notifier and keeps its reports, in order."""

    def __init__(self, notifier: Notifier) -> None:
        self.answers: list[tuple[str, str]] = []
        self.shown: list[tuple[str, bool]] = []
        notifier.start(
            lambda prompt, answer: self.answers.append((prompt, answer)),
            lambda prompt, ok: self.shown.append((prompt, ok)),
        )


def catch_up(bus: Bus) -> None:
    """Wait until all that the bus had to tell so far has reached the handlers."""
    bus.call(message_bus.GetId())


def walk_notice(prompt: str = "p1", body: str = "Three minutes, with a glass of water.") -> Notice:
    """Return a notice as the day brings it: it stays, and has three buttons."""
    buttons = (("take", "Start"), ("postpone", "In 5 min"), ("skip", "Skip"))
    return Notice(prompt, "A short walk", body, buttons, stays=True)
