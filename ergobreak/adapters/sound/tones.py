"""The two soft tones of a break, computed: nothing to ship, and the volume is part of them."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from typing import Final

RATE: Final = 22_050  # samples a second: the highest partial lies far below half of it
LOUDEST: Final = 0.5  # of full scale, at a volume of 100
_ATTACK: Final = 0.02  # seconds; shorter, and it clicks
_TAIL: Final = 0.05  # seconds of fading at the very end, for the same reason

# (begins at, lasts: seconds; frequency: Hz). A rising fifth to begin with, a falling one to end.
START: Final = ((0.0, 0.7, 392.0), (0.16, 0.8, 587.33))
END: Final = ((0.0, 0.8, 587.33), (0.2, 1.1, 392.0))
# A struck bar: the fundamental, and a little of two partials that die away sooner.
_PARTIALS: Final = ((1.0, 1.0, 4.0), (2.0, 0.25, 6.0), (3.0, 0.1, 9.0))

Notes = tuple[tuple[float, float, float], ...]


def wav(notes: Notes, volume: int) -> bytes:
    """Return the notes as a WAV file, mono with 16 bits; `volume` is 0 to 100 (percent)."""
    length = max(begins + lasts for begins, lasts, _ in notes)
    mixed = [0.0] * round(length * RATE)
    for begins, lasts, frequency in notes:
        first = round(begins * RATE)
        for place in range(round(lasts * RATE)):
            mixed[first + place] += _sample(place / RATE, lasts, frequency)
    # Ears hear the square of a scale that is even in numbers.
    gain = LOUDEST * (max(0, min(volume, 100)) / 100) ** 2 / max(map(abs, mixed))
    samples = array("h", (round(32_767 * gain * value) for value in mixed))
    if sys.byteorder == "big":
        samples.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _sample(at: float, lasts: float, frequency: float) -> float:
    """Return a struck tone `at` seconds after its beginning."""
    edge = min(1.0, at / _ATTACK, max(0.0, (lasts - at) / _TAIL))
    tone = sum(
        part * math.exp(-decay * at) * math.sin(2 * math.pi * frequency * times * at)
        for times, part, decay in _PARTIALS
    )
    return edge * tone
