"""A file that names commands is used only where nobody else can change it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.hooks.exposure import exposure

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a private file in a private folder."""
    folder = tmp_path / "settings"
    folder.mkdir(mode=0o700)
    path = folder / "ergobreak.toml"
    path.touch(mode=0o600)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400])
def test_what_others_may_read_is_fine(file: Path, mode: int) -> None:
    """To be read does no harm; to be missing neither."""
    file.chmod(mode)
    file.parent.chmod(0o755)

    assert exposure(file) == ""
    assert exposure(file.with_name("none.toml")) == ""


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_write_is_not(file: Path, mode: int) -> None:
    """Group or everybody: a file that they can write is named."""
    file.chmod(mode)

    assert exposure(file) == f"others may write {file}"


def test_a_folder_in_which_it_can_be_replaced_is_not_fine(file: Path) -> None:
    """The folder counts like the file, unless the system guards what is in it, as in /tmp."""
    file.parent.chmod(0o777)
    assert exposure(file) == f"others may write {file.parent}"
    file.parent.chmod(0o1777)
    assert exposure(file) == ""


def test_a_link_is_as_safe_as_both_its_ends(file: Path, tmp_path: Path) -> None:
    """Neither the folder of a link nor what it leads to may be open to others."""
    links = tmp_path / "links"
    links.mkdir(mode=0o700)
    link = links / "ergobreak.toml"
    link.symlink_to(file)
    assert exposure(link) == ""
    links.chmod(0o770)
    assert exposure(link) == f"others may write {links}"
    links.chmod(0o700)
    file.chmod(0o606)
    assert exposure(link) == f"others may write {file}"


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can give files away")
def test_what_belongs_to_somebody_else_is_not_fine(file: Path) -> None:
    """The owner may write whatever the mode says."""
    os.chown(file, 65534, 65534)

    assert exposure(file) == f"{file} belongs to somebody else"


def test_links_in_a_ring_are_not_fine(tmp_path: Path) -> None:
    """What cannot be looked at is not trusted, and said."""
    link = tmp_path / "a"
    link.symlink_to(tmp_path / "a")

    assert exposure(link).startswith(f"nobody can tell who may write {link}")
