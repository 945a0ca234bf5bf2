"""The figure: poses, joints, shapes and pictures of all exercises."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from functools import cache
from math import dist
from typing import TYPE_CHECKING

import pytest

from ergobreak.content.catalogue import catalogue
from ergobreak.figure import drawing, outline, pose, skeleton, svg
from ergobreak.figure.palette import contrast, palette
from ergobreak.figure.raster import Painter
from ergobreak.figure.shapes import Box, Disc, Stroke, extent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.content.exercise import Exercise, Motion

EXERCISES = catalogue().exercises
BODIES = [each for each in EXERCISES if each.motion.view in ("side", "front")]
STANDING = [each for each in BODIES if each.motion.base == "stand" and not each.motion.anchor]
ONE_SIDED = [each for each in EXERCISES if each.sides == "each"]
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


def instants(motion: Motion) -> Iterator[float]:
    """Yield instants of one cycle, two dozen of each glide."""
    at = 0.0
    for place, frame in enumerate(motion.frames):
        at += frame.hold
        glide = motion.frames[(place + 1) % len(motion.frames)].glide
        yield from (at + glide * step / 24 for step in range(24))
        at += glide


def joints(body: skeleton.Body) -> list[skeleton.Point]:
    """Return all joints of a body."""
    parts = [part for each in (body.left, body.right) for part in (each.arm, each.leg, each.foot)]
    return [body.head, *body.spine, *(point for part in parts for point in part)]


@pytest.mark.parametrize("exercise", BODIES, ids=lambda each: each.id)
def test_nothing_jumps(exercise: Exercise) -> None:
    """In a twenty-fifth of a second no joint goes farther than 6 percent of the height."""
    motion = exercise.motion
    for instant in instants(motion):
        now, soon = (
            joints(skeleton.body(pose.pose_at(motion, at), motion))
            for at in (instant, instant + 0.04)
        )
        assert max(map(dist, now, soon)) < 6


@pytest.mark.parametrize("exercise", ONE_SIDED, ids=lambda each: each.id)
def test_no_limb_jumps_to_the_other_side(exercise: Exercise) -> None:
    """The second side begins as the first has ended, and is soon what it should be."""
    motion = exercise.motion
    ended = pose.pose_at(motion, motion.seconds)
    began = pose.crossing(motion, 0.0, mirrored=True)
    there, here = (joints(skeleton.body(each, motion)) for each in (ended, began))
    assert max(map(dist, there, here)) < 0.01
    assert drawing.during(exercise, exercise.seconds / 2 + pose.CROSS) == drawing.shapes(
        motion, pose.CROSS, mirrored=True
    )


@pytest.mark.parametrize("exercise", STANDING, ids=lambda each: each.id)
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_foot_that_carries_does_not_slide(exercise: Exercise, *, mirrored: bool) -> None:
    """What touches the floor stays where it is: heel and toes, or both ankles from the front."""
    motion, stood = exercise.motion, set()
    for instant in instants(motion):
        found = pose.pose_at(motion, instant, mirrored=mirrored)
        body = skeleton.body(found, motion, mirrored=mirrored)
        if motion.view == "front":
            low = min(body.left, body.right, key=lambda each: each.foot[1][1])
            stood.add(round(abs(low.leg[2][0])))
            continue
        planted = body.left if (motion.plant == "L") != mirrored else body.right
        heel, toe = planted.foot
        slid = toe[0] - skeleton.FOOT if toe[1] < heel[1] else heel[0]
        assert slid == pytest.approx(0, abs=1e-6)
    assert len(stood) <= 1


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
    """The first step comes first, none is left out, and in a cycle none comes back."""
    side = exercise.seconds / (2 if exercise.sides == "each" else 1)
    told = [pose.part_at(exercise, place * side / 400).step for place in range(400)]
    cycle = exercise.motion.seconds
    once = [pose.part_at(exercise, place * cycle / 100).step for place in range(100)]

    assert told[0] == 0
    assert set(told) == set(range(len(exercise.steps)))
    assert once == sorted(once)


@ALL
def test_a_step_can_be_read(exercise: Exercise) -> None:
    """The marked step changes no more often than every other second, on an average."""
    seconds = range(int(exercise.seconds * 4))
    told = [pose.part_at(exercise, at / 4).step for at in seconds]
    changes = sum(a != b for a, b in itertools.pairwise(told))

    assert changes <= exercise.seconds / pose.READ


def test_an_exercise_for_each_side_is_done_mirrored_after_the_repetitions() -> None:
    """The first half shows one side, the second half the other."""
    lean = catalogue().find("neck-side-lean")
    assert lean is not None

    assert not pose.part_at(lean, lean.seconds / 2 - 1).mirrored
    assert pose.part_at(lean, lean.seconds / 2 + 1).mirrored
    assert pose.part_at(lean, lean.seconds + 60).repetition == 1


@cache
def drawn(exercise_id: str) -> str:
    """Return the moving picture of an exercise."""
    exercise = catalogue().find(exercise_id)
    assert exercise is not None
    return svg.animated(exercise, palette("light"))


@ALL
def test_the_drawing_is_whole_in_itself(exercise: Exercise) -> None:
    """It is sound XML with a title, without a script or anything from elsewhere, and it moves."""
    text = drawn(exercise.id)
    root = ET.fromstring(text)  # noqa: S314 - our own
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}

    assert root[0].text == exercise.title
    assert "script" not in tags
    assert "animate" in tags
    assert "href" not in text
    assert "prefers-reduced-motion" in text
    assert "animate" not in svg.still(exercise, palette("light"))


@ALL
def test_each_picture_of_a_drawing_has_the_same_parts(exercise: Exercise) -> None:
    """A browser can move one outline into the next only if their commands are the same."""
    root = ET.fromstring(drawn(exercise.id))  # noqa: S314 - our own
    for move in root.iter("{http://www.w3.org/2000/svg}animate"):
        outlines = move.attrib["values"].split(";")
        assert len({"".join(filter(str.isalpha, outline)) for outline in outlines}) == 1
        assert len(outlines) == len(move.attrib["keyTimes"].split(";"))


@ALL
def test_each_part_keeps_its_colour(exercise: Exercise) -> None:
    """From one instant to the next the shapes are the same ones, for a browser moves them."""
    motion = exercise.motion
    seen = {
        tuple((type(shape), shape.tone) for shape in drawing.shapes(motion, at, mirrored=mirrored))
        for mirrored in (False, True)
        for at in (0.0, motion.seconds / 3, motion.seconds / 2)
    }

    assert len(seen) == 1


def test_an_arc_is_as_wide_as_its_ends_are_apart() -> None:
    """A disc stays round when it is rounded to whole units; a wider arc would bulge."""
    path = outline.of(Disc((-14.11, 3.0), (2.35, 2.35), "near"))
    start, wide, end = re.findall(r"^M(-?\d+) \S+?A(\d+) \d+ 0 1 1 (-?\d+) ", path)[0]

    assert int(end) - int(start) == 2 * int(wide)


def test_what_has_no_size_is_not_painted() -> None:
    """A limb that is not there for now leaves no line."""
    painter = Painter((60, 60), palette("light"), Box(-10, -10, 10, 10))
    gone = Stroke(((-5, 0), (5, 0)), (0.0, 0.0), "near_leg")

    assert painter.paint([gone]).tobytes() == painter.paint([]).tobytes()


@THEMES
def test_the_figure_stands_out(theme: str) -> None:
    """Limbs and clothes have a contrast of 3 to 1 with the ground, and marks with the skin."""
    colours = palette(theme)
    for tone in ("near", "skin", "body", "near_leg", "near_shoe"):
        assert contrast(colours.colour(tone), colours.ground) >= 3, tone
    for tone in ("far", "far_sleeve", "far_leg"):
        assert contrast(colours.colour(tone), colours.ground) >= 1.8, tone
    for tone in ("mark", "iris"):
        assert contrast(colours.colour(tone), colours.colour("eye")) >= 3, tone
    assert contrast(colours.colour("mark"), colours.colour("skin")) >= 3


@THEMES
@pytest.mark.parametrize("accent", ["#ffee00", "#102030", "#eef4f1", "#7f7f7f"])
def test_no_accent_is_lost_on_the_ground(theme: str, accent: str) -> None:
    """Whatever colour is chosen, the shirt can be told from the ground."""
    colours = palette(theme, accent)

    assert contrast(colours.colour("body"), colours.ground) >= 3


def test_the_accent_is_the_persons() -> None:
    """A chosen accent colours what the figure wears, and the ground follows the window."""
    colours = palette("light", "#224488", "#ffffff")

    assert colours.colour("body") == "#224488"
    assert colours.ground == "#ffffff"
