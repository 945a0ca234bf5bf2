"""What client and daemon prove to each other where the kernel does not tell whose process calls.

Windows has no socket in a folder that Python could use, so there the daemon listens on a port of
the machine itself (loopback), which anybody on it can call. In the place of the socket stands a
file that its owner alone can read, with the port and a secret that is made anew at each start.

Rules of this file:
1. Nobody sends the secret: each side sends a number of its own, and what only one who knows the
   secret can make of both. The daemon goes first, so a stranger on a port that has become free
   hears no request; and what was overheard is worth nothing the next time.
2. The quick commands take this way: nothing is imported but C modules of the interpreter.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket

HOST = "127.0.0.1"
LINE_LIMIT = 256  # bytes; a longer line is no proof
_SECRET = 32  # bytes
_NUMBER = 16
_MARK = "ergobreak"
_FILE_LIMIT = 256  # bytes


class Door:
    """The daemon's side for one caller. Pure, but for the chance in its number."""

    def __init__(self, secret: bytes, number: str = "") -> None:
        self._secret = secret
        self._own = number or new_number()
        self._theirs = ""
        self.is_open = False
        """Whether the caller has proved to know the secret."""

    def hear(self, line: bytes) -> bytes:
        """Take the caller's next line and return the answer, which may be nothing.

        Raises PermissionError for a stranger.
        """
        said = line.decode("ascii", "replace").strip()
        if not self._theirs:
            if not is_number(said):
                raise PermissionError("no number")
            self._theirs = said
            proof = proved(self._secret, "daemon", self._theirs, self._own)
            return f"{self._own} {proof}\n".encode("ascii")
        if not is_same(said, proved(self._secret, "client", self._theirs, self._own)):
            raise PermissionError("no proof")
        self.is_open = True
        return b""


def entered(path: str, patience: float) -> _socket.socket | None:
    """Return a connection to the daemon whose port stands in this file; None: it is none of ours.

    `patience`: seconds for each word. Raises OSError.
    """
    import _socket

    address = read(path)
    if address is None:
        return None
    sock = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    try:
        sock.settimeout(patience)
        at_once(sock)
        sock.connect((HOST, address[0]))
        if passed(sock, address[1]):
            return sock
    except OSError:
        sock.close()
        raise
    sock.close()
    return None


def at_once(sock: _socket.socket) -> None:
    """Have each word leave by itself: else the second waits until the first has been confirmed.

    That takes 40 ms on Linux and 200 on Windows.
    """
    import _socket

    sock.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)


def passed(sock: _socket.socket, secret: bytes) -> bool:
    """Tell whether the daemon listens at the other end, and prove to it who we are.

    Raises OSError, also when the other end is silent for longer than the socket's timeout.
    """
    ours = new_number()
    sock.sendall(f"{ours}\n".encode("ascii"))
    said = b""
    while not said.endswith(b"\n"):
        # It says no more than this line before it has heard us, so nothing is read ahead.
        chunk = sock.recv(LINE_LIMIT)
        said += chunk
        if not chunk or len(said) > LINE_LIMIT:
            return False
    theirs, _, proof = said.decode("ascii", "replace").strip().partition(" ")
    if not (is_number(theirs) and is_same(proof, proved(secret, "daemon", ours, theirs))):
        return False
    sock.sendall(proved(secret, "client", ours, theirs).encode("ascii") + b"\n")
    return True


def proved(secret: bytes, role: str, client: str, daemon: str) -> str:
    """Return what shows that somebody in this role knows the secret, for these two numbers."""
    from _blake2 import blake2b

    return blake2b(f"{role} {client} {daemon}".encode("ascii"), key=secret).hexdigest()


def is_same(said: str, wanted: str) -> bool:
    """Tell whether two proofs are alike, in a time that tells nobody how far they are."""
    from _operator import _compare_digest

    return _compare_digest(said.encode(), wanted.encode())


def is_number(said: str) -> bool:
    """Tell whether somebody said a number of ours: lower hexadecimal, of one length."""
    return len(said) == 2 * _NUMBER and not said.strip("0123456789abcdef")


def new_number() -> str:
    """Return a number that nobody has used before, nor can guess."""
    return os.urandom(_NUMBER).hex()


def new_secret() -> bytes:
    """Return the secret of one daemon."""
    return os.urandom(_SECRET)


# ---------------------------------------------------------------- the file in its place


def written(port: int, secret: bytes) -> bytes:
    """Return what the file holds."""
    return f"{_MARK} {HOST} {port} {secret.hex()}\n".encode("ascii")


def understood(content: bytes) -> tuple[int, bytes] | None:
    """Return port and secret from such a file; None: it is another one, or half written."""
    match content.decode("ascii", "replace").split():
        case [mark, host, port, secret] if mark == _MARK and host == HOST and port.isdigit():
            pass
        case _:
            return None
    if len(port) > 5 or not 0 < int(port) < 65536 or len(secret) != 2 * _SECRET:
        return None
    try:
        return int(port), bytes.fromhex(secret)
    except ValueError:
        return None


def read(path: str) -> tuple[int, bytes] | None:
    """Return port and secret as the file says them; None: there is none, or it is not ours alone.

    Whoever can write it could be believed in the daemon's place.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        number = os.open(path, flags)
    except (OSError, ValueError):
        return None
    try:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or not _is_ours_alone(found):
            return None
        return understood(os.read(number, _FILE_LIMIT))
    except OSError:
        return None
    finally:
        os.close(number)


def _is_ours_alone(found: os.stat_result) -> bool:
    """Tell whether nobody else may touch a file; where there are no modes, its folder says it."""
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & 0o077
