"""Which version of the program is installed, as its installer has noted it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

SOURCE: Final = "source"  # run from a checkout that was never installed
_NOTED: Final = "ergobreak-", ".dist-info"


def version() -> str:
    """Return the version, or SOURCE.

    Read from the name of the installer's folder, as the standard library would in the end: that
    loads mail, archives and tables first, 4 MiB that a daemon would keep after one `doctor`.
    """
    before, behind = _NOTED
    for folder in sys.path:
        for found in Path(folder).glob(f"{before}*{behind}"):
            return found.name[len(before) : -len(behind)]
    return SOURCE
