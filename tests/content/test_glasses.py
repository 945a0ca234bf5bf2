"""Water in glasses: the right ordinal, and an end."""

from __future__ import annotations

import pytest

from ergobreak.content.glasses import is_enough, which


@pytest.mark.parametrize(
    ("drunk", "amount", "word"),
    [
        (0, 250, "first"),
        (249, 250, "first"),
        (500, 250, "third"),
        (2750, 250, "twelfth"),
        (1200, 100, "13th"),
        (2000, 100, "21st"),
        (2100, 100, "22nd"),
        (2200, 100, "23rd"),
        (11000, 100, "111th"),
        (-250, 250, "first"),
        (500, 0, ""),
    ],
)
def test_the_next_glass_has_its_ordinal(drunk: int, amount: int, word: str) -> None:
    """Whole glasses of the configured size are counted, and the next one is named."""
    assert which(drunk, amount) == word


def test_the_days_share_has_an_end() -> None:
    """The share is reached at the goal, and never where there is none."""
    assert not is_enough(1999, 2000)
    assert is_enough(2000, 2000)
    assert not is_enough(9000, 0)
