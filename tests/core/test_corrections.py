"""The log put right afterwards."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import Record
from ergobreak.core.model import DAY, MINUTE
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from tests.core.day import NINE, Day


def test_a_correction_is_a_line_of_its_own_time() -> None:
    """What was done ten minutes ago is noted with that time, and with the line it replaces."""
    day = Day()
    day.run(30)
    at = NINE + 20 * MINUTE
    day.do(events.Corrected("completed", at, "stretch", of="r1", seconds=5 * MINUTE))

    assert day.records[-1] == Record(
        at, "completed", "stretch", reason="corrected", seconds=300, of="r1"
    )


def test_a_correction_moves_no_timer() -> None:
    """The state is as before, but for the water that is shown."""
    day = Day()
    day.run(30)
    before = day.state
    day.do(events.Corrected("completed", day.now().wall, "stretch"))
    day.do(events.Corrected("drank", day.now().wall, ml=300))

    assert replace(day.state, water_ml=0, water_day="") == replace(before, at=day.state.at)
    assert day.state.water_ml == 300


def test_a_drink_that_is_undone_leaves_the_days_total() -> None:
    """It never falls below nothing, and another day's drink does not touch today."""
    day = Day()
    day.run(30)
    day.do(events.Drank(250))
    day.do(events.Corrected("undone", day.now().wall - DAY, of="r0", ml=250))
    total = day.state.water_ml
    day.do(events.Corrected("undone", day.now().wall, of="r1", ml=400))

    assert total == 250
    assert day.state.water_ml == 0


@pytest.mark.parametrize(
    "wrong",
    [
        events.Corrected("started", NINE, "stretch"),
        events.Corrected("undone", NINE),
        events.Corrected("completed", NINE),
        events.Corrected("completed", NINE + DAY, "stretch"),
        events.Corrected("completed", NINE - 400 * DAY, "stretch"),
        events.Corrected("completed", NINE, "stretch", seconds=5 * 60 * MINUTE),
        events.Corrected("drank", NINE, ml=9000),
        events.Corrected("drank", NINE),
    ],
)
def test_what_cannot_have_been_is_refused(wrong: events.Corrected) -> None:
    """Nothing is written, and the day goes on."""
    day = Day()
    before = len(day.records)
    with pytest.raises(CommandRejected):
        day.do(wrong)

    assert len(day.records) == before
