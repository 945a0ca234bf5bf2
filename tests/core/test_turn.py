"""The thawed state: name for name, and type for type, that of the frozen one."""

from __future__ import annotations

from dataclasses import fields

import pytest

from ergobreak.core.state import Prompt, State
from ergobreak.core.turn import FIELDS, Turn
from tests.core.day import DEFAULT, Day


def test_a_turn_has_the_fields_of_a_state() -> None:
    """A field that is added to one and not to the other would be lost in the next step."""
    own = {name: text for name, text in Turn.__annotations__.items() if name in FIELDS}

    assert own == {field.name: field.type for field in fields(State)}
    assert set(Turn.__annotations__) - set(own) == {"plan", "effects"}


def test_a_turn_freezes_into_the_state_it_was_made_of() -> None:
    """Thawing and freezing changes nothing."""
    day = Day(DEFAULT)
    day.run(50)

    assert Turn(day.state, DEFAULT).freeze() == day.state


def test_a_prompt_cannot_be_changed() -> None:
    """Everything in a state is frozen, so that an old state stays true."""
    with pytest.raises(AttributeError):
        Prompt("p1", ()).id = "p2"  # type: ignore[misc]  # the point of the test
