"""What the window lets be heard: who makes it is given from outside."""

from __future__ import annotations

from typing import Protocol


class Sounds(Protocol):
    """Sound and speech. No call may take time or fail."""

    def start(self) -> object:
        """Let hear that a break begins."""

    def end(self) -> object:
        """Let hear that a break has run to its end."""

    def say(self, text: str) -> None:
        """Say it, in the place of what is being said."""
