"""Keys as people type them, what they mean, and values as people type them behind them."""

from __future__ import annotations

import pytest

from ergobreak.config import evidence, explain, keys, read, typed
from ergobreak.config.settings import Settings
from ergobreak.errors import UsageError

ALL = tuple(keys.leaves(keys.Place((), Settings)))


def test_every_key_that_there_is_can_be_found() -> None:
    """Each key is found by its own name, its default is what holds without a file."""
    assert len(ALL) > 180
    for place in ALL:
        assert keys.find(place.key) == place
    assert keys.default(("reminders", "walk", "first")) == "45m"
    assert keys.default(("reminders", "walk", "cron")) is None


@pytest.mark.parametrize(
    ("typed_key", "words"),
    [
        ("reminders.stretch.evry", 'did you mean "every"?'),
        ("work.hourz", 'did you mean "hours"?'),
        ("stretch.every", 'did you mean "reminders.stretch.every"?'),
        ("theme", 'did you mean "window.theme"?'),
        ("wrok", 'did you mean "work"?'),
        ("qqq", "allowed: version, work,"),
        ("version.minor", "version is a single value"),
        ("", "is no key"),
        ("work.hours[0]", "is no key"),
        ("work..hours", "is no key"),
        ("work = 1 #", "is no key"),
    ],
)
def test_key_that_is_not_there_is_told_with_the_nearest(typed_key: str, words: str) -> None:
    """A slip in a key names the one that was meant, also one whose tables were left out."""
    with pytest.raises(UsageError) as refused:
        keys.find(typed_key)

    assert words in refused.value.title


def test_every_key_is_explained_from_the_commented_file() -> None:
    """Each key of the settings has a sentence; a few of them, word for word."""
    reminder = keys.find("reminders.plants")
    for place in (*ALL, *keys.leaves(reminder), keys.find("calendars.work.path")):
        text = explain.meaning(place)
        assert text.endswith("."), place.key
        assert "\n" not in text
    told = {place.key: explain.meaning(place) for place in ALL}
    assert told["presence.settle"] == "No prompt so soon after you come back."
    assert told["reminders.posture.every"] == "So much active time at the computer."
    assert told["reminders.eyes.for"] == told["reminders.stretch.counts"]
    assert told["reminders.walk.enabled"] == "`enabled = false` turns one off."
    assert told["policies.dnd"] == told["policies.idle"]


def test_evidence_speaks_of_keys_that_there_are() -> None:
    """Each source belongs to a key that exists and has a default; none promises a cure."""
    for path in evidence.paths():
        place = keys.find(keys.text(tuple("stretch" if part == "*" else part for part in path)))
        known = place.key.startswith("reminders.micro") or keys.default(place.path) is not None
        assert known, place.key
        text = evidence.of(place.path)
        assert text
        assert not {"prevent", "cure", "proven", "recommended"} & set(text.lower().split())
    assert evidence.of(("window", "theme")) == ""


@pytest.mark.parametrize(
    ("key", "words", "value"),
    [
        ("reminders.stretch.every", ["60m"], "60m"),
        ("reminders.stretch.every", ["1h", "30m"], "1h 30m"),
        ("reminders.stretch.every", ['"60m"'], "60m"),
        ("reminders.stretch.every", ["60"], "60"),
        ("reminders.stretch.cron", ["0", "9-17", "*", "*", "mon-fri"], "0 9-17 * * mon-fri"),
        ("reminders.stretch.enabled", ["off"], False),
        ("reminders.stretch.enabled", ["maybe"], "maybe"),
        ("access.screen_reader", ["yes"], "yes"),
        ("delivery.per_hour", ["4"], 4),
        ("delivery.per_hour", ["four"], "four"),
        ("work.days", ["mon,", "tue"], ["mon", "tue"]),
        ("work.days", ["mon,tue"], ["mon", "tue"]),
        ("work.days", ['["mon", "tue"]'], ["mon", "tue"]),
        ("work.days_off", [""], []),
        ("reminders.tip.texts", ["One, two.", "Three."], ["One, two.", "Three."]),
        ("reminders.tip.title", ["A", "tip"], "A tip"),
        ("reminders.walk.postpone", ['{ by = ["5m"] }'], {"by": ["5m"]}),
        ("reminders.walk.title", ['"open'], '"open'),
    ],
)
def test_typed_words_become_what_stands_there(key: str, words: list[str], value: object) -> None:
    """Spans, lists, numbers and switches need no quotes; what is in TOML's notation is read so."""
    assert typed.value(words, keys.find(key)) == value


def test_what_a_key_takes_is_what_the_check_says() -> None:
    """The words about a value are those that a mistake there is told with."""
    for key, wrong in (("delivery.gap", "5"), ("window.theme", "5"), ("delivery.per_hour", "0")):
        (problem,) = read(f"{key} = {wrong}").problems
        assert typed.allowed(keys.find(key)) == problem.allowed
