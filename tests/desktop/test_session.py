"""A daemon that outlives sessions: started before one, found by the next, on a real desktop.

It lives where the folder of the X servers' sockets holds those of these tests and no others:
whatever else runs on this machine, it would be somebody's session too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
from PIL import Image

from tests.desktop.desktop import PANEL, XFCE4_NOTIFYD, Desktop
from tests.desktop.test_main_job import CONFIG, SKIP, SOON, Program
from tests.services.asked import asked
from tests.services.waiting import is_there, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(os.geteuid() != 0, reason="a folder of X servers of its own needs root"),
]

IDLE_SOON = f'{CONFIG}[presence]\nidle_after = "3s"\n'


class Machine:
    """A machine whose X servers no other one sees. Programs run inside it by `inside`."""

    def __init__(self) -> None:
        inner = "mount -t tmpfs none /tmp/.X11-unix && chmod 1777 /tmp/.X11-unix && echo && cat"
        Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
        self._holder = subprocess.Popen(
            # Not only files: an X server listens under an abstract name as well.
            ["unshare", "-m", "-n", "--propagation", "private", "sh", "-c", inner],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == b"\n", "no folder of its own"

    def inside(self, command: Sequence[str]) -> list[str]:
        """Return the command that runs this one there."""
        return ["nsenter", "-m", "-n", f"--wd={Path.cwd()}", "-t", str(self._holder.pid), *command]

    def end(self) -> None:
        """Let it go."""
        self._holder.communicate()


class Login(Desktop):
    """A desktop that begins on a machine, in a folder where the last one may have been."""

    def __init__(self, machine: Machine, folder: Path, services: Sequence[str]) -> None:
        super().__init__(folder, services)
        self._machine = machine

    def run(
        self,
        name: str,
        command: Sequence[str],
        env: dict[str, str] | None = None,
        identity: Sequence[str] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program on that machine."""
        return super().run(name, self._machine.inside(command), env, identity)

    def read(self, command: Sequence[str], env: dict[str, str] | None = None) -> str:
        """Return what a short command prints there."""
        return super().read(self._machine.inside(command), env)

    def picture(self) -> Image.Image:
        """Return a picture of the whole screen, which this process cannot reach."""
        shot = self.folder / "screen.png"
        grab = f"from PIL import ImageGrab; ImageGrab.grab().save({str(shot)!r})"
        self.read([sys.executable, "-c", grab])
        with Image.open(shot) as screen:
            return screen.convert("RGB")


class Outliver(Program):
    """A daemon that is there before any desktop; `desktop` is where the person is now."""

    def __init__(
        self,
        machine: Machine,
        folder: Path,
        config: str = CONFIG,
        window: str = "never",
        **env: str,
    ) -> None:
        home = folder / "home"
        home.mkdir(mode=0o700)
        (home / "ergobreak.toml").write_text(f'{config}\n[window]\nuse = "{window}"\n')
        self._complaints = folder / "stderr"
        self._env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(folder / "desktop/run"),
            "ERGOBREAK_HOME": str(home),
            "PYTHONPATH": ":".join(filter(None, sys.path)),
            **env,
        }
        self._machine = machine
        self.start()

    def start(self) -> None:
        """Start it."""
        with self._complaints.open("ab") as stderr:
            self.process = subprocess.Popen(
                self._machine.inside([sys.executable, "-m", "ergobreak", "run"]),
                env=self._env,
                stdin=subprocess.DEVNULL,
                stderr=stderr,
            )

    def __enter__(self) -> Self:
        wait_for(self.is_answering, SOON, "the daemon answers")
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        asked(self._home, "stop")
        self.process.kill()
        self.process.wait(5)

    def does(self, *words: str) -> str:
        """Return what a command prints."""
        command = [sys.executable, "-m", "ergobreak", *words]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, check=False)
        return done.stdout

    def said(self) -> list[str]:
        """Return what it has written to standard error."""
        return self._complaints.read_text().splitlines()

    def count(self, event: str) -> int:
        """Return how often something happened."""
        return self.events().count(event)


@pytest.fixture
def machine(packages: None) -> Iterator[Machine]:
    """Yield a machine on which nobody has a session."""
    machine = Machine()
    yield machine
    machine.end()


def follows(program: Program, event: str) -> None:
    """Wait until a line of this kind is the last one of the person's coming and going."""

    def last() -> bool:
        return [one for one in program.events() if one in {"idle", "active"}][-1:] == [event]

    wait_for(last, SOON, f"the person is told {event}")


def types(desktop: Desktop) -> None:
    """Press a key on a desktop."""
    desktop.read(["xdotool", "key", "Shift_L"])


def test_log_in_log_out_log_in(machine: Machine, tmp_path: Path) -> None:
    """Started without display and bus: each log-in has prompts and idle time, without a restart."""
    folder = tmp_path / "desktop"
    with Outliver(machine, tmp_path, IDLE_SOON) as program:
        assert len(program.said()) == 1, program.said()
        assert "counts as work" in program.said()[0]
        wait_for(lambda: "held" in program.events(), SOON, "there is nowhere to show it")

        for times in (1, 2):
            with Login(machine, folder, [XFCE4_NOTIFYD]) as program.desktop:
                if times == 1:
                    program.presses(SKIP)
                    wait_for(lambda: program.events()[-1] == "skipped", SOON)
                else:
                    program.does("preview", "stretch")
                    program.presses(SKIP)
                program.waits_for_nothing()
                types(program.desktop)
                follows(program, "idle")
                types(program.desktop)
                follows(program, "active")
            # All of it was killed: the X server's socket is still there, and dead.
            shutil.rmtree(folder)
            assert program.is_answering()


def test_the_break_window_opens_where_the_person_is(machine: Machine, tmp_path: Path) -> None:
    """Started without a display: the window opens in each session, and goes with it."""
    with Outliver(machine, tmp_path, CONFIG, window="auto") as program:
        for _ in range(2):
            with Login(machine, tmp_path / "desktop", []) as desktop:

                def is_seen(desktop: Desktop = desktop) -> bool:
                    # Each preview ends the one before: the window is given the time to open.
                    program.does("preview", "stretch")
                    return is_there(lambda: desktop.windows("^ergobreak-break$"), within=3.0)

                try:
                    wait_for(is_seen, SOON)
                except AssertionError:
                    told = program.said(), program.does("doctor")
                    raise AssertionError(f"no preview in the window: {told}") from None
            shutil.rmtree(tmp_path / "desktop")
            assert program.is_answering()


def test_the_persons_choice_of_a_tray_waits_for_the_display(
    machine: Machine, tmp_path: Path
) -> None:
    """PYSTRAY_BACKEND is obeyed also when the display comes later: the icon is one of X11's."""
    with Outliver(machine, tmp_path, PYSTRAY_BACKEND="xorg") as program:
        for times in (1, 2):
            services = [PANEL, XFCE4_NOTIFYD]
            with Login(machine, tmp_path / "desktop", services) as program.desktop:
                wait_for(program.icon, SOON, "the icon is in the panel")
                if times == 1:
                    program.presses(SKIP)
                program.waits_for_icon("running")
            shutil.rmtree(tmp_path / "desktop")
            assert program.is_answering()


def test_a_killed_daemon_leaves_one_prompt_not_two(machine: Machine, tmp_path: Path) -> None:
    """After `kill -9` under a prompt the next daemon's is the only one on the screen."""
    with (
        Login(machine, tmp_path / "desktop", [XFCE4_NOTIFYD]) as desktop,
        Outliver(machine, tmp_path) as program,
    ):
        program.desktop = desktop
        former = program.notice()
        program.process.kill()
        program.process.wait(5)
        assert program.notices() == [former]
        program.start()
        wait_for(program.is_answering, SOON)
        wait_for(lambda: program.notices() not in ([], [former]), SOON, "another prompt")

        program.presses(SKIP)
        program.waits_for_nothing()
