"""Folders and files that are this person's alone: loose ones are closed, strange ones refused."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from ergobreak import cli, config, private, where
from ergobreak.control import endpoint
from ergobreak.errors import ErgobreakError
from ergobreak.paths import Paths, find
from tests.integration.daemon import VIRTUAL, Daemon

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


def mode(path: Path) -> int:
    """Return the permissions of a file or folder."""
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.parametrize("loose", [0o755, 0o770, 0o777, 0o701])
def test_an_open_folder_is_closed_and_that_is_said(tmp_path: Path, loose: int) -> None:
    """A folder of our own that others may enter is 0700 afterwards, in a sentence with its mode."""
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(loose)

    said = private.made(folder)

    assert mode(folder) == 0o700
    assert said == f"{folder} was open to others (mode 0{loose:o}); it is closed now."
    assert private.made(folder) == ""


def test_a_home_is_never_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --home ~ nobody is locked out of a folder that was always open."""
    monkeypatch.setenv("HOME", str(tmp_path))
    tmp_path.chmod(0o755)

    assert private.made(tmp_path) == ""
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_only_a_plain_file_is_opened(tmp_path: Path, kind: str) -> None:
    """A link is not followed, a pipe not waited for, and what it leads to stays as it was."""
    theirs = tmp_path / "theirs"
    theirs.write_text("precious")
    name = tmp_path / "lock"
    match kind:
        case "link":
            name.symlink_to(theirs)
        case "pipe":
            os.mkfifo(name)
        case _:
            name.mkdir()

    for flags in (os.O_RDONLY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, os.O_RDWR | os.O_CREAT):
        with pytest.raises(OSError, match="lock"):
            os.close(private.opened(name, flags))

    assert theirs.read_text() == "precious"


def test_a_file_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    """Where a link stands there is a file of our own afterwards, and its target is as it was."""
    theirs = tmp_path / "theirs"
    theirs.write_text("precious")
    name = tmp_path / "note"
    name.symlink_to(theirs)

    private.replaced(name, b"ours")

    assert theirs.read_text() == "precious"
    assert (name.read_bytes(), mode(name), name.is_symlink()) == (b"ours", 0o600, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["note", "theirs"]


def test_what_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    """A folder in the way is an error, and the half-written file is gone."""
    (tmp_path / "note").mkdir()

    with pytest.raises(OSError, match="note"):
        private.replaced(tmp_path / "note", b"ours")

    assert [path.name for path in tmp_path.iterdir()] == ["note"]


@pytest.fixture
def trap(tmp_path: Path) -> tuple[Paths, Path]:
    """Return a home that was open for a while, so that links wait in it, and where they lead."""
    places = find(str(tmp_path / "home"))
    places.state_dir.mkdir()
    theirs = tmp_path / "theirs"
    theirs.write_text("precious")
    return places, theirs


def test_a_link_in_the_place_of_the_lock_is_refused(trap: tuple[Paths, Path]) -> None:
    """The daemon does not start, nor write its number into another file."""
    places, theirs = trap
    places.lock.symlink_to(theirs)

    with pytest.raises(ErgobreakError, match="cannot be used"):
        endpoint.claim(places)

    assert theirs.read_text() == "precious"


@pytest.mark.parametrize("name", ["control", "control.new"])
def test_a_link_in_the_place_of_the_socket_is_refused(trap: tuple[Paths, Path], name: str) -> None:
    """Neither under its name nor under the one it is opened with is a link followed or removed."""
    places, theirs = trap
    places.socket.with_name(name).symlink_to(theirs)
    held = endpoint.claim(places)

    with pytest.raises(ErgobreakError, match="in the way"):
        held.listen()

    held.release()
    assert theirs.read_text() == "precious"
    assert places.socket.with_name(name).is_symlink()


def test_the_copy_of_the_settings_follows_no_link(trap: tuple[Paths, Path]) -> None:
    """Neither the copy's name nor the one that was used to write it leads out of the folder."""
    places, theirs = trap
    places.last_good.symlink_to(theirs)
    places.last_good.with_name("last-good.toml.new").symlink_to(theirs)
    places.config.write_text("version = 1\n")

    assert config.load(places).problems == ()

    assert theirs.read_text() == "precious"
    assert places.last_good.read_text() == "version = 1\n"


def test_the_log_of_the_daemon_follows_no_link(
    trap: tuple[Paths, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """`start` writes into no other file, nor changes who may read it, and says why it gave up."""
    places, theirs = trap
    theirs.chmod(0o644)
    places.log.symlink_to(theirs)

    assert cli.main(["--home", str(places.state_dir), "start"]) == 1

    assert str(places.log) in capsys.readouterr().err
    assert (theirs.read_text(), mode(theirs)) == ("precious", 0o644)


@pytest.mark.slow
def test_a_real_daemon_closes_its_folder_and_says_so(tmp_path: Path) -> None:
    """Whoever looks into its log, or ran it in a terminal, reads what had to be mended."""
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    home.chmod(0o755)

    with Daemon(home, *VIRTUAL) as daemon:
        daemon.ready()

        assert mode(home) == 0o700
        assert "was open to others (mode 0755); it is closed now." in daemon.complaints
        assert {mode(path) for path in home.iterdir() if path.is_file()} == {0o600}
        assert mode(daemon.paths.socket) == 0o600


def test_a_runtime_folder_has_to_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A variable that names no folder, or a file, leads to the folder of the state instead."""
    monkeypatch.delenv("ERGOBREAK_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "file").touch()

    for name in ("missing", "file"):
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / name))
        _, state, runtime = where.folders()
        assert runtime == state
