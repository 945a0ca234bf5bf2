"""What is legal but odd: it is in force, and warned of where it stands."""

from __future__ import annotations

import pytest

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.config import edit, presets


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            'reminders.walk = { every = "16m", for = "20m" }',
            "f:1:28: warning: reminders.walk.every: comes every 16m, and the break is 20m long",
        ),
        (
            'work.hours = ["12:00-12:10", "16:00-16:15"]',
            (
                "f:1:14: warning: work.hours: no prompt can come: none does in the last 15m of the "
                "hours"
            ),
        ),
        (
            'work.no_prompt_before_end = "16h"',
            (
                "f:1:29: warning: work.no_prompt_before_end: no prompt can come: none does in the "
                "last 16h of the hours"
            ),
        ),
        (
            'reminders.tea = { at = ["10:00"], hours = ["22:00-06:00"] }',
            "f:1:25: warning: reminders.tea.at[0]: 10:00 never comes: it is outside its own hours",
        ),
        (
            'reminders.walk.every = "10m"',
            (
                "f:1:24: warning: reminders.walk.every: every 10m is more than is shown: prompts "
                'are 15m apart or more (delivery.gap); show = "tray" is free'
            ),
        ),
        (
            'delivery.per_hour = 1\nreminders.walk.every = "45m"',
            (
                "f:2:24: warning: reminders.walk.every: every 45m is more than is shown: at most 1 "
                'an hour (delivery.per_hour); show = "tray" is free'
            ),
        ),
        (
            'work.hours = ["09:00-12:00", "13:00-17:00"]\nreminders.tea.every = "7h"',
            (
                "f:2:23: warning: reminders.tea.every: hardly ever comes: 7h of work do not fit "
                "into a day of 7h"
            ),
        ),
        (
            'work.hours = ["22:00-06:00"]\nbusy.quiet_hours = ["21:00-02:00", "02:00-06:30"]',
            (
                "f:2:20: warning: busy.quiet_hours: no prompt can come: all working hours are "
                "quiet hours"
            ),
        ),
        (
            'delivery.gap = "20m"\ndelivery.per_hour = 4',
            (
                "f:2:21: warning: delivery.per_hour: has no effect: prompts are 20m apart or more "
                "(delivery.gap), so fewer come"
            ),
        ),
        (
            'delivery.warning = "30m"\nreminders.walk.every = "30m"',
            (
                "f:1:20: warning: delivery.warning: is as long as the whole interval of "
                "reminders.walk (30m)"
            ),
        ),
        (
            (
                'reminders.a = { title = "Tea", at = ["10:00"] }\n'
                'reminders.b = { title = "tea", at = ["10:00"] }'
            ),
            "f:2:11: warning: reminders.b: says the same at the same times as reminders.a",
        ),
        (
            (
                'reminders = { stretch.every = "45m", walk.every = "30m", '
                'posture.every = "35m", hydration.every = "25m" }'
            ),
            (
                "f:1:99: warning: reminders.hydration.every: all reminders make some 3.3 prompts "
                "an hour, bundled already, and at most 3 come (delivery.per_hour)"
            ),
        ),
    ],
)
def test_what_is_odd_is_warned_of(text: str, warning: str) -> None:
    """It stays in force, and the warning stands at the value that the person wrote."""
    checked = config.read(text, calendar)

    assert checked.settings is not None
    assert [problem.text("f").split("\n")[0] for problem in checked.problems] == [warning]


@pytest.mark.parametrize(
    "text",
    [
        'reminders.tea = { at = ["22:00", "05:59"], hours = ["22:00-06:00"] }',
        'reminders.walk = { enabled = false, every = "5m" }',
        'reminders.eyes.every = "10m"',
        'reminders.walk.every = "20m"',
        'work.hours = ["00:00-24:00"]\nreminders.tea.every = "24h"',
        'work.hours = ["09:00-17:00"]\nbusy.quiet_hours = ["09:00-16:59"]',
        'delivery.gap = "20m"\ndelivery.per_hour = 3',
        'delivery.warning = "20m"',
        'reminders.a = { title = "Tea", at = ["10:00"] }\nreminders.b.at = ["10:00"]',
        'work.hours = ["00:00-24:00"]\nreminders.tea.at = ["00:00", "23:59"]',
    ],
)
def test_what_is_unusual_but_sound_is_not(text: str) -> None:
    """Night hours, signs in the tray, what is turned off, and what the caps just allow: no word."""
    assert config.read(text, calendar).problems == ()


def test_presets_are_not_odd() -> None:
    """No preset of ours is warned of."""
    now = config.as_dict(config.defaults())
    for name in presets.NAMES:
        text = edit.with_values("", presets.changes(name, now), calendar)
        assert config.read(text, calendar).problems == ()


def test_too_much_altogether_is_told_at_the_cap_that_was_written() -> None:
    """No reminder alone is too much; who wrote the cap is told there, once, and more is enough."""
    text = 'delivery.per_hour = 2\nreminders = { walk.every = "35m", tea.every = "50m" }'

    odd = config.read(text, calendar).problems

    assert [(each.key, each.line) for each in odd] == [("delivery.per_hour", 1)]
    assert "an hour, bundled already, and at most 2 come" in odd[0].sentence
    assert config.read(text.replace("2", "3", 1), calendar).problems == ()


def test_a_mistake_hides_nothing_odd() -> None:
    """What is odd is told beside mistakes, but not what they themselves might have made so."""
    odd = 'reminders.walk.every = "10m"\n'

    def warned(text: str) -> list[str]:
        problems = config.read(odd + text, calendar).problems
        assert any(each.is_error for each in problems)
        return [each.key for each in problems if not each.is_error]

    assert warned('window.theme = "drak"') == ["reminders.walk.every"]
    assert warned('reminders.eyes.counts = "30s"') == ["reminders.walk.every"]
    assert warned('reminders.walk.fro = "30s"') == []
    assert warned('delivery.gap = "5x"') == []
    assert warned("reminders.tea = 5") == ["reminders.walk.every"]


def test_a_time_of_its_own_comes_whatever_the_working_hours_are() -> None:
    """What a person wants at a certain time is not bound by `[work]`, and nobody wonders."""
    checked = config.read('reminders.tea.at = ["10:00", "23:00"]', calendar)

    assert checked.problems == ()
