"""The entry in the menu of applications: what is written, what it starts, and what stays behind."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from ergobreak import cli
from ergobreak.adapters import desktop_entry
from tests.integration.daemon import Daemon

ROOT: Final = Path(__file__).resolve().parents[1]
SHIPPED: Final = ROOT / "config" / "ergobreak.desktop"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="a menu of applications by files is Linux's"
)


def entry_of(text: str) -> configparser.ConfigParser:
    """Return a .desktop file as groups and keys."""
    found = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(text)
    return found


def words_of(line: str) -> list[str]:
    """Return the words of an Exec line, as the rules for such files read them."""
    value = line.replace("\\\\", "\\")  # the rule for all values
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value)
    words = [re.sub(r"\\(.)", r"\1", quoted) if quoted else bare for quoted, bare in found]
    return [word.replace("%%", "%") for word in words]


def validated(path: Path) -> str:
    """Return what the desktop's own tool says against a file; nothing where there is no tool."""
    if shutil.which("desktop-file-validate") is None:
        return ""
    command = ["desktop-file-validate", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the person's folder for what desktops show, with something of somebody else in it."""
    folder = tmp_path / "data"
    (folder / "applications").mkdir(parents=True)
    (folder / "applications" / "other.desktop").write_text("[Desktop Entry]\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def files(folder: Path) -> set[str]:
    """Return everything below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_the_shipped_entry_is_valid() -> None:
    """The file has no mistake, and each of its actions is there and starts an ergobreak."""
    entry = entry_of(SHIPPED.read_text())
    main = entry["Desktop Entry"]
    actions = main["Actions"].rstrip(";").split(";")

    assert validated(SHIPPED) == ""
    assert actions == ["take", "quiet", "drink", "quit"]
    assert {f"Desktop Action {name}" for name in actions} | {"Desktop Entry"} == set(
        entry.sections()
    )
    assert [entry[f"Desktop Action {name}"]["Exec"] for name in actions] == [
        "ergobreak take",
        "ergobreak quiet 1h",
        "ergobreak drink",
        "ergobreak stop",
    ]
    assert main["Exec"] == "ergobreak start"


def test_install_and_remove_leave_no_trace(data: Path, tmp_path: Path) -> None:
    """What was installed is valid and complete; removed, nothing of it is left."""
    before = files(data)

    assert cli.main(["--home", str(tmp_path / "a home"), "desktop", "install"]) == 0

    entry = data / "applications" / "ergobreak.desktop"
    assert validated(entry) == ""
    assert files(data) - before == {
        "applications/ergobreak.desktop",
        "icons",
        "icons/hicolor",
        "icons/hicolor/128x128",
        "icons/hicolor/128x128/apps",
        "icons/hicolor/128x128/apps/ergobreak.png",
    }
    assert entry_of(entry.read_text())["Desktop Entry"]["TryExec"] == str(
        Path(sys.executable).absolute()
    )
    assert cli.main(["desktop", "install"]) == 0
    assert cli.main(["desktop", "remove"]) == 0
    assert files(data) == before
    assert cli.main(["desktop", "remove"]) == 0


@pytest.mark.parametrize(
    "word", ["plain", "a b", 'q"uote', "back\\slash", "per%cent", "$HOME", "`x`", "", "ü;&|"]
)
def test_any_path_survives_the_entry(word: str) -> None:
    """Whatever a folder is called, the command that comes out is the one that went in."""
    command = ["/bin/python", "--home", word]

    text = desktop_entry.text(SHIPPED.read_text(), command, "/bin/python")

    words = words_of(entry_of(text)["Desktop Action quiet"]["Exec"])
    assert words == [*command, "quiet", "1h"]


def test_a_stale_cache_of_icons_is_noticed(data: Path) -> None:
    """Where the desktop keeps a cache of its icons, it is older than the icon that came."""
    theme = data / "icons" / "hicolor"
    theme.mkdir(parents=True)
    cache = theme / "icon-theme.cache"
    cache.write_bytes(b"")
    os.utime(cache, (1e9, 1e9))
    os.utime(theme, (9e8, 9e8))

    desktop_entry.install(data, ["ergobreak"], "ergobreak")

    assert theme.stat().st_mtime > cache.stat().st_mtime
    desktop_entry.remove(data)
    assert cache.exists()


@pytest.mark.slow
def test_each_action_reaches_the_daemon(data: Path, tmp_path: Path) -> None:
    """The installed lines, run as a desktop would run them, do what they say."""
    home = tmp_path / "my home"
    assert cli.main(["--home", str(home), "desktop", "install"]) == 0
    entry = entry_of((data / "applications" / "ergobreak.desktop").read_text())

    def clicked(name: str) -> int:
        section = entry[f"Desktop Action {name}"]
        bare = {"PATH": os.defpath, "HOME": str(tmp_path)}
        folder = entry["Desktop Entry"]["Path"]
        done = subprocess.run(
            words_of(section["Exec"]), env=bare, cwd=folder, timeout=30, check=False
        )
        return done.returncode

    with Daemon(home, "--clock", "virtual", "--ignore-hours") as daemon:
        daemon.ready()
        assert [clicked(name) for name in ("drink", "take", "quiet")] == [0, 0, 0]
        daemon.catch_up()
        assert {"drank", "started", "quiet"} <= {str(one["event"]) for one in daemon.lines()}
        assert clicked("quit") == 0
        assert daemon.wait() == 0
