"""Which files a calendar consists of, and that no file can do harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ergobreak.agenda import files
from ergobreak.agenda.files import Problem, texts


def names(path: Path) -> list[str]:
    """Return the names of the files that are read, and what is said of the others."""
    return [
        f"{Path(each.where).name}: {each.what}" if isinstance(each, Problem) else each[0].name
        for each in texts(path)
    ]


def write(path: Path, content: str = "x") -> Path:
    """Write a file, and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_a_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    """A person who names a file means it; a mark at its beginning is no part of the text."""
    path = tmp_path / "export.txt"
    path.write_bytes(b"\xef\xbb\xbfcaf\xc3\xa9 \xff")

    assert list(texts(path)) == [(path, "caf\u00e9 \N{REPLACEMENT CHARACTER}")]


def test_a_folder_is_read_as_synchronising_programs_lay_it_out(tmp_path: Path) -> None:
    """Every calendar file in it and in its folders; hidden and half-written ones are no files."""
    for name in ("b.ics", "work/a.ICS", "work/deep/c.ics", ".trash/d.ics", ".e.ics", "f.ics.tmp"):
        write(tmp_path / name)
    (tmp_path / "g.ics").mkdir()

    assert names(tmp_path) == ["b.ics", "a.ICS"]


def test_links_are_followed(tmp_path: Path) -> None:
    """A linked file or folder is as good as a real one; a link to nowhere is told."""
    write(tmp_path / "real/a.ics")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    (tmp_path / "real/b.ics").symlink_to(tmp_path / "nowhere")

    assert names(tmp_path / "linked") == [
        *("a.ics", "b.ics: cannot be read: No such file or directory")
    ]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing file and an empty folder are problems with their path."""
    assert names(tmp_path / "nowhere.ics") == [
        "nowhere.ics: cannot be read: No such file or directory"
    ]
    assert names(tmp_path) == [f"{tmp_path.name}: no .ics file is in this folder"]


def test_a_pipe_holds_nobody_up(tmp_path: Path) -> None:
    """What is no ordinary file is told and not waited for."""
    os.mkfifo(tmp_path / "a.ics")

    assert names(tmp_path) == ["a.ics: cannot be read: it is no ordinary file"]
    assert names(Path("/dev/zero")) == ["zero: cannot be read: it is no ordinary file"]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file beyond the limit costs no more than a look."""
    path = tmp_path / "a.ics"
    with path.open("wb") as file:
        file.truncate(files.FILE_BYTES + 1)

    assert names(path) == ["a.ics: cannot be read: it has more than 10 MB"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_locked_folder_is_told(tmp_path: Path) -> None:
    """A folder that may not be read is a problem, not the end."""
    (tmp_path / "a").mkdir(mode=0)

    assert names(tmp_path / "a") == ["a: cannot be read: Permission denied"]
