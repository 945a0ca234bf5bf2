"""What tests of hooks share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a private home without settings."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder
