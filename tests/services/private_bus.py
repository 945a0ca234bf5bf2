"""A message bus of our own, with nobody on it and nothing that it could start."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from typing import Final, Self

from tests.services.waiting import wait_for

CONFIG: Final = Path(__file__).parent / "bus.conf"


class PrivateBus:
    """A real dbus-daemon, as a context manager; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "bus"
        self._config = folder / "bus.conf"
        self.address = f"unix:path={self._socket}"

    def __enter__(self) -> Self:
        services = self._config.parent / "services"
        services.mkdir(exist_ok=True)
        config = CONFIG.read_text(encoding="utf-8")
        text = config.format(socket=self._socket, services=services)
        self._config.write_text(text, encoding="utf-8")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it and wait until it listens."""
        self._socket.unlink(missing_ok=True)
        options = [f"--config-file={self._config}", "--nofork", "--nopidfile"]
        self._daemon = subprocess.Popen(
            ["dbus-daemon", *options, "--print-address"], stdout=subprocess.PIPE
        )
        assert self._daemon.stdout is not None
        with self._daemon.stdout as output:
            assert output.readline(), "dbus-daemon did not start"
        wait_for(self._socket.exists)

    def freeze(self) -> None:
        """Stop it in its tracks."""
        self._daemon.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._daemon.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word."""
        self._daemon.kill()
        self._daemon.wait(5.0)
