"""What a scenario expects of its transcript, and how it is told that it expects in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak import simulate
from ergobreak.cli import arguments

if TYPE_CHECKING:
    from pathlib import Path

EXPECTING = """
start = 2026-03-02T09:00:00
zone = "Europe/Berlin"
until = "10:00"
[config.reminders]
eyes.enabled = false
"""
OTHER_PROMPT = """
[[expect]]
event = "due"
prompt = "a"
[[expect]]
event = "due"
prompt = "b"
[[expect]]
event = "completed"
prompt = "b"
reminder = "posture"
"""
# The same prompt twice: it was postponed.
SAME_PROMPT = """
[[expect]]
event = "postponed"
reminder = "walk"
prompt = "a"
[[expect]]
at = "09:50"
event = "prompted"
prompt = "a"
"""


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[[expect]]\nat = "09:45"\nevent = "prompted"\nreminder = "walk"', ""),
        ('[[expect]]\nat = "09:46"\nevent = "prompted"\nreminder = "walk"', "there is: at 2026-03"),
        ('[[expect]]\nat = "+45m"\nevent = "prompted"\nothers = ["hydration"]', ""),
        ('[[expect]]\nevent = "prompted"\nothers = ["eyes"]', "expect 1: event = "),
        ('[[expect]]\nevent = "warned"\nuntil = "09:45"', ""),
        ('[[expect]]\nevent = "due"\n[[expect]]\nevent = "started_up"', "expect 2"),
        ('[[expect]]\nevent = "drank"\n[[expect]]\nat = "09:48"\nevent = "completed"', ""),
        ('[[expect]]\nevent = "drank"\nreminder = ""', ""),
        (SAME_PROMPT, ""),
        (OTHER_PROMPT, "expect 3"),
        ('[[never]]\nevent = "missed"', ""),
        ('[[never]]\nevent = "prompted"', 'never 1: event = "prompted": but it came'),
        ('[[never]]\nevent = "prompted"\nfrom = "09:23"\nbefore = "09:45"', ""),
        ('[[count]]\nevent = "prompted"\nis = 2', ""),
        ('[[count]]\nevent = "prompted"\nlevel = 2\nis = 2', "but there are 1"),
        ('[[event]]\nat = "09:10"\ndo = "skip"\nrefused = true', ""),
        ('[[event]]\nat = "09:10"\ndo = "drink"\nrefused = true', "was not refused"),
    ],
)
def test_expectations(
    table: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scenario that does not come true ends with 1 and says so; else with 0."""
    path = tmp_path / "day.toml"
    answers = '[answers]\nwalk = ["postpone", "complete"]\n' if table == SAME_PROMPT else ""
    path.write_text(EXPECTING + answers + table)

    code = simulate.main(arguments.parser("simulate").parse_args([str(path), "--jsonl"]))

    err = capsys.readouterr().err
    assert code == (1 if told else 0), err
    assert told in err
