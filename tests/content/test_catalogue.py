"""The exercises as data: complete, exact, well-formed, moving, and free of promises and scares."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from math import ceil

import pytest

from ergobreak.config import poses
from ergobreak.content.catalogue import Catalogue, catalogue, exercise, with_own
from ergobreak.content.exercise import AREAS, AVOID, Exercise
from ergobreak.dataclass import replace

ALL = catalogue().exercises
each_exercise = pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)

# What no text may do: name a drug, a remedy or a diagnosis, promise health, blame or frighten.
MUST_NOT = re.compile(
    r"\b(?:drugs?|pills?|tablets?|medicines?|medication|painkillers?|ibuprofen|paracetamol|aspirin"
    r"|magnesium|supplements?|vitamins?|ointments?|patch|injections?|relaxants?|dose[sd]?"
    r"|massag\w*|acupuncture|compress\w*|remed\w*|therap(?:y|ies)|treat(?:s|ed|ment)?"
    r"|diagnos\w*|disease|disorder|syndrome|arthritis|scoliosis|herniat\w*|RSI|spasms?"
    r"|cures?|heals?|prevents?|fix(?:es)? your|proven|clinically|recommended by|20-20-20"
    r"|damag\w*|danger\w*|harm\w*|ruin\w*|destroy\w*|wear and tear|crippl\w*"
    r"|bad posture|wrong posture|must|fail(?:s|ed|ure)?|lazy)\b",
    re.IGNORECASE,
)
KEPT_ADVICE = (
    {f"P{number}" for number in range(1, 17)} | {f"S{number}" for number in range(1, 25)}
) - {"P6", "P8", "P13", "S17", "S18", "S23", "S24"}  # treatment, load, weight: no advice


def texts(one: Exercise) -> tuple[str, ...]:
    """Return all that an exercise says."""
    return (one.title, one.care, one.kit, *one.steps)


def test_no_exercise_got_lost() -> None:
    """All 56 are there, in each area as many as were collected, each under an id of its own."""
    assert Counter(each.area for each in ALL) == {
        "neck": 5,
        "shoulders": 7,
        "upper back": 6,
        "lower back": 6,
        "wrists/forearms": 7,
        "hips": 5,
        "legs": 12,
        "eyes": 4,
        "breathing": 4,
    }
    assert Counter(each.type for each in ALL) == {
        "stretch": 37,
        "activity": 9,
        "walk": 2,
        "eye": 4,
        "breathing": 4,
    }
    assert len({each.id for each in ALL}) == len({each.title for each in ALL}) == 56


@each_exercise
def test_seconds_are_exact(one: Exercise) -> None:
    """The length is what the frames add up to, times the repetitions, for both sides if each."""
    cycle = sum(frame.glide + frame.hold for frame in one.motion.frames)

    assert one.seconds == ceil(cycle * one.reps * (2 if one.sides == "each" else 1))
    assert one.seconds == round(cycle * one.reps * (2 if one.sides == "each" else 1), 6)
    assert 20 <= one.seconds <= 180


@each_exercise
def test_words_are_known(one: Exercise) -> None:
    """Areas, tags and the other fixed words are among those that everything else knows."""
    assert one.area in AREAS
    assert set(one.avoid) <= set(AVOID)
    assert len(set(one.avoid)) == len(one.avoid)
    assert one.position in {"either", "seated", "standing"}
    assert one.type in {"stretch", "activity", "walk", "eye", "breathing"}
    assert one.sides in {"both", "each", "alternate"}
    assert set(one.advice) <= KEPT_ADVICE
    assert (one.type == "eye") == (one.area == "eyes")
    assert (one.type == "breathing") == (one.area == "breathing")
    assert not one.own


@each_exercise
def test_figure_moves_within_its_joints(one: Exercise) -> None:
    """Every frame names only joints of its view, within the limits that a person's own have."""
    motion = one.motion
    table = [{"t": each.glide, "hold": each.hold, **each.pose} for each in motion.frames]

    assert motion.base in poses.BASES[motion.view]
    assert motion.anchor in {"", "seat", "floor", "march"}
    assert motion.plant in {"L", "R"}
    assert motion.prop in {"", "desk", "wall", "backrest"}
    assert [*poses.frame_problems((), motion.view, table)] == []
    assert len({tuple(sorted(each.pose.items())) for each in motion.frames}) > 1, "it stands still"


@each_exercise
def test_figure_is_in_the_position_that_is_told(one: Exercise) -> None:
    """Who sits is drawn seated and who stands is drawn standing."""
    if one.motion.view not in {"side", "front"}:
        return
    is_seated = one.motion.base == "sit" and one.motion.anchor != "floor"

    assert is_seated == (one.position != "standing")


@each_exercise
def test_texts_can_be_read_at_a_glance(one: Exercise) -> None:
    """Two to five steps of at most 90 characters, a caution, and sentences that end."""
    assert 2 <= len(one.steps) <= 5
    assert all(10 <= len(each) <= 90 and each.endswith(".") for each in one.steps)
    assert 10 <= len(one.care) <= 90
    assert one.care.endswith(".")
    assert 0 < len(one.title) <= 40
    assert one.source


@each_exercise
def test_no_text_treats_promises_or_frightens(one: Exercise) -> None:
    """Nothing names a drug, a remedy or a diagnosis, and nothing claims, blames or scares."""
    assert [text for text in texts(one) if MUST_NOT.search(text)] == []


def test_the_word_list_itself_bites() -> None:
    """The list of words finds what it is for, and spares the words of a caution."""
    for text in ("Cures RSI", "Take a pill", "You are damaging your spine", "This prevents spasms"):
        assert MUST_NOT.search(text)
    assert not MUST_NOT.search("Stop at any tingling; leave it out during a back-pain flare.")


@pytest.mark.parametrize("one", [each for each in ALL if each.easier], ids=lambda one: one.id)
def test_every_stand_in_is_gentler(one: Exercise) -> None:
    """What is offered instead is there, is done seated, and needs no stand-in itself."""
    easier = catalogue().find(one.easier)

    assert easier is not None
    assert easier.position != "standing"
    assert easier.discreet
    assert not easier.easier


def test_all_that_is_done_standing_has_a_stand_in() -> None:
    """Who stays seated misses nothing without being offered something else."""
    assert [each.id for each in ALL if each.position == "standing" and not each.easier] == []


def test_ready_made_sets_are_whole() -> None:
    """All ten are there, and each names exercises that exist, none of them twice."""
    ids = {each.id for each in ALL}
    routines = catalogue().routines

    assert len(routines) == len({each.id for each in routines}) == 10
    for routine in routines:
        assert routine.title
        assert len(set(routine.exercises)) == len(routine.exercises) >= 2
        assert set(routine.exercises) <= ids


def test_ready_made_sets_keep_what_their_names_say() -> None:
    """The seated set is done seated, the discreet one is discreet, one minute is one minute."""

    def of(name: str) -> list[Exercise]:
        routine = catalogue().routine(name)
        assert routine is not None
        return [one for one in map(catalogue().find, routine.exercises) if one is not None]

    assert all(one.position != "standing" for one in of("seated-only"))
    assert all(one.discreet for one in of("discreet"))
    assert sum(one.seconds for one in of("one-minute")) == 60
    assert {one.area for one in of("neck-shoulders")} == {"neck", "shoulders"}
    assert {one.type for one in of("eye-pause")} == {"eye"}
    assert {one.type for one in of("calm-down")} == {"breathing"}


def test_own_exercises_join_and_replace() -> None:
    """A person's own come after ours, and one with an id of ours takes its place."""
    base = Catalogue(ALL[:3], catalogue().routines)
    new = replace(ALL[0], id="balcony", own=True)
    instead = replace(ALL[1], title="Mine", own=True)

    both = with_own(base, [instead, new])

    assert [each.id for each in both.exercises] == [ALL[0].id, ALL[2].id, ALL[1].id, "balcony"]
    assert both.find(ALL[1].id) is instead
    assert both.find("nothing") is None
    assert both.routines == base.routines


def test_a_short_table_is_enough() -> None:
    """A table with title, area, steps and figure is an exercise, and its length is added up."""
    table = {
        "title": "Balcony",
        "area": "legs",
        "steps": ["Go out.", "Look round."],
        "view": "side",
        "base": "stand",
        "sides": "each",
        "reps": 3,
        "frames": [{"t": 1.5}, {"t": 2, "hold": 0.6, "torso": 5}],
    }

    one = exercise("balcony", table, own=True)

    assert (one.own, one.position, one.type, one.discreet) == (True, "either", "stretch", False)
    assert one.seconds == 25  # 4.1 s, three times, for both sides, up to the full second
    assert one.motion.frames[1].pose == {"torso": 5}


def test_nothing_is_read_before_it_is_asked_for() -> None:
    """Importing the catalogue costs no TOML: only who asks for the exercises pays for them."""
    code = (
        "import sys, ergobreak.content.catalogue as it, ergobreak.content.choice\n"
        "assert 'tomllib' not in sys.modules\n"
        "assert it.catalogue() is it.catalogue()"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert run.stderr == ""
