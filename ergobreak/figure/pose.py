"""Where in its cycle a motion is, and the pose of that instant: angles and lengths, no points yet.

Rules of this file:
1. A frame lists what differs from the base pose; it does not build on the frame before it.
2. Between two frames every value eases along a cosine; the word `focus` becomes `far`, 0 to 1.
3. A cycle begins at rest in the first frame and ends with the glide back to it.
"""

from __future__ import annotations

from itertools import accumulate
from math import ceil, cos, pi
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.content.exercise import Exercise, Frame, Motion

    Pose = Mapping[str, float]


def _both(**values: float) -> dict[str, float]:
    return {f"{key}{side}": value for side in "LR" for key, value in values.items()}


# (view, base): the values that differ from nought.
BASES: Final[dict[tuple[str, str], dict[str, float]]] = {
    ("side", "sit"): _both(sh=22, el=62, hip=90, kn=90),
    ("side", "stand"): _both(sh=4, el=8),
    ("front", "sit"): _both(sh=14, el=-22, hip=8, kn=-8, tf=0.32),
    ("front", "stand"): _both(sh=8, el=2, hip=4, kn=-4, tf=1),
    ("face", "near"): {},
    ("hand", "open"): {"spread": 5},
}
BEGINNING: Final = 1.5  # seconds of the first step where a cycle does not begin with a rest
CROSS: Final = 1.0  # seconds that the change from side to side takes
READ: Final = 2.0  # seconds that a step stands at the least, on an average
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


def pose_at(motion: Motion, seconds: float, *, mirrored: bool = False) -> dict[str, float]:
    """Return the pose after so many seconds of the motion, which goes round and round."""
    before, after, share = _between(motion, seconds % motion.seconds)
    eased = (1 - cos(pi * share)) / 2
    pose = _blend(full(motion, before), full(motion, after), eased)
    return mirror(pose, motion.view) if mirrored else pose


def crossing(motion: Motion, seconds: float, *, mirrored: bool) -> dict[str, float]:
    """Return the pose of a cycle that follows one of the other side: no limb may jump across."""
    pose = pose_at(motion, seconds, mirrored=mirrored)
    first = full(motion, motion.frames[0])
    other = first if mirrored else mirror(first, motion.view)
    own = mirror(first, motion.view) if mirrored else first
    if seconds >= CROSS or own == other:
        return pose
    return _blend(other, pose, (1 - cos(pi * seconds / CROSS)) / 2)


def still_pose(motion: Motion) -> dict[str, float]:
    """Return the pose that shows best what it is about: that of the second frame."""
    return full(motion, motion.frames[min(1, len(motion.frames) - 1)])


def mirror(pose: Pose, view: str) -> dict[str, float]:
    """Return the pose with left and right exchanged."""
    swap = {"L": "R", "R": "L"}
    found = {}
    for key, value in pose.items():
        name = f"{key[:-1]}{swap[key[-1]]}" if key[-1] in swap else key
        found[name] = -value if view == "front" and key in _TURNED else value
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
    side = within / cycle / exercise.reps % 1
    return Part(into, number, mirrored, _step(exercise, into, side))


def _step(exercise: Exercise, into: float, side: float) -> int:
    """Return the place of the step that fits.

    The first step says how to begin; the others follow the glides and holds of a cycle. Where a
    cycle is too short to be read, or has too few of them, all are spread over one side instead.
    """
    texts, motion = len(exercise.steps), exercise.motion
    beginning, spans = _spans(motion)
    if motion.seconds < READ * texts or len(spans) < texts - 1:
        return min(texts - 1, int(side * texts))
    if into < beginning or texts == 1:
        return 0
    ends = accumulate(spans, initial=beginning)
    place = sum(end <= into for end in ends) - 1
    return 1 + ceil(min(place, len(spans) - 1) * (texts - 2) / max(1, len(spans) - 1))


def _spans(motion: Motion) -> tuple[float, list[float]]:
    """Return how long a cycle rests at first, then how long it glides and rests in turn."""
    found = []
    for place, frame in enumerate(motion.frames):
        found += [frame.hold, motion.frames[(place + 1) % len(motion.frames)].glide]
    beginning, first, *others = found
    if not beginning:
        beginning = min(BEGINNING, first / 2)
        first -= beginning
    return beginning, [span for span in (first, *others) if span > 0]


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


def full(motion: Motion, frame: Frame) -> dict[str, float]:
    """Return the pose of a frame with all that its base adds."""
    own: dict[str, float] = {}
    for key, value in frame.pose.items():
        if isinstance(value, str):
            own["far"] = 1.0 if value == "far" else 0.0
        else:
            own[key] = value
    return {**BASES[motion.view, motion.base], **own}


def _blend(before: Pose, after: Pose, share: float) -> dict[str, float]:
    found = {}
    for key in (*before, *(key for key in after if key not in before)):
        old, new = before.get(key, _absent(key)), after.get(key, _absent(key))
        found[key] = old + (new - old) * share
    return found


def _absent(key: str) -> float:
    """Return what a value is where neither base nor frame has it."""
    return 1.0 if key[:2] == "tf" else 0.0
