"""The saved state: State to bytes and back.

A new field of State needs a default and nothing else: older snapshots then lack it, and newer
ones are read by ignoring what is unknown. If the meaning of a field changes, raise FORMAT.
"""

from __future__ import annotations

from typing import Final

import msgspec

from ergobreak.core.state import State
from ergobreak.language import _

FORMAT: Final = 1

_decoder: Final = msgspec.json.Decoder(State)


class SnapshotUnreadable(Exception):
    """The bytes are no state of this version; the text says why."""


def encode(state: State) -> bytes:
    """Return the state as JSON."""
    return msgspec.json.encode(state)


def decode(blob: bytes, form: int = FORMAT) -> State:
    """Return the state that `encode` wrote; raises SnapshotUnreadable."""
    if form != FORMAT:
        raise SnapshotUnreadable(
            _("it has format {form}, this version reads format {format}").format(
                form=form, format=FORMAT
            )
        )
    try:
        return _decoder.decode(blob)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SnapshotUnreadable(str(error)) from error
