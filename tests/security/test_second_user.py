"""Another person on the same machine: a real second user tries to read, to speak, and to deceive.

Only root can act as somebody else, so these run where the tests do as root.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import where
from ergobreak.control import client, endpoint
from ergobreak.errors import ErgobreakError, NotRunning
from ergobreak.paths import find
from tests.control.daemon import Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY: Final = 65534
# Tries everything that opens a door; prints what let it in.
BURGLAR: Final = """
home = sys.argv[1]
names = sys.argv[2:]
for name in names:
    path = os.path.join(home, name)
    for what in (lambda: open(path, "rb").read(), lambda: open(path, "ab"), lambda: os.unlink(path),
                 lambda: os.stat(path), lambda: os.symlink("/etc/passwd", path + ".new"),
                 lambda: socket.socket(socket.AF_UNIX).connect(path)):
        try:
            what()
        except OSError:
            continue
        print(name, flush=True)
"""
# Listens where a client may look, says that it does, then what it has heard.
IMPOSTOR: Final = """
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(sys.argv[1])
    os.chmod(sys.argv[1], 0o777)
    listener.listen()
    print("listening", flush=True)
    caller = listener.accept()[0]
    caller.sendall(b'{"v":1,"exit":0,"text":"All is well.","data":{}}\\n')
    print(repr(caller.recv(1000)), flush=True)
"""

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can act as somebody else"
)


@pytest.fixture
def ground() -> Iterator[Path]:
    """Return a folder that everybody may enter and write to, on a way that is open to all."""
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as name:
        Path(name).chmod(0o777)
        yield Path(name)


def as_nobody(code: str, *words: str) -> subprocess.Popen[str]:
    """Start Python code as the second user, who has no group in common with us."""
    # Our interpreter may lie in a folder that only we can enter, so it is loaded before.
    become = f"import os, socket, sys; os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})"
    command = [sys.executable, "-I", "-c", f"{become}{code}", *words]
    return subprocess.Popen(command, cwd="/", stdout=subprocess.PIPE, text=True)


def test_nothing_of_ours_is_open_to_another(ground: Path) -> None:
    """Beside a running daemon, another user can open, change, replace or call nothing."""
    home = ground / "home"
    home.mkdir()
    home.chmod(0o755)
    daemon = Daemon(home)
    try:
        names = sorted(path.name for path in home.iterdir())
        assert {"journal.db", "lock", "control"} <= set(names)
        with as_nobody(BURGLAR, str(home), *names) as burglar:
            got_in = burglar.communicate(timeout=20)[0]
    finally:
        daemon.close()

    assert (burglar.returncode, got_in) == (0, "")


def test_the_burglar_would_get_into_an_open_house(ground: Path) -> None:
    """The one who is kept out above does get in where a folder is open."""
    (ground / "journal.db").write_text("open")
    (ground / "journal.db").chmod(0o666)

    with as_nobody(BURGLAR, str(ground), "journal.db") as burglar:
        assert burglar.communicate(timeout=20)[0].count("journal.db") > 3


def test_a_folder_of_another_is_refused_untouched(ground: Path) -> None:
    """In a folder that belongs to somebody else no lock, journal or socket is made."""
    os.chown(ground, NOBODY, NOBODY)

    with pytest.raises(ErgobreakError, match="not a folder of your own"):
        endpoint.claim(find(str(ground)))

    assert list(ground.iterdir()) == []
    assert ground.stat().st_mode & 0o777 == 0o777


def test_a_link_of_another_leads_nowhere(ground: Path) -> None:
    """A folder that another user has put where ours would be, as a link, is refused."""
    theirs = ground / "theirs"
    theirs.mkdir()
    os.chown(theirs, NOBODY, NOBODY)
    (ground / "home").symlink_to(theirs)

    with pytest.raises(ErgobreakError, match="not a folder of your own"):
        endpoint.claim(find(str(ground / "home")))

    assert list(theirs.iterdir()) == []


def test_a_runtime_folder_of_another_is_passed_over(
    ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `su`, a variable that still names the other's folder leads to our own state."""
    session, state = ground / "session", ground / "state"
    session.mkdir()
    monkeypatch.delenv("ERGOBREAK_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    assert where.folders()[2] == str(session / "ergobreak")

    os.chown(session, NOBODY, NOBODY)

    assert where.folders()[2] == str(state / "ergobreak")


def test_an_impostor_is_told_nothing_and_believed_nothing(ground: Path) -> None:
    """A socket on which another user listens counts as none, and hears not a word."""
    path = ground / where.SOCKET
    with as_nobody(IMPOSTOR, str(path)) as impostor:
        assert impostor.stdout is not None
        assert impostor.stdout.readline() == "listening\n"

        with pytest.raises(NotRunning):
            client.ask(str(ground), "status")

        assert impostor.stdout.readline() in {"b''\n", ""}


def test_a_lock_cannot_send_a_client_to_an_impostor(ground: Path) -> None:
    """Where the lock names the socket of somebody else, the client does not speak to it."""
    elsewhere = ground / "elsewhere"
    (ground / where.LOCK).write_text(f"1\n{elsewhere}\n")
    with as_nobody(IMPOSTOR, str(elsewhere)) as impostor:
        assert impostor.stdout is not None
        impostor.stdout.readline()

        with pytest.raises(NotRunning):
            client.ask(str(ground), "status")

        assert impostor.stdout.readline() in {"b''\n", ""}
