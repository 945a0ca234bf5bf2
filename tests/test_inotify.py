"""The shared watch on files, with the kernel's own inotify and real files."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.inotify import Inotify
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")


@pytest.fixture
def inotify() -> Iterator[Inotify]:
    """Yield one that is ended afterwards."""
    made = Inotify()
    yield made
    made.stop()


class Heard:
    """A handler that remembers what it was told."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []

    def __call__(self, what: str, name: str) -> None:
        """Remember it."""
        self.all.append((what, name))


def test_each_kind_of_change_has_its_word(inotify: Inotify, tmp_path: Path) -> None:
    """What befalls the entries of a folder is told by kind and name, in order."""
    heard = Heard()
    inotify.add(tmp_path, "made", "written", "opened", "closed", "gone", told=heard)
    (tmp_path / "a").write_text("words")
    (tmp_path / "a").read_text()
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "b").unlink()

    wait_for(lambda: ("gone", "b") in heard.all)
    assert heard.all == [
        ("made", "a"),
        ("opened", "a"),
        ("written", "a"),
        ("closed", "a"),
        ("opened", "a"),
        ("closed", "a"),
        ("gone", "a"),
        ("made", "b"),
        ("gone", "b"),
    ]


def test_only_what_was_asked_for_is_told(inotify: Inotify, tmp_path: Path) -> None:
    """Two handlers of one folder each hear their own kinds, although the kernel merges them."""
    makers, writers = Heard(), Heard()
    inotify.add(tmp_path, "made", told=makers)
    inotify.add(tmp_path, "written", told=writers)
    (tmp_path / "a").write_text("words")

    wait_for(lambda: writers.all)
    assert (makers.all, writers.all) == ([("made", "a")], [("written", "a")])


def test_a_watched_file_tells_of_itself(inotify: Inotify, tmp_path: Path) -> None:
    """A device or a file may be watched by itself; the name is then empty."""
    heard = Heard()
    path = tmp_path / "video0"
    path.touch()
    inotify.add(path, "opened", "closed", told=heard)
    with path.open():
        wait_for(lambda: heard.all == [("opened", "")])

    wait_for(lambda: heard.all == [("opened", ""), ("closed", "")])


@pytest.mark.parametrize("how", ["deleted", "moved"])
def test_the_end_of_a_folder_is_told_once(inotify: Inotify, tmp_path: Path, how: str) -> None:
    """When the watched folder itself goes, the handler learns that the watch is over."""
    heard = Heard()
    folder = tmp_path / "folder"
    folder.mkdir()
    inotify.add(folder, "made", "gone", told=heard)
    if how == "deleted":
        folder.rmdir()
    else:
        folder.rename(tmp_path / "elsewhere")
        (tmp_path / "elsewhere/a").touch()
    folder.mkdir()
    (folder / "b").touch()
    inotify.add(folder, "gone", told=heard)
    (folder / "b").unlink()

    wait_for(lambda: ("gone", "b") in heard.all)
    assert heard.all == [("gone", ""), ("gone", "b")]


def test_an_ended_watch_is_silent_and_its_neighbour_is_not(
    inotify: Inotify, tmp_path: Path
) -> None:
    """Ending one watch, even twice, leaves the other one of the same folder alone."""
    ended, other = Heard(), Heard()
    end = inotify.add(tmp_path, "made", told=ended)
    inotify.add(tmp_path, "made", told=other)
    end()
    end()
    (tmp_path / "a").touch()

    wait_for(lambda: other.all == [("made", "a")])
    assert ended.all == []


def test_a_handler_that_breaks_blinds_no_other(inotify: Inotify, tmp_path: Path) -> None:
    """The fault of one handler keeps neither this event nor the next from the others."""
    heard = Heard()

    def broken(what: str, name: str) -> None:
        raise ValueError(what, name)

    inotify.add(tmp_path, "made", told=broken)
    inotify.add(tmp_path, "made", told=heard)
    (tmp_path / "a").touch()
    (tmp_path / "b").touch()

    wait_for(lambda: heard.all == [("made", "a"), ("made", "b")])


def test_a_handler_may_add_and_end_watches(inotify: Inotify, tmp_path: Path) -> None:
    """A watch can move on into the folder whose making it was told of."""
    heard = Heard()

    def move_on(what: str, name: str) -> None:
        inotify.add(tmp_path / name, "made", told=heard)
        (tmp_path / name / "inside").touch()
        end()

    end = inotify.add(tmp_path, "made", told=move_on)
    (tmp_path / "folder").mkdir()

    wait_for(lambda: heard.all == [("made", "inside")])


def test_what_is_not_there_cannot_be_watched(inotify: Inotify, tmp_path: Path) -> None:
    """A path that is missing is refused at once, not watched in vain."""
    with pytest.raises(FileNotFoundError):
        inotify.add(tmp_path / "missing", "made", told=Heard())


def test_nothing_is_told_after_the_end(tmp_path: Path) -> None:
    """After `stop` the thread and its descriptors are gone, and nobody can add a watch."""
    before = set(Path("/proc/self/fd").iterdir())
    inotify, heard = Inotify(), Heard()
    inotify.add(tmp_path, "made", told=heard)
    inotify.stop()
    inotify.stop()
    (tmp_path / "a").touch()

    assert heard.all == []
    assert "inotify" not in {thread.name for thread in threading.enumerate()}
    assert set(Path("/proc/self/fd").iterdir()) <= before
    with pytest.raises(OSError, match="has ended"):
        inotify.add(tmp_path, "made", told=heard)


@pytest.mark.slow
def test_lost_events_are_owned_up_to(inotify: Inotify, tmp_path: Path) -> None:
    """When more happens than the kernel can keep, every handler is told to look at everything."""
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text(encoding="ascii"))
    if limit > 50_000:
        pytest.skip(f"the kernel keeps {limit} events")
    is_busy, go_on, is_missed = (threading.Event() for _ in range(3))
    first, busy = tmp_path / "first", tmp_path / "busy"
    first.mkdir()
    busy.touch()

    def slow(what: str, name: str) -> None:
        is_busy.set()
        go_on.wait(60)

    def quick(what: str, name: str) -> None:
        if what == "missed":
            is_missed.set()

    inotify.add(first, "made", told=slow)
    inotify.add(busy, "opened", "closed", told=quick)
    (first / "a").touch()
    assert is_busy.wait(5)
    try:
        for _ in range(limit // 2 + 100):
            os.close(os.open(busy, os.O_RDONLY))
    finally:
        go_on.set()

    assert is_missed.wait(30)
