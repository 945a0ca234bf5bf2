"""The one line about the week before: when it comes, what it asks, and what is done about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ergobreak import notices, paths
from ergobreak.monday import Monday, is_new_week

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.core.view import Notice


@pytest.mark.parametrize(
    ("day", "since", "expected"),
    [
        ("2026-03-02", "2026-03-01", True),
        ("2026-03-03", "2026-02-27", True),
        ("2026-03-06", "2026-03-02", False),
        ("2026-03-02", "", False),
        ("2026-12-28", "2026-12-27", True),
        ("2027-01-01", "2026-12-28", False),
    ],
)
def test_a_week_begins_on_monday(day: str, since: str, *, expected: bool) -> None:
    """The first day of a week is one after a day of an earlier one; a new year changes nothing."""
    assert is_new_week(day, since) is expected


def test_without_a_log_there_is_nothing_to_say(tmp_path: Path) -> None:
    """A real child looks at an empty journal, and nothing is shown."""
    told: list[Notice] = []
    Monday(paths.find(str(tmp_path)), told.append).tell().join(30.0)

    assert told == []


def test_the_line_can_be_turned_off_with_one_click(tmp_path: Path) -> None:
    """The answer "never" is a change of the settings, which the person can read."""
    told: list[Notice] = []
    places = paths.find(str(tmp_path))
    thread = Monday(places, told.append).answer("never")
    assert thread is not None
    thread.join(30.0)

    assert "line = false" in places.config.read_text(encoding="utf-8")
    assert [notice.id for notice in told] == [notices.MONDAY_TOLD]


def test_other_buttons_mean_nothing(tmp_path: Path) -> None:
    """A notice that fades, or an old button, starts no child."""
    assert Monday(paths.find(str(tmp_path)), lambda _: None).answer("closed") is None


def test_the_notice_is_quiet_and_names_no_pain() -> None:
    """It fades by itself, has at most three buttons, and the question leaves the body out."""
    notice = notices.of_monday("21 breaks.", "Move it to 14:45?", asks=True)

    assert not notice.stays
    assert [answer for answer, _ in notice.buttons] == ["yes", "keep", "never"]
    assert notice.body.splitlines()[:2] == ["21 breaks.", "Move it to 14:45?"]
    assert json.dumps(notice.body).isascii()
    assert [answer for answer, _ in notices.of_monday("0", "", asks=False).buttons] == ["never"]
