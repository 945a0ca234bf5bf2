"""What processes ask of the kernel's network: strace's notes on them and on all that they start."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CALLS: Final = "socket,socketpair,connect,bind,listen,sendto,sendmsg,accept4"
_FAMILY: Final = re.compile(r"\b(?:socket|socketpair)\((AF_\w+|0x\w+)")
_ADDRESS: Final = re.compile(r"\bsa_family=(AF_\w+)")
_INET_PROBE: Final = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"


def traced(notes: Path, command: Sequence[str]) -> list[str]:
    """Return a command that does the same and has its calls noted, one file a process."""
    # --seccomp-bpf: everything but these calls goes at full speed.
    options = ("-f", "-ff", "--seccomp-bpf", "-qq", "-s", "64", "-e", f"trace={CALLS}")
    return ["strace", *options, "-o", str(notes / "calls"), *command]


def families(notes: Path) -> set[str]:
    """Return the families of all sockets and addresses in the notes."""
    text = said(notes)
    return {*_FAMILY.findall(text), *_ADDRESS.findall(text)}


def processes(notes: Path) -> int:
    """Return how many processes and threads there are notes of."""
    return len(list(notes.glob("calls*")))


def said(notes: Path) -> str:
    """Return all notes."""
    return "\n".join(path.read_text(errors="replace") for path in sorted(notes.glob("calls*")))


def why_not(folder: Path) -> str:
    """Return why nothing can be noted here; empty if a socket of the internet is seen as one."""
    if shutil.which("strace") is None:
        return "strace is missing (Debian package: strace)"
    folder.mkdir()
    probe = traced(folder, [sys.executable, "-c", _INET_PROBE])
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    if done.returncode or "AF_INET" not in families(folder):
        return f"strace may not look here: {done.stderr.strip()[-200:]}"
    return ""
