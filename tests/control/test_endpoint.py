"""One daemon for one home: lock, private socket, and whatever a dead one has left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.inotify import Inotify
from ergobreak.control import client, endpoint
from ergobreak.errors import AlreadyRunning, ErgobreakError, NotRunning
from ergobreak.paths import Paths, find

if TYPE_CHECKING:
    from collections.abc import Iterator

# Says what became of it, then holds what it has until its input ends.
HOLDER = """
import sys
from ergobreak.control import endpoint
from ergobreak.errors import AlreadyRunning
from ergobreak.paths import find
try:
    held = endpoint.claim(find(sys.argv[1]))
except AlreadyRunning as error:
    print(error.exit_code, flush=True)
else:
    held.listen()
    print("won", flush=True)
    sys.stdin.read()
    held.release()
"""


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    """Return the places of a home that does not exist yet."""
    return find(str(tmp_path / "home"))


def hold(places: Paths) -> subprocess.Popen[str]:
    """Start a process that tries to be the daemon of a home."""
    command = [sys.executable, "-c", HOLDER, str(places.state_dir)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def heard(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def answers(home: str | None = None) -> bool:
    """Tell whether a client finds a daemon."""
    try:
        client.connect(home).close()
    except NotRunning:
        return False
    return True


@pytest.fixture
def won(places: Paths) -> Iterator[subprocess.Popen[str]]:
    """Return a process that holds the home."""
    with hold(places) as process:
        assert heard(process) == "won"
        yield process
        process.kill()


@pytest.mark.slow
def test_of_eight_daemons_one_wins(places: Paths) -> None:
    """However many are started at once, one holds the home and the others exit with 4."""
    processes = [hold(places) for _ in range(8)]
    try:
        said = sorted(heard(process) for process in processes)
    finally:
        for process in processes:
            process.communicate("")

    assert said == ["4"] * 7 + ["won"]


@pytest.mark.posix("a socket in a folder")
def test_killed_daemon_leaves_nothing_in_the_way(places: Paths, won: subprocess.Popen[str]) -> None:
    """After kill -9 the client says "not running", and the next daemon takes over the socket."""
    assert endpoint.holder(places) == won.pid
    won.send_signal(signal.SIGKILL)
    won.wait()

    assert places.socket.is_socket()
    assert endpoint.is_free(places)
    assert endpoint.holder(places) is None
    assert not answers(str(places.state_dir))

    held = endpoint.claim(places)
    held.listen()
    assert answers(str(places.state_dir))
    held.release()
    assert not places.socket.exists()
    assert places.lock.exists()


def test_socket_is_private(places: Paths) -> None:
    """Folder and socket are closed to everybody else, also where they were open before."""
    places.state_dir.mkdir(mode=0o755)
    held = endpoint.claim(places)
    held.listen()

    assert places.runtime_dir.stat().st_mode & 0o777 == 0o700
    assert places.socket.stat().st_mode & 0o777 == 0o600
    assert places.lock.stat().st_mode & 0o777 == 0o600
    held.release()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells of files")
def test_the_socket_can_be_used_as_soon_as_it_is_there(places: Paths) -> None:
    """Who waits for its name is let in, however quick, also over what a dead daemon has left."""
    places.runtime_dir.mkdir(mode=0o700, parents=True)
    home = str(places.state_dir)
    found: SimpleQueue[bool] = SimpleQueue()

    def told(_: str, name: str) -> None:
        if name == places.socket.name:
            found.put(answers(home))

    watch = Inotify()
    watch.add(places.runtime_dir, "made", told=told)
    try:
        for _ in range(20):
            held = endpoint.claim(places)
            held.listen()
            assert found.get(timeout=5)
            held.release()
            with socket.socket(socket.AF_UNIX) as left:
                left.bind(str(places.socket.with_name("control.new")))
    finally:
        watch.stop()


@pytest.mark.posix("owners of folders")
def test_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    """A link, or a folder that all share, is not used and not changed."""
    (tmp_path / "real").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o1777)

    for name in ("link", "shared"):
        with pytest.raises(ErgobreakError, match="not a folder of your own"):
            endpoint.claim(find(str(tmp_path / name)))

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["link", "real", "shared"]
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o777


@pytest.mark.posix("a socket in a folder")
def test_file_in_the_way_is_kept(places: Paths) -> None:
    """Something that is no socket is not deleted, even if it bears the socket's name."""
    places.state_dir.mkdir()
    places.socket.write_text("mine")
    held = endpoint.claim(places)

    with pytest.raises(ErgobreakError, match="in the way"):
        held.listen()

    assert places.socket.read_text() == "mine"
    held.release()


@pytest.mark.posix("a socket in a folder")
def test_long_path_works(tmp_path: Path) -> None:
    """A home whose path no socket could carry works for daemon and client."""
    home = tmp_path / ("long " * 20) / ("longer " * 20)
    held = endpoint.claim(find(str(home)))
    held.listen()

    assert answers(str(home))

    held.release()


@pytest.mark.posix("a socket in a folder")
def test_client_from_another_session_finds_the_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cron job, which has no session folder, reads in the lock file where the socket is."""
    monkeypatch.delenv("ERGOBREAK_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    held = endpoint.claim(find())
    held.listen()
    monkeypatch.delenv("XDG_RUNTIME_DIR")

    assert answers()

    held.release()


def test_writer_keeps_the_daemon_away(places: Paths) -> None:
    """While a command writes the files of a home no daemon starts, and the other way round."""
    with endpoint.with_writer_lock(places), pytest.raises(AlreadyRunning):
        endpoint.claim(places, patience=0)

    held = endpoint.claim(places, patience=0)
    assert not endpoint.is_free(places)
    held.release()
    held.release()
    assert endpoint.is_free(places)


@pytest.mark.linux("the kernel tells whose process calls")
@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can act as somebody else"
)
def test_other_user_is_recognised() -> None:
    """A process of another user is known as such, even where the socket lets everybody in."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, "socket")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            path.chmod(0o666)
            listener.listen()

            def connect(user: int) -> bool:
                child = os.fork()
                if not child:
                    os.setuid(user)
                    with socket.socket(socket.AF_UNIX) as sock:
                        os._exit(sock.connect_ex(str(path)))
                client_, _ = listener.accept()
                with client_:
                    is_ours = endpoint.is_ours(client_)
                assert os.waitpid(child, 0)[1] == 0
                return is_ours

            assert connect(0)
            assert not connect(65534)
