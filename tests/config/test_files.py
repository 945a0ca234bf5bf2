"""Where the settings come from when files are good, broken, missing or no files at all."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak import config
from ergobreak.config.files import MAX_BYTES
from ergobreak.errors import ConfigError
from ergobreak.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '[reminders.eyes]\nevery = "25m"\n'
BROKEN = "[reminders.eyes]\nevery = 25m\n"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Return the places of an instance whose folders do not exist yet."""
    return Paths(tmp_path / "config", tmp_path / "state", tmp_path / "run")


def write(paths: Paths, content: str | bytes) -> None:
    """Write the person's file."""
    paths.config_dir.mkdir(exist_ok=True)
    paths.config.write_bytes(content.encode() if isinstance(content, str) else content)


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_without_a_file_the_defaults_hold(paths: Paths) -> None:
    """No file means the defaults, is no problem, and leaves nothing behind."""
    loaded = config.load(paths)

    assert (loaded.settings, loaded.source, loaded.problems) == (config.defaults(), "defaults", ())
    assert not paths.state_dir.exists()


def test_good_file_is_used_and_kept(paths: Paths) -> None:
    """A good file is in force, and a private copy of it is kept."""
    write(paths, GOOD)

    loaded = config.load(paths)

    assert (loaded.settings, loaded.source) == (config.read(GOOD).settings, "file")
    assert paths.last_good.read_text() == GOOD
    assert mode(paths.last_good) == 0o600
    assert sorted(path.name for path in paths.state_dir.iterdir()) == ["last-good.toml"]


def test_empty_file_means_the_defaults(paths: Paths) -> None:
    """A file with nothing in it is a file, and a good one."""
    write(paths, "")

    assert config.load(paths).source == "file"
    assert config.load(paths).settings == config.defaults()


def test_a_save_that_empties_the_file_first_costs_no_good_copy(paths: Paths) -> None:
    """Empty is the default, and no last good file: what is broken a moment later falls back."""
    for text in (GOOD, "", " \n"):
        write(paths, text)
        config.load(paths)
    write(paths, "[rem")
    loaded = config.load(paths)

    assert (loaded.source, loaded.settings) == ("last good", config.read(GOOD).settings)


def test_broken_file_falls_back_and_is_left_alone(paths: Paths) -> None:
    """With a broken file the last good one holds, the problems are told, nothing is rewritten."""
    write(paths, GOOD)
    config.load(paths)
    write(paths, BROKEN)

    loaded = config.load(paths)

    assert (loaded.settings, loaded.source) == (config.read(GOOD).settings, "last good")
    assert [problem.line for problem in loaded.problems] == [2]
    assert (paths.config.read_text(), paths.last_good.read_text()) == (BROKEN, GOOD)


OWN = (
    '[exercises.neck-tern]\ntitle = "T"\narea = "neck"\nsteps = ["a", "b"]\nview = "front"\n'
    'base = "sit"\nframes = [{ t = 2 }, { t = 3 }]\n'
)


def test_own_exercises_may_be_named(paths: Paths) -> None:
    """The ids in the folder beside the file are known: in it, to a check, and of the last copy."""
    text = '[exercises]\nhide = ["neck-tern"]\n'
    write(paths, text)
    assert config.load(paths).settings == config.defaults()
    paths.content.mkdir()
    own = paths.content / "mine.toml"
    own.write_text(OWN)

    assert config.read_file(paths.config).problems == ()
    assert config.load(paths).settings.exercises.hide == ("neck-tern",)
    own.write_text(f"{OWN}broken")
    assert config.load(paths).source == "file"
    own.unlink()
    loaded = config.load(paths)
    assert (loaded.source, loaded.settings.exercises.hide) == ("last good", ("neck-tern",))


@pytest.mark.parametrize("last", [None, BROKEN, b"\xff"])
def test_without_a_last_good_file_the_defaults_hold(paths: Paths, last: str | bytes | None) -> None:
    """A broken file and no copy, or a broken copy, still gives settings."""
    write(paths, BROKEN)
    if last is not None:
        paths.state_dir.mkdir()
        paths.last_good.write_bytes(last.encode() if isinstance(last, str) else last)

    loaded = config.load(paths)

    assert (loaded.settings, loaded.source) == (config.defaults(), "defaults")
    assert len(loaded.problems) == 1


def test_copy_that_cannot_be_kept_is_a_warning(paths: Paths) -> None:
    """Where no copy can be written the good file is in force all the same."""
    write(paths, GOOD)
    paths.state_dir.write_text("a file where a folder should be")

    loaded = config.load(paths)

    assert loaded.source == "file"
    assert [problem.severity for problem in loaded.problems] == ["warning"]
    assert "no copy of this config could be kept" in loaded.problems[0].what


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[work]\nx = '\xe9'\n", "f.toml:2:6: not UTF-8: found the byte 0xe9"),
        ("[work]\n".encode("utf-16"), "f.toml:1:1: not UTF-8: found the byte 0xff"),
        (b"[work]\n\0\0\0\n", "f.toml:2:1: not a text: it has NUL characters"),
        (
            b"#" * 5_000_000,
            f"f.toml: too large to be read: it has 5000000 bytes; allowed: at most {MAX_BYTES}",
        ),
        (None, "f.toml: cannot be read: it is a folder"),
    ],
)
def test_what_is_no_text_is_told_clearly(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    """A file of bytes, in another encoding, too large, or a folder is named as what it is."""
    path = tmp_path / "f.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        config.load_explicit(path)

    assert caught.value.title.startswith(sentence)


@pytest.mark.posix("a pipe in a folder")
def test_missing_and_special_files_are_told_clearly(tmp_path: Path) -> None:
    """A file that is not there, a loop, a socket and a pipe that never ends are problems."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))

    assert [
        config.read_file(tmp_path / name).problems[0].what
        for name in ("nothing", "loop", "pipe", "socket")
    ] == [
        "cannot be read: No such file or directory",
        "cannot be read: Too many levels of symbolic links",
        "cannot be read: it is no ordinary file",
        "cannot be read: it is no ordinary file",
    ]


def test_link_to_nowhere_is_a_problem(paths: Paths) -> None:
    """A link whose target is gone is not the same as no file: the last good config holds."""
    write(paths, GOOD)
    config.load(paths)
    paths.config.unlink()
    paths.config.symlink_to("gone")

    loaded = config.load(paths)

    assert loaded.source == "last good"
    assert len(loaded.problems) == 1
    assert not config.first_file(paths)


def test_first_file_is_private_and_says_nothing_yet(paths: Paths) -> None:
    """The first start makes a commented file that only its owner reads."""
    assert config.first_file(paths)

    assert (mode(paths.config_dir), mode(paths.config)) == (0o700, 0o600)
    assert "#every = " in paths.config.read_text(encoding="utf-8")
    assert config.load(paths).settings == config.defaults()


def test_first_file_never_overwrites(paths: Paths) -> None:
    """A file that is there, broken or not, stays as it is."""
    write(paths, BROKEN)

    assert not config.first_file(paths)
    assert paths.config.read_text() == BROKEN


def test_first_file_gives_way_where_nothing_can_be_written(paths: Paths) -> None:
    """Where no folder can be made there is no file, and no failure."""
    paths.config_dir.write_text("a file where a folder should be")

    assert not config.first_file(paths)


def test_units_cost_the_command_line_nothing() -> None:
    """Reading a span needs neither msgspec, nor TOML, nor the engine's model."""
    code = (
        "import sys\n"
        "from ergobreak.config import units\n"
        "units.span('90m')\n"
        "heavy = {'msgspec', 'tomllib', 'dataclasses', 'ergobreak.core.model'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
