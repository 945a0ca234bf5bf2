"""Following a path, with real folders that come and go."""

from __future__ import annotations

import shutil
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.path_watch import PathWatch
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")


@pytest.fixture
def follow() -> Iterator[Callable[[Path], list[bool]]]:
    """Yield how to follow a path: to a list of whether it was there, each time it was told."""
    inotify = Inotify()
    watches: list[PathWatch] = []

    def begin(path: Path) -> list[bool]:
        seen: list[bool] = []
        watches.append(PathWatch(inotify, path, lambda: seen.append(path.exists())))
        watches[-1].start()
        return seen

    yield begin
    for watch in watches:
        watch.stop()
    inotify.stop()


def test_what_comes_and_goes_is_told(follow: Callable[[Path], list[bool]], tmp_path: Path) -> None:
    """A file that appears, is replaced and disappears is told each time; its neighbours are not."""
    path = tmp_path / "bus"
    seen = follow(path)
    (tmp_path / "other").touch()
    path.touch()
    wait_for(lambda: seen == [True])
    (tmp_path / "other").rename(path)
    wait_for(lambda: seen == [True, True])
    path.unlink()

    wait_for(lambda: seen == [True, True, False])


def test_folders_on_the_way_may_come_later(
    follow: Callable[[Path], list[bool]], tmp_path: Path
) -> None:
    """Neither folder nor file is there yet: both come, go and come again, and it is noticed."""
    path = tmp_path / "run/user/bus"
    seen = follow(path)
    for _ in range(3):
        path.parent.mkdir(parents=True)
        path.touch()
        wait_for(lambda: seen and seen[-1], what="it is there")
        shutil.rmtree(tmp_path / "run")
        wait_for(lambda: not seen[-1], what="it is gone")


def test_folders_made_in_one_go_are_not_overtaken(
    follow: Callable[[Path], list[bool]], tmp_path: Path
) -> None:
    """A whole tree that is moved into place at once is found to its last leaf."""
    seen = follow(tmp_path / "a/b/c/bus")
    (tmp_path / "new/b/c").mkdir(parents=True)
    (tmp_path / "new/b/c/bus").touch()
    (tmp_path / "new").rename(tmp_path / "a")

    wait_for(lambda: True in seen)
    (tmp_path / "a/b/c/bus").unlink()
    wait_for(lambda: not seen[-1])


def test_a_pattern_stands_for_all_names_that_fit(tmp_path: Path) -> None:
    """Sockets that are numbered as they come are told, in a folder that comes later, and no other.

    A bracket in a plain name is no pattern.
    """
    inotify, seen = Inotify(), threading.Event()
    plain: list[bool] = []
    folder = tmp_path / "run[1]"
    wild = PathWatch(inotify, folder / "wayland-*[0-9]", seen.set, is_pattern=True)
    tame = PathWatch(inotify, folder / "a[0-9]", lambda: plain.append(True))
    wild.start()
    tame.start()
    folder.mkdir()
    assert seen.wait(5)
    wait_for(lambda: plain == [True], what="the folder is told")
    seen.clear()
    (folder / "wayland-0.lock").touch()
    (folder / "a1").touch()
    (folder / "a[0-9]").touch()
    wait_for(lambda: plain == [True, True])
    assert not seen.is_set()
    (folder / "wayland-12").touch()

    assert seen.wait(5)
    assert plain == [True, True]
    inotify.stop()


def test_nothing_is_told_after_the_end(tmp_path: Path) -> None:
    """A watch that was stopped, even twice, is silent, and one that still runs is not."""
    inotify = Inotify()
    ended, lasting = threading.Event(), threading.Event()
    watch = PathWatch(inotify, tmp_path / "bus", ended.set)
    watch.start()
    watch.stop()
    watch.stop()
    other = PathWatch(inotify, tmp_path / "bus", lasting.set)
    other.start()
    (tmp_path / "bus").touch()

    assert lasting.wait(5)
    inotify.stop()
    assert not ended.is_set()
