"""The person as shapes, from the side and from the front: what is farther away comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.figure import head, limbs, trunk
from ergobreak.figure.shapes import Disc, Ring

if TYPE_CHECKING:
    from ergobreak.figure.shapes import Shape
    from ergobreak.figure.skeleton import Body

# The far limbs show beside the near ones even where both do the same.
FAR: Final = (1.6, 0.4)


def from_side(body: Body, *, hands_behind: bool = False) -> list[Shape]:
    """Return the person seen from the side; `hands_behind` the head all the time."""
    far = body.left.moved(FAR)
    near_arm = limbs.arm(body.right, "near", thumb=1)
    neck, *face = head.side_head(body)
    return [
        *limbs.arm(far, "far", thumb=1),
        *limbs.side_leg(far, "far"),
        trunk.side_hips(body),
        *limbs.side_leg(body.right, "near"),
        trunk.side_shirt(body),
        neck,
        *((*near_arm, *face) if hands_behind else (*face, *near_arm)),
        *_breath(body),
    ]


def from_front(body: Body, *, is_seated: bool, hands_behind: bool = False) -> list[Shape]:
    """Return the person seen from the front; `hands_behind` the head all the time."""
    face = head.front_head(body)
    arms = [
        *limbs.arm(body.left, "near", thumb=1, halo=limbs.HALO),
        *limbs.arm(body.right, "near", thumb=-1, halo=limbs.HALO),
    ]
    return [
        trunk.front_hips(body),
        *limbs.front_leg(body.left, -1, is_seated=is_seated),
        *limbs.front_leg(body.right, 1, is_seated=is_seated),
        *limbs.crossed(body.left, -1),
        *limbs.crossed(body.right, 1),
        *trunk.front_shirt(body),
        *((*arms, *face) if hands_behind else (*face, *arms)),
        *_breath(body),
    ]


def _breath(body: Body) -> list[Shape]:
    """Return the circle that grows with the breath, before the belly."""
    if body.breath is None:
        return []
    x, y = body.spine[0][0], body.spine[0][1] + 11
    radius = 3 + 2.6 * body.breath
    return [
        Disc((x, y), (radius, radius), "breath"),
        Ring((x, y), radius + 1.6, 0.5, "breath_ring"),
    ]
