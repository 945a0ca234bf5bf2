"""Notices on a real desktop: a real server draws them, a real mouse answers them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jeepney import DBusAddress, new_method_call
from PIL import Image, ImageDraw

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.notify.by_dbus import DbusNotifier
from tests.desktop.desktop import DUNST, XFCE4_NOTIFYD, Desktop
from tests.services import show_once
from tests.services.heard import Heard, walk_notice
from tests.services.stay_till_killed import kill_with_notices
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.desktop import Window

pytestmark = pytest.mark.desktop

ROOT = Path(__file__).resolve().parents[2]
BUS = "dbus-daemon"
# Where Xfce puts the buttons, from the lower right corner of a notice: pixels.
FROM_RIGHT, FROM_BOTTOM, APART = 57, 31, 92


@pytest.fixture
def notifier(xfce: Desktop, tmp_path: Path) -> Iterator[DbusNotifier]:
    """Yield a notifier on the shared desktop; a test starts it with `Heard`."""
    icon = tmp_path / "icon.png"
    picture = Image.new("RGBA", (64, 64))
    ImageDraw.Draw(picture).ellipse((2, 2, 61, 61), fill=(40, 140, 120, 255))
    picture.save(icon)
    bus = Bus(xfce.env["DBUS_SESSION_BUS_ADDRESS"])
    notifier = DbusNotifier(bus, icon, within=0.5)
    bus.start()
    yield notifier
    notifier.stop()
    bus.stop()
    wait_for(lambda: not notices(xfce), what="the screen is empty again")


def notices(desktop: Desktop) -> list[Window]:
    """Return the notices on the screen, the uppermost first."""
    return desktop.windows(XFCE4_NOTIFYD)


def notice_at_rest(desktop: Desktop) -> Window:
    """Return the one notice on the screen, once it has its final place and size."""

    def at_rest() -> list[Window]:
        before, after = notices(desktop), notices(desktop)
        # Xfce maps it small and gives it its size a moment later.
        return after if before == after and after and after[0].width > 200 else []

    (window,) = wait_for(at_rest, what="a notice at rest")
    return window


def press(desktop: Desktop, window: Window, button: int) -> None:
    """Click on a button of a notice; 0 is the rightmost."""
    x = window.x + window.width - FROM_RIGHT - button * APART
    desktop.click(x, window.y + window.height - FROM_BOTTOM)


@pytest.mark.parametrize(("button", "answer"), [(2, "take"), (1, "postpone"), (0, "skip")])
def test_a_click_on_a_button_is_the_answer(
    xfce: Desktop, notifier: DbusNotifier, button: int, answer: str
) -> None:
    """Each of the three buttons that the server draws comes back as its own answer, once."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    press(xfce, notice_at_rest(xfce), button)

    wait_for(lambda: not notices(xfce), what="an answered notice leaves the screen")
    wait_for(lambda: heard.answers)
    assert heard.answers == [("p1", answer)]
    assert heard.shown == [("p1", True)]


def test_a_click_beside_the_buttons_is_no_break(xfce: Desktop, notifier: DbusNotifier) -> None:
    """Whoever clicks a notice away has closed it, and nothing else."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    window = notice_at_rest(xfce)
    xfce.click(window.x + 90, window.y + 22)

    wait_for(lambda: not notices(xfce))
    wait_for(lambda: heard.answers)
    assert heard.answers == [("p1", "closed")]


def test_what_is_answered_elsewhere_leaves_the_screen(
    xfce: Desktop, notifier: DbusNotifier
) -> None:
    """A withdrawn notice disappears, and that is nobody's answer."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    notice_at_rest(xfce)
    notifier.withdraw("p1")

    wait_for(lambda: not notices(xfce))
    notifier.show(walk_notice("p2"))
    press(xfce, notice_at_rest(xfce), 0)
    wait_for(lambda: heard.answers)
    assert heard.answers == [("p2", "skip")]


def test_the_same_prompt_is_one_window(xfce: Desktop, notifier: DbusNotifier) -> None:
    """A notice that is shown again replaces the former instead of standing below it."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    notice_at_rest(xfce)
    notifier.show(walk_notice(body="Still a good moment.\nThree minutes.\nWith a glass of water."))
    wait_for(lambda: len(heard.shown) == 2)
    notifier.show(walk_notice("p2"))
    wait_for(lambda: len(heard.shown) == 3)

    wait_for(lambda: len(notices(xfce)) == 2)
    notifier.withdraw("p2")
    wait_for(lambda: len(notices(xfce)) == 1)


def test_a_killed_server_is_replaced_by_the_next(xfce: Desktop, notifier: DbusNotifier) -> None:
    """The server dies with a notice on the screen: the next server shows it, and it answers."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    notice_at_rest(xfce)
    xfce.kill(XFCE4_NOTIFYD)
    wait_for(lambda: heard.shown == [("p1", True), ("p1", False)])

    xfce.start(XFCE4_NOTIFYD)
    press(xfce, notice_at_rest(xfce), 2)
    wait_for(lambda: heard.answers == [("p1", "take")])
    assert heard.shown[2:] == [("p1", True)]


def test_a_frozen_server_shows_the_latest_when_it_goes_on(
    xfce: Desktop, notifier: DbusNotifier
) -> None:
    """The server stands still: not shown in time. It goes on: the latest stands there, alone."""
    heard = Heard(notifier)
    notifier.show(walk_notice("p0"))
    notice_at_rest(xfce)
    notifier.withdraw("p0")
    wait_for(lambda: not notices(xfce))
    xfce.freeze(XFCE4_NOTIFYD)
    try:
        notifier.show(walk_notice("p1"))
        notifier.show(walk_notice("p2", "The latest."))
        wait_for(lambda: heard.shown[1:] == [("p1", False), ("p2", False)])
    finally:
        xfce.thaw(XFCE4_NOTIFYD)

    wait_for(lambda: heard.shown[3:] == [("p2", True)])
    wait_for(lambda: len(notices(xfce)) == 1)
    press(xfce, notice_at_rest(xfce), 2)
    wait_for(lambda: heard.answers)
    assert heard.answers == [("p2", "take")]


@pytest.mark.usefixtures("packages")
def test_a_bus_that_dies_takes_nothing_for_ever(tmp_path: Path) -> None:
    """The bus is killed, and with it the server: when both are back, so is the notice."""
    with Desktop(tmp_path / "desktop", [XFCE4_NOTIFYD]) as desktop:
        bus = Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        notifier = DbusNotifier(bus, within=0.5)
        bus.start()
        heard = Heard(notifier)
        notifier.show(walk_notice())
        notice_at_rest(desktop)

        desktop.kill(BUS)
        wait_for(lambda: heard.shown[1:] == [("p1", False)])
        wait_for(lambda: not notices(desktop))
        desktop.start(BUS)
        desktop.start(XFCE4_NOTIFYD)

        press(desktop, notice_at_rest(desktop), 2)
        wait_for(lambda: heard.answers == [("p1", "take")])
        notifier.stop()
        bus.stop()


@pytest.mark.usefixtures("packages")
def test_plyer_alone_reaches_the_screen(tmp_path: Path) -> None:
    """With the D-Bus path off, plyer has a real server show the words for 15 s."""
    with Desktop(tmp_path / "desktop", [DUNST]) as desktop:
        program = [sys.executable, str(show_once.__file__)]
        env = {"ERGOBREAK_NOTIFY": "plyer", "PYTHONPATH": str(ROOT)}
        said = desktop.read([*program, "-Sit back", "Feet & <shoulders>?"], env)
        assert said.split("\n")[:2] == ["PlyerNotifier: True", "by D-Bus: False"]

        wait_for(lambda: desktop.windows(DUNST))
        (seen,) = shown_by_dunst(desktop)
        assert seen["appname"] == "ergobreak"
        # The "-" is no option, and the words are no markup.
        assert (seen["summary"], seen["body"]) == (" -Sit back", "Feet &amp; &lt;shoulders&gt;?")
        assert seen["timeout"] == 15_000_000


def shown_by_dunst(desktop: Desktop) -> list[dict[str, object]]:
    """Close what dunst shows, and return what it then has in its history."""
    dunst = DBusAddress(
        "/org/freedesktop/Notifications",
        bus_name="org.freedesktop.Notifications",
        interface="org.dunstproject.cmd0",
    )
    bus = Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    bus.start()
    bus.call(new_method_call(dunst, "NotificationCloseAll"))
    (history,) = bus.call(new_method_call(dunst, "NotificationListHistory"))
    bus.stop()
    return [{name: value for name, (_, value) in entry.items()} for entry in history]


def test_what_a_killed_daemon_left_is_taken_away(xfce: Desktop, tmp_path: Path) -> None:
    """A prompt survives `kill -9` of who showed it; the next daemon clears the screen."""
    address, left = xfce.env["DBUS_SESSION_BUS_ADDRESS"], tmp_path / "on-screen.json"
    kill_with_notices(address, left, "p1", "p2")
    wait_for(lambda: len(notices(xfce)) == 2, what="both are still there")
    bus = Bus(address)
    next_one = DbusNotifier(bus, left=left)
    Heard(next_one)
    bus.start()

    wait_for(lambda: not notices(xfce), what="the screen is empty")
    next_one.stop()
    bus.stop()
