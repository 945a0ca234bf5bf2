"""The joints of the body seen from the side and from the front, in percent of its height, y up.

Rules of this file:
1. An angle `a` from straight down is the direction (sin a, -cos a); degrees, as in the data.
2. The hip is the origin until `anchored` puts the body on its chair or on the floor.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, replace
from ergobreak.figure.pose import full

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.content.exercise import Motion

    Pose = Mapping[str, float]

Point = tuple[float, float]

HEAD: Final = 6.5
NECK: Final = 5.0
TRUNK: Final = 30.0
UPPER_ARM: Final = 17.0
FOREARM: Final = 15.0
HAND: Final = 6.0
THIGH: Final = 24.0
SHANK: Final = 24.0
HEEL: Final = 3.0
FOOT: Final = 8.0
SHOULDER: Final = 10.0  # half the width
HIP: Final = 5.0
SEAT: Final = 27.0  # of the hip joint, seen from the side
LEVEL: Final = 0.1  # feet that differ by less in height carry together
FRONT_FOOT: Final = (2.53, -1.8)  # a short mark; it points at the viewer


@dataclass(frozen=True, slots=True)
class Limbs:
    """One arm and one leg: each a chain of points."""

    arm: tuple[Point, Point, Point, Point]  # shoulder, elbow, wrist, fingertip
    leg: tuple[Point, Point, Point]  # hip, knee, ankle
    foot: tuple[Point, Point]  # heel, toe

    def moved(self, by: Point) -> Limbs:
        """Return the limbs somewhere else."""
        return Limbs(
            tuple(_plus(point, by) for point in self.arm),  # type: ignore[arg-type]  # four
            tuple(_plus(point, by) for point in self.leg),  # type: ignore[arg-type]  # three
            tuple(_plus(point, by) for point in self.foot),  # type: ignore[arg-type]  # two
        )


@dataclass(frozen=True, slots=True)
class Body:
    """All joints. `spine` goes from the hips over the middle of the trunk to its top."""

    spine: tuple[Point, Point, Point]
    head: Point
    tilt: float  # of the head: degrees from upright, + to the right or forward
    left: Limbs
    right: Limbs
    turn: float = 0.0
    nod: float = 0.0
    lean: float = 0.0  # of the trunk between the shoulders
    shrugs: Point = (0.0, 0.0)  # how far the left and the right shoulder are lifted
    breath: float | None = None

    def moved(self, by: Point) -> Body:
        """Return the body somewhere else."""
        return replace(
            self,
            spine=tuple(_plus(point, by) for point in self.spine),  # type: ignore[arg-type]  # three
            head=_plus(self.head, by),
            left=self.left.moved(by),
            right=self.right.moved(by),
        )


def body(pose: Pose, motion: Motion, *, mirrored: bool = False) -> Body:
    """Return the joints of a pose where they belong: on the seat, or with a foot on the floor.

    `mirrored`: the pose is, so the other foot stays.
    """
    found = side(pose) if motion.view == "side" else front(pose)
    planted = found.left if (motion.plant == "L") != mirrored else found.right
    return found.moved(_anchor(found, planted, pose, motion))


def side(pose: Pose) -> Body:
    """Return the joints seen from the side; the figure faces right."""
    torso, curl, neck = (_of(pose, key) for key in ("torso", "curl", "neck"))
    lean = torso + curl
    middle = _up(torso, TRUNK / 2)
    top = _plus(middle, _up(lean, TRUNK / 2))
    forward = _up(lean + neck + 90, _of(pose, "headx"))
    head = _plus(_plus(top, _up(lean + neck, NECK + HEAD)), forward)
    breath = _of(pose, "breath") if "breath" in pose else None
    limbs = []
    for each in "LR":
        shoulder = _plus(top, (_of(pose, f"protract{each}", "protract"), _shrug(pose, each)))
        limbs.append(
            Limbs(
                _arm(pose, each, shoulder, lambda angle: _down(angle - lean)),
                *_side_leg(pose, each),
            )
        )
    return Body(((0, 0), middle, top), head, lean + neck, limbs[0], limbs[1], breath=breath)


def front(pose: Pose) -> Body:
    """Return the joints seen from the front, as in a mirror: its right is on the right."""
    torso, neck, nod = (_of(pose, key) for key in ("torso", "neck", "nod"))
    top = _up(torso, TRUNK)
    neck_length = NECK * max(0.0, 1 - 0.012 * nod)
    head = _plus(top, _up(torso + neck, neck_length + HEAD))
    half = SHOULDER * cos(radians(_of(pose, "twist")))
    breath = _of(pose, "breath") if "breath" in pose else None
    limbs = []
    for each, sign in (("L", -1), ("R", 1)):
        across = _up(torso + 90, sign * half)
        shoulder = _plus(_plus(top, across), (0, _shrug(pose, each)))

        def outward(angle: float, sign: int = sign) -> Point:
            return _down(sign * angle - torso)

        limbs.append(Limbs(_arm(pose, each, shoulder, outward), *_front_leg(pose, each, sign)))
    return Body(
        ((0, 0), _up(torso, TRUNK / 2), top),
        head,
        torso + neck,
        limbs[0],
        limbs[1],
        _of(pose, "turn"),
        nod,
        lean=torso,
        shrugs=(_shrug(pose, "L"), _shrug(pose, "R")),
        breath=breath,
    )


def _arm(
    pose: Pose, each: str, shoulder: Point, direction: Callable[[float], Point]
) -> tuple[Point, Point, Point, Point]:
    angle = _of(pose, f"sh{each}")
    elbow = _plus(shoulder, _times(direction(angle), UPPER_ARM))
    angle += _of(pose, f"el{each}")
    wrist = _plus(elbow, _times(direction(angle), FOREARM))
    angle += _of(pose, f"wr{each}")
    return shoulder, elbow, wrist, _plus(wrist, _times(direction(angle), HAND))


def _side_leg(pose: Pose, each: str) -> tuple[tuple[Point, Point, Point], tuple[Point, Point]]:
    thigh = _of(pose, f"hip{each}")
    knee = _times(_down(thigh), THIGH * _of(pose, f"tf{each}", default=1.0))
    shank = thigh - _of(pose, f"kn{each}")
    ankle = _plus(knee, _times(_down(shank), SHANK))
    foot = shank + 90 + _of(pose, f"an{each}")
    heel = _plus(ankle, _times(_down(foot - 90), HEEL))
    return ((0, 0), knee, ankle), (heel, _plus(heel, _times(_down(foot), FOOT)))


def _front_leg(
    pose: Pose, each: str, sign: int
) -> tuple[tuple[Point, Point, Point], tuple[Point, Point]]:
    hip = (sign * HIP, 0.0)
    thigh = _of(pose, f"hip{each}")
    shank = thigh + _of(pose, f"kn{each}")
    knee = _plus(hip, _times(_down(sign * thigh), THIGH * _of(pose, f"tf{each}", default=1.0)))
    ankle = _plus(knee, _times(_down(sign * shank), SHANK))
    return (hip, knee, ankle), (ankle, _plus(ankle, (sign * FRONT_FOOT[0], FRONT_FOOT[1])))


def _anchor(found: Body, planted: Limbs, pose: Pose, motion: Motion) -> Point:
    """Return by how much the body has to be moved."""
    anchor = motion.anchor or ("seat" if motion.base == "sit" else "floor")
    across = _of(pose, "shift")
    if anchor == "seat":
        height = SEAT if motion.view == "side" else THIGH * 0.32 + SHANK + 2
        return across, height + _of(pose, "lift")
    limbs = (found.left, found.right)
    lowest = min(point[1] for each in limbs for point in (*each.foot, each.leg[2]))
    if anchor == "march":
        return across, -lowest
    if motion.view == "front":
        return _on_both_feet(limbs, lowest, _stance(motion)), -lowest
    heel, toe = planted.foot
    # It turns about what touches the floor: the toes, or the heel.
    return (FOOT - toe[0] if toe[1] < heel[1] else -heel[0]), -lowest


def _on_both_feet(limbs: tuple[Limbs, Limbs], lowest: float, stance: float) -> float:
    """Return how far to move aside, so that the foot that carries stays where it is.

    Both do while they are level, or the body would jump where the weight goes over.
    """
    weights, asked = 0.0, 0.0
    for each, home in zip(limbs, (-stance, stance), strict=True):
        weight = max(0.0, 1 - (each.foot[1][1] - lowest) / LEVEL)
        weights += weight
        asked += weight * (home - each.leg[2][0])
    return asked / weights


def _stance(motion: Motion) -> float:
    """Return how far from the middle the feet stand in the first frame."""
    first = front(full(motion, motion.frames[0]))
    return (first.right.leg[2][0] - first.left.leg[2][0]) / 2


# ---------------------------------------------------------------- small geometry


def _of(pose: Pose, *names: str, default: float = 0.0) -> float:
    for name in names:
        if name in pose:
            return pose[name]
    return default


def _shrug(pose: Pose, each: str) -> float:
    return _of(pose, f"shrug{each}", "shrug")


def _down(angle: float) -> Point:
    return sin(radians(angle)), -cos(radians(angle))


def _up(angle: float, length: float) -> Point:
    return sin(radians(angle)) * length, cos(radians(angle)) * length


def _times(point: Point, by: float) -> Point:
    return point[0] * by, point[1] * by


def _plus(a: Point, b: Point) -> Point:
    return a[0] + b[0], a[1] + b[1]
