"""The tray's pictures as raw pixels, so that the daemon needs no Pillow to hand them to a panel.

One file for each state: its pictures in the order of PIXELS, 32 bits a pixel (alpha, red, green,
blue), compressed. draw.py makes them.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.tray.icons import FOLDER, RINGS, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PIL.Image import Image

PIXELS: Final = (16, 22, 24, 32, 48)  # a panel scales the nearest one itself

Pixmap = tuple[int, int, bytes]


# Not all of them: there are more than thirty, and a ring that has moved on does not come back soon.
@lru_cache(maxsize=4)
def pixmaps(state: str) -> tuple[Pixmap, ...]:
    """Return a state's pictures as (width, height, ARGB in network order), the smallest first.

    An unknown state looks like `running`. Raises OSError and zlib.error.
    """
    packed = _file(state if state in STATES or state in RINGS else "running", FOLDER).read_bytes()
    data = memoryview(zlib.decompress(packed))
    found = []
    for side in PIXELS:
        length = 4 * side * side
        found.append((side, side, bytes(data[:length])))
        data = data[length:]
    return tuple(found)


def image(state: str, size: int) -> Image:
    """Return a state's picture for those who draw it themselves: the next larger one, if any."""
    from PIL import Image

    found = pixmaps(state)
    side, _, data = next((each for each in found if each[0] >= size), found[-1])
    alpha, red, green, blue = Image.frombytes("RGBA", (side, side), data).split()
    return Image.merge("RGBA", (red, green, blue, alpha))


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
