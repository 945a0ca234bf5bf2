"""The watch on the wall clock, with the kernel's own timer."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from ergobreak.adapters.time.clock_watch import ClockWatch


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's timer is Linux's")
def test_setting_the_clock_is_noticed_at_once() -> None:
    """Whoever sets the clock wakes the daemon, which else would wait for the old time."""
    noticed = threading.Event()
    ClockWatch(noticed.set).start()
    try:
        # To the time that it is: what counts is that it was set.
        time.clock_settime(time.CLOCK_REALTIME, time.time())
    except PermissionError:
        pytest.skip("setting the clock needs root")

    assert noticed.wait(5)
