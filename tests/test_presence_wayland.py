"""Idle, active and lulls from a Wayland compositor: both protocols, and their end and return."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.presence.wayland import WaylandIdle
from ergobreak.core.events import InputSeen, Lulled, TypingBegan
from tests.services.compositor import Compositor
from tests.services.posted import SECOND, Posted, now, switches, switches_at_rest
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

IDLE_AFTER: Final = 120 * SECOND
LULL: Final = 8 * SECOND
IDLED: Final = 0
RESUMED: Final = 1

EXT = "ext_idle_notifier_v1", "ext_idle_notification_v1"
KDE = "org_kde_kwin_idle", "org_kde_kwin_idle_timeout"


class Watched:
    """A compositor, a source that listens to it, and what that has posted."""

    def __init__(self, path: Path, offers: Mapping[str, int], lull: int = LULL) -> None:
        self.posted = Posted()
        self.compositor = Compositor(path, offers)
        env = {"WAYLAND_DISPLAY": path.name, "XDG_RUNTIME_DIR": str(path.parent)}
        self.source = WaylandIdle(self.posted, IDLE_AFTER, lull, env)

    def start(self) -> bool:
        """Start both, and take the first report."""
        self.compositor.open()
        works = self.source.start()
        if works:
            assert [self.posted.next(), self.posted.next()] == [InputSeen(), TypingBegan()]
        return works

    def objects(self, kind: str) -> tuple[int, int]:
        """Return the objects for the lull and for idleness."""
        lull, idle = self.compositor.all(kind, 2)[-2:]
        return lull, idle

    def say(self, what: int, *targets: int) -> None:
        """Send an event of these objects."""
        for target in targets:
            self.compositor.emit(target, what)

    def thread(self) -> threading.Thread:
        """Return the thread of the source."""
        return [thread for thread in threading.enumerate() if thread.name == "idle"][-1]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Yield how to begin to watch a compositor with these offers."""
    made: list[Watched] = []

    def begin(offers: Mapping[str, int], lull: int = LULL) -> Watched:
        made.append(Watched(tmp_path / "wayland-0", offers, lull))
        return made[-1]

    yield begin
    for watched in made:
        watched.source.stop()
        watched.compositor.die()


@pytest.mark.parametrize(
    ("offers", "kind", "name"),
    [
        ({"wl_seat": 7, EXT[0]: 2}, EXT[1], "Wayland ext-idle-notify"),
        ({"wl_seat": 7, EXT[0]: 1}, EXT[1], "Wayland ext-idle-notify"),
        ({"wl_seat": 7, KDE[0]: 1, EXT[0]: 1}, EXT[1], "Wayland ext-idle-notify"),
        ({"wl_seat": 7, KDE[0]: 1}, KDE[1], "KDE idle (old Wayland)"),
    ],
)
def test_lulls_and_absences_are_told(
    watch: Callable[..., Watched], offers: dict[str, int], kind: str, name: str
) -> None:
    """A lull, typing again, an absence with its beginning, and the return; each once."""
    watched = watch(offers)
    assert watched.start()
    lull, idle = watched.objects(kind)
    assert (watched.source.name, watched.source.reason) == (name, "")

    watched.say(IDLED, lull)
    assert watched.posted.next() == Lulled()
    watched.say(RESUMED, lull)
    assert watched.posted.next() == TypingBegan()
    watched.say(IDLED, lull, idle)
    assert watched.posted.next() == Lulled()
    assert watched.posted.next_since() == pytest.approx(now() - IDLE_AFTER, abs=SECOND)
    assert watched.source.is_idle
    watched.say(RESUMED, idle, lull)
    assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
    watched.say(IDLED, lull)
    assert watched.posted.next() == Lulled()  # and so nothing else came before it
    assert not watched.source.is_idle


@pytest.mark.parametrize(
    ("offers", "request_", "spans"),
    [
        ({"wl_seat": 7, EXT[0]: 2}, (EXT[0], 2, "uu"), [8_000, 120_000]),
        ({"wl_seat": 7, EXT[0]: 1}, (EXT[0], 1, "uu"), [8_000, 120_000]),
        ({"wl_seat": 7, KDE[0]: 1}, (KDE[0], 0, "uuu"), [8_000, 120_000]),
    ],
)
def test_both_spans_are_asked_for_in_milliseconds(
    watch: Callable[..., Watched],
    offers: dict[str, int],
    request_: tuple[str, int, str],
    spans: list[int],
) -> None:
    """Of the best request that is offered: one that counts on while a film plays, if there is."""
    watched = watch(offers)
    assert watched.start()

    interface, opcode, signature = request_
    asked = watched.compositor.asked(interface, opcode)
    assert [message.values(signature)[-1] for message in asked] == spans


def test_without_a_lull_there_is_one_alarm(watch: Callable[..., Watched]) -> None:
    """Whoever wants no breakpoints is not woken for them."""
    watched = watch({"wl_seat": 7, EXT[0]: 1}, 0)
    watched.compositor.open()
    assert watched.source.start()

    assert watched.posted.next() == InputSeen()
    watched.say(IDLED, *watched.compositor.all(EXT[1]))
    watched.posted.next_since()
    assert len(watched.compositor.asked(EXT[0], 1)) == 1


def test_the_picture_is_told_on_request(watch: Callable[..., Watched]) -> None:
    """Asked anew it tells the state of now: typing, at rest, or away since when."""
    watched = watch({"wl_seat": 7, EXT[0]: 1})
    assert watched.start()
    lull, idle = watched.objects(EXT[1])

    watched.source.report()
    assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
    watched.say(IDLED, lull)
    assert watched.posted.next() == Lulled()
    watched.source.report()
    assert watched.posted.next() == InputSeen()
    watched.say(IDLED, idle)
    since = watched.posted.next_since()
    watched.source.report()
    assert watched.posted.next_since() == pytest.approx(since, abs=1000)
    assert watched.posted.rest() == []


def test_a_compositor_that_returns_is_found(
    watch: Callable[..., Watched], caplog: pytest.LogCaptureFixture
) -> None:
    """Its end leaves the person present and has a reason; its return is noticed at once."""
    watched = watch({"wl_seat": 7, EXT[0]: 1})
    assert watched.start()
    lull, idle = watched.objects(EXT[1])
    watched.say(IDLED, lull, idle)
    assert watched.posted.next() == Lulled()
    watched.posted.next_since()

    watched.compositor.die()
    assert watched.posted.next() == InputSeen()
    assert not watched.source.is_idle
    wait_for(lambda: "no compositor answers" in watched.source.reason)
    watched.source.report()
    assert watched.posted.rest() == []

    watched.compositor.open()
    assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
    wait_for(lambda: not watched.source.reason)
    watched.say(IDLED, watched.objects(EXT[1])[0])
    assert watched.posted.next() == Lulled()
    assert len(caplog.records) == 1


@pytest.mark.slow
def test_a_compositor_that_hangs_up_for_ever_is_left_alone(watch: Callable[..., Watched]) -> None:
    """Who is thrown out again and again gives up asking, and waits for a new socket."""
    watched = watch({"wl_seat": 7, EXT[0]: 1})
    assert watched.start()
    thread = watched.thread()
    del watched.compositor.offers[EXT[0]]
    watched.compositor.drop()

    wait_for(lambda: watched.compositor.connections == 4)
    assert switches_at_rest(thread) == switches(thread)
    assert "does not tell who is idle" in watched.source.reason


def test_nobody_is_woken_while_nothing_changes(watch: Callable[..., Watched]) -> None:
    """Between two transitions the thread is not woken once."""
    watched = watch({"wl_seat": 7, EXT[0]: 1})
    assert watched.start()
    lull, _ = watched.objects(EXT[1])
    watched.say(IDLED, lull)
    assert watched.posted.next() == Lulled()

    before = switches_at_rest(watched.thread())

    assert switches_at_rest(watched.thread()) == before


@pytest.mark.parametrize("is_lost", [False, True])
def test_stopping_ends_the_thread_without_a_word(
    watch: Callable[..., Watched], is_lost: bool
) -> None:
    """After `stop` nothing is posted, whether the compositor is there or is waited for."""
    watched = watch({"wl_seat": 7, EXT[0]: 1})
    assert watched.start()
    thread = watched.thread()
    if is_lost:
        watched.compositor.die()
        assert watched.posted.next() == InputSeen()
        assert watched.posted.next() == Lulled()

    watched.source.stop()
    watched.source.report()

    assert not thread.is_alive()
    assert watched.posted.rest() == []
    assert {thread.name for thread in threading.enumerate()}.isdisjoint({"idle", "inotify"})


@pytest.mark.parametrize(
    ("offers", "reason"),
    [
        ({"wl_seat": 7}, "the compositor does not tell who is idle"),
        ({EXT[0]: 1}, "the compositor has no wl_seat"),
    ],
)
def test_where_it_cannot_work_it_says_why(
    watch: Callable[..., Watched], offers: dict[str, int], reason: str
) -> None:
    """A compositor without the protocol, or without a seat: nothing is told, and the reason is."""
    watched = watch(offers)

    assert not watched.start()
    assert reason in watched.source.reason
    assert watched.posted.rest() == []


def test_without_a_compositor_it_says_so(watch: Callable[..., Watched], tmp_path: Path) -> None:
    """No socket, or no word of one."""
    watched = watch({})
    assert not watched.source.start()
    assert "no compositor answers" in watched.source.reason

    nowhere = WaylandIdle(watched.posted, IDLE_AFTER, LULL, {"XDG_RUNTIME_DIR": str(tmp_path)})
    assert not nowhere.start()
    assert "WAYLAND_DISPLAY is not set" in nowhere.reason
    nowhere.stop()
