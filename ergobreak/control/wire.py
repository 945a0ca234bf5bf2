"""What both ends agree on before either can speak: version, limits, and how a socket is reached.

It imports nothing that a bare interpreter has not loaded, because the quick commands need it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = 1
REQUEST_LIMIT = 64 * 1024  # bytes in a line
REPLY_LIMIT = 1024 * 1024

# The kernel's field for the path holds 108 bytes on Linux and 104 elsewhere, a zero among them.
PATH_LIMIT = 100


def reach(path: str, use: Callable[[str], None]) -> None:
    """Call `use` (bind or connect) with a name for `path` that is short enough for a socket.

    Raises OSError like `use` does, also when the folder is missing.
    """
    if len(os.fsencode(path)) <= PATH_LIMIT:
        use(path)
        return
    # A long home would make the socket impossible; through an open folder its name is short.
    folder, name = os.path.split(path)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        use(f"/proc/self/fd/{handle}/{name}")
    finally:
        os.close(handle)
