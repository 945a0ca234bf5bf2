"""Hooks of a real daemon: what they are told, and that they cost no prompt, whatever they do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.hooks.kit import begun, settle, told
from tests.integration.daemon import command, report
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from tests.integration.daemon import Daemon

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux's pidfd"),
]

WITHIN: Final = 30.0
TO_THE_FIRST: Final = "advance 50m"  # a posture check, and a walk
HANGS: Final = '[hooks.{}]\non = ["*"]\nrun = ["sleep", "1000"]\n'


def script(folder: Path, name: str, text: str) -> Path:
    """Return a program of this text."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o700)
    return path


def test_every_line_comes_once_and_in_order(home: Path, tmp_path: Path) -> None:
    """What a hook is told is the journal, line by line: as JSON, and field by field."""
    log = tmp_path / "told"
    log.mkdir()
    keep = f"env > {log}/$ERGOBREAK_ID.env; cat >> {log}/lines"
    settle(home, f'[hooks.all]\non = ["*"]\nrun = ["{script(tmp_path, "keep", keep)}"]\n')
    with begun(home, "--answer", "complete") as daemon:
        daemon.ask("advance 3h")
        daemon.ask("drink 300ml")
        written = len(daemon.journal())
        wait_for(lambda: told(daemon)["all"]["runs"] == written, WITHIN)
        daemon.stop()
        journal = daemon.journal()

    lines = [json.loads(line) for line in (log / "lines").read_text().splitlines()]
    assert lines == journal
    assert {"started_up", "prompted", "completed", "drank", "shut_down"} <= {
        one["event"] for one in lines
    }
    for line in lines:
        variables = dict(
            each.split("=", 1) for each in (log / f"{line['id']}.env").read_text().splitlines()
        )
        for key, value in line.items():
            if not isinstance(value, list):
                plain = str(value).lower() if isinstance(value, bool) else str(value)
                assert variables[f"ERGOBREAK_{key.upper()}"] == plain
        assert variables["ERGOBREAK_HOME"] == str(home)


def test_a_hook_can_call_ergobreak(home: Path, tmp_path: Path) -> None:
    """A command of ergobreak in a hook reaches the very daemon that has run it."""
    path = os.environ.get("PYTHONPATH", "")
    call = f"cd {Path.cwd()}; PYTHONPATH={path} exec {sys.executable} -m ergobreak drink 100ml"
    settle(home, f'[hooks.call]\non = ["resumed"]\nrun = ["{script(tmp_path, "call", call)}"]\n')
    with begun(home) as daemon:
        daemon.ask("pause")
        daemon.ask("resume")

        assert wait_for(lambda: daemon.lines("drank"), WITHIN, daemon.complaints)[0]["ml"] == 100


def test_hooks_that_hang_hold_no_prompt_up(home: Path) -> None:
    """With every place taken by a hook that hangs, prompts come and answers are taken at once."""

    def took(daemon: Daemon) -> float:
        began_at = time.monotonic()
        daemon.ask(TO_THE_FIRST)
        daemon.catch_up()
        assert {"posture", "walk"} <= {one["reminder"] for one in daemon.lines("prompted")}
        return time.monotonic() - began_at

    settle(home, "")
    with begun(home) as free:
        wait_for(free.look, WITHIN)
        without = took(free)
    other = home.with_name("hung")
    other.mkdir(mode=0o700)
    settle(other, "".join(HANGS.format(f"n{number}") for number in range(6)))
    with begun(other) as daemon:
        within = took(daemon)
        daemon.ask("done walk")
        daemon.catch_up()
        assert daemon.lines("completed")
        assert [one["runs"] for one in told(daemon).values()] == [0] * 6
        began_at = time.monotonic()
        assert daemon.stop() == 0
        ended = time.monotonic() - began_at

    report(f"two prompts: {without:.3f} s, with hooks that hang {within:.3f} s; end {ended:.1f} s")
    assert within < without + 0.5
    assert ended < 5.0


def test_what_fails_is_told_and_costs_nothing(home: Path, tmp_path: Path) -> None:
    """Failing, missing, no program: each stands in the list and in the log, and the day goes on."""
    text = tmp_path / "text"
    text.touch()
    runs = {
        "fails": script(tmp_path, "fails", "echo went wrong >&2; exit 7"),
        "missing": tmp_path / "none",
        "no-program": text,
        "fine": "true",
    }
    settle(
        home,
        "".join(
            f'[hooks.{name}]\non = ["started_up"]\nrun = ["{run}"]\n' for name, run in runs.items()
        ),
    )
    with begun(home) as daemon:
        wait_for(lambda: all(one["runs"] for one in told(daemon).values()), WITHIN)
        found = {name: one["last"]["result"] for name, one in told(daemon).items()}
        code, out, _ = command(home, "hooks")
        daemon.ask(TO_THE_FIRST)
        daemon.catch_up()

        assert daemon.lines("prompted")
        assert "fails: went wrong" in daemon.complaints
        assert "fails, on started_up: exit code 7" in daemon.complaints
        assert "fine" not in daemon.complaints
    assert found == {
        "fails": "exit code 7",
        "missing": f"there is no program {tmp_path}/none",
        "no-program": f"{text} is no program that may be run: chmod +x makes it one",
        "fine": "exit code 0",
    }
    assert code == 0
    assert "1 failed, see the log" in out


def test_a_flood_of_events_is_survived(home: Path, tmp_path: Path) -> None:
    """A busy week in a moment: each event is run or counted as dropped, and the log stays small."""
    settle(home, f'[hooks.all]\non = ["*"]\nrun = ["{script(tmp_path, "slow", "sleep 0.01")}"]\n')
    with begun(home, "--answer", "complete") as daemon:
        daemon.ask("advance 40h")
        number = len(daemon.journal())

        def is_done() -> bool:
            one = told(daemon)["all"]
            return bool(one["runs"] + one["dropped"] == number)

        assert number > 300
        wait_for(is_done, WITHIN)
        assert daemon.complaints.count("was not run on") <= 1


def test_a_change_is_in_force_at_once(home: Path, tmp_path: Path) -> None:
    """A hook that is added runs with the next event, one that is taken out no more."""
    made = tmp_path / "made"
    settle(home, "")
    with begun(home) as daemon:
        assert told(daemon) == {}
        settle(home, f'[hooks.touch]\non = ["paused"]\nrun = ["touch", "{made}"]\n')
        wait_for(lambda: told(daemon), WITHIN)
        daemon.ask("pause")
        wait_for(made.exists, WITHIN)
        settle(home, "")
        wait_for(lambda: not told(daemon), WITHIN)
        made.unlink()
        daemon.ask("resume")
        daemon.ask("pause")
        daemon.stop()

    assert not made.exists()


TOUCHES: Final = """
[hooks.touch]
on = ["paused"]
run = ["touch", "{}"]
[reminders.plants]
every = "40m"
"""


def test_a_file_that_others_may_write_names_no_command(home: Path, tmp_path: Path) -> None:
    """Hooks are off and all else is in force; status, doctor and `hooks` say so, and what mends."""
    made = tmp_path / "made"
    settle(home, TOUCHES.format(made))
    file = home / "ergobreak.toml"
    file.chmod(0o666)
    with begun(home) as daemon:
        daemon.ask("pause")
        data = daemon.look()
        listed = command(home, "hooks")[1]
        assert told(daemon) == {}
        assert data["trouble"] == (f"Hooks are off: others may write {file}. See: ergobreak hooks")
        assert listed.startswith(f"Hooks are off: others may write {file}.\n")
        assert f"Mend: chmod go-w {file}; ergobreak restart\n\ntouch\n" in listed
        assert "hooks are off: others may write" in command(home, "doctor")[1]
        assert "plants" in json.dumps(data["next"])
        assert command(home, "hooks", "test", "touch")[0] == 6
        file.chmod(0o600)
        settle(home, TOUCHES.format(tmp_path / "mended"))
        wait_for(lambda: told(daemon), WITHIN)
        daemon.ask("resume")
        daemon.ask("pause")
        wait_for((tmp_path / "mended").exists, WITHIN)

        assert not daemon.look().get("trouble")
    assert not made.exists()


def test_a_folder_that_others_may_write_names_no_command(home: Path, tmp_path: Path) -> None:
    """A private file in a folder in which it can be replaced is as good as a public one."""
    made, folder = tmp_path / "made", tmp_path / "open"
    folder.mkdir()
    settle(folder, TOUCHES.format(made))
    folder.chmod(0o770)
    with begun(home, "--config", str(folder / "ergobreak.toml")) as daemon:
        daemon.ask("pause")

        assert told(daemon) == {}
        assert str(daemon.look()["trouble"]).startswith(
            f"Hooks are off: others may write {folder}."
        )
        assert f"chmod go-w {folder}; ergobreak restart" in command(home, "hooks")[1]
    assert not made.exists()


def test_the_copy_of_the_last_good_ones_brings_no_command_back(home: Path, tmp_path: Path) -> None:
    """What somebody else wrote into the file is not run from the copy of it either."""
    made = tmp_path / "made"
    settle(home, f'[hooks.touch]\non = ["paused"]\nrun = ["touch", "{made}"]\n')
    (home / "ergobreak.toml").chmod(0o666)
    with begun(home) as daemon:
        daemon.stop()
    (home / "ergobreak.toml").write_text("broken", encoding="utf-8")
    with begun(home) as daemon:
        daemon.ask("pause")
        assert told(daemon) == {}
        daemon.stop()

    assert "hooks.touch" in (home / "last-good.toml").read_text(encoding="utf-8")
    assert not made.exists()


def test_a_trial_runs_it_now(home: Path, tmp_path: Path) -> None:
    """`hooks test` needs no daemon: it prints what the hook says, its exit code and its time."""
    say = script(tmp_path, "say", 'echo "$ERGOBREAK_EVENT of $ERGOBREAK_REMINDER"; exit 3')
    settle(
        home,
        f'[hooks.say]\non = ["skipped"]\nreminders = ["walk"]\nrun = ["{say}"]\n'
        '[hooks.fine]\non = ["*"]\nrun = ["true"]\n',
    )

    code, _, err = command(home, "hooks", "test", "say")
    assert (code, err.splitlines()[:2]) == (1, [f"say, on skipped: {say}", "skipped of walk"])
    assert err.splitlines()[2].startswith("exit code 3, in ")
    code, out, _ = command(home, "hooks", "test", "fine", "--json")
    data = json.loads(out)
    assert (code, data["exit"], data["output"], data["event"]["test"]) == (0, 0, "", True)
    code, _, err = command(home, "hooks", "test", "fin")
    assert (code, err.splitlines()) == (2, ["There is no hook 'fin'.", "Did you mean fine?"])
    assert command(home, "hooks", "tst", "fine")[0] == 2
    assert not (home / "journal.db").exists()


def test_simulated_and_previewed_prompts_run_none(home: Path, tmp_path: Path) -> None:
    """What did not happen runs nothing: a simulated day on these settings, and a preview."""
    made = tmp_path / "made"
    settle(home, f'[hooks.touch]\non = ["prompted"]\nrun = ["touch", "{made}"]\n')
    code, out, _ = command(home, "simulate", "--days", "1", "--jsonl")
    with begun(home) as daemon:
        daemon.ask("preview stretch")
        daemon.ask("status")
        daemon.stop()

    assert code == 0
    assert '"prompted"' in out
    assert not made.exists()


def test_nothing_is_left_of_a_daemon_that_ends(home: Path, tmp_path: Path) -> None:
    """A hook that takes no SIGTERM is gone when the daemon is, and so is what it has started."""
    deaf = script(tmp_path, "deaf", "trap '' TERM; sleep 999.25 & wait; sleep 999.25")
    settle(home, f'[hooks.deaf]\non = ["paused"]\nrun = ["{deaf}"]\n')
    with begun(home) as daemon:
        daemon.ask("pause")
        wait_for(lambda: "sleep 999.25" in processes(), WITHIN)
        daemon.stop()

        assert "still ran when ergobreak ended" in daemon.complaints
    assert "sleep 999.25" not in processes()


def processes() -> str:
    """Return what runs, a command a line."""
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
