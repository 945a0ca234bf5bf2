"""The version of the program, without the library that would look it up."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from ergobreak.control import installed

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_it_is_what_the_standard_library_finds() -> None:
    """The version is the one that the installer has noted."""
    assert installed.version() == version("ergobreak")


def test_a_checkout_that_was_never_installed_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no installer has been, nothing is made up."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "library.zip")])

    assert installed.version() == installed.SOURCE
