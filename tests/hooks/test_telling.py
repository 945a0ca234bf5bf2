"""How a hook is told of an event: exactly, and as nothing but data."""

from __future__ import annotations

import json
from typing import Final

from ergobreak.adapters.hooks.telling import as_json, environment, sample, words

LINE: Final[dict[str, object]] = {
    "id": "01",
    "machine": "m",
    "at": "2026-03-02T10:00:00+01:00",
    "event": "completed",
    "reminder": "stretch",
    "prompt": "p1",
    "seconds": 300,
    "credit": True,
    "exercises": ["neck-turn"],
}


def test_each_plain_field_is_a_variable() -> None:
    """Texts, numbers and yes or no are there by their names; lists are in the JSON alone."""
    assert environment(LINE, {"PATH": "/bin"}) == {
        "PATH": "/bin",
        "ERGOBREAK_ID": "01",
        "ERGOBREAK_MACHINE": "m",
        "ERGOBREAK_AT": "2026-03-02T10:00:00+01:00",
        "ERGOBREAK_EVENT": "completed",
        "ERGOBREAK_REMINDER": "stretch",
        "ERGOBREAK_PROMPT": "p1",
        "ERGOBREAK_SECONDS": "300",
        "ERGOBREAK_CREDIT": "true",
        "ERGOBREAK_OUTCOME": "completed",
    }
    assert json.loads(as_json(LINE)) == LINE


def test_nothing_of_another_event_is_left() -> None:
    """A daemon that a hook has started passes none of that hook's event on, but its home."""
    around = {"ERGOBREAK_REMINDER": "walk", "ERGOBREAK_HOME": "/old"}
    line = {"event": "paused"}

    assert environment(line, around) == {"ERGOBREAK_EVENT": "paused", "ERGOBREAK_HOME": "/old"}
    assert environment(line, around, "/new")["ERGOBREAK_HOME"] == "/new"


def test_odd_texts_are_handed_over() -> None:
    """A NUL or half a character in a reason cannot keep a hook from running."""
    line: dict[str, object] = {"event": "busy", "reason": "a\0b\udc80$(x)"}

    assert environment(line, {})["ERGOBREAK_REASON"] == "ab?$(x)"
    assert json.loads(as_json(line))["reason"] == "a\0b?$(x)"


def test_only_a_tilde_is_expanded() -> None:
    """The home at the beginning of a word, and nothing else: no variable, no pattern, no user."""
    told = ["~/bin/x", "~", "~root", "a~/b", "$HOME", "*", "--x=~/y"]

    home = words(["~"])[0]
    assert words(told) == [f"{home}/bin/x", home, *told[2:]]


def test_a_sample_says_that_it_is_one() -> None:
    """A trial has the fields of the event, and one that no event has."""
    assert sample("drank", "hydration", "now") == {
        "id": "test",
        "machine": "test",
        "at": "now",
        "event": "drank",
        "reminder": "hydration",
        "prompt": "test",
        "ml": 250,
        "test": True,
    }
