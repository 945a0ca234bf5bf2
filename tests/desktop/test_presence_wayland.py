"""Idle, active and lulls on real Wayland compositors: what is told, when, and what it costs."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.presence.wayland import WaylandIdle
from ergobreak.core.events import InputSeen, Lulled, TypingBegan
from tests.desktop.conftest import is_required
from tests.services.headless import KWIN_NEEDS, SWAY_NEEDS, Headless, kwin, sway
from tests.services.posted import SECOND, Posted, now, switches, switches_at_rest
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.desktop

IDLE_AFTER: Final = SECOND
LULL: Final = SECOND // 3
SLACK: Final = SECOND // 4  # KWin's timers are coarse, and a test machine may be busy
KWIN: Final = "KWin"
SWAY: Final = "Sway"
NAMES: Final = {KWIN: "Wayland ext-idle-notify", SWAY: "KDE idle (old Wayland)"}


def demand(needs: dict[str, str]) -> None:
    """Skip, or fail, and name the packages that are missing."""
    missing = [package for program, package in needs.items() if shutil.which(program) is None]
    if missing:
        words = f"this compositor needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)


@pytest.fixture(scope="module", params=[KWIN, SWAY])
def compositor(request: pytest.FixtureRequest) -> Iterator[tuple[str, Headless]]:
    """Yield a compositor, which the tests of this module share, and its name."""
    demand(KWIN_NEEDS if request.param == KWIN else SWAY_NEEDS)
    with kwin() if request.param == KWIN else sway() as headless:
        yield request.param, headless


class Watched:
    """A source on a compositor, and what it has posted."""

    def __init__(self, source: WaylandIdle, posted: Posted) -> None:
        self.source = source
        self.posted = posted
        assert self.source.start(), self.source.reason
        assert [self.posted.next(), self.posted.next()] == [InputSeen(), TypingBegan()]
        (self.thread,) = [each for each in threading.enumerate() if each.name == "idle"]


@contextmanager
def watching(headless: Headless, idle_after: int, lull: int) -> Iterator[Watched]:
    """Run a source for as long; it ends with a test that fails, so that the next one is alone."""
    posted = Posted()
    source = WaylandIdle(posted, idle_after, lull, headless.env)
    try:
        yield Watched(source, posted)
    finally:
        source.stop()


@pytest.fixture
def watched(compositor: tuple[str, Headless]) -> Iterator[Watched]:
    """Yield a source with short spans."""
    with watching(compositor[1], IDLE_AFTER, LULL) as watched:
        yield watched


def test_lulls_and_absences_are_told(compositor: tuple[str, Headless], watched: Watched) -> None:
    """Real input is typing; then the lull, the absence with its beginning, and the return."""
    name, headless = compositor
    assert watched.source.name == NAMES[name]
    for _ in range(3):
        headless.press()
        pressed_at = now()
        told_at, event = watched.posted.next_with_instant()
        assert event == Lulled()
        assert told_at - pressed_at == pytest.approx(LULL, abs=SLACK)
        assert watched.posted.next_since() == pytest.approx(pressed_at, abs=SLACK)
        assert watched.source.is_idle

        headless.press()
        assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]


def test_typing_on_is_no_lull_and_costs_nothing(compositor: tuple[str, Headless]) -> None:
    """Input that goes on holds the lull back for as long as it does, and wakes nobody."""
    move, span = compositor[1].move, 3 * LULL
    move()
    with watching(compositor[1], 10 * SECOND, span) as watched:
        before = switches_at_rest(watched.thread)
        begun = sent = last = now()
        longest = 0
        while last - begun < 3 * span // 2:
            sent = now()
            move()
            longest, last = max(longest, now() - last), now()
        said, after = watched.posted.rest(), switches(watched.thread)

        assert (said, after) == ([], before) or longest >= span  # a machine that stood still
        told_at, event = watched.posted.next_with_instant()
        assert event == Lulled()
        # The last movement was somewhere between its sending and our being told that it was sent.
        assert sent + span - SLACK <= told_at <= last + span + SLACK


def test_an_absence_costs_nothing(compositor: tuple[str, Headless], watched: Watched) -> None:
    """Once it is told, nobody is woken until the return."""
    assert watched.posted.next() == Lulled()
    watched.posted.next_since()

    before = switches_at_rest(watched.thread)

    assert switches_at_rest(watched.thread) == before
    assert watched.posted.rest() == []


def test_a_compositor_that_crashes_and_returns_is_found() -> None:
    """Killed and started anew at the same place: meanwhile the person is there, then all works."""
    demand(KWIN_NEEDS)
    with kwin() as headless, watching(headless, IDLE_AFTER, LULL) as watched:
        assert watched.posted.next() == Lulled()
        watched.posted.next_since()

        headless.kill()
        assert watched.posted.next() == InputSeen()
        wait_for(lambda: watched.source.reason)
        headless.start()

        assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
        assert watched.posted.next() == Lulled()
        assert watched.source.reason == ""
