"""Settings that are saved while a real daemon runs are in force at once, whichever way they are."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from tests.integration.daemon import VIRTUAL, Daemon, report
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's inotify"),
]

WITHIN: Final = 20.0  # seconds
FIRST: Final = '[reminders.plants]\ntitle = "Plants"\nevery = "40m"\n'
SECOND: Final = FIRST.replace("40m", "50m")
BROKEN: Final = FIRST.replace("40m", "soon")
CHECK: Final = """
[checks.feet]
question = "Are both feet on the floor?"
fix = "Put them down."
glance = "Both feet down?"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with settings."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "ergobreak.toml").write_text(FIRST)
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Yield a daemon on these settings, whose clock stands still."""
    with begun(home) as running:
        yield running


def begun(home: Path, *options: str) -> Daemon:
    """Return a daemon that serves, and has looked at its settings once more."""
    daemon = Daemon(home, *VIRTUAL, *options)
    daemon.ready()
    return daemon


def minutes(daemon: Daemon) -> int | None:
    """Return in how many active minutes the plants are due; None: there is no such reminder."""
    coming = daemon.look()["next"]
    assert isinstance(coming, list)
    return next((one["about_seconds"] // 60 for one in coming if one["name"] == "plants"), None)


def are_due_in(daemon: Daemon, wanted: int | None) -> None:
    """Wait until the plants are due in so many active minutes."""
    wait_for(lambda: minutes(daemon) == wanted, WITHIN, f"due in {wanted} min: {daemon.complaints}")


def trouble(daemon: Daemon) -> str:
    """Return what the daemon says is wrong."""
    return str(daemon.look().get("trouble", ""))


# ---------------------------------------------------------------- the ways to save


def truncated(path: Path) -> None:
    """Save as most editors of the desktop do: empty the file, and write it in two goes."""
    with path.open("w") as file:
        file.write(SECOND[:20])
        file.flush()
        file.write(SECOND[20:])


def renamed(path: Path) -> None:
    """Save beside it, and put that in its place."""
    new = path.with_suffix(".new")
    new.write_text(SECOND)
    new.replace(path)


def removed_first(path: Path) -> None:
    """Take the file away, and make it anew."""
    path.unlink()
    path.write_text(SECOND)


def linked(path: Path) -> None:
    """Save as managers of dotfiles do: a link to another file takes the place of the file."""
    target, link = path.with_name("kept.toml"), path.with_name("link")
    target.write_text(SECOND)
    link.symlink_to(target)
    link.replace(path)


def by_sed(path: Path) -> None:
    """Save with sed -i."""
    run("sed", "-i", "s/40m/50m/", str(path))


def by_vim(path: Path, options: tuple[str, ...] = ()) -> None:
    """Save with vim, which has its ways of keeping a copy."""
    set_so = [part for option in options for part in ("--cmd", f"set {option}")]
    run("vim", "-es", "-u", "NONE", *set_so, "-c", "%s/40m/50m/", "-c", "wq", str(path))


def by_nano(path: Path) -> None:
    """Save with nano at a terminal: replace all, write out, leave."""
    nano = shutil.which("nano")
    if nano is None:
        pytest.skip("needs nano (Debian package: nano)")
    ours, its = pty.openpty()
    env = {"TERM": "xterm", "PATH": os.environ["PATH"], "HOME": str(path.parent)}
    process = subprocess.Popen(
        [nano, "--ignorercfiles", str(path)], stdin=its, stdout=its, stderr=its, env=env
    )
    os.close(its)
    steps = (b"Exit", b"\x1c40m\r"), (b"Replace with", b"50m\r"), (b"this instance", b"A")
    for shown, keys in (*steps, (b"Replaced 1", b"\x0f"), (b"Write", b"\r"), (b"Wrote", b"\x18")):
        read_until(ours, shown)
        os.write(ours, keys)
    read_on(ours)
    assert process.wait(WITHIN) == 0
    os.close(ours)


def read_until(terminal: int, words: bytes) -> None:
    """Read what a program shows until these words have come."""
    seen, deadline = b"", time.monotonic() + WITHIN
    while words not in seen:
        assert select.select([terminal], [], [], deadline - time.monotonic())[0], seen
        seen += os.read(terminal, 65536)


def read_on(terminal: int) -> None:
    """Read what a program shows until it has ended."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        return  # how Linux says that nobody is at the other end


def run(program: str, *words: str) -> None:
    """Run an editor, or skip the test where it is not there."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"needs {program} (Debian package of this name)")
    subprocess.run([path, *words], check=True, stdin=subprocess.DEVNULL, capture_output=True)


@pytest.mark.parametrize(
    "save",
    [
        truncated,
        renamed,
        removed_first,
        linked,
        by_sed,
        by_vim,
        partial(by_vim, options=("backup", "backupcopy=no")),
        partial(by_vim, options=("backup", "backupcopy=yes")),
        by_nano,
    ],
    ids=[
        *("truncated", "renamed", "removed", "linked", "sed", "vim", "vim-renames", "vim-writes"),
        "nano",
    ],
)
def test_a_save_is_in_force_at_once(daemon: Daemon, save: Callable[[Path], None]) -> None:
    """Whatever an editor does to save, it is one change, in force without a restart."""
    save(daemon.paths.config)
    are_due_in(daemon, 50)
    daemon.catch_up()

    assert len(daemon.lines("config_changed")) == 1
    assert trouble(daemon) == ""
    assert daemon.paths.last_good.read_text() == SECOND


def test_timers_carry_over(daemon: Daemon) -> None:
    """A changed interval keeps the progress already made."""
    daemon.ask("advance 15m")
    daemon.paths.config.write_text(SECOND)

    are_due_in(daemon, 35)


def test_a_new_table_is_a_new_reminder_and_one_less_is_one_less(daemon: Daemon) -> None:
    """What is added is there with the next save, what is taken out is gone with it."""
    daemon.paths.config.write_text("")
    are_due_in(daemon, None)
    daemon.paths.config.write_text(SECOND)

    are_due_in(daemon, 50)


@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
def test_links_to_dotfiles_are_followed(home: Path, is_folder: bool, tmp_path: Path) -> None:
    """The file behind a link is watched, and so is the link: to a file, or above it to a folder."""
    for name, text in (("old", FIRST), ("new", FIRST.replace("40m", "70m"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "my.toml").write_text(text)
    link, path = tmp_path / "link", home / "ergobreak.toml"
    path.unlink()
    link.symlink_to("old" if is_folder else "old/my.toml")
    path.symlink_to("../link/my.toml" if is_folder else "../link")
    with begun(home) as daemon:
        are_due_in(daemon, 40)
        (tmp_path / "old/my.toml").write_text(SECOND)
        are_due_in(daemon, 50)

        swapped = tmp_path / "swapped"
        swapped.symlink_to("new" if is_folder else "new/my.toml")
        swapped.replace(link)
        are_due_in(daemon, 70)

        (tmp_path / "new/my.toml").write_text(SECOND)
        are_due_in(daemon, 50)
        assert path.is_symlink()


def test_a_link_to_nowhere_leaves_what_was(home: Path, tmp_path: Path) -> None:
    """While the file behind a link is away the settings stay; they follow when it is back."""
    path, target = home / "ergobreak.toml", tmp_path / "disk" / "my.toml"
    target.parent.mkdir()
    path.rename(target)
    path.symlink_to(target)
    with begun(home) as daemon:
        shutil.rmtree(target.parent)
        wait_for(lambda: "your last good settings" in trouble(daemon), WITHIN)
        assert minutes(daemon) == 40
        target.parent.mkdir()
        target.write_text(SECOND)

        are_due_in(daemon, 50)
        assert trouble(daemon) == ""


def test_a_broken_save_changes_nothing_and_is_told(daemon: Daemon) -> None:
    """The last good settings stay in force; line and key stand in `status` until it is mended."""
    path = daemon.paths.config
    path.write_text(SECOND)
    are_due_in(daemon, 50)
    path.write_text(BROKEN)
    wait_for(lambda: trouble(daemon), WITHIN)
    daemon.catch_up()

    told = "Mistake in ergobreak.toml:3 (reminders.plants.every); your last good settings are"
    assert told in daemon.ask("status").text
    assert daemon.look()["icon"] == "error"
    assert minutes(daemon) == 50
    assert path.read_text() == BROKEN
    assert daemon.paths.last_good.read_text() == SECOND
    assert len(daemon.lines("config_changed")) == 1

    path.write_text(FIRST)
    are_due_in(daemon, 40)
    assert trouble(daemon) == ""
    assert daemon.look()["icon"] == "running"


def test_a_write_that_was_cut_off_changes_nothing(daemon: Daemon) -> None:
    """What is left of a file on a full disk is no settings; the whole of it, written anew, is."""
    daemon.paths.config.write_text(SECOND[: SECOND.index("50m") + 1])
    wait_for(lambda: "ergobreak.toml:3" in trouble(daemon), WITHIN)
    assert minutes(daemon) == 40
    assert daemon.paths.last_good.read_text() == FIRST

    daemon.paths.config.write_text(SECOND)
    are_due_in(daemon, 50)
    assert trouble(daemon) == ""


def test_a_start_on_a_broken_file_recovers(home: Path) -> None:
    """What was broken at the start is in force with the first good save, and not told twice."""
    (home / "ergobreak.toml").write_text(BROKEN)
    with begun(home) as daemon:
        assert "the defaults are in force" in trouble(daemon)
        daemon.paths.config.write_text(SECOND)

        are_due_in(daemon, 50)
        assert trouble(daemon) == ""
        assert daemon.complaints.count("ergobreak.toml:3") == 1


def test_without_a_file_the_defaults_hold(daemon: Daemon) -> None:
    """A file that is taken away means the defaults, which is said once and is no trouble."""
    daemon.paths.config.unlink()
    are_due_in(daemon, None)

    assert trouble(daemon) == ""
    assert daemon.complaints.count("the file of settings is gone") == 1


def test_a_named_file_is_followed(home: Path, tmp_path: Path) -> None:
    """With --config it is that file which is watched; the person's own is left alone."""
    named = tmp_path / "named.toml"
    named.write_text(FIRST)
    with begun(home, "--config", str(named)) as daemon:
        named.write_text(SECOND)
        are_due_in(daemon, 50)
        named.write_text(BROKEN)
        wait_for(lambda: "named.toml:3" in trouble(daemon), WITHIN)
        named.unlink()
        wait_for(lambda: "Mistake in named.toml;" in trouble(daemon), WITHIN)

        assert minutes(daemon) == 50
        assert not daemon.paths.last_good.exists()


def test_own_content_is_followed(daemon: Daemon) -> None:
    """A mistake in a file of one's own content is told as soon as it is saved, until it is gone."""
    folder = daemon.paths.content
    folder.mkdir()
    (folder / "mine.toml").write_text("[checks.feet]\nquestions = 1\n")
    wait_for(lambda: "mine.toml cannot be used" in trouble(daemon), WITHIN)
    (folder / "mine.toml").write_text(CHECK)

    wait_for(lambda: trouble(daemon) == "", WITHIN)
    assert minutes(daemon) == 40


def test_it_takes_less_than_a_second(daemon: Daemon) -> None:
    """From the save to the effect it takes the rest after the last change, and hardly more."""
    took = []
    for number in range(5):
        saved_at = time.monotonic()
        daemon.paths.config.write_text(FIRST.replace("40m", f"{60 + number}m"))
        wait_for(lambda: len(daemon.lines("config_changed")) > number, WITHIN)  # noqa: B023 - at once
        took.append(time.monotonic() - saved_at)

    report(f"from save to effect: {min(took):.2f} to {max(took):.2f} s")
    assert sorted(took)[2] < 1.0
