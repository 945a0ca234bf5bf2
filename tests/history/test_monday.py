"""The line on Monday: last week in a sentence, and one offer that stands on records."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Final

import pytest

from ergobreak import config
from ergobreak.config import edit
from ergobreak.history import MOVEMENT, Line
from ergobreak.history.monday import Facts, Offer, Rule, monday_line
from tests.history.logbook import DAY, log

STRETCH: Final = Rule("stretch", "Stretch", every=90, quieter="toast")
WALK: Final = Rule("walk", "Walk", quieter="toast")
FIXED: Final = Rule("stretch", "Stretch", at=(10 * 60 + 30, 14 * 60), quieter="toast")
AFTER: Final = DAY + timedelta(days=7)  # the Monday on which the week of DAY is told
HOWS: Final = {"done": "completed", "natural": "natural", "skip": "skipped", "miss": "missed"}


def facts(*rules: Rule, answered: tuple[str, ...] = ()) -> Facts:
    """Return what the settings say where these reminders are on."""
    return Facts(rules, frozenset(MOVEMENT), answered=answered)


def prompts(*told: tuple[int, str, str, str]) -> list[Line]:
    """Return prompts: the day after DAY (it may be before), the time, the reminder, its end."""
    found: list[Line] = []
    serial = count(1)
    for day, clock, name, how in told:
        prompt = f"p{next(serial)}"
        rows = [f"{clock} due {name} {prompt}"]
        if how == "held":
            rows += [
                f"{clock} held {name} {prompt} reason=call",
                f"{clock} expired {name} {prompt} reason=hours",
            ]
        else:
            rows.append(f"{clock} {HOWS[how]} {name} {prompt} credit=yes")
        found += log("\n".join(rows), day=DAY + timedelta(days=day), machine=f"m{prompt}")
    # One machine, in the order of writing.
    for number, line in enumerate(found):
        line |= {"id": f"r{number:04}", "machine": "one"}
    return found


def offered(lines: list[Line], known: Facts) -> Offer | None:
    """Return what is offered on the Monday after."""
    found = monday_line(lines, known, AFTER)
    assert found is not None
    return found.offer


def test_the_week_in_a_sentence() -> None:
    """It counts the breaks, and says how long the longest sit was, on which day, and amid what."""
    lines = log("""
        09:00 started_up
        10:00 started walk p1 seconds=180
        10:03 completed walk p1 seconds=180
        11:00 shut_down
        +2 09:00 started_up
        +2 09:05 busy reason=call
        +2 10:45 free reason=call
        +2 10:52 started stretch p2 seconds=300
        +2 10:57 completed stretch p2 seconds=300
        +2 11:20 shut_down
    """)

    found = monday_line(lines, facts(STRETCH, WALK), AFTER)

    assert found is not None
    assert found.monday == DAY
    assert found.text == "2 breaks; longest sit 1 h 52 on Wednesday, in calls."
    assert found.whole == found.text


def test_it_is_the_same_all_week() -> None:
    """Whoever asks on Friday is told what was told on Monday; what was done since is not in it."""
    lines = prompts(*((day, "10:00", "stretch", "skip") for day in range(5) for _ in range(2)))
    first = monday_line(lines, facts(STRETCH), AFTER)

    later = lines + log("10:00 completed stretch p9 seconds=300", day=AFTER, machine="two")
    on_friday = monday_line(later, facts(STRETCH), AFTER + timedelta(days=4))

    assert first is not None
    assert on_friday == first


def test_nothing_is_said_about_a_week_away() -> None:
    """A week without work has no line, nor has an empty journal."""
    lines = log("10:00 completed stretch p1 seconds=300", day=DAY - timedelta(days=3))

    assert monday_line(lines, facts(STRETCH), AFTER) is None
    assert monday_line([], facts(STRETCH), AFTER) is None


def test_a_fixed_time_that_rarely_suits_is_to_be_moved() -> None:
    """The offer names another time, the change that a yes makes, and the prompts behind it."""
    days = (-7, -6, -5, 0, 1, 2)
    lines = prompts(
        *((day, "14:00", "stretch", "skip") for day in days),
        *((day, "10:30", "stretch", "done") for day in days),
    )

    found = offered(lines, facts(FIXED))

    assert found is not None
    assert found.text == "The 14:00 one rarely suits you: move it to 14:45?"
    assert (found.key, found.value) == (("reminders", "stretch", "at"), ["10:30", "14:45"])
    assert found.why == "Stretch at 14:00 came 6 times in two weeks: 6 skipped."
    assert [line["event"] for line in lines if line["id"] in found.ids] == ["skipped"] * 6


def test_four_prompts_are_chance() -> None:
    """Four prompts at a time are no reason to move it, the fifth is one."""
    four = prompts(*((day, "14:00", "stretch", "skip") for day in range(4)))
    five = prompts(*((day, "14:00", "stretch", "skip") for day in range(5)))

    assert offered(four, facts(FIXED)) is None
    assert offered(five, facts(FIXED)) is not None


def test_a_time_is_not_moved_onto_another() -> None:
    """Where the next three quarters of an hour are taken, another distance is tried."""
    lines = prompts(*((day, "14:00", "stretch", "skip") for day in range(5)))
    near = Rule("stretch", "Stretch", at=(14 * 60, 14 * 60 + 40))
    closing = Rule("stretch", "Stretch", at=(14 * 60,), hours=((9 * 60, 14 * 60 + 20),))

    beside = offered(lines, facts(near))
    within = offered(lines, facts(closing))

    assert beside is not None
    assert beside.value == ["13:15", "14:40"]
    assert within is not None
    assert within.value == ["13:15"]


def test_what_was_held_never_counts_against_a_reminder() -> None:
    """A time that was always in a call is no time that rarely suits."""
    lines = prompts(*((day, "14:00", "stretch", "held") for day in (-7, -6, -5, 0, 1, 2)))

    assert offered(lines, facts(FIXED)) is None


def test_what_is_often_sent_away_is_to_come_less_often() -> None:
    """Below a fifth in a week, mostly skipped: half as long again, and no more often than that."""
    twenty = [(day, f"{9 + 2 * n:02}:00", "stretch", "skip") for day in range(5) for n in range(4)]
    rare = prompts(*twenty[:-3], *((*each[:3], "done") for each in twenty[-3:]))
    usual = prompts(*twenty[:-4], *((*each[:3], "done") for each in twenty[-4:]))

    found = offered(rare, facts(STRETCH))

    assert found is not None
    assert found.text == "Stretch rarely suits you every 1 h 30 min: every 2 h 15 min instead?"
    assert (found.key, found.value) == (("reminders", "stretch", "every"), "135m")
    assert found.why == "Stretch came 20 times last week: 3 taken, 17 skipped."
    assert offered(usual, facts(STRETCH)) is None


@pytest.mark.parametrize("rule", [STRETCH, WALK])
def test_what_has_no_answer_is_to_be_quieter(rule: Rule) -> None:
    """Mostly without an answer, it is shown one level below."""
    lines = prompts(
        *((day, f"{9 + 3 * n:02}:00", rule.name, "miss") for day in range(5) for n in range(2))
    )

    found = offered(lines, facts(rule))

    assert found is not None
    assert found.text == f"{rule.title} rarely suits you: only a short notice instead?"
    assert (found.key, found.value) == (("reminders", rule.name, "show"), "toast")


def test_an_hour_that_rarely_suits_can_be_kept_quiet() -> None:
    """Where only one hour of the day does not suit, that hour is offered, not the reminder."""
    days = range(-7, 5)
    lines = prompts(
        *((day, "14:10", "stretch", "skip") for day in days),
        *((day, "10:00", "walk", "done") for day in days),
    )
    known = Facts((STRETCH, WALK), frozenset(MOVEMENT), quiet_hours=((1320, 360),))

    found = offered(lines, known)

    assert found is not None
    assert found.text == "Breaks about 14:00 rarely suit you: hold them until 15:00?"
    assert found.key == ("busy", "quiet_hours")
    assert found.value == ["14:00-15:00", "22:00-06:00"]
    assert found.why.endswith("at other times 12 of 12 were taken.")


def test_an_answered_offer_is_not_made_again() -> None:
    """What had its answer is left out, and the next best thing is offered, if there is one."""
    lines = prompts(
        *(
            (day, f"{9 + 3 * n:02}:00", name, "skip")
            for day in range(5)
            for n in range(2)
            for name in ("stretch", "walk")
        )
    )
    first = offered(lines, facts(STRETCH, WALK))
    assert first is not None

    second = offered(lines, facts(STRETCH, WALK, answered=(first.id,)))

    assert first.id == "space stretch"
    assert second is not None
    assert second.id == "quieter walk"
    assert offered(lines, facts(STRETCH, WALK, answered=(first.id, second.id))) is None


@pytest.mark.parametrize(
    ("rule", "how"), [(FIXED, "skip"), (STRETCH, "skip"), (STRETCH, "miss"), (WALK, "skip")]
)
def test_every_change_is_one_that_the_settings_take(rule: Rule, how: str) -> None:
    """What a yes writes makes a sound file in which the value has changed."""
    lines = prompts(
        *((day, f"{clock}:00", rule.name, how) for day in range(5) for clock in (10, 14))
    )
    found = offered(lines, facts(rule))
    assert found is not None
    text = '[reminders.stretch]\nat = ["10:30", "14:00"]\n' if rule.at else ""

    settings = config.read(edit.with_values(text, {found.key: found.value}), None, None).settings

    assert settings is not None
    *tables, key = found.key
    table = config.as_dict(settings)
    for name in tables:
        table = table[name]
    assert table[key] == ("2h 15m" if key == "every" else found.value)
