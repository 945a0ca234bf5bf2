"""Notices over D-Bus: a real bus, and a server that does as it is told."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.notify.by_dbus import DbusNotifier
from ergobreak.core.view import Notice
from tests.services.heard import Heard, catch_up, walk_notice
from tests.services.notification_server import NotificationServer
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)


@pytest.fixture(scope="module")
def shared_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBus]:
    """Yield a bus; it is empty again after each test."""
    with PrivateBus(tmp_path_factory.mktemp("bus")) as bus:
        yield bus


@pytest.fixture
def bus(shared_bus: PrivateBus) -> Iterator[Bus]:
    """Yield our connection to the bus."""
    bus = Bus(shared_bus.address)
    bus.start()
    yield bus
    bus.stop()


@pytest.fixture
def notifier(bus: Bus) -> Iterator[DbusNotifier]:
    """Yield a notifier; a test starts it with `Heard`."""
    notifier = DbusNotifier(bus, Path("icon.png"))
    yield notifier
    notifier.stop()


@pytest.fixture
def hasty(bus: Bus) -> Iterator[DbusNotifier]:
    """Yield one that waits for an answer no longer than a test can."""
    notifier = DbusNotifier(bus, within=0.2)
    yield notifier
    notifier.stop()


@pytest.fixture
def server(shared_bus: PrivateBus) -> Iterator[NotificationServer]:
    """Yield a server that can do buttons and markup."""
    with NotificationServer(shared_bus.address, ("actions", "body", "body-markup")) as server:
        yield server


def test_a_notice_that_stays_asks_for_quiet_and_for_ever(
    notifier: DbusNotifier, server: NotificationServer
) -> None:
    """A prompt is shown with its three buttons, at normal urgency, silently, until it is closed."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", True)])

    (asked,) = server.asked
    assert (asked.app, asked.replaces, asked.icon) == ("ergobreak", 0, "icon.png")
    assert (asked.title, asked.body) == ("A short walk", "Three minutes, with a glass of water.")
    assert asked.actions == ["take", "Start", "postpone", "In 5 min", "skip", "Skip"]
    assert asked.hints == {"urgency": 1, "suppress-sound": True}
    assert asked.expires == 0


def test_a_toast_fades_and_is_kept_in_no_list(
    notifier: DbusNotifier, server: NotificationServer
) -> None:
    """A notice that does not stay is transient and goes after 15 s."""
    heard = Heard(notifier)
    notifier.show(Notice("p1", "Sit back", "Feet on the floor?"))
    wait_for(lambda: heard.shown == [("p1", True)])

    assert server.asked[0].hints["transient"] is True
    assert server.asked[0].expires == 15_000


def test_a_banner_of_gnome_keeps_its_buttons(
    notifier: DbusNotifier, shared_bus: PrivateBus
) -> None:
    """It would lose them if it were replaced: it is closed, and only then another one comes."""
    heard = Heard(notifier)
    with NotificationServer(shared_bus.address, ("actions", "body", "sound")) as server:
        notifier.show(walk_notice())
        notifier.show(walk_notice(body="Once more."))
        wait_for(lambda: heard.shown == [("p1", True), ("p1", True)])

    assert server.calls == ["GetCapabilities", "Notify", "CloseNotification", "Notify"]
    assert server.closed == [1]
    assert [asked.replaces for asked in server.asked] == [0, 0]
    assert heard.answers == []


def test_a_server_may_own_its_name_too_early(
    notifier: DbusNotifier, server: NotificationServer
) -> None:
    """Until it serves its object it is asked again: the notice comes late, with its buttons."""
    server.early = 2
    heard = Heard(notifier)
    notifier.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", False), ("p1", True)])

    (asked,) = server.asked
    assert asked.actions == ["take", "Start", "postpone", "In 5 min", "skip", "Skip"]


@pytest.mark.slow
def test_a_server_that_knows_no_abilities_shows_plain_words(
    notifier: DbusNotifier, shared_bus: PrivateBus
) -> None:
    """One that never tells what it can do is given words alone, and is not asked for ever."""
    heard = Heard(notifier)
    with NotificationServer(shared_bus.address, None) as server:
        notifier.show(walk_notice())
        wait_for(lambda: heard.shown[-1:] == [("p1", True)])

    assert [asked.actions for asked in server.asked] == [[]]


def test_a_button_answers_once(notifier: DbusNotifier, server: NotificationServer) -> None:
    """A press is the answer; the same button pressed again, or closed after it, says nothing."""
    heard = Heard(notifier)
    notifier.show(walk_notice("p1"))
    notifier.show(walk_notice("p2"))
    wait_for(lambda: len(heard.shown) == 2)

    server.press(1, "take")
    server.press(1, "skip")
    server.close(1, 2)
    server.press(2, "postpone")
    wait_for(lambda: ("p2", "postpone") in heard.answers)

    wait_for(lambda: server.closed == [1, 2])
    assert heard.answers == [("p1", "take"), ("p2", "postpone")]


def test_a_button_that_was_never_offered_answers_nothing(
    notifier: DbusNotifier, server: NotificationServer
) -> None:
    """A click beside the buttons logs no break, whatever the server makes of it."""
    heard = Heard(notifier)
    notifier.show(walk_notice("p1"))
    notifier.show(walk_notice("p2"))
    wait_for(lambda: len(heard.shown) == 2)

    server.press(1, "default")
    server.press(2, "take")
    wait_for(lambda: heard.answers)

    assert heard.answers == [("p2", "take")]


def test_only_the_person_closes(notifier: DbusNotifier, server: NotificationServer) -> None:
    """A notice that the person has closed is "closed"; one that expired is no answer."""
    heard = Heard(notifier)
    notifier.show(walk_notice("p1"))
    notifier.show(walk_notice("p2"))
    wait_for(lambda: len(heard.shown) == 2)

    server.close(1, 1)
    server.close(2, 2)
    wait_for(lambda: heard.answers)

    assert heard.answers == [("p2", "closed")]


def test_a_stranger_cannot_answer(
    notifier: DbusNotifier, server: NotificationServer, shared_bus: PrivateBus
) -> None:
    """Only who shows the notice is believed, whoever else is on the bus."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    wait_for(lambda: heard.shown)

    with NotificationServer(shared_bus.address, is_stranger=True) as stranger:
        stranger.press(1, "skip")
    server.press(1, "take")
    wait_for(lambda: heard.answers)

    assert heard.answers == [("p1", "take")]


def test_the_same_id_replaces(notifier: DbusNotifier, server: NotificationServer) -> None:
    """A notice shown again takes the place of the former, and its buttons those of the former."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    notifier.show(Notice("p1", "The last one", buttons=(("take", "Start"),), stays=True))
    wait_for(lambda: len(heard.shown) == 2)

    server.press(1, "take")
    wait_for(lambda: heard.answers == [("p1", "take")])

    assert [asked.replaces for asked in server.asked] == [0, 1]


def test_what_is_withdrawn_is_closed(notifier: DbusNotifier, server: NotificationServer) -> None:
    """A prompt that was answered elsewhere leaves the screen; an unknown one is no matter."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    notifier.withdraw("unknown")
    notifier.withdraw("p1")

    wait_for(lambda: server.closed == [1])
    assert heard.shown == [("p1", True)]


def test_words_are_no_markup(notifier: DbusNotifier, server: NotificationServer) -> None:
    """A person's own words come out as written where the server reads markup."""
    heard = Heard(notifier)
    notifier.show(walk_notice(body="Tea & <b>no</b> sugar"))
    wait_for(lambda: heard.shown)

    assert server.asked[0].body == "Tea &amp; &lt;b&gt;no&lt;/b&gt; sugar"


def test_a_plain_server_gets_plain_words(notifier: DbusNotifier, shared_bus: PrivateBus) -> None:
    """Where the server knows neither markup nor buttons, it is sent neither."""
    with NotificationServer(shared_bus.address, ("body",)) as server:
        heard = Heard(notifier)
        notifier.show(walk_notice(body="Tea & sugar"))
        wait_for(lambda: heard.shown)

        assert server.asked[0].body == "Tea & sugar"
        assert server.asked[0].actions == []


def test_a_server_that_appears_gets_the_latest_only(
    notifier: DbusNotifier, shared_bus: PrivateBus
) -> None:
    """Without a server nothing counts as shown; when one comes, the last wanted notice is."""
    heard = Heard(notifier)
    for prompt in ("p1", "p2", "p3"):
        notifier.show(walk_notice(prompt))
    notifier.withdraw("p3")
    wait_for(lambda: len(heard.shown) == 3)
    assert heard.shown == [("p1", False), ("p2", False), ("p3", False)]
    assert notifier.is_server_missing

    with NotificationServer(shared_bus.address) as server:
        wait_for(lambda: len(heard.shown) == 4)
        assert heard.shown[-1] == ("p2", True)
        assert len(server.asked) == 1


def test_what_was_passed_over_is_not_dug_up(
    notifier: DbusNotifier, bus: Bus, shared_bus: PrivateBus
) -> None:
    """A notice that could not be shown is forgotten once a later one was, whatever comes."""
    heard = Heard(notifier)
    notifier.show(walk_notice("p1"))
    wait_for(lambda: heard.shown == [("p1", False)])
    notifier.show(walk_notice("p2"))
    with NotificationServer(shared_bus.address):
        wait_for(lambda: heard.shown[-1] == ("p2", True))
        notifier.withdraw("p2")
    with NotificationServer(shared_bus.address) as server:
        catch_up(bus)
        notifier.show(Notice("p3", "Another"))
        wait_for(lambda: heard.shown[-1] == ("p3", True))

        assert [asked.title for asked in server.asked] == ["Another"]


def test_a_server_that_hangs_holds_nobody_up(
    hasty: DbusNotifier, server: NotificationServer
) -> None:
    """The caller never waits; the notice is not shown in time, and shown when the server is well.

    What was asked while it hung does not come as a backlog.
    """
    heard = Heard(hasty)
    hasty.show(walk_notice("p0"))
    wait_for(lambda: heard.shown)
    server.hang()

    begun = time.monotonic()
    hasty.show(walk_notice("p1"))
    hasty.show(walk_notice("p2"))
    hasty.show(walk_notice("p3"))
    assert time.monotonic() - begun < 0.1
    wait_for(lambda: len(heard.shown) == 4, 1.0)
    assert heard.shown[1:] == [("p1", False), ("p2", False), ("p3", False)]

    server.recover()
    wait_for(lambda: len(heard.shown) == 5)
    assert heard.shown[-1] == ("p3", True)
    wait_for(lambda: server.closed == [2])  # p1, which it shows late and nobody wants now
    server.press(3, "take")
    wait_for(lambda: heard.answers == [("p3", "take")])


def test_what_a_server_shows_late_is_ours(hasty: DbusNotifier, server: NotificationServer) -> None:
    """A notice that is still wanted when the server comes to itself is not shown twice."""
    heard = Heard(hasty)
    hasty.show(walk_notice("p0"))
    wait_for(lambda: heard.shown)
    server.hang()
    hasty.show(walk_notice("p1"))
    wait_for(lambda: heard.shown[1:] == [("p1", False)])

    server.recover()
    wait_for(lambda: heard.shown[2:] == [("p1", True)])
    server.press(2, "take")
    wait_for(lambda: heard.answers == [("p1", "take")])

    assert len(server.asked) == 2


def test_a_server_that_hangs_can_be_replaced(
    hasty: DbusNotifier, server: NotificationServer, shared_bus: PrivateBus
) -> None:
    """Another server takes over from one that owes an answer: nobody waits for that any more."""
    heard = Heard(hasty)
    server.hang()
    hasty.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", False)])
    server.leave()

    with NotificationServer(shared_bus.address) as successor:
        wait_for(lambda: heard.shown[1:] == [("p1", True)])
        assert len(successor.asked) == 1


def test_a_server_that_dies_is_missed_and_its_successor_used(
    notifier: DbusNotifier, shared_bus: PrivateBus
) -> None:
    """What stood on the screen is reported lost, and stands there again with the next server."""
    heard = Heard(notifier)
    with NotificationServer(shared_bus.address) as former:
        notifier.show(walk_notice())
        wait_for(lambda: heard.shown == [("p1", True)])
        assert len(former.asked) == 1
    wait_for(lambda: heard.shown[1:] == [("p1", False)])

    with NotificationServer(shared_bus.address, ("body",)) as successor:
        wait_for(lambda: heard.shown[2:] == [("p1", True)])
        assert successor.asked[0].replaces == 0
        assert successor.asked[0].actions == []  # what the former could do means nothing here
        successor.press(1, "take")
        wait_for(lambda: heard.answers == [("p1", "take")])


def test_a_notice_that_fells_every_server_is_given_up(
    notifier: DbusNotifier, bus: Bus, shared_bus: PrivateBus
) -> None:
    """A notice that servers do not survive is shown again three times, and then no more."""
    heard = Heard(notifier)
    for turn in range(4):
        with NotificationServer(shared_bus.address):
            if turn == 0:
                notifier.show(walk_notice())
            wait_for(lambda: heard.shown[-1:] == [("p1", True)])
        wait_for(lambda: heard.shown[-1:] == [("p1", False)])

    with NotificationServer(shared_bus.address) as server:
        catch_up(bus)
        notifier.show(Notice("p2", "Another"))
        wait_for(lambda: heard.shown[-1:] == [("p2", True)])

        assert [asked.title for asked in server.asked] == ["Another"]


def test_a_server_that_refuses_is_not_called_missing(
    notifier: DbusNotifier, server: NotificationServer
) -> None:
    """A refusal leaves other ways open: only a missing or dumb server closes them."""
    server.refuses = True
    heard = Heard(notifier)
    notifier.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", False)])

    assert not notifier.is_server_missing


def test_a_bus_that_dies_and_returns(tmp_path: Path) -> None:
    """The bus is killed and another takes its place: the next notice goes there by itself."""
    with PrivateBus(tmp_path) as private:
        bus = Bus(private.address)
        notifier = DbusNotifier(bus)
        bus.start()
        heard = Heard(notifier)
        with NotificationServer(private.address):
            notifier.show(walk_notice())
            wait_for(lambda: heard.shown == [("p1", True)])
            private.kill()
        wait_for(lambda: heard.shown[1:] == [("p1", False)])

        private.start()
        with NotificationServer(private.address) as server:
            wait_for(lambda: heard.shown[2:] == [("p1", True)])
            assert len(server.asked) == 1
        notifier.stop()
        bus.stop()


@pytest.mark.parametrize("address", [None, "unix:path=/nowhere/bus", "autolaunch:", "tcp:host=x"])
def test_without_a_bus_nothing_is_shown_and_nothing_waits(address: str | None) -> None:
    """No bus, a dead one, one that we cannot speak to: not shown, at once, and a quick end."""
    bus = Bus(address)
    notifier = DbusNotifier(bus)
    bus.start()
    heard = Heard(notifier)
    begun = time.monotonic()
    notifier.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", False)])
    notifier.stop()
    bus.stop()

    assert time.monotonic() - begun < 0.5
    assert not notifier.is_server_missing


def test_stop_clears_the_screen_even_while_the_server_hangs(
    bus: Bus, server: NotificationServer
) -> None:
    """The end takes less than a second, and what was shown is closed."""
    patient = DbusNotifier(bus, within=30.0)
    heard = Heard(patient)
    patient.show(walk_notice("p1"))
    wait_for(lambda: heard.shown)
    server.hang()
    taken = len(server.calls)
    patient.show(walk_notice("p2"))
    wait_for(lambda: len(server.calls) > taken)

    begun = time.monotonic()
    patient.stop()
    assert time.monotonic() - begun < 0.5
    server.recover()

    wait_for(lambda: 1 in server.closed)
