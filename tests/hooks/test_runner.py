"""Hooks are real processes: in order, bounded, ended with all they started, and none is left."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.hooks.run import KEPT, SECOND, Ended
from ergobreak.adapters.hooks.runner import AT_ONCE, WAITING, Job, Runner
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux's pidfd")

LONG: Final = 30 * SECOND
WITHIN: Final = 20.0


class Trial:
    """A runner, and what it has told."""

    def __init__(self) -> None:
        self.ends: list[tuple[Job, Ended]] = []
        self.drops: list[tuple[Job, str]] = []
        self.runner = Runner(
            lambda job, ended: self.ends.append((job, ended)),
            lambda job, why: self.drops.append((job, why)),
        )

    def add(self, *run: str, name: str = "one", event: str = "prompted", limit: int = LONG) -> None:
        """Have a command run."""
        self.runner.add(Job(name, run, {"event": event}, limit, ""))

    def wait(self, number: int = 1, within: float = WITHIN) -> list[Ended]:
        """Wait until so many have ended, and return how."""
        wait_for(lambda: len(self.ends) >= number, within, f"{number} ends, not {len(self.ends)}")
        return [ended for _, ended in self.ends]

    def end_of(self, *run: str, limit: int = LONG) -> Ended:
        """Run one command and return how it ended."""
        self.add(*run, limit=limit)
        return self.wait(len(self.ends) + 1)[-1]


@pytest.fixture
def trial() -> Iterator[Trial]:
    """Yield a runner that leaves neither thread nor process."""
    found = Trial()
    yield found
    found.runner.stop()
    wait_for(lambda: threads() == 0, 3.0, "the thread ends with the last run")


def threads() -> int:
    """Return how many threads of runners there are."""
    return sum(thread.name == "hooks" for thread in threading.enumerate())


def is_alive(process: int) -> bool:
    """Tell whether a process is there and no corpse."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"


def number_in(path: Path) -> int:
    """Wait for a process to write its number into a file, and return it."""
    return int(wait_for(lambda: path.exists() and path.read_text().strip(), WITHIN, str(path)))


def test_it_says_how_each_ended(trial: Trial, tmp_path: Path) -> None:
    """Fine, failed, ended by a signal, missing, not executable, no program: each in words."""
    text = tmp_path / "text"
    text.write_text("hello")
    headless = tmp_path / "headless"
    headless.write_text("#!/nowhere/python\n")
    headless.chmod(0o700)

    assert trial.end_of("true").told == "exit code 0"
    assert trial.end_of("false").told == "exit code 1"
    assert trial.end_of("sh", "-c", "kill -9 $$").told == "ended by SIGKILL"
    assert trial.end_of("no-such").told == "there is no program no-such"
    assert trial.end_of(str(text)).told.endswith("may be run: chmod +x makes it one")
    assert trial.end_of(str(headless)).told.endswith("begins with a line that names no program")
    assert [ended.is_well for _, ended in trial.ends] == [True, *[False] * 5]


def test_the_event_comes_on_standard_input_and_in_the_environment(trial: Trial) -> None:
    """What a hook reads is the event, and its words are no part of the command."""
    said = trial.end_of("sh", "-c", 'cat; echo "$ERGOBREAK_EVENT $#"').said.splitlines()

    assert json.loads(said[0]) == {"event": "prompted"}
    assert said[1] == "prompted 0"


def test_it_has_nothing_of_ours_open(trial: Trial) -> None:
    """A hook gets three handles and a session of its own; no socket, lock or journal of ours."""
    handle = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(handle, True)
    script = (
        "import os; print(*sorted(os.listdir('/proc/self/fd'))[:-1], os.getsid(0)==os.getpid())"
    )
    said = trial.end_of(sys.executable, "-I", "-S", "-c", script).said
    os.close(handle)

    assert said == "0 1 2 True"


def test_what_it_prints_is_bounded(trial: Trial) -> None:
    """Of ten megabytes the first lines are kept, the rest is counted, and the hook ends well."""
    ended = trial.end_of("sh", "-c", "head -c 10000000 /dev/zero | tr '\\0' x")

    assert ended.is_well
    assert len(ended.said) < KEPT + 50
    assert ended.said.endswith("x ... (10000000 bytes in all)")


def test_what_it_prints_cannot_pass_for_something_else(trial: Trial) -> None:
    """Signs that steer a terminal are taken out."""
    assert trial.end_of("printf", "a\\033[31mb\\rc\\n").said == "a [31mb\nc"


def test_one_that_reads_nothing_is_left_alone(trial: Trial) -> None:
    """Standard input that stays unread or is closed holds nobody up."""
    assert trial.end_of("sh", "-c", "exec <&-; exit 3").told == "exit code 3"


@pytest.mark.slow
def test_two_hundred_at_once_come_in_order(trial: Trial, tmp_path: Path) -> None:
    """One hook's events come to it one after the other, in the order in which they happened."""
    log = tmp_path / "log"
    for number in range(200):
        trial.add("sh", "-c", f'echo "$ERGOBREAK_EVENT" >> {log}', event=str(number))
    trial.wait(200)

    assert log.read_text().split() == [str(number) for number in range(200)]
    assert trial.drops == []


def test_a_few_at_once_and_no_more(trial: Trial, tmp_path: Path) -> None:
    """So many different hooks run side by side; the next waits until one ends."""
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    for number in range(AT_ONCE + 1):
        trial.add("sh", "-c", f"echo > {tmp_path}/{number}; read x < {gate}", name=str(number))
    begun = {str(number) for number in range(AT_ONCE)}
    wait_for(lambda: {path.name for path in tmp_path.iterdir()} >= begun)

    assert not (tmp_path / str(AT_ONCE)).exists()
    trial.runner.forget({str(AT_ONCE)})
    with gate.open("w") as opened:
        opened.write("go\n" * AT_ONCE)
    trial.wait(AT_ONCE)
    assert not (tmp_path / str(AT_ONCE)).exists()


@pytest.mark.slow
def test_what_does_not_fit_is_dropped_and_told(trial: Trial) -> None:
    """A hook that hangs drops its own events; another one runs all the same."""
    trial.add("sleep", "60")
    for _ in range(WAITING + 10):
        trial.add("true")
    trial.add("true", name="other")

    assert trial.wait()[0].is_well
    assert trial.ends[0][0].name == "other"
    assert {(job.name, why) for job, why in trial.drops} == {
        ("one", f"{WAITING} events wait already")
    }
    assert len(trial.drops) in {10, 11}  # the first may have waited, too, by then


def test_no_thread_while_nothing_runs(trial: Trial) -> None:
    """The thread is there for the run, and again for the next one."""
    for _ in range(2):
        assert trial.end_of("true").is_well
        wait_for(lambda: threads() == 0)


def test_one_that_leaves_something_behind_is_over(trial: Trial, tmp_path: Path) -> None:
    """A program that a hook starts and leaves running is not waited for, nor ended."""
    path = tmp_path / "number"
    ended = trial.end_of("sh", "-c", f"sleep 60 & echo $! > {path}")

    assert ended.is_well
    process = number_in(path)
    assert is_alive(process)
    os.kill(process, 9)


def test_a_long_one_is_asked_to_end(trial: Trial) -> None:
    """Beyond its limit a hook gets SIGTERM, may tidy up, and is told as too long."""
    ended = trial.end_of(
        "sh", "-c", "trap 'echo tidied; exit 0' TERM; sleep 60 & wait", limit=SECOND // 5
    )

    assert ended.said == "tidied"
    assert ended.told == "ran longer than 0.2 s, and was ended"
    assert not ended.is_well


@pytest.mark.slow
def test_one_that_will_not_end_is_ended_with_its_own(trial: Trial, tmp_path: Path) -> None:
    """What takes no SIGTERM gets SIGKILL five seconds later, its grandchildren as well."""
    path = tmp_path / "number"
    began_at = time.monotonic()
    deaf = (
        f"trap '' TERM; (trap '' TERM; echo $$ > {path}.own; sleep 60) & echo $! > {path}; sleep 60"
    )
    ended = trial.end_of("sh", "-c", deaf, limit=SECOND // 5)

    assert 5.0 <= time.monotonic() - began_at < 8.0
    assert ended.told == "ran longer than 0.2 s, and was ended"
    assert ended.code == -9
    wait_for(lambda: not is_alive(number_in(path)))


@pytest.mark.slow
def test_a_grandchild_that_will_not_end_is_ended(trial: Trial, tmp_path: Path) -> None:
    """A hook that ends when asked does not save what it has started from being ended."""
    path = tmp_path / "number"
    deaf = f"(trap '' TERM; sleep 60; sleep 60) & echo $! > {path}; exec sleep 60"
    ended = trial.end_of("sh", "-c", deaf, limit=SECOND // 5)

    assert ended.code == -15
    wait_for(lambda: not is_alive(number_in(path)))


@pytest.mark.slow
def test_the_end_of_the_daemon_is_the_end_of_hooks(trial: Trial, tmp_path: Path) -> None:
    """What is quick ends by itself; what is not has a second, and then half of one."""
    path = tmp_path / "number"
    trial.add("sh", "-c", f"trap '' TERM; echo $$ > {path}; while :; do sleep 1; done", name="deaf")
    process = number_in(path)
    trial.add("sh", "-c", "sleep 0.3; echo done", name="quick")
    began_at = time.monotonic()
    trial.runner.stop()

    assert time.monotonic() - began_at < 2.0
    assert not is_alive(process)
    ends = {job.name: ended for job, ended in trial.ends}
    assert ends["quick"].said == "done"
    assert ends["deaf"].told == "still ran when ergobreak ended, and was ended"


@pytest.mark.slow
def test_it_sleeps_while_a_hook_runs(trial: Trial) -> None:
    """While a hook takes its time the thread takes none of the processor's."""
    from tests.services.run_time import MOMENT, run_for

    trial.add("sleep", "60", limit=LONG)
    (task,) = wait_for(lambda: [each for each in threading.enumerate() if each.name == "hooks"])
    folder = Path(f"/proc/self/task/{task.native_id}")
    wait_for(lambda: (folder / "wchan").exists() and "State:\tS" in (folder / "status").read_text())
    before = run_for(folder)
    threading.Event().wait(1.0)

    assert run_for(folder) - before < MOMENT
