"""Watching settings, with real files and links: what is looked at, and how often."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.settings_watch import SettingsWatch, on_the_way
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_inotify = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="inotify is Linux's"
)


@contextmanager
def watched(
    folder: Path, rest: float = 0.05, inotify: Inotify | None = None
) -> Iterator[list[str]]:
    """Yield what stood in `my.toml` each time that it was to be looked at."""
    seen: list[str] = []
    file, inotify = folder / "my.toml", inotify or Inotify()

    def look() -> None:
        seen.append(file.read_text() if file.exists() else "")

    watch = SettingsWatch(file, folder / "content", look, inotify, rest=rest)
    watch.start()
    wait_for(lambda: seen == [""] and has_rested(), what="the first look")
    yield seen
    watch.stop()
    inotify.stop()
    assert has_rested()


def has_rested() -> bool:
    """Tell whether nobody waits for the end of a save."""
    return all(thread.name != "settings" for thread in threading.enumerate())


@needs_inotify
def test_many_steps_are_one_save(tmp_path: Path) -> None:
    """What is written in many steps is looked at once, after the last; then no thread is left."""
    with watched(tmp_path, rest=0.2) as seen:
        for number in range(50):
            (tmp_path / "my.toml").write_text(str(number))
        wait_for(has_rested)

        assert seen == ["", "49"]


@needs_inotify
def test_neighbours_wake_nobody(tmp_path: Path) -> None:
    """Another file of the folder is no reason to look; a file of one's own content is."""
    inotify, told = Inotify(), list[str]()
    with watched(tmp_path, inotify=inotify) as seen:
        # Asked for last, so told last of each.
        inotify.add(tmp_path, "written", told=lambda _, name: told.append(name))
        (tmp_path / "journal.db").write_text("x")
        wait_for(lambda: told == ["journal.db"])
        assert has_rested()

        (tmp_path / "content").mkdir()
        wait_for(lambda: len(seen) == 2 and has_rested())
        inotify.add(tmp_path / "content", "written", told=lambda _, name: told.append(name))
        (tmp_path / "content" / "notes.txt").write_text("x")
        wait_for(lambda: told[1:] == ["notes.txt"])
        assert has_rested()

        (tmp_path / "content" / "mine.toml").write_text("x")
        wait_for(lambda: len(seen) == 3 and has_rested())
        (tmp_path / "content" / "mine.toml").unlink()
        wait_for(lambda: len(seen) == 4 and has_rested())

        assert set(seen) == {""}


@needs_inotify
def test_own_content_behind_links_is_seen(tmp_path: Path) -> None:
    """A file of one's own content that is a link to another is watched where it is written."""
    (tmp_path / "content").mkdir()
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "dotfiles" / "mine").write_text("1")
    (tmp_path / "content" / "mine.toml").symlink_to("../dotfiles/mine")
    with watched(tmp_path) as seen:
        (tmp_path / "dotfiles" / "mine").write_text("2")

        wait_for(lambda: len(seen) == 2 and has_rested())


@needs_inotify
def test_a_look_that_fails_is_not_the_last(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An error in who looks costs one line of the log; the next save is looked at."""
    with watched(tmp_path) as seen:
        (tmp_path / "my.toml").mkdir()
        wait_for(lambda: caplog.records and has_rested())
        (tmp_path / "my.toml").rmdir()

        wait_for(lambda: seen == ["", ""] and has_rested())


def test_links_are_followed_name_by_name(tmp_path: Path) -> None:
    """Every link that leads to the file is named where it really is, folders of links as well."""
    real = tmp_path.resolve()
    (real / "a" / "b").mkdir(parents=True)
    (real / "folder").symlink_to("a/b")
    (real / "a" / "b" / "my.toml").symlink_to(f"{real}/a/../file")

    assert on_the_way(real / "folder" / "my.toml") == [
        real / "folder",
        real / "a" / "b" / "my.toml",
        real / "file",
    ]
    assert on_the_way(real / "no" / "such") == [real / "no" / "such"]


def test_a_ring_of_links_has_an_end(tmp_path: Path) -> None:
    """Links that lead to each other hold nobody up."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")

    assert len(on_the_way(tmp_path / "a")) < 50
