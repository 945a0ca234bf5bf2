"""Ask the running daemon one thing: connect, one line there, one line back, hang up.

Rules of this file:
1. `quick` is the way of the daily commands. Until it returns, nothing is imported that a bare
   interpreter has not loaded, but for `_socket` and `_json`, the C halves of socket and json.
2. Everything else may import what it needs, inside the function.
"""

from __future__ import annotations

import os
import sys

from ergobreak import spoken, where
from ergobreak.control import wire
from ergobreak.errors import AlreadyRunning, NotRunning, ProtocolError
from ergobreak.language import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket
    from collections.abc import Iterator, Sequence

    from ergobreak.control.protocol import Reply

# Verbs that the daemon understands word by word, so that no argument parser is needed.
READING = frozenset({"status", "next", "ping"})
ANSWERING = frozenset({"take", "done", "postpone", "skip", "drink", "hurt", "sitting", "ignore"})
PLAIN = READING | ANSWERING | {"pause", "resume", "quiet", "preview", "profile"}
PATIENCE = 10  # seconds that a daemon may take to answer

_START = f'{{"v":{wire.VERSION},"exit":'
_TEXT = ',"text":'


def quick(words: Sequence[str]) -> int | None:
    """Answer a plain command and return its exit code; None: this one takes the long way.

    The long way is taken for options, help, and verbs that the client carries out itself.
    """
    verb, rest = (words[0], words[1:]) if words else ("status", ())
    if verb not in PLAIN or any(word.startswith("-") for word in rest):
        return None
    spoken.settle()
    try:
        code, text = read(exchange(None, question(verb, rest)))
    except (NotRunning, ProtocolError) as error:
        code, text = error.exit_code, f"{error.title}\n{error.hint}"
    tell(code, text)
    return code


def tell(code: int, text: str) -> None:
    """Print what there is to say: on standard output if all is well, else on standard error."""
    stream = sys.stderr if code else sys.stdout
    if stream.isatty() and not text.replace("\n", "").isprintable():
        from ergobreak import plain

        text = plain.coloured(text)
    try:
        print(text, file=stream, flush=True)
    except UnicodeEncodeError:
        # A terminal that cannot show an umlaut shall still show the sentence.
        safe = text.encode(stream.encoding or "ascii", "replace").decode(stream.encoding or "ascii")
        print(safe, file=stream, flush=True)


def ask(home: str | None, verb: str, words: Sequence[str] = (), *, as_json: bool = False) -> Reply:
    """Return the daemon's reply; raises NotRunning, or ProtocolError for one of another version."""
    from ergobreak.control import protocol

    request = protocol.Request(verb, tuple(words), as_json=as_json)
    return protocol.decode_reply(exchange(home, protocol.encode_request(request)))


def follow(home: str | None, verb: str = "events") -> Iterator[bytes]:
    """Yield what `verb` tells, line by line without the newlines, until the daemon ends.

    Returns the iterator only when the daemon has begun to follow; raises like `ask`.
    """
    from ergobreak.control import protocol

    sock = connect(home)
    try:
        sock.sendall(protocol.encode_request(protocol.Request(verb, ("--follow",))))
        first, rest = _line(sock)
        reply = protocol.decode_reply(first)
    except OSError as error:
        sock.close()
        raise _silent() from error
    except ProtocolError:
        sock.close()
        raise
    if reply.exit:
        sock.close()
        raise ProtocolError(reply.text)
    sock.settimeout(None)
    return _stream(sock, rest)


def exchange(home: str | None, question: bytes) -> bytes:
    """Send one line and return the line that comes back."""
    sock = connect(home)
    try:
        sock.sendall(question)
        return _line(sock)[0]
    except OSError as error:
        # Also a timeout. A daemon that ends at this very moment looks the same.
        raise _silent() from error
    finally:
        sock.close()


def connect(home: str | None = None) -> _socket.socket:
    """Return a connection to the daemon of this home; raises NotRunning.

    The folders of the session differ between a desktop and a cron job, so where no socket is
    found, the lock file is asked for the place of the one that is in use.
    """
    _unused, state, runtime = where.folders(home)
    usual = os.path.join(runtime, where.SOCKET)
    found = _try(usual)
    if found is None:
        hint = _hint(os.path.join(state, where.LOCK))
        found = _try(hint) if hint not in {"", usual} else None
    if found is None:
        raise NotRunning(_("ergobreak is not running."), _("Start it with: ergobreak start"))
    return found


def refuse_second(home: str | None) -> None:
    """Raise AlreadyRunning if a daemon answers for this home."""
    try:
        connect(home).close()
    except NotRunning:
        return
    raise AlreadyRunning(_("ergobreak is already running."), _("See it with: ergobreak status"))


def _try(path: str) -> _socket.socket | None:
    """Return a connection to this socket, or None if nobody of ours listens there."""
    import _socket
    from _struct import pack

    if not hasattr(_socket, "AF_UNIX"):
        return _by_port(path)
    sock = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    # With `settimeout` alone, a full queue of callers would be an error instead of a short wait.
    sock.setsockopt(_socket.SOL_SOCKET, _socket.SO_SNDTIMEO, pack("@ll", PATIENCE, 0))
    try:
        wire.reach(path, sock.connect)
    except BlockingIOError as error:
        sock.close()
        raise _silent() from error
    except OSError:
        # Refused means that the owner died and left its socket behind, or that it is none.
        sock.close()
        return _by_port(path)
    if not _is_ours(sock):
        sock.close()
        return None
    sock.settimeout(PATIENCE)
    return sock


def _by_port(path: str) -> _socket.socket | None:
    """Return a connection to the daemon whose port stands in this file, or None."""
    if not os.path.isfile(path):
        return None
    from ergobreak.control import door

    try:
        return door.entered(path, PATIENCE)
    except TimeoutError as error:
        raise _silent() from error
    except OSError:
        return None  # its owner died, and nobody listens there any more


def _is_ours(sock: _socket.socket) -> bool:
    """Tell whether this user listens at the other end: others are told nothing, nor believed."""
    import _socket
    from _struct import unpack

    if not hasattr(_socket, "SO_PEERCRED"):
        return True  # no such question on this system: the private folder is the guard
    peer = sock.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
    return bool(unpack("@3i", peer)[1] == os.geteuid())


def _silent() -> ProtocolError:
    return ProtocolError(
        _("ergobreak is running, but does not answer."), _("Try: ergobreak restart")
    )


def _hint(lock: str) -> str:
    """Return the place of the socket as the holder of the lock wrote it down, or nothing."""
    try:
        with open(lock, encoding="utf-8", errors="surrogateescape") as file:
            return file.read(8192).split("\n")[1]
    except (OSError, IndexError):
        return ""


def _line(sock: _socket.socket) -> tuple[bytes, bytes]:
    """Return the next line, and what came behind it; raises ProtocolError if there is none."""
    received = b""
    while b"\n" not in received:
        chunk = sock.recv(65536)
        received += chunk
        if not chunk or len(received) > wire.REPLY_LIMIT:
            raise ProtocolError(
                _("ergobreak hung up in the middle of its answer."), _("Try: ergobreak restart")
            )
    line, _unused, rest = received.partition(b"\n")
    return line, rest


def _stream(sock: _socket.socket, rest: bytes) -> Iterator[bytes]:
    """Yield the lines of an open stream."""
    try:
        while True:
            *lines, rest = rest.split(b"\n")
            yield from lines
            chunk = sock.recv(65536)
            if not chunk:
                return
            rest += chunk
    finally:
        sock.close()


def question(verb: str, words: Sequence[str]) -> bytes:
    """Return the line that `protocol.encode_request` would make, without importing json."""
    from _json import encode_basestring_ascii as quoted

    listed = ",".join(map(quoted, words))
    line = f'{{"v":{wire.VERSION},"verb":{quoted(verb)},"words":[{listed}],"json":false}}\n'
    return line.encode("ascii")


def read(line: bytes) -> tuple[int, str]:
    """Return exit code and text of a reply without json; the unusual is left to `protocol`."""
    from _json import scanstring

    text = line.decode("ascii", "replace")
    head = len(_START) + 1 + len(_TEXT)
    code = text[len(_START) : len(_START) + 1]
    if text.startswith(_START) and code.isdigit() and text[head - len(_TEXT) : head] == _TEXT:
        try:
            return int(code), scanstring(text, head + 1)[0]
        except ValueError:
            pass  # broken: the long way says in which way
    from ergobreak.control import protocol

    reply = protocol.decode_reply(line)
    return reply.exit, reply.text
