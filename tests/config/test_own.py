"""A person's own exercises, checks and tips: read as ours are, and told as the config is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ergobreak import content
from ergobreak.config import Own, own_content, own_tables, own_text, poses
from ergobreak.config.own import exercise_ids
from ergobreak.content.catalogue import catalogue, exercise
from ergobreak.content.exercise import AREAS, AVOID
from ergobreak.content.posture import posture_checks
from ergobreak.content.tips import tips
from ergobreak.dataclass import replace

EXERCISE = """\
[exercises.desk-wave]
title = "Desk wave"
area = "shoulders"
steps = ["Sit tall.", "Wave with one arm."]
view = "front"
base = "sit"
frames = [{ t = 2, hold = 1, shR = 20 }, { t = 2, hold = 3, shR = 150, elR = -20 }]
"""
OTHERS = """\
[checks.lamp]
question = "Is the lamp on?"
fix = "Turn it on."
glance = "Is the lamp on?"
group = "screen"
setup = true

[tips.tea]
text = "Tea at four."
kind = "hydration"
private = true
"""


def told(folder: Path) -> list[str]:
    """Return the problems of a folder, without the source lines under them."""
    return [
        problem.text(name).split("\n")[0]
        for name, problems in own_content(folder).problems
        for problem in problems
    ]


def told_of(folder: Path, old: str, new: str) -> list[str]:
    """Return the problems after one change in the file of the exercise."""
    assert old in EXERCISE
    (folder / "f.toml").write_text(EXERCISE.replace(old, new))
    return told(folder)


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    """No folder, an empty one, a file in its place: nothing of one's own, and no problem."""
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()

    found = [own_content(tmp_path / name) for name in ("nothing", "empty", "file")]

    assert found == [Own(), Own(), Own()]


def test_own_content_is_what_ours_is(tmp_path: Path) -> None:
    """An exercise, a check and a tip become the values that the product is made of."""
    (tmp_path / "a.toml").write_text(EXERCISE)
    (tmp_path / "b.toml").write_text(OTHERS)

    found = own_content(tmp_path)

    (mine,) = found.exercises
    assert (mine.id, mine.title, mine.seconds, mine.own) == ("desk-wave", "Desk wave", 8, True)
    assert mine.motion.frames[1].pose == {"shR": 150, "elR": -20}
    assert [(each.id, each.group, each.setup) for each in found.checks] == [
        ("lamp", "screen", True)
    ]
    assert [(each.id, each.kind, each.private) for each in found.tips] == [
        ("tea", "hydration", True)
    ]
    assert found.problems == ()


def test_all_of_ours_would_pass(tmp_path: Path) -> None:
    """Copied into the folder, each of our exercises is sound, and is the same but for its owner."""
    for path in (Path(content.__file__).parent / "exercises").glob("*.toml"):
        text = re.sub(r"^advice = .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text, encoding="utf-8")

    found = own_content(tmp_path)

    assert found.problems == ()
    assert {each.id: replace(each, own=False) for each in found.exercises} == {
        each.id: replace(each, advice=()) for each in catalogue().exercises
    }
    assert all(each.own for each in found.exercises)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("area", "aera", '3:1: exercises.desk-wave.aera: unknown key; did you mean "area"?'),
        ('area = "shoulders"\n', "", "1:12: exercises.desk-wave: `area` is missing"),
        ('"shoulders"', '"shoulder"', 'did you mean "shoulders"?'),
        ('"Desk wave"', '"  "', 'title: found ""; allowed: a text of at most 40 letters'),
        ('"Desk wave"', f'"{"x" * 41}"', "title: found 41 letters; allowed: at most 40"),
        ('["Sit tall.", ', "[", "steps: found 1 of them; allowed: 2 to 5"),
        ('"Sit tall."', f'"{"x" * 91}"', "4:10: exercises.desk-wave.steps[0]: found 91 letters"),
        ('"Sit tall."', '"a", "b", "c", "d", "e"', "found 6 of them; allowed: 2 to 5"),
        ('view = "front"', 'view = "frnt"', 'did you mean "front"?'),
        ('base = "sit"', 'base = "near"', 'base: found "near"; allowed: sit, stand'),
        ("shR = 20", "shL = 200", "frames[0].shL: found 200; allowed: a number from -120 to 190"),
        ("shR = 20", "shr = 20", 'frames[0].shr: unknown key; did you mean "shR"?'),
        ("shR = 20", "curl = 20", "frames[0].curl: unknown key"),
        ("shR = 20", "shR = true", "frames[0].shR: found true; allowed: a number"),
        ("shR = 20", "shR = nan", "frames[0].shR: found nan; allowed: a number"),
        ("t = 2, hold = 1", "hold = 1", "frames[0]: `t` is missing"),
        ("t = 2, hold = 1", "t = 0.1", "frames[0].t: found 0.1; allowed: a number from 0.4 to 30"),
        ("hold = 1", "hold = 121", "frames[0].hold: found 121; allowed: a number from 0 to 120"),
        ("{ t = 2, hold = 1, shR = 20 }, ", "", "frames: found 1 of them; allowed: 2 to 12"),
        ("{ t = 2, hold = 1, shR = 20 }", "7", "frames[0]: found 7; allowed: a table such as"),
        ("steps", "seconds = 9\nsteps", "seconds: found 9; allowed: 8, which its frames add up"),
        ("steps", "reps = 90\nsteps", "frames that last 720 seconds in all; allowed: 5 to 600"),
        ("steps", "reps = 0\nsteps", "reps: found 0; allowed: a whole number from 1 to 100"),
        ("steps", 'avoid = ["balace"]\nsteps', 'avoid[0]: found "balace"; allowed: dizziness'),
        ("steps", 'easier = "neck-trn"\nsteps', 'did you mean "neck-turn"?'),
        ("steps", 'easier = "desk-wave"\nsteps', "no exercise is easier than itself"),
        ("exercises.desk-wave", "exercises.Wave", "no name for this; allowed: small letters"),
        ("exercises.desk-wave", "exercises.neck", "no name for this; allowed: small letters"),
        ("[exercises.desk-wave]", "exercise = 1\n[x]", 'did you mean "exercises"?'),
        ("t = 2", "t = 2s", 'not in quotes: 2s; write: "2s"'),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    """Whatever is wrong with an exercise: file, line and key, what was found, what is allowed."""
    problems = told_of(tmp_path, old, new)

    assert any(sentence in problem for problem in problems), problems
    assert all(re.match(r"f\.toml:\d+:\d+: ", problem) for problem in problems)
    assert own_content(tmp_path).exercises == ()


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """One reading tells mistakes of type, of meaning and of reference, in the order of lines."""
    told_of(
        tmp_path,
        'area = "shoulders"\n',
        'area = "x"\neasier = "neck-trn"\nreps = 50\nseconds = 7\n',
    )
    with (tmp_path / "f.toml").open("a") as file:
        file.write('[exercises.b]\narea = "y"\n' + OTHERS.replace('"Turn it on."', "1"))

    problems = told(tmp_path)

    assert [re.sub(r".*toml:(\d+):\d+: ([^:]*):.*", r"\1 \2", each) for each in problems] == [
        "3 exercises.desk-wave.area",
        "4 exercises.desk-wave.easier",
        "6 exercises.desk-wave.seconds",
        *["11 exercises.b"] * 5,
        "15 checks.lamp.fix",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("glance", "glanc", "`glance` is missing"),
        ('"screen"', '"scren"', 'group: found "scren"; allowed: legs'),
        ('"hydration"', '"hydratoin"', 'did you mean "hydration"?'),
        ('"Tea at four."', f'"{"x" * 121}"', "found 121 letters; allowed: at most 120"),
        ('"Turn it on."', '""', 'fix: found ""'),
        ("checks.lamp", f"checks.{posture_checks()[0].id}", "there is one of this name already"),
        ("tips.tea", f"tips.{tips()[0].id}", "there is one of this name already"),
    ],
)
def test_checks_and_tips_are_looked_at_as_well(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    """A check or a tip that cannot be shown, or would be mistaken for another, is told."""
    (tmp_path / "f.toml").write_text(OTHERS.replace(old, new, 1))

    assert any(sentence in problem for problem in told(tmp_path)), told(tmp_path)


def test_a_bad_file_costs_only_itself(tmp_path: Path) -> None:
    """Beside files that cannot be used, by any mistake, the sound one is in force."""
    (tmp_path / "a.toml").write_text(EXERCISE.replace("front", "frnt"))
    (tmp_path / "b.toml").write_bytes(b"\xff")
    (tmp_path / "c.toml").mkdir()
    (tmp_path / "d.toml").symlink_to("nowhere")
    (tmp_path / "e.toml").write_text(OTHERS)
    (tmp_path / "f.toml").write_text("[tips]\nx = 5\n" + OTHERS)
    (tmp_path / ".g.toml").write_text("an editor's own")
    (tmp_path / "notes.txt").write_text("not ours")

    found = own_content(tmp_path)

    assert [name for name, _ in found.problems] == [f"{name}.toml" for name in "abcdf"]
    assert ([each.id for each in found.checks], [each.id for each in found.tips]) == (
        ["lamp"],
        ["tea"],
    )


def test_the_check_sums_up(tmp_path: Path) -> None:
    """What is in force is counted, and what is not is named, below all problems."""
    assert own_text(own_content(tmp_path)) == "content: nothing in force"
    (tmp_path / "a.toml").write_text(EXERCISE + OTHERS)
    assert own_text(own_content(tmp_path)) == "content: 1 exercise, 1 check, 1 tip"
    (tmp_path / "b.toml").write_text("[tips.x]\ntext = 1\n")

    assert own_text(own_content(tmp_path)) == (
        "content/b.toml:2:8: tips.x.text: found 1; allowed: a text in quotes\n"
        "    text = 1\n"
        "           ^\n"
        "content: 1 exercise, 1 check, 1 tip, out of force: b.toml"
    )


def test_an_exercise_may_stand_in_for_another(tmp_path: Path) -> None:
    """A stand-in may be ours or in another file; if that file is out of force, there is none."""
    gentle = EXERCISE.replace("desk-wave", "small-wave")
    (tmp_path / "a.toml").write_text(EXERCISE + 'easier = "small-wave"\n')
    (tmp_path / "b.toml").write_text(gentle + 'easier = "neck-turn"\n')
    assert [each.easier for each in own_content(tmp_path).exercises] == ["small-wave", "neck-turn"]

    (tmp_path / "b.toml").write_text(gentle.replace("shR = 20", "shR = 900"))
    found = own_content(tmp_path)

    assert [(each.id, each.easier) for each in found.exercises] == [("desk-wave", "")]
    assert [name for name, _ in found.problems] == ["b.toml"]


def test_one_of_ours_may_be_replaced(tmp_path: Path) -> None:
    """An exercise may have the id of one of ours; two files may not have the same id."""
    (tmp_path / "a.toml").write_text(EXERCISE.replace("desk-wave", "neck-turn"))
    assert [each.id for each in own_content(tmp_path).exercises] == ["neck-turn"]

    (tmp_path / "b.toml").write_text(EXERCISE.replace("desk-wave", "neck-turn"))

    assert told(tmp_path) == ["b.toml:1:12: exercises.neck-turn: there is one of this name already"]


def test_ids_are_known_even_of_an_unsound_exercise(tmp_path: Path) -> None:
    """A name stays a name while its exercise is mended; of a text without form nobody knows."""
    (tmp_path / "a.toml").write_text(EXERCISE.replace("front", "frnt"))
    assert exercise_ids(tmp_path) == frozenset({"desk-wave"})

    (tmp_path / "b.toml").write_text("broken")

    assert exercise_ids(tmp_path) is None


def test_the_paper_on_it_is_right(tmp_path: Path) -> None:
    """The example in the docs is sound, and their tables name every key, tag and joint."""
    paper = (Path(__file__).parents[2] / "docs" / "own-content.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", paper, re.DOTALL | re.MULTILINE)
    (tmp_path / "a.toml").write_text(example)

    found = own_content(tmp_path)

    assert found.problems == ()
    assert [len(each) for each in (found.exercises, found.checks, found.tips)] == [1, 1, 1]
    named = set(re.findall(r"`(\w+)(?: = \w+)?`", paper))
    for table in (own_tables.Exercise, own_tables.Check, own_tables.Tip):
        assert set(table.__struct_fields__) - {"question", "fix", "glance"} <= named
    for view, joints in poses.JOINTS.items():
        (row,) = re.findall(rf"^\| {view} \| (.*)$", paper, re.MULTILINE)
        for joint, (low, high) in joints.items():
            name = joint.rstrip("LR")
            assert re.search(rf"`{name}`(, `gy`)? {low:g} to {high:g}\b", row), (view, joint)
    assert all(re.search(rf"\b{word}\b", paper) for word in (*AREAS, *AVOID))


def test_words_are_one_line_and_obey_no_terminal(tmp_path: Path) -> None:
    """Control characters in one's own words do not reach a screen."""
    (tmp_path / "a.toml").write_text(EXERCISE.replace("Sit tall.", "Sit \\u001b[31m\\n tall."))

    (mine,) = own_content(tmp_path).exercises

    assert mine.steps[0] == "Sit [31m tall."
    assert mine == exercise(mine.id, {**table_of(mine)}, own=True)


def table_of(mine: content.exercise.Exercise) -> dict[str, object]:
    """Return the table that an exercise is made of."""
    frames = [{"t": frame.glide, "hold": frame.hold, **frame.pose} for frame in mine.motion.frames]
    return {
        "title": mine.title,
        "area": mine.area,
        "steps": mine.steps,
        "view": mine.motion.view,
        "base": mine.motion.base,
        "frames": frames,
    }


def test_tips_alone_cost_no_catalogue(tmp_path: Path) -> None:
    """Whoever has only checks and tips does not pay for reading the exercises."""
    (tmp_path / "a.toml").write_text(OTHERS)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ergobreak.config import own_content\n"
        "read = []\n"
        "sys.addaudithook(lambda event, told: event == 'open' and read.append(str(told[0])))\n"
        "own = own_content(Path(sys.argv[1]))\n"
        "print(len(own.tips), sum('exercises' in each for each in read))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["1", "0"]
