"""Records from a sound server like a program with libpulse does: `python recorder.py NAME SOURCE`.

Options: `--corked` begins without listening, `--peaks` is a volume meter. Prints "ready"; then each
line of the input, "cork" or "uncork", is answered by "ready". Ends with its input. Nothing of the
sound is kept.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# From pulse/def.h.
START_CORKED: Final = 0x1
PEAK_DETECT: Final = 0x800
CONNECTION_READY: Final = 4
STREAM_READY: Final = 2

Notified = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
Succeeded = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


FLOATS: Final = 5  # little-endian
RATE: Final = 8000
METER_RATE: Final = 25  # as the meters of desktops do; PipeWire 0.3.65 dies of higher ones


class Recorder:
    """One stream of libpulse; everything happens on the thread that calls."""

    def __init__(self, name: str) -> None:
        pulse = self._pulse = ctypes.CDLL("libpulse.so.0")
        for function in ("pa_mainloop_new", "pa_mainloop_get_api", "pa_context_new"):
            getattr(pulse, function).restype = ctypes.c_void_p
        for function in ("pa_stream_new", "pa_stream_cork"):
            getattr(pulse, function).restype = ctypes.c_void_p
        self._loop = ctypes.c_void_p(pulse.pa_mainloop_new())
        api = ctypes.c_void_p(pulse.pa_mainloop_get_api(self._loop))
        self._context = ctypes.c_void_p(pulse.pa_context_new(api, name.encode()))
        self._stream = ctypes.c_void_p()

    def connect(self) -> None:
        """Reach the server."""
        assert self._pulse.pa_context_connect(self._context, None, 0, None) >= 0
        self._turn(lambda: self._pulse.pa_context_get_state(self._context) == CONNECTION_READY)

    def record(self, name: str, source: str, flags: int) -> None:
        """Begin a stream from a source of sound."""
        pulse = self._pulse
        rate = METER_RATE if flags & PEAK_DETECT else RATE
        spec = struct.pack("iIBxxx", FLOATS, rate, 1)  # pa_sample_spec, with one channel
        self._stream = ctypes.c_void_p(
            pulse.pa_stream_new(self._context, name.encode(), spec, None)
        )
        assert pulse.pa_stream_connect_record(self._stream, source.encode(), None, flags) >= 0
        self._turn(lambda: pulse.pa_stream_get_state(self._stream) == STREAM_READY)

    def cork(self, *, on: bool) -> None:
        """Stop listening, or go on."""
        done: list[int] = []
        callback = Succeeded(lambda stream, success, data: done.append(success))
        self._pulse.pa_stream_cork(self._stream, int(on), callback, None)
        self._turn(lambda: bool(done))

    def _turn(self, is_done: Callable[[], bool]) -> None:
        while not is_done():
            assert self._pulse.pa_mainloop_iterate(self._loop, 1, None) >= 0


def main(name: str, source: str, *options: str) -> None:
    """Record as the arguments say, until the input ends."""
    recorder = Recorder(name)
    recorder.connect()
    flags = START_CORKED * ("--corked" in options) | PEAK_DETECT * ("--peaks" in options)
    recorder.record("Peak detect" if "--peaks" in options else name, source, flags)
    say_ready()
    for line in sys.stdin:
        recorder.cork(on=line.strip() == "cork")
        say_ready()


def say_ready() -> None:
    """Tell whoever reads our output that what was asked for is done."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
