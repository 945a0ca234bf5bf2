"""Where in its cycle a motion is, and the pose of that instant: angles and lengths, no points yet.

Rules of this file:
1. A frame lists what differs from the base pose; it does not build on the frame before it.
2. Between two frames every value eases along a cosine; a word (`focus`) is that of the frame ahead.
3. A cycle begins at rest in the first frame and ends with the glide back to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.content.exercise import Exercise, Frame, Motion

    Pose = Mapping[str, float | str]


def _both(**values: float) -> dict[str, float | str]:
    return {f"{key}{side}": value for side in "LR" for key, value in values.items()}


# (view, base): the values that differ from nought.
BASES: Final[dict[tuple[str, str], dict[str, float | str]]] = {
    ("side", "sit"): _both(sh=22, el=62, hip=90, kn=90),
    ("side", "stand"): _both(sh=4, el=8),
    ("front", "sit"): _both(sh=14, el=-22, hip=8, kn=-8, tf=0.32),
    ("front", "stand"): _both(sh=8, el=2, hip=4, kn=-4, tf=1),
    ("face", "near"): {"focus": "near"},
    ("hand", "open"): {"spread": 5},
}
BEGINNING: Final = 0.12  # of a cycle
_TURNED: Final = frozenset({"torso", "neck", "turn", "twist", "shift"})  # by a mirror, in front


@dataclass(frozen=True, slots=True)
class Part:
    """Where in an exercise one is: `seconds` into a cycle, whose number is `repetition`.

    `step` is the place of the text that fits.
    """

    seconds: float
    repetition: int
    mirrored: bool
    step: int


def pose_at(motion: Motion, seconds: float, *, mirrored: bool = False) -> dict[str, float | str]:
    """Return the pose after so many seconds of the motion, which goes round and round."""
    before, after, share = _between(motion, seconds % motion.seconds)
    eased = (1 - cos(pi * share)) / 2
    pose = _blend(_full(motion, before), _full(motion, after), eased)
    return mirror(pose, motion.view) if mirrored else pose


def still_pose(motion: Motion) -> dict[str, float | str]:
    """Return the pose that shows best what it is about: that of the second frame."""
    return _full(motion, motion.frames[min(1, len(motion.frames) - 1)])


def mirror(pose: Pose, view: str) -> dict[str, float | str]:
    """Return the pose with left and right exchanged."""
    swap = {"L": "R", "R": "L"}
    found: dict[str, float | str] = {}
    for key, value in pose.items():
        name = f"{key[:-1]}{swap[key[-1]]}" if key[-1] in swap else key
        is_turned = view == "front" and key in _TURNED and not isinstance(value, str)
        found[name] = -value if is_turned and not isinstance(value, str) else value
    return found


def part_at(exercise: Exercise, seconds: float) -> Part:
    """Return where one is after so many seconds of an exercise; after its end, at the end of it."""
    motion = exercise.motion
    cycle = motion.seconds
    cycles = exercise.reps * (2 if exercise.sides == "each" else 1)
    within = min(max(seconds, 0.0), cycles * cycle - 0.001)
    number = int(within / cycle)
    into = within - number * cycle
    mirrored = exercise.sides == "each" and number >= exercise.reps
    return Part(into, number, mirrored, _step(exercise, into))


def _step(exercise: Exercise, into: float) -> int:
    """Spread the steps over one cycle; the first one is soon over, for it says how to begin."""
    others = len(exercise.steps) - 1
    share = into / exercise.motion.seconds
    if share < BEGINNING or not others:
        return 0
    return 1 + min(others - 1, int((share - BEGINNING) / (1 - BEGINNING) * others))


def _between(motion: Motion, at: float) -> tuple[Frame, Frame, float]:
    """Return the frames before and after an instant of the cycle, and how far it is between."""
    frames = motion.frames
    for place, frame in enumerate(frames):
        if at <= frame.hold:
            return frame, frame, 0.0
        at -= frame.hold
        ahead = frames[(place + 1) % len(frames)]
        if at < ahead.glide:
            return frame, ahead, at / ahead.glide
        at -= ahead.glide
    return frames[0], frames[0], 0.0


def _full(motion: Motion, frame: Frame) -> dict[str, float | str]:
    return {**BASES[motion.view, motion.base], **frame.pose}


def _blend(before: Pose, after: Pose, share: float) -> dict[str, float | str]:
    found: dict[str, float | str] = {}
    for key in {**before, **after}:
        old, new = before.get(key, 0.0), after.get(key, 0.0)
        if isinstance(old, str) or isinstance(new, str):
            found[key] = new
        else:
            found[key] = old + (new - old) * share
    return found
