"""What Windows and macOS say of seat and machine, and what the daemon's senses make of it.

The systems themselves are stood in for: nothing here ran on one of them.
"""

from __future__ import annotations

import ctypes
import itertools
from queue import SimpleQueue
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.adapters.presence import macos, windows
from ergobreak.adapters.presence.sampling import SampledIdle
from ergobreak.adapters.presence.signs import Sign, Signs
from ergobreak.adapters.time import system_clocks
from ergobreak.core.events import (
    InputSeen,
    InputStopped,
    Locked,
    ReaderTold,
    Ticked,
    Unlocked,
)
from ergobreak.core.hours import Always
from ergobreak.core.model import MINUTE, Plan, Presence
from ergobreak.senses import elsewhere
from ergobreak.senses.elsewhere import SystemSenses
from tests.control.daemon import BERLIN
from tests.services.posted import Posted
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.events import Event
    from ergobreak.ports import Idle

SIGNS: Final[tuple[Sign, ...]] = get_args(Sign)


def heard(*signs: Sign, is_locked: bool = False) -> list[str]:
    """Return the kinds of the events that these signs make."""
    ears = Signs(is_locked=is_locked)
    return [type(event).__name__ for sign in signs for event in ears.hear(sign)]


@pytest.mark.parametrize(
    ("signs", "events"),
    [
        (("locked", "unlocked"), ["Locked", "Unlocked"]),
        (("locked", "locked", "unlocked", "unlocked"), ["Locked", "Unlocked"]),
        (("left", "back"), ["Locked", "Unlocked"]),
        (("locked", "left", "back", "unlocked"), ["Locked", "Unlocked"]),
        (("left", "unlocked"), ["Locked", "Unlocked"]),
        (("asleep", "awake"), ["FellAsleep", "Woke"]),
        (("asleep", "awake", "awake"), ["FellAsleep", "Woke", "Ticked"]),
        (("awake",), ["Ticked"]),
        (("clock",), ["Ticked"]),
        (("locked", "asleep", "awake", "unlocked"), ["Locked", "FellAsleep", "Woke", "Unlocked"]),
    ],
)
def test_each_change_is_told_once(signs: tuple[Sign, ...], events: list[str]) -> None:
    """A lock under another, a return told twice and a sleep without warning each make sense."""
    assert heard(*signs) == events


@given(st.lists(st.sampled_from(SIGNS)), st.booleans())
def test_lock_and_return_take_turns(signs: list[Sign], is_locked: bool) -> None:
    """Whatever is said in whatever order, nobody is locked out twice, nor asleep twice."""
    told = heard(*signs, is_locked=is_locked)
    seat = [each for each in told if each in {"Locked", "Unlocked"}]
    sleep = [each for each in told if each in {"FellAsleep", "Woke"}]

    assert all(one != other for one, other in itertools.pairwise(seat))
    assert all(one != other for one, other in itertools.pairwise(sleep))
    assert seat[:1] != (["Locked"] if is_locked else ["Unlocked"])


@given(st.lists(st.sampled_from(SIGNS)))
def test_who_unlocks_is_there(signs: list[Sign]) -> None:
    """After an unlock nobody counts as gone, whatever was told before."""
    ears = Signs()
    for sign in (*signs, "unlocked"):
        ears.hear(sign)

    assert ears.picture() == [Unlocked()]


def test_a_lock_at_the_start_is_in_the_picture() -> None:
    """Who starts behind a locked screen is told so, and as open once it is."""
    ears = Signs(is_locked=True)

    assert ears.picture() == [Locked()]
    assert ears.hear("unlocked") == [Unlocked()]


# ---------------------------------------------------------------- Windows


@pytest.mark.parametrize(
    ("message", "word", "sign"),
    [
        (0x02B1, 7, "locked"),
        (0x02B1, 8, "unlocked"),
        (0x02B1, 2, "left"),
        (0x02B1, 4, "left"),
        (0x02B1, 1, "back"),
        (0x02B1, 3, "back"),
        (0x02B1, 5, None),
        (0x0218, 4, "asleep"),
        (0x0218, 7, "awake"),
        (0x0218, 18, "awake"),
        (0x0218, 10, None),
        (0x001E, 0, "clock"),
        (0x001E, 7, "clock"),
        (0x0200, 7, None),
    ],
)
def test_messages_of_windows(message: int, word: int, sign: Sign | None) -> None:
    """A message means what Microsoft's header says, and all others mean nothing."""
    assert windows.meaning(message, word) == sign


class Libraries:
    """Stands in for Windows: keeps the procedure of a window, and hands it what is posted."""

    def __init__(self, *, has_windows: bool = True) -> None:
        self.queue: SimpleQueue[tuple[int, int]] = SimpleQueue()
        self.calls: list[str] = []
        self._has_windows = has_windows
        self._next = (0, 0)
        self._is_over = False
        self._procedure: Any = None

    def all(self) -> windows.Libraries:
        """Return what the adapter calls."""
        return windows.Libraries(self, SimpleNamespace(GetModuleHandleW=lambda _: 1), self)

    def RegisterClassW(self, kind: Any) -> int:  # noqa: N802 - Microsoft's name, like those below
        """Keep the procedure."""
        self._procedure = kind._obj.lpfnWndProc  # noqa: SLF001 - ctypes' own
        assert kind._obj.lpszClassName  # noqa: SLF001
        return 1

    def CreateWindowExW(self, *words: Any) -> int:  # noqa: N802
        """Make a window of the top, or none."""
        assert words[8] is None, "one below HWND_MESSAGE would hear no broadcast"
        return 77 if self._has_windows else 0

    def WTSRegisterSessionNotification(self, window: int, flags: int) -> int:  # noqa: N802
        """Tell the window of its session."""
        self.calls.append(f"register {window} {flags}")
        return 1

    def WTSUnRegisterSessionNotification(self, window: int) -> int:  # noqa: N802
        """Tell it no more."""
        self.calls.append(f"unregister {window}")
        return 1

    def GetMessageW(self, *_: Any) -> int:  # noqa: N802
        """Wait for a message; 0 after the last."""
        if self._is_over:
            return 0
        self._next = self.queue.get(timeout=10)
        return 1

    def DispatchMessageW(self, _: Any) -> None:  # noqa: N802
        """Hand the message to the window."""
        self._procedure(77, *self._next, 0)

    def DefWindowProcW(self, window: int, message: int, *_: int) -> int:  # noqa: N802
        """Do what is usual: a window that is to close is destroyed."""
        if message == windows.WM_CLOSE:
            self._procedure(window, windows.WM_DESTROY, 0, 0)
        return 0

    def PostMessageW(self, window: int, message: int, *_: int) -> None:  # noqa: N802
        """Put a message into the queue."""
        assert window == 77
        self.queue.put((message, 0))

    def PostQuitMessage(self, _: int) -> None:  # noqa: N802
        """End the queue."""
        self._is_over = True


def test_a_window_hears_windows() -> None:
    """What Windows sends is told in order; at the end window and thread are gone."""
    told: list[Sign] = []
    system = Libraries()
    signs = windows.WindowsSigns(told.append, system.all())

    assert signs.start()
    for message in ((0x02B1, 7), (0x0200, 1), (0x0218, 4), (0x0218, 18), (0x02B1, 8), (0x1E, 0)):
        system.queue.put(message)
    wait_for(lambda: len(told) == 5)
    signs.stop()

    assert told == ["locked", "asleep", "awake", "unlocked", "clock"]
    assert system.calls == ["register 77 0", "unregister 77"]
    assert not signs._thread.is_alive()  # noqa: SLF001 - there is no other way to see it


def test_a_fault_in_our_own_ear_reaches_no_window() -> None:
    """An error while a sign is taken costs that sign, and the next one is heard."""
    told: list[Sign] = []

    def hear(sign: Sign) -> None:
        told.append(sign)
        if sign == "locked":
            raise ZeroDivisionError

    system = Libraries()
    signs = windows.WindowsSigns(hear, system.all())
    signs.start()
    system.queue.put((0x02B1, 7))
    system.queue.put((0x02B1, 8))
    wait_for(lambda: len(told) == 2)
    signs.stop()

    assert told == ["locked", "unlocked"]


def test_without_a_window_windows_tells_why() -> None:
    """Where no window can be made, and where there is no Windows, the reason stands there."""
    none = windows.WindowsSigns(lambda _: None, Libraries(has_windows=False).all())
    elsewhere_ = windows.WindowsSigns(lambda _: None)

    assert (none.start(), elsewhere_.start()) == (False, False)
    assert "CreateWindowExW" in none.reason
    assert "Windows" in elsewhere_.reason
    none.stop()
    elsewhere_.stop()


def test_words_of_windows_have_its_sizes() -> None:
    """A class and a message are as long as Microsoft's, on a system with 64 bits."""
    assert ctypes.sizeof(windows._Class) == 72  # noqa: SLF001
    assert windows._Message.time.offset == 32  # noqa: SLF001


# ---------------------------------------------------------------- macOS


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("com.apple.screenIsLocked", "locked"),
        ("com.apple.screenIsUnlocked", "unlocked"),
        ("NSWorkspaceSessionDidResignActiveNotification", "left"),
        ("NSWorkspaceSessionDidBecomeActiveNotification", "back"),
        ("NSWorkspaceWillSleepNotification", "asleep"),
        ("NSWorkspaceDidWakeNotification", "awake"),
        ("NSSystemClockDidChangeNotification", "clock"),
        ("NSWorkspaceScreensDidSleepNotification", None),
    ],
)
def test_notifications_of_macos(name: str, sign: Sign | None) -> None:
    """A notification means what Apple's name says, and all others mean nothing."""
    assert macos.meaning(name) == sign


@pytest.mark.parametrize(
    ("session", "is_locked"),
    [(None, False), ({}, False), ({"CGSSessionScreenIsLocked": 1}, True)],
)
def test_lock_at_the_start_on_macos(session: object, is_locked: bool) -> None:
    """The session says that it is locked by a key that it otherwise lacks; ssh has no session."""
    assert macos.is_locked(session) == is_locked


def test_without_its_bridge_macos_tells_why() -> None:
    """Where PyObjC is missing nothing is told, and the reason stands there."""
    signs = macos.MacSigns(lambda _: None)

    assert not signs.start()
    assert "AppKit" in signs.reason
    signs.stop()


# ---------------------------------------------------------------- the senses


class Source:
    """Signs of a system that a test gives."""

    name = "a system"
    reason = ""

    def __init__(self, told: Callable[[Sign], None]) -> None:
        self.tell = told
        self.is_locked = False
        self.calls: list[str] = []

    def start(self) -> bool:
        """Note it."""
        self.calls.append("start")
        return not self.reason

    def stop(self) -> None:
        """Note it."""
        self.calls.append("stop")


class Desk:
    """Senses of a system, with everything that they say and ask."""

    def __init__(self) -> None:
        self.posted = Posted()
        self.zones: list[str] = []
        self.zone = "Europe/Berlin"
        self.idle_for = 0
        self.sources: list[Source] = []
        self.senses = SystemSenses(
            self.posted, self.zones.append, lambda: self.zone, self.find_idle, self.find_signs
        )
        self.source = self.sources[0]

    def find_idle(self, post: Callable[[Event], None], idle_after: int) -> Idle:
        """Return a source that is asked, as on both systems."""
        found = SampledIdle(post, idle_after, lambda: self.idle_for, "a system")
        found.start()
        return found

    def find_signs(self, told: Callable[[Sign], None]) -> Source:
        """Return signs that the test gives."""
        self.sources.append(Source(told))
        return self.sources[-1]


PLAN: Final = Plan((), Always(BERLIN), presence=Presence(idle_after=2 * MINUTE))


def test_senses_tell_the_whole_picture_at_the_start() -> None:
    """Lock, screen reader and input are told anew: what a snapshot says of them is long past."""
    desk = Desk()
    desk.senses.start(PLAN, desk.zone)
    told = desk.posted.rest()
    desk.senses.stop()

    assert told == [Unlocked(), ReaderTold(is_on=False), InputSeen()]
    assert desk.source.calls == ["start", "stop"]


def test_senses_pass_on_what_the_system_says() -> None:
    """Lock, suspend and a clock that was set reach the engine; a return has the input looked at."""
    desk = Desk()
    desk.senses.start(PLAN, desk.zone)
    desk.posted.rest()
    for sign in ("locked", "asleep", "awake"):
        desk.source.tell(sign)
    told = [type(desk.posted.next()).__name__ for _ in range(4)]
    desk.idle_for = 3 * MINUTE
    desk.source.tell("unlocked")
    after = [desk.posted.next() for _ in range(2)]
    desk.senses.stop()

    assert told == ["Locked", "FellAsleep", "Woke", "InputSeen"]
    assert isinstance(after[0], Unlocked)
    assert isinstance(after[1], InputStopped)


def test_another_zone_is_told_once() -> None:
    """A clock that was set may mean another zone; the same one is no news."""
    desk = Desk()
    desk.senses.start(PLAN, desk.zone)
    desk.source.tell("clock")
    desk.zone = "Asia/Tokyo"
    desk.source.tell("clock")
    desk.source.tell("clock")
    desk.senses.stop()

    assert desk.zones == ["Asia/Tokyo"]
    assert desk.posted.rest().count(Ticked()) == 3


def test_another_threshold_is_followed() -> None:
    """Settings that are saved with another `idle_after` hold from the next look on."""
    desk = Desk()
    desk.idle_for = 3 * MINUTE
    desk.senses.start(PLAN, desk.zone)
    first = desk.posted.rest()
    desk.senses.follow_plan(Plan((), Always(BERLIN), presence=Presence(idle_after=5 * MINUTE)))
    second = desk.posted.rest()
    desk.senses.stop()

    assert isinstance(first[-1], InputStopped)
    assert second == [InputSeen()]


def test_sources_say_what_serves_and_what_does_not() -> None:
    """Each part has what serves it or why nothing does, as on Linux."""
    desk = Desk()
    before = desk.senses.sources()
    desk.source.reason = "it is mute"
    desk.senses.start(PLAN, desk.zone)
    found = desk.senses.sources()
    desk.senses.stop()

    assert before["lock"] == {"by": "a system", "reason": ""}
    assert found["idle"] == {"by": "a system", "reason": ""}
    assert found["lock"] == found["suspend"] == desk.senses.clock
    assert found["lock"] == {"by": "", "reason": "it is mute"}
    assert set(found) == {"idle", "lock", "suspend", *elsewhere.BUSY}
    assert found["camera"] == {"by": "", "reason": elsewhere.UNTOLD}


@pytest.mark.linux("senses of its own desktops")
def test_no_system_of_that_kind_here() -> None:
    """On a desktop of Linux these senses are not used."""
    assert elsewhere.find(lambda _: None, lambda _: None) is None


def test_clocks_are_there_on_any_system() -> None:
    """A system without clocks of its own goes by Python's: they never go back, and agree."""
    standing, going_on = system_clocks.find()
    first = standing(), going_on()
    second = standing(), going_on()

    assert second >= first
    assert system_clocks.boot_of_macos() == ""
