"""Standing up is enough: a real daemon on a real desktop where nobody touches a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop.test_main_job import CONFIG, SOON, Program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.desktop import Desktop

pytestmark = pytest.mark.desktop

QUICK = '[presence]\nidle_after = "2s"\naway_after = "3s"\nsettle = "0s"\n'


def test_leaving_answers_the_prompt_and_coming_back_is_noticed(
    office: Desktop, tmp_path: Path
) -> None:
    """A prompt that nobody is there to see counts as taken, and closes itself."""
    with Program(office, tmp_path / "home", config=QUICK + CONFIG) as program:
        # A desktop where nobody has touched anything yet is one that nobody sits at.
        office.read(["xdotool", "key", "shift"])
        program.notice()
        wait_for(lambda: "natural" in program.events(), SOON)
        program.waits_for_nothing()
        office.read(["xdotool", "key", "shift"])
        wait_for(lambda: "away" in program.events(), SOON)

    # Whether the key still counted as typing when the prompt fell due is not the question here.
    happened = [event for event in program.events() if event != "waits"]
    first = happened.index("due")
    assert happened[first : first + 4] == ["due", "prompted", "idle", "natural"]
    # A second after the return the next one may be due already.
    back = happened.index("away")
    assert happened[back - 1 : back + 1] == ["active", "away"]
