"""The thawed state: name for name, and type for type, that of the frozen one."""

from __future__ import annotations

import pytest

from ergobreak.core import absence
from ergobreak.core.state import Break, Busy, Prompt, Shown, State, Stop
from ergobreak.core.turn import FIELDS, Turn
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, Day


def test_a_turn_has_the_fields_of_a_state() -> None:
    """A field that is added to one and not to the other would be lost in the next step."""
    own = {name: text for name, text in Turn.__annotations__.items() if name in FIELDS}

    assert own == dict(State.__annotations__)
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


def test_time_asleep_moves_every_instant_that_is_counted_from() -> None:
    """No anchor on the monotonic clock stays where it was; the present and other clocks do."""
    prompt = Prompt("p1", members=(), shown_mono=1, shown_free=2, back_mono=3)

    def anchored(by: int) -> State:
        there = replace(prompt, shown_mono=1 + by, back_mono=3 + by)
        return replace(
            Day(DEFAULT).state,
            last_input=10 + by,
            locked=11 + by,
            asleep=12 + by,
            rest_from=13 + by,
            rested_since=14 + by,
            settle_from=15 + by,
            free_from=16 + by,
            busy=(Busy("call", 17 + by, 170),),
            pause=Stop(18 + by, 5),
            quiet=Stop(19 + by, None, 190),
            waiting=there,
            shown=there,
            postponed=(there,),
            dots=(there,),
            recent=(Shown(20 + by, counts=True),),
            drinks=((21 + by, 250),),
            running=Break(prompt, 22 + by, 300, paused_at=23 + by),
            active=24,
            free=25,
            bout_from=26,
        )

    turn = Turn(anchored(0), DEFAULT)
    absence.shift(turn, -7)

    assert turn.freeze() == anchored(-7)
