"""What ergobreak says: every text is short, discreet and traceable, and none comes too often."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise

import pytest

from ergobreak.content import nudges, workplace
from ergobreak.content.posture import BY_SIGHT, PostureCheck, posture_check, posture_checks
from ergobreak.content.prompts import (
    EASY,
    FULL_DAY,
    full_day_text,
    gentle_text,
    prompt_text,
    prompt_texts,
    texts,
)
from ergobreak.content.rotation import chosen
from ergobreak.content.tips import Tip, tip, tips
from ergobreak.core.model import Kind

BODY = (
    r"body|bodies|neck|shoulders?|wrists?|hands?|arms?|forearms?|elbows?|hips?|knees?|legs?|foot"
    r"|feet|chest|chin|ears?|eyes?|nose|heads?|spine|spinal|muscles?|joints?|thighs?|cal(?:f|ves)"
    r"|ankles?|fingers?|trunk|belly|lower back|your back|sore backs?|heart|kidneys?"
)
PAIN = r"pains?|painful|hurts?|aches?|aching|sore|stiff\w*|spasms?|cramps?|numb\w*|grips|injur\w*"
TOILET = r"toilets?|bladder|bathrooms?|loo|urine|pee|bowels?"
CLAIM = (
    r"cures?|prevents?|heals?|damag\w*|bad posture|clinically|proven|20-20-20|should|must|fail\w*"
)
FORBIDDEN = re.compile(rf"\b(?:{BODY}|{PAIN}|{TOILET})\b", re.IGNORECASE)
CLAIMS = re.compile(rf"\b(?:{CLAIM})\b", re.IGNORECASE)

SHOWN = [
    *(prompt_text(kind, n, minutes) for kind in Kind for n in range(80) for minutes in (0, 95)),
    *(each.text for each in prompt_texts()),
    *(each.glance for each in posture_checks()),
    *(each.text for each in tips() if not each.private),
    *(f"This week: {each.text}" for each in nudges.nudges() if not each.private),
    *(workplace.OFFER, nudges.FIRST_LOOK),
]


def test_the_word_list_itself_bites() -> None:
    """The list of words finds what it is for, and spares the everyday words beside them."""
    assert FORBIDDEN.search("Are your wrists straight?")
    assert FORBIDDEN.search("Go to the toilet")
    assert FORBIDDEN.search("Does it hurt?")
    assert not FORBIDDEN.search("Lean back: backrest, footrest, armrest, headset, letter")


def test_what_a_colleague_may_see_is_short_and_names_no_body() -> None:
    """A toast or panel holds at most 120 characters and no word of body, pain or toilet."""
    assert len(SHOWN) > 100
    assert [text for text in SHOWN if len(text) > 120] == []
    assert [text for text in SHOWN if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("kind", [*Kind])
def test_every_kind_has_texts_without_claims(kind: Kind) -> None:
    """Each kind of reminder can speak, promises no health and blames nobody."""
    for serial in range(12):
        text = prompt_text(kind, serial, 90)

        assert text
        assert "{" not in text
        assert not CLAIMS.search(text)


def test_tips_and_checks_promise_nothing() -> None:
    """No tip, nudge, prompt or check claims a cure, threatens damage or gives an order."""
    lines = [each.text for each in tips()]
    lines += [each.text for each in nudges.nudges()]
    lines += [each.text for each in prompt_texts()]
    lines += [line for each in posture_checks() for line in (each.question, each.fix, each.glance)]
    lines += [line for each in workplace.checklist() for line in (each.text, each.fix)]

    assert [line for line in lines if CLAIMS.search(line)] == []


def test_private_tips_are_exactly_those_that_need_it() -> None:
    """Each tip or nudge that names body, pain, toilet or medicine is private; most are not."""
    everything: list[Tip | nudges.Nudge] = [*tips(), *nudges.nudges()]
    named = {each.id for each in everything if FORBIDDEN.search(each.text)}
    private = {each.id for each in everything if each.private}

    assert named <= private
    assert private - named == {"alcohol-light"}  # a habit that is nobody else's business


def test_no_tip_and_no_check_got_lost() -> None:
    """All 37 checks and 39 tips are there, complete, each under an id of its own."""
    ids = [each.id for each in posture_checks()] + [each.id for each in tips()]

    assert (len(posture_checks()), len(tips())) == (37, 39)
    assert len(ids) == len(set(ids))
    for check in posture_checks():
        assert all([check.group, check.question, check.fix, check.glance, check.source]), check
        assert max(len(check.question), len(check.fix), len(check.glance)) <= 90, check
    for each in tips():
        assert all([each.kind, each.text]), each
        assert len(each.text) <= 120, each


def test_labels_are_known() -> None:
    """A tip says how firmly it speaks, and which point it follows."""
    labels = {"supported", "observational", "sensible", "source advice", "design idea", "safety"}

    assert {each.label for each in tips()} == labels
    assert all(each.advice for each in tips())


def test_the_kinds_of_the_texts_are_known() -> None:
    """Each text belongs to a kind of reminder, the easy days or the full day; ids are unique."""
    assert {each.kind for each in prompt_texts()} == {*Kind, EASY, FULL_DAY}
    assert {each.place for each in prompt_texts()} == {"", "office", "home"}
    assert len({each.id for each in prompt_texts()}) == len(prompt_texts())


def test_a_walk_proposes_one_thing_that_suits_the_place() -> None:
    """A walk text offers no choice of things; a colleague is only at the office, a door at home."""
    office, home = set(texts("walk")), set(texts("walk", "home"))

    assert not any(re.search(r"\bor\b.*\bor\b|choice|whatever you", each) for each in office | home)
    assert any("ask" in each for each in office - home)
    assert any("front door" in each for each in home - office)
    assert len(office & home) >= 8
    assert {prompt_text("walk", n, place="home") for n in range(len(home))} == home


def test_medicine_is_never_advised() -> None:
    """Nothing speaks of taking or leaving a medicine; the one mention says to ask first."""
    mentions = [each.id for each in tips() if re.search(r"medicin|drug|pill\b|dose", each.text)]

    assert mentions == ["food-ask-first"]


@pytest.mark.parametrize("length", [3, 4, 5, 6, 7, 30])
def test_the_last_two_never_come_again(length: int) -> None:
    """Of three or more texts, none is among the two before it, and a round uses up all."""
    items = tuple(range(length))
    for seed in ("", "a", "machine"):
        got = [chosen(items, serial, seed) for serial in range(20 * length)]

        assert all(a not in got[max(0, n - 2) : n] for n, a in enumerate(got))
        assert all(set(got[n : n + length]) == set(items) for n in range(0, len(got), length))


def test_one_or_two_texts_take_turns() -> None:
    """A single text is repeated, two take turns."""
    assert [chosen("a", serial) for serial in range(3)] == ["a", "a", "a"]
    assert len({chosen("ab", 0), chosen("ab", 1)}) == 2
    assert chosen("ab", 0) == chosen("ab", 2)


def test_the_order_is_not_the_same_for_ever() -> None:
    """Rounds differ from each other, and so do seeds."""
    said = texts("stretch")
    rounds = {tuple(chosen(said, start + n) for n in range(6)) for start in range(0, 60, 6)}
    seeds = {tuple(chosen(said, n, seed) for n in range(6)) for seed in "abcdefgh"}

    assert len(rounds) > 3
    assert len(seeds) > 3


def test_the_choice_is_the_same_in_every_process() -> None:
    """Another process with another hash seed says the same: a day can be played again."""
    code = (
        "from ergobreak.content.prompts import prompt_text as p\n"
        "from ergobreak.content.tips import tip\n"
        "print([p('posture', n) for n in range(9)], tip('2026-03-02').id)"
    )
    env = {"PYTHONHASHSEED": "12345", "PYTHONPATH": ":".join(filter(None, sys.path))}
    run = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )

    here = f"{[prompt_text('posture', n) for n in range(9)]} {tip('2026-03-02').id}"
    assert run.stdout.strip() == here


@pytest.mark.parametrize("sight", [True, False])
def test_all_habits_come_before_one_comes_again(sight: bool) -> None:
    """A round of posture checks uses up all habits, and neighbours are of different groups."""
    habits = [each for each in posture_checks() if not each.setup]
    habits = [each for each in habits if sight or each.group not in BY_SIGHT]
    size = len(habits)
    for start in range(0, size * 8, size):
        got = [posture_check(serial, sight=sight) for serial in range(start, start + size + 1)]

        assert {check.id for check in got[:size]} == {check.id for check in habits}
        assert all(a.group != b.group for a, b in pairwise(got))


def test_what_can_be_sorted_for_good_is_not_asked_in_prompts() -> None:
    """No prompt asks for furniture, screen or light; the habits are the larger part."""
    setup = {each.id for each in posture_checks() if each.setup}
    asked = {posture_check(serial).id for serial in range(100)}

    assert {"screen-height", "knees-level", "lumbar-contact", "glare"} <= setup
    assert not asked & setup
    assert len(asked) > len(setup)


def test_ones_own_checks_and_tips_join_the_others() -> None:
    """A person's own check and tip take their turn among ours; their set-up check does not."""
    mine = PostureCheck("mine", "own", "Is the cat off the keys?", "Lift it.", "Cat?", "mine")
    desk = mine._replace(id="desk", setup=True)
    hint = Tip("hint", "own", "Water the plant.", "mine")
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]

    asked = [posture_check(serial, own=(mine, desk)).id for serial in range(22)]
    assert asked.count("mine") == 1
    assert "desk" not in asked
    assert any("Cat?" in prompt_text("posture", n, checks=(mine,)) for n in range(22))
    assert hint in {tip(day, own=(hint,)) for day in days}


def test_a_year_of_tips_shows_every_discreet_one() -> None:
    """A year shows all tips that a colleague may read and no other, and no tip twice a week."""
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    got = [tip(day) for day in days]

    assert {each.id for each in got} == {each.id for each in tips() if not each.private}
    assert all(a.id not in {b.id for b in got[max(0, n - 6) : n]} for n, a in enumerate(got))


def test_private_tips_are_there_for_those_who_ask() -> None:
    """Without discretion the private tips come too."""
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]

    assert any(tip(day, discreet=False).private for day in days)


def test_ones_own_words_win() -> None:
    """The person's own texts replace ours, whatever braces they hold."""
    own = ("Stand, {name}! {minutes} min", "Up {")

    assert {prompt_text("stretch", n, 42, own) for n in range(4)} == {
        "Stand, {name}! 40 min",
        "Up {",
    }
    assert prompt_text("posture", 0, 0, ["Sit tall"]) == "Sit tall"


def test_the_figure_is_round_or_left_out() -> None:
    """Minutes are rounded to five, and a meaningless figure is not shown."""
    said = {prompt_text("stretch", n, 88) for n in range(6)}
    after = {prompt_text("stretch", n, 0) for n in range(6)}

    assert "About 90 active minutes since the last stretch. Shall we move?" in said
    assert "A while since the last stretch. Shall we move?" in after


def test_easy_days_offer_only_walking_and_breathing() -> None:
    """On easy days every text is about a slow walk or slow breaths."""
    said = {gentle_text(serial) for serial in range(20)}

    assert said == set(texts(EASY))
    assert all(re.search(r"walk|stroll|lap|breaths", text) for text in said)
    assert not any(re.search(r"stretch|drink|routine", text) for text in said)


def test_a_full_day_has_a_word_of_its_own() -> None:
    """What is said after eight hours takes turns and suggests to stop, without an order."""
    said = {full_day_text(serial) for serial in range(4)}

    assert said == set(texts(FULL_DAY))
    assert all(re.search(r"day|today", text) for text in said)
