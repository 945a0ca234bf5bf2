"""Homes that are missing, closed, somebody else's or another machine's, and rubbish in them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.cli import checkup
from ergobreak.control import endpoint, lifecycle
from ergobreak.errors import AlreadyRunning, CommandRejected
from ergobreak.paths import find
from tests.integration.daemon import ROOT, VIRTUAL, Daemon, command
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY: Final = 65534
LOST: Final = "There is no home folder: HOME is not set.\nName a folder: ergobreak --home DIR\n"


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nothing be written in a folder for a while."""
    if os.geteuid() == 0:  # whom permissions do not stop
        done = subprocess.run(
            ["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip(f"nothing can be mounted here: {done.stderr.decode().strip()}")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        end = ["umount", "--lazy", str(folder)]
    else:
        folder.chmod(0o500)
        end = ["chmod", "700", str(folder)]
    try:
        yield
    finally:
        subprocess.run(end, check=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder and what is in them."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.slow
def test_a_home_that_can_only_be_read(tmp_path: Path) -> None:
    """What is in it can be read and is not changed; what would write says why it cannot."""
    home = tmp_path / "home"
    with Daemon(home, *VIRTUAL) as daemon:
        daemon.ready()
        assert daemon.ask("drink 300ml").exit == 0
        assert daemon.stop() == 0
    before = contents(home)
    with read_only(home):
        for words, code in (
            ("run --headless", 1),
            ("start", 1),
            ("status", 3),
            ("stop", 3),
            ("config set reminders.walk.every 80m", 2),
            ("config check", 0),
            ("stats", 0),
        ):
            found, _, said = command(home, *words.split())
            assert found == code, (words, said)
            assert "Traceback" not in said
            assert str(home) in said or code in (0, 3), words
        code, told, _ = command(home, "log", "--last", "9", "--json")
    assert code == 0
    assert [json.loads(line).get("ml") for line in told.splitlines()] == [None, 300, None]
    assert contents(home) == before


@pytest.mark.slow
def test_without_a_home_nothing_is_made(tmp_path: Path) -> None:
    """No HOME and no entry of the user: a sentence and exit code 2, and no folder called "~"."""
    alone = ["unshare", "--user", "--map-user=54321", "--map-group=54321"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("a user whom nobody knows needs unshare (util-linux)")
    for verb in ("status", "run", "start", "stop", "log"):
        done = subprocess.run(
            [*alone, sys.executable, "-m", "ergobreak", verb],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert (done.returncode, done.stderr) == (2, LOST), verb
    assert list(tmp_path.iterdir()) == []


# Everything is loaded before the user changes: he may not read the folders of the interpreter.
SOMEBODY_ELSE: Final = """
import json, os, sys
import ergobreak.app
from ergobreak import cli
verbs = (["status"], ["stop"], ["log"], ["config", "check"], ["run", "--headless"])
for words in verbs[:-1]:
    cli.main(["--home", sys.argv[1] + "-none", *words])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
codes = {" ".join(words): cli.main(["--home", sys.argv[1], *words]) for words in verbs}
sys.stdout.write("\\n" + json.dumps(codes))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
def test_the_home_of_another_user() -> None:
    """Another user neither reads, asks nor ends a daemon, and starts none in its home."""
    with (
        tempfile.TemporaryDirectory() as folder,  # those of pytest are closed to others anyway
        Daemon(Path(folder, "home"), *VIRTUAL) as daemon,
    ):
        Path(folder).chmod(0o755)
        daemon.ready()
        done = subprocess.run(
            [sys.executable, "-c", SOMEBODY_ELSE, str(daemon.home), str(NOBODY)],
            cwd=ROOT,
            env={},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        codes = json.loads(done.stdout.splitlines()[-1])
        assert codes == {"status": 3, "stop": 1, "log": 1, "config check": 1, "run --headless": 1}
        assert done.stderr.count("Permission denied") == 3
        assert done.stderr.count("not a folder of your own") == 1
        assert "Traceback" not in done.stderr
        assert "drank" not in done.stdout
        assert daemon.ask("status").exit == 0
        assert [line["event"] for line in daemon.journal()] == ["started_up"]


def test_a_home_that_is_in_use_on_another_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lock of a home on a network names its machine; nobody of this one is ended instead."""
    paths = find(str(tmp_path / "home"))
    held = endpoint.claim(paths)
    assert paths.lock.read_text().splitlines()[0] == f"{os.getpid()} {socket.gethostname()}"
    # The same number is here a process that looks like one of ours.
    ours = [sys.executable, "-c", "import sys; sys.stdin.read()", "ergobreak"]
    with subprocess.Popen(ours, stdin=subprocess.PIPE) as like_ours:
        paths.lock.write_text(f"{like_ours.pid} elsewhere\n")
        home = str(paths.state_dir)
        with pytest.raises(AlreadyRunning, match="on elsewhere"):
            endpoint.claim(paths, patience=0)
        with pytest.raises(CommandRejected, match="runs on elsewhere"):
            lifecycle.stop(paths, home)
        look, _ = checkup.program(home, paths)
        assert "runs on elsewhere" in look.told
        assert cli.main(["--home", home, "stop"]) == 6
        assert "End it there" in capsys.readouterr().err
        assert like_ours.poll() is None
        like_ours.kill()
    held.release()


@pytest.mark.parametrize("line", [b"", b"\n", b"9" * 5000, b"-1\n", b"\xff\xfe\0\n", b"0x1 \n"])
def test_a_lock_with_nonsense_in_it(tmp_path: Path, line: bytes) -> None:
    """Who holds it is not known then, and nobody is ended for it; it can be taken when free."""
    paths = find(str(tmp_path / "home"))
    held = endpoint.claim(paths)
    paths.lock.write_bytes(line)
    assert endpoint.holder(paths) is None
    assert not endpoint.is_free(paths)
    with pytest.raises(AlreadyRunning):
        endpoint.claim(paths, patience=0)
    held.release()
    paths.lock.write_bytes(line)
    endpoint.claim(paths, patience=0).release()


def rubbish(home: Path, name: str, kind: str) -> None:
    """Put something into a home that has no business there."""
    path = home / name
    if kind == "folder":
        path.mkdir()
        (path / "mine").write_text("mine")
    elif kind == "link":
        path.symlink_to(home / "nowhere")
    else:
        path.write_bytes(b"\x00\xa5rubbish\n" * 99)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("lock", "bytes", None),
        ("lock", "folder", 1),
        ("lock", "link", 1),
        ("control", "bytes", 1),
        ("control", "folder", 1),
        ("ergobreak.toml", "bytes", None),
        ("ergobreak.toml", "folder", None),
        ("last-good.toml", "bytes", None),
        ("on-screen.json", "bytes", None),
        ("on-screen.json", "folder", None),
        ("content", "bytes", None),
        ("journal.db", "bytes", None),
        ("journal.db", "folder", None),
        ("journal.db-wal", "bytes", None),
        ("journal.db-shm", "bytes", None),
        ("journal.db-journal", "bytes", None),
    ],
)
def test_rubbish_in_the_place_of_a_file(
    tmp_path: Path, name: str, kind: str, code: int | None
) -> None:
    """Whatever lies there, the daemon runs, or says in a sentence what is in its way."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    rubbish(home, name, kind)
    with Daemon(home, *VIRTUAL) as daemon:
        if code is None:
            daemon.ready()
            assert daemon.ask("status").exit == 0
            assert daemon.ask("advance 46m").exit == 0
            assert daemon.look()["open_prompt"]
            assert daemon.stop() == 0
        else:
            wait_for(lambda: daemon.process.poll() is not None, 20.0, "its end")
            assert daemon.wait() == code
            assert str(home / name) in daemon.complaints
        assert "Traceback" not in daemon.complaints
    if kind == "folder":
        assert (home / name / "mine").read_text() == "mine"
    elif kind == "link":
        assert not (home / "nowhere").exists()
