"""The tray's pictures as raw pixels, so that the daemon needs no Pillow to hand them to a panel.

One file for each state: its pictures in the order of PIXELS, 32 bits a pixel (alpha, red, green,
blue), compressed. `python -m ergobreak.adapters.icons.pixmaps` makes them from the PNG files.
"""

from __future__ import annotations

import sys
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.icons import FOLDER, STATES, picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.Image import Image

PIXELS: Final = (16, 22, 24, 32, 48)  # a panel scales the nearest one itself

Pixmap = tuple[int, int, bytes]


@cache
def pixmaps(state: str) -> tuple[Pixmap, ...]:
    """Return a state's pictures as (width, height, ARGB in network order), the smallest first.

    An unknown state looks like `running`. Raises OSError and zlib.error.
    """
    packed = _file(state if state in STATES else "running", FOLDER).read_bytes()
    data = memoryview(zlib.decompress(packed))
    found = []
    for side in PIXELS:
        length = 4 * side * side
        found.append((side, side, bytes(data[:length])))
        data = data[length:]
    return tuple(found)


def save(state: str, images: Iterable[Image], folder: Path = FOLDER) -> None:
    """Write a state's pictures, which come in the order of PIXELS. For the build alone."""
    from PIL import Image

    data = bytearray()
    for image in images:
        red, green, blue, alpha = image.convert("RGBA").split()
        data += Image.merge("RGBA", (alpha, red, green, blue)).tobytes()
    _file(state, folder).write_bytes(zlib.compress(bytes(data), 9))


def _file(state: str, folder: Path) -> Path:
    return folder / f"{state}.argb"


def main(folder: Path = FOLDER) -> None:
    """Write the file of every state into the folder."""
    from PIL import Image

    for state in STATES:
        save(state, [Image.open(picture(state, side)) for side in PIXELS], folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
