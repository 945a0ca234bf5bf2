"""The exception tree: each class carries the exit code that the command line ends with."""

from __future__ import annotations

from ergobreak.language import _


class ErgobreakError(Exception):
    """Say what is wrong (`title`) and what the person can do about it (`hint`).

    Only the command line catches this; it prints both and exits with `exit_code`.
    """

    exit_code = 1

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        # Many are constants, whose texts are marked where they stand.
        self.title = _(title)
        self.hint = _(hint)


class UsageError(ErgobreakError):
    """The words on the command line make no sense."""

    exit_code = 2


class ConfigError(ErgobreakError):
    """The config file cannot be used; `title` holds one line for each problem."""

    exit_code = 2


class NotRunning(ErgobreakError):
    """No daemon answers for this home."""

    exit_code = 3


class AlreadyRunning(ErgobreakError):
    """Another daemon holds the lock of this home."""

    exit_code = 4


class ProtocolError(ErgobreakError):
    """Client and daemon do not understand each other."""

    exit_code = 5


class CommandRejected(ErgobreakError):
    """The command makes sense, but not now; nothing has changed."""

    exit_code = 6
