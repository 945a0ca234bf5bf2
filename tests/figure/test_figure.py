"""The figure: poses, joints, shapes and pictures of all exercises."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from math import dist
from typing import TYPE_CHECKING

import pytest

from ergobreak.content.catalogue import catalogue
from ergobreak.figure import drawing, pose, skeleton, svg
from ergobreak.figure.palette import contrast, palette
from ergobreak.figure.raster import Painter
from ergobreak.figure.shapes import extent

if TYPE_CHECKING:
    from ergobreak.content.exercise import Exercise

EXERCISES = catalogue().exercises
BODIES = [each for each in EXERCISES if each.motion.view in ("side", "front")]
ALL = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
THEMES = pytest.mark.parametrize("theme", ["light", "dark", "contrast"])

# What was measured when the poses were made: (view, base, differences; head, fingertip, toe).
POINTS = [
    ("side", "sit", {}, (0, 41.5), (27.3, 12.0), (32.0, -27.0)),
    ("side", "stand", {}, (0, 41.5), (5.6, -7.5), (8.0, -51.0)),
    (
        "side",
        "sit",
        {"torso": 58, "curl": 24, "neck": 20, "shR": 74, "elR": 4},
        (38.8, 7.6),
        (23.7, -27.7),
        (32.0, -27.0),
    ),
    ("side", "stand", {"hipR": 58, "knR": 72, "anR": -6}, (0, 41.5), (5.6, -7.5), (21, -41.6)),
    ("front", "sit", {}, (0, 41.5), (11.2, -7.3), (8.6, -33.4)),
    ("front", "sit", {"shR": 104, "elR": 148}, (0, 41.5), (6.5, 40.6), (8.6, -33.4)),
    (
        "front",
        "sit",
        {"torso": 22, "neck": 4, "shR": 22, "elR": -6},
        (16.3, 38.2),
        (18.3, -13.8),
        (8.6, -33.4),
    ),
]


@pytest.mark.parametrize(("view", "base", "differs", "head", "finger", "toe"), POINTS)
def test_the_joints_are_where_they_were_measured(
    view: str,
    base: str,
    differs: dict[str, float],
    head: skeleton.Point,
    finger: skeleton.Point,
    toe: skeleton.Point,
) -> None:
    """Head, right fingertip and right toe, from the hip, to a tenth of a percent of the height."""
    joints = {**pose.BASES[view, base], **differs}
    body = skeleton.side(joints) if view == "side" else skeleton.front(joints)

    assert dist(body.head, head) < 0.1
    assert dist(body.right.arm[3], finger) < 0.1
    assert dist(body.right.foot[1], toe) < 0.1


@ALL
def test_two_instants_differ(exercise: Exercise) -> None:
    """Each exercise moves: in its pose, and in what is painted."""
    motion = exercise.motion
    first, later = pose.pose_at(motion, 0.0), pose.still_pose(motion)
    painter = Painter((96, 96), palette("light"), drawing.frame_of(motion))
    begun = painter.paint(drawing.shapes(motion, 0.0))
    moved = painter.paint(drawing.still(motion))

    assert first != later
    assert begun.tobytes() != moved.tobytes()


@pytest.mark.parametrize("exercise", BODIES, ids=lambda each: each.id)
def test_nothing_jumps(exercise: Exercise) -> None:
    """In a twelfth of a second no joint goes farther than an arm can: a quarter of the height."""
    motion = exercise.motion
    steps = int(motion.seconds * 12) + 1
    before = skeleton.body(pose.pose_at(motion, 0.0), motion)
    for step in range(1, steps):
        body = skeleton.body(pose.pose_at(motion, step / 12), motion)
        pairs = zip((*before.right.arm, before.head), (*body.right.arm, body.head), strict=True)
        assert all(dist(a, b) < 25 for a, b in pairs)
        before = body


@ALL
def test_nothing_is_cut_off(exercise: Exercise) -> None:
    """The box of the whole motion holds every instant of it, on both sides."""
    box = drawing.frame_of(exercise.motion)
    for place in range(7):
        at = exercise.motion.seconds * place / 7
        for mirrored in (False, True):
            found = extent(drawing.shapes(exercise.motion, at, mirrored=mirrored))
            assert box.left <= found.left
            assert found.right <= box.right
            assert box.bottom <= found.bottom
            assert found.top <= box.top


@ALL
def test_a_mirror_of_the_mirror_is_the_pose(exercise: Exercise) -> None:
    """Left and right change places twice and are what they were."""
    motion = exercise.motion
    before = pose.pose_at(motion, motion.seconds / 3)

    assert pose.mirror(pose.mirror(before, motion.view), motion.view) == before


@ALL
def test_every_step_has_its_time(exercise: Exercise) -> None:
    """The first step comes first, the last last, and none is left out."""
    every = exercise.motion.seconds / 200
    told = [pose.part_at(exercise, place * every).step for place in range(200)]

    assert told == sorted(told)
    assert set(told) == set(range(len(exercise.steps)))


def test_an_exercise_for_each_side_is_done_mirrored_after_the_repetitions() -> None:
    """The first half shows one side, the second half the other."""
    lean = catalogue().find("neck-side-lean")
    assert lean is not None

    assert not pose.part_at(lean, lean.seconds / 2 - 1).mirrored
    assert pose.part_at(lean, lean.seconds / 2 + 1).mirrored
    assert pose.part_at(lean, lean.seconds + 60).repetition == 1


@ALL
def test_the_drawing_is_whole_in_itself(exercise: Exercise) -> None:
    """It is sound XML with a title, without a script or anything from elsewhere, and it moves."""
    text = svg.animated(exercise, palette("light"))
    root = ET.fromstring(text)  # noqa: S314 - our own
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}

    assert root[0].text == exercise.title
    assert "script" not in tags
    assert "animate" in tags
    assert "href" not in text
    assert "prefers-reduced-motion" in text
    assert "animate" not in svg.still(exercise, palette("light"))


def test_each_picture_of_a_drawing_has_the_same_parts() -> None:
    """A browser can move one outline into the next only if their commands are the same."""
    for exercise in EXERCISES:
        root = ET.fromstring(svg.animated(exercise, palette("dark")))  # noqa: S314 - our own
        for move in root.iter("{http://www.w3.org/2000/svg}animate"):
            shapes = move.attrib["values"].split(";")
            kinds = {"".join(filter(str.isalpha, shape)) for shape in shapes}
            assert len(kinds) == 1, exercise.id
            assert len(shapes) == len(move.attrib["keyTimes"].split(";"))


@THEMES
def test_the_figure_stands_out(theme: str) -> None:
    """Limbs and clothes have a contrast of 3 to 1 with the ground, and marks with the skin."""
    colours = palette(theme)
    for tone in ("near", "skin", "body", "near_leg", "near_shoe"):
        assert contrast(colours.colour(tone), colours.ground) >= 3, tone
    assert contrast(colours.colour("mark"), colours.colour("skin")) >= 3


def test_the_accent_is_the_persons() -> None:
    """A chosen accent colours what the figure wears, and the ground follows the window."""
    colours = palette("light", "#224488", "#ffffff")

    assert colours.colour("body") == "#224488"
    assert colours.ground == "#ffffff"
