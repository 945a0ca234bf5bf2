"""Which hooks run on which line, and that nobody pays for hooks that there are not."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import config, in_force
from ergobreak.hooks import is_for
from ergobreak.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path

STRETCH: Final[dict[str, object]] = {"event": "completed", "reminder": "stretch", "id": "1"}
HURT: Final[dict[str, object]] = {"event": "hurt", "reason": "neck", "id": "2"}
UNDONE: Final[dict[str, object]] = {"event": "undone", "reason": "hurt", "id": "3"}
EASY: Final[dict[str, object]] = {"event": "expired", "reason": "easy", "id": "4"}


def runs(text: str, line: dict[str, object]) -> bool:
    """Tell whether a hook with these keys runs on a line."""
    settings = config.read(f'[hooks.x]\nrun = ["true"]\n{text}').settings
    assert settings is not None
    return is_for(settings.hooks["x"], line)


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('on = ["completed"]', STRETCH, True),
        ('on = ["skipped"]', STRETCH, False),
        ('on = ["*"]', STRETCH, True),
        ('on = ["completed"]\nreminders = ["stretch"]', STRETCH, True),
        ('on = ["completed"]\nreminders = ["walk"]', STRETCH, False),
        ('on = ["completed"]\nreminders = ["walk"]', {**STRETCH, "others": ["walk"]}, True),
        ('on = ["paused"]\nreminders = ["walk"]', {"event": "paused"}, False),
    ],
)
def test_a_hook_runs_on_what_it_names(
    text: str, line: dict[str, object], *, expected: bool
) -> None:
    """Events and reminders are named; a bundle is of each reminder in it."""
    assert runs(text, line) is expected


@pytest.mark.parametrize("line", [HURT, UNDONE, EASY], ids=["hurt", "undone", "easy"])
def test_every_event_is_none_of_pain(line: dict[str, object]) -> None:
    """What tells of a pain goes to a program only where the hook names it."""
    event = line["event"]

    assert not runs('on = ["*"]', line)
    assert runs(f'on = ["*", "hurt", "{event}"]', line)


def test_without_hooks_nothing_is_loaded() -> None:
    """A daemon whose settings name no hook has neither the code in memory nor a thread."""
    code = (
        "import sys, threading; from ergobreak.hooks import Hooks; one = Hooks(); one.follow({}); "
        "one.written({'event': 'prompted'}); one.stop(); assert threading.active_count() == 1; "
        "assert not [name for name in sys.modules if name.startswith('ergobreak.adapters')]"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("mode", "off"), [(0o644, False), (0o664, True)])
def test_settings_for_everybody_name_commands_if_nobody_else_may_write_them(
    home: Path, tmp_path: Path, mode: int, *, off: bool
) -> None:
    """A file under the person's own is held to the same rule; its other settings hold anyway."""
    file = tmp_path / "everybody.toml"
    file.write_text('[hooks.x]\non = ["*"]\nrun = ["true"]\n[window]\nuse = "never"\n')
    file.chmod(mode)

    found = in_force.choose(Paths(home, home, home, (file,)))

    assert found.settings.window.use == "never"
    assert bool(found.settings.hooks) is not off
    assert found.hooks_off == (f"others may write {file}" if off else "")
    assert in_force.choose_again(found, Paths(home, home, home, (file,))) == found
