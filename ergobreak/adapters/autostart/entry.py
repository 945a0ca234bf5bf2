"""What is started at login, and what was found of it: values that every way of starting shares."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import private
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Start:
    """How this very ergobreak is called from anywhere.

    `program` and `options` come before the verb; `package_path` is what PYTHONPATH has to name,
    empty where the package is installed.
    """

    program: str
    options: tuple[str, ...] = ()
    package_path: str = ""

    def words(self, *verb: str) -> list[str]:
        """Return the whole command, with its environment by env(1) where it needs one."""
        env = ["env", f"PYTHONPATH={self.package_path}"] if self.package_path else []
        return [*env, self.program, *self.options, *verb]


@dataclass(frozen=True, slots=True)
class Found:
    """What starts ergobreak at login. `is_on`: false if the desktop has switched it off since.

    `place` is a file, or a key of the registry. `program`: what it would start, empty: unknown.
    """

    way: str
    place: str
    is_on: bool = True
    program: str = ""

    @property
    def is_stale(self) -> bool:
        """Tell whether what it would start is not there any more."""
        return bool(self.program) and not Path(self.program).exists()


def write(path: Path, text: str | bytes, below: Path) -> None:
    """Put a file in place at once, with the folders that it needs; raises OSError.

    `below` is the folder that is the person's own: those above it are none of our business.
    """
    below.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    private.replaced(path, text if isinstance(text, bytes) else text.encode(), 0o644)


def remove(path: Path, below: Path) -> bool:
    """Remove a file, and the folders up to `below` that are empty then; raises OSError."""
    was_there = path.is_symlink() or path.exists()
    path.unlink(missing_ok=True)
    if was_there:
        for parent in path.parents:
            if parent == below:
                break
            with contextlib.suppress(OSError):  # something else lives there
                parent.rmdir()
    return was_there


def program_of(words: Sequence[str]) -> str:
    """Return which program a command starts: behind env(1) and its assignments."""
    rest = list(words)
    if rest and os.path.basename(rest[0]) == "env":  # noqa: PTH119 - a word, maybe no path of ours
        rest = [word for word in rest[1:] if "=" not in word]
    return rest[0] if rest else ""
