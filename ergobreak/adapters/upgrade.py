"""Which version of ergobreak is installed by now, and so what the next start would bring.

Rules of this file:
1. What counts is the folder of facts that an installer writes beside the package; its name alone
   tells the version, so nothing is read or imported. A checkout has none, and is left in peace.
2. While the facts of the running version are still there, an installer is at work or nothing is
   new: there is no other version.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.path_watch import PathWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.inotify import Inotify

FOLDER: Final = Path(__file__).resolve().parents[2]  # where the package lies

_FACTS: Final = re.compile(r"ergobreak-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info", re.IGNORECASE)
_NAMES: Final = "ergobreak-*"

_log = logging.getLogger(__name__)


class Upgrade:
    """The version that runs, as it was when this was made, and the one that has replaced it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._beside = max(_versions(folder), default="")
        self._changed_at = _changed_at(folder)
        self._other = ""
        self._watch: PathWatch | None = None

    @property
    def running(self) -> str:
        """Return the version that runs, also after another was installed over it.

        Nothing: it was installed elsewhere, or never.
        """
        return self._beside

    def other(self) -> str:
        """Return the version that a restart would bring, or nothing where that is the same."""
        changed_at = _changed_at(self._folder)
        if changed_at != self._changed_at:  # so that a picture that is drawn costs one look
            found = _versions(self._folder)
            is_new = self._beside and self._beside not in found
            self._other = max(found, default="") if is_new else ""
            self._changed_at = changed_at
        return self._other

    def follow(self, inotify: Inotify, changed: Callable[[], None]) -> None:
        """Call `changed`, on the thread of `inotify`, when it is time to ask for `other`.

        Where nothing can be watched it is asked for when a command comes, and no sooner.
        """
        if not self._beside:
            return
        self._watch = PathWatch(inotify, self._folder / _NAMES, changed, is_pattern=True)
        try:
            self._watch.start()
        except OSError as error:
            _log.info("a newer version is noticed when a command comes: %s", error)


def _changed_at(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _versions(folder: Path) -> set[str]:
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:  # an installer may take the whole environment away
        return set()
    return {each[1] for each in map(_FACTS.fullmatch, names) if each is not None}
