"""How a set is chosen: it suits, fits, varies, keeps its shape, and comes out the same again."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.content.catalogue import Catalogue, catalogue
from ergobreak.content.choice import set_for, set_of
from ergobreak.content.exercise import AREAS, AVOID, Exercise, Routine, Wishes
from ergobreak.dataclass import replace

ALL = catalogue()
IDS = tuple(each.id for each in ALL.exercises)
CLOSING = {"far-look", "belly-breath"}
KINDS = ("stretch", "walk", "breathe", "eyes", "custom")
FIVE = 300  # seconds

texts = st.text("abc0123456789", max_size=6)
ids = st.lists(st.sampled_from(IDS), max_size=24, unique=True)
wishes = st.builds(
    Wishes,
    seconds=st.integers(5, 900),
    kind=st.sampled_from(KINDS),
    place=st.sampled_from(["office", "home"]),
    seated=st.booleans(),
    discreet=st.booleans(),
    call=st.booleans(),
    easy=st.booleans(),
    hidden=st.frozensets(st.sampled_from((*AREAS, *AVOID, *IDS)), max_size=8),
    favourites=st.frozensets(st.sampled_from(IDS), max_size=4),
    lately=ids.map(tuple),
    seed=texts,
)
stretches = st.builds(
    Wishes,
    seconds=st.integers(240, 600),
    seated=st.booleans(),
    discreet=st.booleans(),
    call=st.booleans(),
    lately=ids.map(tuple),
    seed=texts,
)


def length(chosen: tuple[Exercise, ...]) -> int:
    """Return how long a set takes, with five seconds between two exercises."""
    return sum(each.seconds for each in chosen) + 5 * (len(chosen) - 1)


def days_of(number: int, wish: Wishes) -> list[tuple[Exercise, ...]]:
    """Return the sets of so many breaks in a row, each aware of those before it."""
    lately: tuple[str, ...] = ()
    sets = []
    for day in range(number):
        chosen = set_for(ALL, replace(wish, lately=lately, seed=f"{wish.seed}-{day}"))
        done = [each.id for each in chosen]
        lately = (*(name for name in lately if name not in done), *done)[-24:]
        sets.append(chosen)
    return sets


def has_anything(wish: Wishes) -> bool:
    """Tell whether any exercise suits, by the rules written out once more."""
    return any(not wrongs(each, wish) for each in ALL.exercises)


def wrongs(one: Exercise, wish: Wishes) -> list[str]:
    """Return why an exercise does not suit."""
    told = {
        "hidden": bool({one.id, one.area, *one.avoid} & wish.hidden),
        "stands": wish.seated and one.position == "standing",
        "draws attention": (wish.discreet or wish.call) and not one.discreet,
        "leaves the desk in a call": wish.call and one.type == "walk",
        "is heard in a call": wish.call and one.id == "sigh-and-drop",
        "is no easy thing": wish.easy and one.type not in {"walk", "breathing"},
    }
    return [why for why, is_so in told.items() if is_so]


@given(wishes)
def test_a_set_suits(wish: Wishes) -> None:
    """Nothing hidden comes, nor what does not suit the person, the place or the call."""
    if has_anything(wish):
        assert {each.id: why for each in set_for(ALL, wish) if (why := wrongs(each, wish))} == {}


@given(wishes)
def test_a_set_is_never_longer_than_the_break(wish: Wishes) -> None:
    """The exercises fit with a moment before each, from a minute on; a single one may not."""
    chosen = set_for(ALL, wish)
    begin = 5 if wish.seconds >= 60 else 0

    assert len(chosen) == 1 or begin + length(chosen) <= wish.seconds


@given(wishes)
def test_a_set_is_never_empty_and_repeats_nothing(wish: Wishes) -> None:
    """There is at least one exercise, and none comes twice."""
    names = [each.id for each in set_for(ALL, wish)]

    assert names
    assert len(set(names)) == len(names)


@given(wishes)
def test_a_shortened_exercise_is_exact(wish: Wishes) -> None:
    """Whatever the repetitions were cut or raised to, the seconds are those of the frames."""
    for each in set_for(ALL, wish):
        sides = 2 if each.sides == "each" else 1
        assert each.reps >= 1
        assert each.seconds == ceil(each.motion.seconds * each.reps * sides)
        assert wish.kind == "walk" or each.reps <= getattr(ALL.find(each.id), "reps", 0)


@given(wishes)
def test_the_same_wishes_give_the_same_set(wish: Wishes) -> None:
    """Asking again changes nothing, nor does a catalogue that was read anew."""
    assert set_for(ALL, wish) == set_for(Catalogue(*reversed_twice()), wish)


def reversed_twice() -> tuple[tuple[Exercise, ...], tuple[Routine, ...]]:
    """Return the parts of an equal catalogue that is another object."""
    return tuple(map(replace, ALL.exercises)), ALL.routines


def test_the_set_is_the_same_in_every_process() -> None:
    """Another process with another hash seed chooses the same: a day can be played again."""
    code = (
        "from ergobreak.content.catalogue import catalogue as c\n"
        "from ergobreak.content.choice import set_for as f\n"
        "from ergobreak.content.exercise import Wishes as W\n"
        "w = W(300, hidden=frozenset({'hips', 'knee-pain'}), favourites=frozenset({'neck-nod'}))\n"
        "print([e.id for e in f(c(), w)])"
    )
    env = {"PYTHONHASHSEED": "12345", "PYTHONPATH": ":".join(filter(None, sys.path))}
    run = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    wish = Wishes(FIVE, hidden=frozenset({"hips", "knee-pain"}), favourites=frozenset({"neck-nod"}))

    assert run.stdout.strip() == str([each.id for each in set_for(ALL, wish)])


def test_seeds_make_a_difference() -> None:
    """Many breaks with nothing remembered are still not all the same."""
    firsts = {set_for(ALL, Wishes(FIVE, seed=str(seed)))[0].id for seed in range(40)}

    assert len(firsts) > 8


@given(stretches)
def test_no_area_comes_twice_in_a_row(wish: Wishes) -> None:
    """Where nothing is hidden two neighbours are of different areas."""
    chosen = set_for(ALL, wish)

    assert [a.area for a, b in pairwise(chosen) if a.area == b.area] == []


@given(stretches)
def test_what_was_done_lately_waits(wish: Wishes) -> None:
    """While there are others, only the closing comes again."""
    resting = set(wish.lately[-12:]) - CLOSING

    names = {each.id for each in set_for(ALL, replace(wish, lately=wish.lately[-12:]))}

    assert not names & resting


@pytest.mark.parametrize("seconds", [FIVE, 374, 600, 900])
@pytest.mark.parametrize("left", [2, 3, 7])
def test_few_areas_are_parted_as_well_as_can_be(seconds: int, left: int) -> None:
    """In long sets, and with but two or three areas left, each follows itself only if it has to."""
    for seed in range(12):
        hidden = frozenset([*AREAS[:7], *AREAS[:7]][seed % 7 :][: 7 - left])
        chosen = set_for(ALL, Wishes(seconds, hidden=hidden, seed=str(seed), lately=IDS[::5]))
        areas = [each.area for each in chosen if each.id not in CLOSING]
        unavoidable = max(0, 2 * max(map(areas.count, areas)) - len(areas) - 1)

        assert sum(a == b for a, b in pairwise(areas)) <= unavoidable, areas


def test_nothing_comes_again_within_four_breaks() -> None:
    """Of an ordinary year's breaks none repeats an exercise of the three before it."""
    sets = [{each.id for each in chosen} - CLOSING for chosen in days_of(400, Wishes(FIVE))]

    assert not [day for day in range(3, 400) if sets[day] & set().union(*sets[day - 3 : day])]


def test_one_rested_area_does_not_follow_itself() -> None:
    """With hardly anything rested but one area, others come between rather than it again."""
    rested = {"neck-turn", "neck-nod", "neck-diagonal", "shoulder-shrug"}
    for seed in "abcdefgh":
        lately = tuple(name for name in IDS if name not in rested)
        chosen = set_for(ALL, Wishes(FIVE, seated=True, lately=lately, seed=seed))

        assert [a.area for a, b in pairwise(chosen) if a.area == b.area] == []
        assert len(rested & {each.id for each in chosen}) >= 2


@given(stretches)
def test_what_was_done_lately_comes_if_all_else_is_hidden(wish: Wishes) -> None:
    """A person who left but three exercises gets these three, however lately they came."""
    left = {"neck-turn", "shoulder-roll", "knee-to-chest"}

    chosen = set_for(ALL, replace(wish, hidden=frozenset(IDS) - left, lately=tuple(left)))

    assert {each.id for each in chosen} == left


@given(stretches)
def test_a_stretch_set_fills_its_break(wish: Wishes) -> None:
    """At least three quarters of the break are guided."""
    assert length(set_for(ALL, wish)) >= 0.75 * wish.seconds


@given(stretches)
def test_a_stretch_set_has_something_done_standing(wish: Wishes) -> None:
    """Something is done standing or walking, unless the person is to stay seated or on a call."""
    chosen = set_for(ALL, wish)

    assert any(each.position == "standing" for each in chosen) or wish.seated or wish.call


@given(stretches)
def test_sitting_comes_before_standing(wish: Wishes) -> None:
    """Nobody sits down again in a set of one exercise an area, and most sets are that."""
    body = [each for each in set_for(ALL, wish) if each.id not in CLOSING]
    standing = [each.position == "standing" for each in body]

    assert standing == sorted(standing) or len({each.area for each in body}) < len(body)


@given(stretches)
def test_a_stretch_set_ends_with_a_far_look_and_one_slow_breath(wish: Wishes) -> None:
    """The last two are the far look and a single breath of some ten seconds."""
    *_, look, breath = set_for(ALL, wish)

    assert look == ALL.find("far-look")
    assert (breath.id, breath.reps, breath.seconds) == ("belly-breath", 1, 10)
    assert breath.title == "One slow breath"


def test_the_closing_gives_way_to_what_is_hidden() -> None:
    """Without the far look or the first breath the closing takes what is left."""
    wish = Wishes(FIVE, hidden=frozenset({"eyes", "belly-breath"}))
    chosen = set_for(ALL, wish)
    bare = set_for(ALL, replace(wish, hidden=frozenset({"eyes", "breathing"})))

    assert (chosen[-1].id, chosen[-1].reps) == ("long-exhale", 1)
    assert "eyes" not in {each.area for each in chosen}
    assert not {each.area for each in bare} & {"eyes", "breathing"}


@given(st.integers(60, 119), ids, texts)
def test_the_short_version_is_one_or_two_and_the_far_look(
    seconds: int, lately: list[str], seed: str
) -> None:
    """A minute has exercises for the body with fewer repetitions, then the far look."""
    *body, last = set_for(ALL, Wishes(seconds, lately=tuple(lately), seed=seed))

    assert last.id == "far-look"
    assert 1 <= len(body) <= 4
    assert not {each.type for each in body} & {"eye", "breathing"}


def test_what_takes_minutes_is_not_cut_to_seconds() -> None:
    """No walk, and nothing else of two minutes, comes in a stretch break of one."""
    sets = days_of(60, Wishes(60))

    assert not {each.id for chosen in sets for each in chosen} & {
        "walk-a-lap",
        "fetch-water",
        "stand-for-a-call",
    }


@pytest.mark.parametrize("seconds", [30, 60, 180, 300, 600])
def test_a_walk_is_one_walk_that_lasts(seconds: int) -> None:
    """A walk fills its break with one thing, and the two walks take turns."""
    sets = days_of(6, Wishes(seconds, kind="walk"))

    assert all(len(chosen) == 1 for chosen in sets)
    assert all(seconds - 7 <= chosen[0].seconds <= seconds for chosen in sets)
    names = [chosen[0].id for chosen in sets]
    assert sorted(names[:2]) == ["fetch-water", "walk-a-lap"]
    assert names == names[:2] * 3


def test_who_cannot_walk_moves_hips_and_legs() -> None:
    """Seated, on a call, or with the walks hidden a walk becomes something like it."""
    for wish in (Wishes(180, "walk", seated=True), Wishes(180, "walk", call=True)):
        body = [each for each in set_for(ALL, wish) if each.id not in CLOSING]

        assert body
        assert {each.area for each in body} <= {"hips", "legs"}


def test_breathing_and_eyes_keep_to_themselves() -> None:
    """A break for breathing holds breathing alone, and one for the eyes the eyes alone."""
    for seconds in (20, 60, 180):
        breaths = set_for(ALL, Wishes(seconds, "breathe"))
        looks = set_for(ALL, Wishes(seconds, "eyes"))

        assert {each.type for each in breaths} == {"breathing"}
        assert {each.type for each in looks} == {"eye"}


def test_an_easy_day_is_a_walk_and_breaths() -> None:
    """It begins with a walk and goes on with breathing; for who stays seated it is breathing."""
    for chosen in days_of(12, Wishes(FIVE, easy=True)):
        assert [each.type for each in chosen][:2] == ["walk", "breathing"]
    for chosen in days_of(6, Wishes(FIVE, easy=True, seated=True)):
        assert {each.type for each in chosen} == {"breathing"}


@pytest.mark.parametrize("seated", [False, True])
@pytest.mark.parametrize("discreet", [False, True])
def test_every_area_has_its_turn(*, seated: bool, discreet: bool) -> None:
    """Over thirty breaks every area comes, whoever has to stay seated or discreet."""
    sets = days_of(30, Wishes(FIVE, seated=seated, discreet=discreet))

    assert {each.area for chosen in sets for each in chosen} == set(AREAS)


def test_no_area_rests_for_long() -> None:
    """Where nothing is hidden three breaks in a row have every area between them."""
    areas = [{each.area for each in chosen} for chosen in days_of(60, Wishes(FIVE))]

    assert all(
        a | b | c == set(AREAS) for a, b, c in zip(areas, areas[1:], areas[2:], strict=False)
    )


def test_every_exercise_has_its_turn() -> None:
    """In half a year nothing of the catalogue is forgotten but what has kinds of its own."""
    seen = {each.id for chosen in days_of(500, Wishes(FIVE)) for each in chosen}

    others = {each.id for each in ALL.exercises if each.type in {"eye", "breathing"}} - CLOSING
    assert set(IDS) - seen - others == {"walk-a-lap"}  # it takes more than half of five minutes


def test_favourites_come_more_often() -> None:
    """What a person likes comes half as often again at least, and rests all the same."""
    liked = frozenset({"calf-raise", "chin-glide", "tendon-glide"})
    plain = Counter(e.id for chosen in days_of(150, Wishes(FIVE)) for e in chosen)
    sets = days_of(150, Wishes(FIVE, favourites=liked))
    often = Counter(each.id for chosen in sets for each in chosen)

    assert all(often[name] >= 1.5 * plain[name] for name in liked)
    for before, after in pairwise(sets):
        assert not {e.id for e in before} & {e.id for e in after} & liked


def test_where_all_is_hidden_one_quiet_thing_is_left() -> None:
    """With every area hidden the break is not empty: a scan that moves nothing."""
    (one,) = set_for(ALL, Wishes(FIVE, hidden=frozenset(AREAS)))

    assert one.id == "unclench-scan"


def test_own_exercises_come_too() -> None:
    """A person's own exercise takes its turns like any other."""
    own = replace(ALL.exercises[0], id="balcony", own=True)
    both = Catalogue((*ALL.exercises, own), ALL.routines)

    sets = [set_for(both, Wishes(FIVE, seed=str(seed))) for seed in range(40)]

    assert any(own in chosen for chosen in sets)


def routine(name: str) -> Routine:
    """Return a ready-made set."""
    found = ALL.routine(name)
    assert found is not None
    return found


@pytest.mark.parametrize("one", ALL.routines, ids=lambda one: one.id)
def test_a_ready_made_set_comes_as_it_is(one: Routine) -> None:
    """With time enough and nothing against it all members come, in order and unshortened."""
    chosen = set_of(ALL, one, Wishes(600))

    assert [each.id for each in chosen] == list(one.exercises)
    assert all(each == ALL.find(each.id) for each in chosen)


@given(wishes, st.sampled_from(ALL.routines))
def test_a_ready_made_set_suits_and_fits(wish: Wishes, one: Routine) -> None:
    """Stand-ins take the place of what does not suit, nothing comes twice, and it fits."""
    chosen = set_of(ALL, one, wish)
    names = [each.id for each in chosen]

    assert names
    assert len(set(names)) == len(names)
    assert len(chosen) == 1 or length(chosen) <= wish.seconds
    if has_anything(wish):
        assert {each.id: why for each in chosen if (why := wrongs(each, wish))} == {}


def test_a_ready_made_set_has_stand_ins() -> None:
    """Seated, the set for standing is made of the gentler stand-ins, each of them once."""
    chosen = set_of(ALL, routine("stand-and-move"), Wishes(FIVE, seated=True))

    assert [each.id for each in chosen] == [
        "leg-extension",
        "seated-march",
        "hug-a-ball",
        "ankle-pump",
        "knee-to-chest",
    ]


def test_a_ready_made_set_is_cut_behind_its_first() -> None:
    """With no time for more, the first exercise is the set."""
    chosen = set_of(ALL, routine("full-reset"), Wishes(20))

    assert [each.id for each in chosen] == ["neck-turn"]
