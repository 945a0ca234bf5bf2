"""Start, stop and restart the daemon from the command line; it is always another process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import language, private
from ergobreak.control import client, endpoint
from ergobreak.control.patience import wait_until
from ergobreak.errors import (
    AlreadyRunning,
    CommandRejected,
    ConfigError,
    ErgobreakError,
    NotRunning,
    ProtocolError,
)
from ergobreak.language import _
from ergobreak.paths import find

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from ergobreak.control.protocol import Reply
    from ergobreak.paths import Paths

START_PATIENCE: Final = 15.0  # seconds
STOP_PATIENCE: Final = 10.0
_LOG_TAIL: Final = 5  # lines
# Windows: no part in our console, whose end or Ctrl-C would else be the daemon's too.
_APART: Final = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(
    subprocess, "CREATE_NEW_PROCESS_GROUP", 0
)
_AT_WORK: Final = ("running", "easy", "error")  # icons of a state in which prompts come


def start(paths: Paths, home: str | None, options: Sequence[str] = ()) -> str:
    """Start a daemon in the background, wait until it answers, and return what to say.

    `home` is what the person chose, if anything; `options` are passed on to `run`. Raises
    AlreadyRunning, or ErgobreakError with the end of the daemon's log if it gave up.
    """
    client.refuse_second(home)
    mended = private.made(paths.state_dir)
    known = paths.log.stat().st_size if paths.log.exists() else 0
    child = _spawn(paths, options)
    if answer := _first_answer(home, lambda: child.poll() is not None):
        return "\n".join(filter(None, [mended, started(answer.data)]))
    if child.returncode == AlreadyRunning.exit_code:
        raise endpoint.taken(paths)
    what = _("ergobreak did not come up (silent).")
    if child.returncode is not None:
        what = _("ergobreak did not come up (with exit code {number}).")
    what = what.format(number=child.returncode)
    # A file of settings that was named and is broken is the same error as in the foreground.
    kind = ConfigError if child.returncode == ConfigError.exit_code else ErgobreakError
    raise kind(
        f"{what}\n{_tail(paths.log, known)}".rstrip(),
        _("The whole log: {log}. In the foreground it says more: ergobreak run").format(
            log=paths.log
        ),
    )


def started(data: Mapping[str, Any]) -> str:
    """Return the good news for what `status --json` says: what comes first, or why nothing does.

    Below it stands the daemon's complaint: whoever starts it has just edited the config.
    """
    from ergobreak.control.say import within

    lines = [_("Running.")]
    first = next(iter(data["next"]), None)
    if data["icon"] not in _AT_WORK:
        # translators: {state} is the first line of the state: "Quiet until 10:00".
        lines = [_("Running. {state}.").format(state=data["headline"])]
    elif first is not None and (first["at"] is None or first["about_seconds"] > 0):
        # translators: {line} is what comes first, and when: "walk about 09:45".
        lines = [_("Running. First {line}.").format(line=within(first["text"]))]
    # The same picture stands for time outside the hours, which nobody can end.
    if data["icon"] in ("paused", "quiet") and data[data["icon"]]:
        lines.append(_("To end that now: ergobreak resume"))
    return "\n".join([*lines, *filter(None, [data.get("trouble")])])


def stop(paths: Paths, home: str | None) -> None:
    """End the daemon and wait until it has gone; raises NotRunning, ErgobreakError."""
    try:
        # One that was halted cannot answer; asked all the same, it would cost ten seconds.
        has_heard = not _is_halted(paths) and client.ask(home, "stop").exit == 0
    except NotRunning:
        if endpoint.is_free(paths):
            raise
        if host := endpoint.other_host(paths):
            raise CommandRejected(
                _("ergobreak runs on {host}, with this home.").format(host=host),
                _("End it there with: ergobreak stop"),
            ) from None
        has_heard = False  # it is about to start or to end, or it hangs
    except ProtocolError:
        has_heard = False
    if not has_heard:
        _terminate(paths)
    if not wait_until(lambda: endpoint.is_free(paths), STOP_PATIENCE):
        raise ErgobreakError(
            _("ergobreak (process {number}) has not ended in {count} s.").format(
                number=endpoint.holder(paths), count=f"{STOP_PATIENCE:.0f}"
            ),
            _("Its log may say why: {log}. By force, losing nothing: kill -9 {holder}").format(
                log=paths.log, holder=endpoint.holder(paths)
            ),
        )


def restart(paths: Paths, home: str | None, by_manager: Callable[[int], bool] | None = None) -> str:
    """Start the daemon anew as it was started, or for the first time, and return what to say.

    `by_manager` restarts a process that a service manager has in its charge, and tells whether it
    has; so the manager stays in charge of the new one. Raises like `start` and `stop`.
    """
    before, options = endpoint.holder(paths), endpoint.options_of(paths)
    if before is not None and by_manager is not None and by_manager(before):
        answer = _first_answer(home, lambda: False)
        if answer is None:
            raise ErgobreakError(
                _("ergobreak was restarted as a service, and does not answer."),
                _("What it says: ergobreak log --diagnostic"),
            )
        return started(answer.data)
    with contextlib.suppress(NotRunning):
        stop(paths, home)
    return start(paths, home, options)


def command(paths: Paths, *words: str) -> list[str]:
    """Return how another process, wherever it starts, runs this very ergobreak for this home."""
    is_usual = paths == find() and not os.environ.get("ERGOBREAK_HOME")
    chosen = [] if is_usual else ["--home", str(paths.state_dir)]
    return [sys.executable, "-m", "ergobreak", *chosen, *words]


def _first_answer(home: str | None, has_given_up: Callable[[], bool]) -> Reply | None:
    """Wait until a daemon that begins answers `status`; None: it gave up, or stays silent."""
    answers: list[Reply] = []

    def has_news() -> bool:
        with contextlib.suppress(NotRunning, ProtocolError):
            answers.append(client.ask(home, "status", as_json=True))
        return bool(answers) or has_given_up()

    wait_until(has_news, START_PATIENCE, every=0.05)
    return answers[0] if answers else None


def _spawn(paths: Paths, options: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start `run` in a session of its own, so that closing the terminal does not end it."""
    number = private.opened(paths.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with os.fdopen(number, "ab") as log:
        paths.log.chmod(0o600)  # of one that an older version has made
        return subprocess.Popen(
            command(paths, "run", *options),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Not where the person happens to be: that could be a stick to be pulled out.
            cwd="/",
            env=environment(),
            start_new_session=True,
            creationflags=_APART,
        )


def package_path() -> str:
    """Return what PYTHONPATH has to name for another process to find us; nothing: it is installed.

    From a checkout that is its folder, and where our own libraries come from.
    """
    root = Path(__file__).resolve().parents[2]
    if root.name in {"site-packages", "dist-packages"}:
        return ""
    return os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))


def environment() -> dict[str, str]:
    """Return our environment for such a process: what we speak, and in a checkout our place."""
    needed = package_path()
    speaking = {language.VARIABLE: language.spoken()}
    return {**os.environ, **speaking, **({"PYTHONPATH": needed} if needed else {})}


def _terminate(paths: Paths) -> None:
    """End the process that holds the lock by a signal, if it is certain which one it is."""
    process = endpoint.holder(paths)
    if process is None:
        return
    # Process numbers are given anew, and in a container they mean something else.
    command = Path(f"/proc/{process}/cmdline")
    if command.parent.parent.is_dir() and not _is_ergobreak(command):
        return
    # Windows ends it at once, and has its own way to say that there is none.
    gone = ProcessLookupError if hasattr(signal, "SIGCONT") else OSError
    with contextlib.suppress(gone):
        os.kill(process, signal.SIGTERM)
        if hasattr(signal, "SIGCONT"):
            # Whoever was halted (SIGSTOP, Ctrl-Z) hears of it only when it goes on.
            os.kill(process, signal.SIGCONT)


def _is_halted(paths: Paths) -> bool:
    """Tell whether the daemon has been stopped in its tracks and waits for SIGCONT (Linux)."""
    try:
        stat = Path(f"/proc/{endpoint.holder(paths)}/stat").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return stat.rpartition(")")[2].split()[:1] == ["T"]


def _is_ergobreak(command: Path) -> bool:
    try:
        return b"ergobreak" in command.read_bytes()
    except OSError:
        return False


def _tail(log: Path, known: int) -> str:
    """Return the last lines of what stands behind the first `known` bytes."""
    try:
        found = log.read_bytes()
    except OSError:
        return ""
    # A shorter one has been begun anew.
    since = found[known if known <= len(found) else 0 :]
    lines = since.decode("utf-8", "replace").splitlines()
    return "\n".join(lines[-_LOG_TAIL:])
