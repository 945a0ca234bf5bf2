"""What ergobreak says: every text is short, discreet and traceable, and none comes too often."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise

import pytest

from ergobreak.content.posture import posture_check, posture_checks
from ergobreak.content.prompts import ADVICE, GENTLE, TEXTS, gentle_text, prompt_text
from ergobreak.content.rotation import chosen
from ergobreak.content.tips import tip, tips
from ergobreak.core.model import Kind

POINTS = {f"P{number}" for number in range(1, 17)} | {f"S{number}" for number in range(1, 25)}
LEFT_OUT = {"P6", "P8", "P13", "S17", "S18", "S24", "S23"}  # treatment, load, weight: no advice

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
    *GENTLE,
    *(each.text for each in tips() if not each.private),
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
    """No tip and no check claims a cure, threatens damage or gives an order."""
    texts = [each.text for each in tips()]
    texts += [line for each in posture_checks() for line in (each.question, each.fix, each.glance)]

    assert [text for text in texts if CLAIMS.search(text)] == []


def test_private_tips_are_exactly_those_that_need_it() -> None:
    """Every tip that names body, pain, toilet or medicine is private, and most tips are not."""
    named = {each.id for each in tips() if FORBIDDEN.search(each.text)}
    private = {each.id for each in tips() if each.private}

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


def test_labels_and_advice_are_known() -> None:
    """A tip says how firmly it speaks, and only points that are kept as advice are named."""
    labels = {"supported", "observational", "sensible", "source advice", "design idea", "safety"}
    named = {point for each in tips() for point in each.advice}
    named |= {point for check in posture_checks() for point in check.advice}
    named |= {point for points in ADVICE.values() for point in points}

    assert {each.label for each in tips()} == labels
    assert all(each.advice for each in tips())
    assert named <= POINTS - LEFT_OUT
    assert {f"P{number}" for number in range(1, 17)} - LEFT_OUT - {"P5"} <= named


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
    texts = TEXTS["stretch"]
    rounds = {tuple(chosen(texts, start + n) for n in range(6)) for start in range(0, 60, 6)}
    seeds = {tuple(chosen(texts, n, seed) for n in range(6)) for seed in "abcdefgh"}

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


def test_all_checks_come_before_one_comes_again() -> None:
    """A round of posture checks uses up every group, and neighbours are of different groups."""
    for start in range(0, 37 * 8, 37):
        got = [posture_check(serial) for serial in range(start, start + 38)]

        assert {check.id for check in got[:37]} == {check.id for check in posture_checks()}
        assert all(a.group != b.group for a, b in pairwise(got))


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

    assert said == set(GENTLE)
    assert all(re.search(r"walk|stroll|lap|breaths", text) for text in said)
    assert not any(re.search(r"stretch|drink|routine", text) for text in said)
