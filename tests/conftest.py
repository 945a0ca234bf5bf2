"""Settings for all tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from pathlib import Path

_CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("fast", max_examples=15, deadline=None, suppress_health_check=_CALM)
settings.register_profile("full", max_examples=150, deadline=None, suppress_health_check=_CALM)
settings.register_profile("soak", max_examples=3000, deadline=None, suppress_health_check=_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let several workers begin with the files that take longest.

    Whoever meets a slow file at the end works on it alone, while the others have nothing to do.
    """
    for item in items:
        # As in tests/desktop/: whole daemons on the real clock, on a machine that may stand still.
        if "integration" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=1))
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    ranks: dict[Path, int] = {}
    for item in items:
        ranks[item.path] = min(ranks.get(item.path, 2), _rank(item))
    items.sort(key=lambda item: ranks[item.path])


def _rank(item: pytest.Item) -> int:
    """Return 0 for a test on a desktop, 1 for a slow one, 2 for any other."""
    if item.get_closest_marker("desktop") is not None:
        return 0
    return 1 if item.get_closest_marker("slow") is not None else 2
