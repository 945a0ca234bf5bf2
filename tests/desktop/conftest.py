"""A desktop for the tests of this folder, or a word on what it lacks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.desktop.desktop import (
    LXQT_NOTIFICATIOND,
    LXQT_PANEL,
    OPENBOX,
    PANEL,
    SWAY,
    SWAYNC,
    WAYBAR,
    XFCE,
    XFCE4_NOTIFYD,
    Desktop,
    missing_packages,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def is_required() -> bool:
    """Tell whether a missing desktop is a failure: ERGOBREAK_DESKTOP = require | skip.

    Unset, it is one where the packages can simply be installed: in CI, and for root.
    """
    wish = os.environ.get("ERGOBREAK_DESKTOP")
    if wish:
        return wish == "require"
    return os.environ.get("CI") == "true" or os.geteuid() == 0


def demand(programs: Iterable[str]) -> None:
    """Skip, or fail, and name the packages that are missing for a desktop of these programs."""
    missing = missing_packages(programs)
    if missing:
        words = f"a desktop needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a test of a desktop once more when it fails, and say so in the summary.

    Panels, servers and compositors of others share two cores here and now and then stand still
    for seconds. A promise that is broken fails twice.
    """
    for item in items:
        if item.get_closest_marker("desktop") is not None:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def packages() -> None:
    """Demand what a desktop of Xfce's needs."""
    demand(XFCE)


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


@pytest.fixture(scope="module")
def lxqt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield LXQt's panel and notification server, which the tests of a module share."""
    services = LXQT_PANEL, LXQT_NOTIFICATIOND
    demand((OPENBOX, *services))
    with Desktop(tmp_path_factory.mktemp("lxqt"), services, name="LXQt") as desktop:
        yield desktop


@pytest.fixture(scope="module")
def sway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield Sway with Waybar and a notification server, which the tests of a module share."""
    services = WAYBAR, SWAYNC
    demand((SWAY, *services))
    # As large as sway makes its window on an X server, where nobody tells it how large to be.
    folder = tmp_path_factory.mktemp("sway")
    with Desktop(folder, services, size=(1024, 768), name="sway") as desktop:
        yield desktop
