"""`doctor --privacy`: every file, what it holds, who can open it, and what mends that."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak import cli
from ergobreak.adapters.journal.file import PARTS, SUSPECT
from ergobreak.cli import privacy, privacy_files
from ergobreak.cli.privacy import STRANGER, File, look
from ergobreak.dataclass import names
from ergobreak.paths import Paths, find
from tests.control.daemon import Daemon as Double
from tests.integration.daemon import VIRTUAL, Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator

posix = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return variables whose folders are those of the test."""
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
    return {name: str(tmp_path / name.lower()) for name in names}


@pytest.fixture
def home(tmp_path: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an instance that has never been started."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    return folder


@pytest.fixture
def open_home() -> Iterator[Path]:
    """Return a folder that others may enter, on a way that is open to all."""
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    """Return the files that `--json` names, by their paths."""
    assert cli.main(["doctor", "--privacy", "--json"]) == 0
    return {each["path"]: each for each in json.loads(capsys.readouterr().out)["files"]}


def by_path(found: list[File]) -> dict[str, File]:
    """Return files by the last part of their paths."""
    return {Path(each.path).name: each for each in found}


def test_every_place_is_named(tmp_path: Path, env: dict[str, str]) -> None:
    """Whatever place ergobreak knows is listed before anything is there, and nothing is made."""
    places = Paths(tmp_path / "config", tmp_path / "state", tmp_path / "runtime")
    named = {each.path for each in look(places, env)}

    # What is there for everybody is nothing of the person's.
    own = {name for name in dir(places) if not name.startswith("_")}
    known = {str(getattr(places, name)) for name in own - {"content", "for_everybody"}}
    assert known <= named
    assert f"{places.content}/*" in named
    assert set(names(Paths)) <= own
    assert list(tmp_path.iterdir()) == []


def test_every_file_says_what_it_holds(tmp_path: Path, env: dict[str, str]) -> None:
    """Each has a sentence, and whatever is in our own folders is to be private."""
    places = find(str(tmp_path / "home"))
    kinds = privacy_files.kinds(places, env)
    own = [each for each in kinds if each.folder.is_relative_to(places.state_dir)]

    assert all(each.holds for each in kinds)
    assert len(own) > 15
    assert {each.mode for each in own} == {0o600}


def test_after_some_use_there_is_no_stranger(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A daemon and the verbs that write leave nothing unnamed, and nothing that is open."""
    double = Double(home)
    try:
        for line in (
            "discomfort neck=3",
            "drink",
            "setup --defaults --place home",
            "sheet",
            "report",
            "desktop install",
        ):
            assert cli.main(line.split()) == 0
        capsys.readouterr()
        there = {path: each for path, each in told(capsys).items() if each["there"]}
    finally:
        double.close()

    names = {Path(path).name for path in there}
    assert {"journal.db", "lock", "control", "sheet.html", "report.html"} <= names
    assert {"ergobreak.toml", "ergobreak.desktop", "ergobreak.png"} <= names
    assert [path for path, each in there.items() if each["holds"] == STRANGER] == []
    assert [path for path, each in there.items() if each["mend"] or not each["private"]] == []


@pytest.mark.slow
def test_a_real_daemon_leaves_no_stranger(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While a daemon runs, and behind one that was killed, every file is a known one."""
    with Daemon(home, *VIRTUAL) as daemon:
        daemon.ready()
        running = told(capsys)
        daemon.process.kill()
        daemon.process.wait()
    killed = told(capsys)

    for found in (running, killed):
        there = [each for each in found.values() if each["there"]]
        assert {"journal.db", "control", "ergobreak.toml"} <= {Path(e["path"]).name for e in there}
        assert [each["path"] for each in there if each["holds"] == STRANGER] == []
        assert [each["path"] for each in there if each["mend"]] == []


def test_copies_and_what_was_set_aside_are_known(home: Path, env: dict[str, str]) -> None:
    """Copies of the log, a damaged one with all its parts, and half-written files are ours."""
    names = (
        *("journal.db.backup-2026-03-02", "journal.db.damaged-20260302T090000Z-wal"),
        *("journal.db.damaged-20260302T090000Z", ".ergobreak.toml.abc", ".last-good.toml.1a2b.new"),
        *(f"journal.db{part}" for part in (*PARTS, SUSPECT)),
        *(f"break.html{part}" for part in ("", ".123")),
    )
    for name in names:
        (home / name).touch(mode=0o600)
    (home / "journal.dbx").touch()
    (home / "content").mkdir()
    (home / "content" / "mine.toml").touch(mode=0o600)

    found = by_path(look(find(str(home)), env))

    assert all(found[name].there and found[name].holds != STRANGER for name in names)
    assert "set aside" in found[names[1]].holds
    assert found["mine.toml"].there
    assert found["journal.dbx"].holds == STRANGER


@posix
def test_a_loose_mode_is_named_with_what_mends_it(open_home: Path, env: dict[str, str]) -> None:
    """What others can open is said to be open; the one command beside it closes it."""
    journal = open_home / "journal.db"
    journal.touch()
    journal.chmod(0o644)
    places = find(str(open_home))
    found = by_path(look(places, env))
    assert not found["journal.db"].private
    assert not found[open_home.name].private

    for each in (found["journal.db"], found[open_home.name]):
        subprocess.run(each.mend, shell=True, check=True)  # noqa: S602  as a person would type it

    mended = by_path(look(places, env))
    assert all(each.private and not each.mend for each in mended.values())
    assert (mended["journal.db"].mode, mended[open_home.name].mode) == ("0600", "0700")


@posix
def test_the_exit_code_tells_of_open_files(
    open_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As long as others can open something, the exit code is 1 and the first lines say so."""
    journal = open_home / "journal.db"
    journal.touch(mode=0o644)
    journal.chmod(0o644)
    words = ["--home", str(open_home), "doctor", "--privacy"]

    assert cli.main(words) == 1
    said = capsys.readouterr().out
    assert "2 of these can be opened by others" in said
    assert f"chmod 600 {journal}  (others can open it)" in said

    open_home.chmod(0o700)
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    assert "opened by you alone" in said
    assert f"chmod 600 {journal}  (its folder keeps others out)" in said
    assert f"ergobreak --home {open_home} log delete --all --yes" in said


def test_it_says_plainly_what_is_never_kept(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first lines: no titles, no keys, nothing leaves the machine."""
    assert home.is_dir()
    assert cli.main(["doctor", "--privacy"]) == 0

    first, second, *_ = capsys.readouterr().out.splitlines()
    assert "No titles" in first
    assert "no keys" in first
    assert second.startswith("Nothing leaves this machine")


def test_a_crowded_folder_is_not_listed_in_full(home: Path, env: dict[str, str]) -> None:
    """With a folder of somebody's own as home, strangers are counted, not told one by one."""
    for number in range(500):
        (home / f"holiday-{number}.jpg").touch()

    found = look(find(str(home)), env)

    assert sum(each.holds == STRANGER for each in found) == 10
    assert "490 more that are not known" in [each.holds for each in found]
    assert len(privacy.text(found).splitlines()) < 200
