"""What stands in the status window: words and buttons for each state of ergobreak."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

from ergobreak.cli.formats import STOPPED
from ergobreak.window import look, shown, words

TITLES: Final = {"walk": "Walk", "hydration": "Water", "stretch": "Stretch"}
RUNNING: Final[dict[str, Any]] = {
    "icon": "running",
    "headline": "Walk about 14:30",
    "lines": [],
    "next": [{"text": "Walk about 14:30"}, {"text": "Water about 15:00"}],
    "water_ml": 500,
    "answers": [],
    "break": None,
    "paused": False,
    "quiet": False,
    "titles": TITLES,
}
OPEN: Final = RUNNING | {
    "icon": "due",
    "answers": [
        {"answer": "done", "label": "Done"},
        {"answer": "postpone", "label": "In 5 min"},
        {"answer": "skip", "label": "Skip"},
    ],
}


def line(event: str, **more: object) -> dict[str, object]:
    """Return a journal line of 14:30."""
    return {"at": "2026-03-02T14:30:00+01:00", "event": event, **more}


def commands(data: dict[str, Any]) -> list[str]:
    """Return what the buttons do, in the order of Tab."""
    return [button.command for button in shown.of(data, ()).buttons]


def test_buttons_fit_the_state() -> None:
    """The answers come first, and what cannot be done now is not offered."""
    below = ["settings", "help", "stop"]

    assert commands(RUNNING) == ["take", "drink", "quiet 1h", *below]
    assert commands(OPEN) == ["done", "postpone", "skip", "take", "drink", "quiet 1h", *below]
    assert commands(RUNNING | {"break": {}}) == ["done", "drink", "quiet 1h", *below]
    assert commands(RUNNING | {"paused": True}) == ["take", "drink", "resume", *below]
    assert commands(RUNNING | {"quiet": True}) == ["take", "drink", "resume", *below]
    assert commands(STOPPED) == ["start", "settings", "help"]


def test_one_button_stands_out_when_an_answer_is_wanted() -> None:
    """Only an open prompt, a break and a stopped ergobreak have a button in colour."""

    def first_choices(data: dict[str, Any]) -> list[str]:
        return [one.label for one in shown.of(data, ()).buttons if one.is_first_choice]

    assert first_choices(RUNNING) == []
    assert first_choices(OPEN) == ["Done"]
    assert first_choices(RUNNING | {"break": {}}) == ["Done"]
    assert first_choices(STOPPED) == ["Start"]


def test_state_and_what_comes_are_told_once() -> None:
    """What the headline says is not said again below it; today's water stands last."""
    found = shown.of(RUNNING | {"lines": ["The config file has a problem"]}, ())

    assert found.headline == "Walk about 14:30"
    assert found.coming == (
        "The config file has a problem",
        "Water about 15:00",
        "Water today: 500 ml",
    )


def test_an_answer_stands_until_the_state_it_led_to_has_changed() -> None:
    """The picture that a command leads to may come after its answer; the next one makes it old."""
    walk, quiet, later = (
        shown.of(RUNNING | {"headline": headline}, ())
        for headline in ("Walk about 14:30", "Quiet until 15:00", "Walk about 15:10")
    )

    assert not walk.is_past(None, "")
    assert not walk.is_past(walk, "Quiet until 15:00")
    assert not quiet.is_past(walk, "Quiet until 15:00")
    assert not quiet.is_past(quiet, "Quiet until 15:00")
    assert later.is_past(quiet, "Quiet until 15:00")
    assert later.is_past(walk, "Quiet until 15:00")


def test_log_is_told_in_sentences() -> None:
    """Each line that a person has a part in is a sentence with its time."""
    lines = [
        line("completed", reminder="walk", others=["hydration"], seconds=150),
        line("natural", reminder="stretch"),
        line("postponed", reminder="walk", until="2026-03-02T14:35:00+01:00"),
        line("held", reminder="stretch", reason="call"),
        line("held", reminder="stretch", reason="something-new"),
        line("drank", ml=250),
        line("away", seconds=42 * 60),
        line("paused", until="2026-03-04T06:00:00+01:00"),
        line("completed", reminder="plants_of_mine", seconds=40),
    ]

    assert words.of_log(lines, TITLES, 20) == [
        ("14:30", "Walk and water done, 2 min"),
        ("14:30", "Stretch: away from the desk"),
        ("14:30", "Walk put off until 14:35"),
        ("14:30", "Stretch waits: a call"),
        ("14:30", "Stretch waits"),
        ("14:30", "Water, 250 ml"),
        ("14:30", "Away from the desk, 42 min"),
        ("14:30", "Paused until 04.03. 06:00"),
        ("14:30", "Plants_of_mine done, 40 s"),
    ]


def test_log_is_short() -> None:
    """The last lines only; what only the machine did, and what led to something, is left out."""
    lines = [
        line("started_up"),
        line("due", reminder="walk", prompt="1"),
        line("prompted", reminder="walk", prompt="1", level=2),
        line("skipped", reminder="walk", prompt="1"),
        line("prompted", reminder="eyes", prompt="2", level=0),
        line("locked"),
        line("prompted", reminder="stretch", prompt="3", level=2),
    ]

    assert [told for _, told in words.of_log(lines, TITLES, 3)] == [
        "ergobreak started",
        "Walk left out",
        "Stretch offered",
    ]
    assert [told for _, told in words.of_log(lines, TITLES, 1)] == ["Stretch offered"]


def test_nobody_is_scolded_and_nothing_private_stands_there() -> None:
    """No sentence judges, and none names body or pain: a colleague may look on."""
    events = [
        *("completed", "partial", "natural", "prompted", "started", "postponed", "skipped"),
        *("missed", "expired", "held", "drank", "away", "paused", "quiet", "resumed", "hurt"),
        *("undone", "started_up", "shut_down"),
    ]
    lines = [line(event, reminder="walk", reason="neck") for event in events]

    told = " ".join(sentence for _, sentence in words.of_log(lines, TITLES, 99)).lower()

    assert len(words.of_log(lines, TITLES, 99)) == len(events)
    assert not re.search(r"miss|fail|strict|adherence|hurt|pain|neck|skip", told)


def test_a_name_cannot_break_the_window() -> None:
    """A reminder's name from the settings is shown without what steers a screen."""
    found = words.of_log([line("completed", reminder="a\nb\x1b[2J")], {}, 1)

    assert found == [("14:30", "A?b?[2j done")]


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", as the rules for contrast define it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [look.LIGHT, look.DARK, look.CONTRAST])
def test_everything_can_be_read(colours: look.Look) -> None:
    """Each text stands out from what is behind it by 4.5 to 1, the ring of the focus by 3 to 1."""

    def contrast(one: str, other: str) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    for behind in (colours.ground, colours.button, colours.pressed):
        assert contrast(colours.text, behind) >= 4.5
    assert contrast(colours.dim, colours.ground) >= 4.5
    for behind in (colours.first, colours.first_pressed):
        assert contrast(colours.first_text, behind) >= 4.5
    assert contrast(colours.focus, colours.ground) >= 3
