"""Where things live: one rule, the same for the quick client and the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import platformdirs
import pytest

from ergobreak import paths, where

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ERGOBREAK_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize("set_", [True, False])
def test_folders_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, set_: bool
) -> None:
    """Our short way to the folders of this system gives what platformdirs gives."""
    if set_:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))

    config, state, _ = where.folders()

    assert config == platformdirs.user_config_dir("ergobreak", appauthor=False)
    assert state == platformdirs.user_state_dir("ergobreak", appauthor=False)


@pytest.mark.linux("a folder of the session")
def test_socket_lives_in_the_session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With a session folder the socket is in our folder there, without one beside the state."""
    assert paths.find().socket == tmp_path / ".local/state/ergobreak/control"

    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    assert paths.find().socket == tmp_path / "ergobreak/control"


def test_home_holds_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A chosen home holds config, state, socket and lock; the option wins over the variable."""
    monkeypatch.setenv("ERGOBREAK_HOME", "elsewhere")
    monkeypatch.chdir(tmp_path)

    assert paths.find().lock == tmp_path / "elsewhere" / "lock"
    found = paths.find(str(tmp_path / "one"))
    assert {found.config.parent, found.journal.parent, found.socket.parent, found.lock.parent} == {
        tmp_path / "one"
    }
    assert paths.find("~/two").config_dir == tmp_path / "two"
