"""Settings for all tests."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Generator

# What a test file may need that other systems lack.
OF_LINUX: Final = frozenset(
    {"Xlib", "bidi", "fcntl", "grp", "jeepney", "pty", "pwd", "resource", "termios"}
)

_CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("fast", max_examples=15, deadline=None, suppress_health_check=_CALM)
settings.register_profile("full", max_examples=60, deadline=None, suppress_health_check=_CALM)
settings.register_profile("soak", max_examples=3000, deadline=None, suppress_health_check=_CALM)
# For benchmarks.mutants: that a test fails is enough; to look for a smaller example takes a minute.
settings.register_profile(
    "once", settings.get_profile("fast"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


# What takes longest, in this order: whoever meets one of them at the end works on it alone, while
# the others have nothing to do.
LONGEST: Final = (
    *("desktop/test_break_window", "integration/test_kill", "desktop/test_window"),
    *("desktop/test_break_flow", "desktop/test_right_moment", "installing/test_packages"),
    *("desktop/test_main_job", "integration/test_clock_faults", "faults/test_signals"),
    *("desktop/test_sway", "desktop/test_plasma", "test_house", "security/test_fuzz_files"),
    *("history/test_properties", "core/test_properties", "config/test_mutants"),
)


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start, also where it does not reach the tests.

    What a shell starts in the background ignores it, and passes that on to all that it starts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spare the search for garbage what stays until the end: it takes a tenth of the time.

    Those are some thousand tests with their modules, gone through again and again.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Skip a file whose parts this system lacks, and say which; elsewhere that is an error."""
    report = yield
    call = getattr(report, "call", None)
    fault = call.excinfo.value.__cause__ if call is not None and call.excinfo else None
    if sys.platform != "linux" and isinstance(fault, ImportError) and fault.name in OF_LINUX:
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 0, f"Skipped: {fault.name} is there on Linux alone")
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let several workers begin with the files that take longest; skip what cannot be here."""
    for item in items:
        if what := _lacking(item):
            item.add_marker(pytest.mark.skip(reason=what))
        # As in tests/desktop/: whole daemons on the real clock, on a machine that may stand still.
        if "integration" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=1))
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    here = Path(__file__).parent
    ranks = {here / f"{name}.py": place - len(LONGEST) for place, name in enumerate(LONGEST)}
    for item in items:
        ranks[item.path] = min(ranks.get(item.path, 2), _rank(item))
    items.sort(key=lambda item: ranks[item.path])


def _lacking(item: pytest.Item) -> str:
    """Return what a test needs that this system lacks, or nothing."""
    for name, lacks in (("linux", sys.platform != "linux"), ("posix", sys.platform == "win32")):
        if lacks and (mark := item.get_closest_marker(name)):
            return f"{name} alone: {mark.args[0]}"
    return ""


def _rank(item: pytest.Item) -> int:
    """Return 0 for a test on a desktop, 1 for a slow one, 2 for any other."""
    if item.get_closest_marker("desktop") is not None:
        return 0
    return 1 if item.get_closest_marker("slow") is not None else 2
