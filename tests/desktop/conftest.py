"""A desktop for the tests of this folder, or a word on what it lacks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.desktop.desktop import PANEL, XFCE4_NOTIFYD, Desktop, missing_packages

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_required() -> bool:
    """Tell whether a missing desktop is a failure: ERGOBREAK_DESKTOP = require | skip.

    Unset, it is one where the packages can simply be installed: in CI, and for root.
    """
    wish = os.environ.get("ERGOBREAK_DESKTOP")
    if wish:
        return wish == "require"
    return os.environ.get("CI") == "true" or os.geteuid() == 0


@pytest.fixture(scope="session")
def packages() -> None:
    """Skip, or fail, and name the packages that are missing."""
    missing = missing_packages()
    if missing:
        words = f"a desktop needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)


@pytest.fixture(scope="module")
def xfce(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with Xfce's notification server, which the tests of a module share."""
    with Desktop(tmp_path_factory.mktemp("xfce"), [XFCE4_NOTIFYD]) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def office(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with panel and notification server, which the tests of a module share."""
    with Desktop(tmp_path_factory.mktemp("office"), [XFCE4_NOTIFYD, PANEL]) as desktop:
        yield desktop
