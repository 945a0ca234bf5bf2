"""Settings and own content as one file that can be carried to another machine.

Without own content it is the person's file of settings itself; with some, a zip of that file and of
the files in `content`. Rules of this file:
1. What comes in is bytes until each name and each size has been looked at; nothing is unpacked to
   a place that a name in the zip has chosen.
2. The same files make the same bytes.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from ergobreak.config.files import MAX_BYTES
from ergobreak.config.own import MOST_FILES
from ergobreak.config.units import quoted
from ergobreak.errors import ConfigError
from ergobreak.language import N_, _
from ergobreak.paths import CONFIG, CONTENT

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES: Final = 4 * 1024 * 1024  # of the whole file

_MAGIC: Final = b"PK\x03\x04"
_EMPTY: Final = b"PK\x05\x06"
# No folder but the one, no "..", no drive, no name that begins with a dot.
_OWN: Final = re.compile(rf"{CONTENT}/[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]{{0,100}}\.toml")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a zip knows
_MODE: Final = (stat.S_IFREG | 0o600) << 16
_ALLOWED: Final = N_("Allowed: {config}, and {folder}/NAME.toml.")


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files, by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.external_attr = _MODE
            archive.writestr(info, files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """Return the files in the bytes of a file called `name`: a zip, or else the settings alone.

    Raises ConfigError for what is no zip of ours.
    """
    if not data.startswith((_MAGIC, _EMPTY)):
        return {CONFIG: data}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ConfigError(
            _("{name} is a damaged zip: {error}").format(name=name, error=error), _allowed()
        ) from error


def _read(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for info in archive.infolist():
        place = f"{name}: {quoted(info.filename)}"
        if info.filename != CONFIG and not _OWN.fullmatch(info.filename):
            raise ConfigError(
                _("{place} has no place among the settings").format(place=place), _allowed()
            )
        if info.filename in files:
            raise ConfigError(_("{place} is in it twice").format(place=place), _allowed())
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFREG} or info.flag_bits & 1:
            raise ConfigError(
                _("{place} is no ordinary file, or encrypted").format(place=place), _allowed()
            )
        with archive.open(info) as file:
            # What it says of its own size need not be true.
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ConfigError(
                _("{place} is too long; allowed: at most {max_bytes} bytes").format(
                    place=place, max_bytes=MAX_BYTES
                ),
                _allowed(),
            )
        files[info.filename] = content
        if len(files) > MOST_FILES + 1:
            raise ConfigError(
                _("{name} has more than {most_files} files of content").format(
                    name=name, most_files=MOST_FILES
                ),
                _allowed(),
            )
    if CONFIG not in files:
        raise ConfigError(
            _("{name} has no {config} in it").format(name=name, config=CONFIG), _allowed()
        )
    return files


def _allowed() -> str:
    return _(_ALLOWED).format(config=CONFIG, folder=CONTENT)
