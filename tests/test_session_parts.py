"""Idle source and tray that follow the session, with sources and trays that do as they are told."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ergobreak.adapters.session.idle import SessionIdle
from ergobreak.adapters.session.tray import SessionTray
from ergobreak.adapters.tray.find import NoTray
from ergobreak.core.events import InputSeen, InputStopped
from ergobreak.core.tray_view import TrayView
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pytest

    from ergobreak.adapters.session.tray import Verdict
    from ergobreak.core.events import Event
    from ergobreak.ports import Tray

HERE = {"DISPLAY": ":1", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/here"}
THERE = {"WAYLAND_DISPLAY": "wayland-0"}


class Source:
    """An idle source as one finds it in some session."""

    name = "double"

    def __init__(self, post: Callable[[Event], None], reason: str) -> None:
        self.post = post
        self.reason = reason
        self.is_idle = False
        self.reports = 0
        self.is_stopped = False

    def start(self) -> bool:
        """Tell whether it works."""
        return not self.reason

    def goes_idle(self) -> None:
        """Tell that nobody is there."""
        self.is_idle = True
        self.post(InputStopped(7))

    def is_lost(self) -> None:
        """End as a source does whose server has gone."""
        self.reason = "gone"
        self.is_idle = False
        self.post(InputSeen())

    def report(self) -> None:
        """Count it."""
        self.reports += 1

    def stop(self) -> None:
        """Remember it."""
        self.is_stopped = True


class Desk:
    """A person at a desk: `reasons` says why sources do not work there, by display."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.posted: list[Event] = []
        self.sources: list[Source] = []
        self.losses = 0
        self.idle = SessionIdle(self.posted.append, self.find, self.lose)

    def find(self, post: Callable[[Event], None], env: Mapping[str, str]) -> Source:
        """Return a source that has told its first picture."""
        display = env.get("DISPLAY", env.get("WAYLAND_DISPLAY", ""))
        source = Source(post, self.reasons.get(display, "" if display else "no display"))
        self.sources.append(source)
        if not source.reason:
            post(InputSeen())
        return source

    def lose(self) -> None:
        """Count it."""
        self.losses += 1


def test_the_source_of_the_last_session_ends_with_it() -> None:
    """In the next session another source is heard; what the former still says is not."""
    desk = Desk()
    assert desk.idle.follow(HERE)
    assert desk.idle.follow(THERE)
    first, second = desk.sources
    assert first.is_stopped
    assert desk.posted == [InputSeen(), InputSeen()]
    first.goes_idle()
    second.goes_idle()

    assert desk.posted[2:] == [InputStopped(7)]
    assert desk.idle.is_idle


def test_a_source_that_works_is_left_alone() -> None:
    """The same display, told again or with another bus, disturbs nobody."""
    desk = Desk()
    desk.idle.follow(HERE)
    assert desk.idle.follow({**HERE, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/there"})

    assert len(desk.sources) == 1
    assert not desk.sources[0].is_stopped


def test_a_source_is_renewed_on_request() -> None:
    """For other thresholds the source that works is found anew; where there is none, none is."""
    desk = Desk()
    desk.idle.renew(HERE)
    assert desk.sources == []
    desk.idle.follow(HERE)
    desk.idle.renew(HERE)
    first, second = desk.sources
    assert first.is_stopped
    first.goes_idle()
    second.goes_idle()

    assert desk.posted == [InputSeen(), InputSeen(), InputStopped(7)]


def test_a_source_that_is_lost_is_told_and_replaced() -> None:
    """Its last word is passed on, whoever can look is told once, and the display is tried again."""
    desk = Desk()
    desk.idle.follow(HERE)
    desk.sources[0].goes_idle()
    desk.sources[0].is_lost()
    assert desk.posted[-1] == InputSeen()
    assert (desk.losses, desk.idle.reason, desk.idle.is_idle) == (1, "gone", False)

    assert desk.idle.follow(HERE)
    assert (len(desk.sources), desk.idle.reason) == (2, "")


def test_nobody_stays_away_where_nothing_can_tell(caplog: pytest.LogCaptureFixture) -> None:
    """The session ends under somebody who is away: input is posted, and one line said."""
    desk = Desk()
    desk.idle.follow(HERE)
    desk.sources[0].goes_idle()
    assert not desk.idle.follow({})
    assert not desk.idle.follow({})

    assert desk.posted[-1] == InputSeen()
    assert not desk.idle.is_idle
    assert [record.getMessage() for record in caplog.records] == [
        "no graphical session: every minute inside the hours counts as work"
    ]


def test_a_makeshift_lasts_until_a_better_one_is_there() -> None:
    """What is taken for want of a better one works, and is replaced when told anew."""
    desk = Desk()
    desk.idle = SessionIdle(
        desk.posted.append, desk.find, is_makeshift=lambda source: source is desk.sources[0]
    )
    assert not desk.idle.follow(HERE)
    desk.sources[0].goes_idle()
    assert desk.idle.is_idle
    assert desk.idle.follow(HERE)

    assert [source.is_stopped for source in desk.sources] == [True, False]


def test_reports_are_asked_of_a_source_that_can_tell() -> None:
    """Before there is a session, and after it has gone, a report costs nothing."""
    desk = Desk()
    desk.idle.report()
    desk.idle.follow(HERE)
    desk.idle.report()
    desk.sources[0].is_lost()
    desk.idle.report()

    assert desk.sources[0].reports == 1


def test_after_the_end_nothing_is_posted_and_nothing_found() -> None:
    """A session that begins while the daemon ends is not followed."""
    desk = Desk()
    desk.idle.follow(HERE)
    desk.idle.stop()
    desk.sources[0].goes_idle()
    assert desk.idle.follow(THERE)

    assert desk.sources[0].is_stopped
    assert (len(desk.sources), desk.posted) == (1, [InputSeen()])


class Panel:
    """Where the main thread finds its trays: the first of `reasons` is that of the next tray."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        self.found: list[NoTray] = []
        self.complaint: Verdict = "change"
        self.tray = SessionTray(self.find, self.judge)
        self.main = threading.Thread(target=self.tray.run, daemon=True)

    def judge(self, tray: Tray) -> Verdict:
        """Call a tray well that has no complaint."""
        return self.complaint if tray.reason else "well"

    def find(self) -> NoTray:
        """Return the next tray."""
        self.found.append(NoTray(self.reasons.pop(0)))
        return self.found[-1]


def test_a_better_tray_takes_over() -> None:
    """Without a display there is no icon; when there is one, `run` goes on with the tray there."""
    panel = Panel("no display", "")
    panel.main.start()
    assert panel.tray.reason == "no display"
    assert not panel.tray.follow()
    wait_for(lambda: len(panel.found) == 2)
    wait_for(panel.tray.follow)
    assert panel.tray.present is panel.found[1]
    panel.tray.stop()
    panel.main.join(5)

    assert not panel.main.is_alive()
    assert len(panel.found) == 2


def test_a_tray_is_not_changed_for_the_sake_of_it() -> None:
    """One that works stays; so does one that complains where there is none better."""
    panel = Panel("no panel yet")
    panel.complaint = "wait"
    panel.main.start()
    assert not panel.tray.follow()
    panel.found[0].reason = ""
    panel.complaint = "change"
    assert panel.tray.follow()
    panel.tray.stop()
    panel.main.join(5)

    assert not panel.main.is_alive()
    assert len(panel.found) == 1


def test_the_end_is_heard_while_another_tray_is_being_found() -> None:
    """Whoever stops the daemon in that moment does not wait for ever."""
    panel = Panel("", "no display", "")
    is_finding, go_on = threading.Event(), threading.Event()
    find = panel.find

    def slowly() -> NoTray:
        is_finding.set()
        go_on.wait(5)
        return find()

    go_on.set()
    tray = SessionTray(slowly, lambda _: "change")
    go_on.clear()
    is_finding.clear()
    main = threading.Thread(target=tray.run, daemon=True)
    main.start()
    tray.follow()
    assert is_finding.wait(5)
    tray.stop()
    go_on.set()
    main.join(5)

    assert not main.is_alive()


def test_the_present_tray_is_told_what_to_show() -> None:
    """Updates go to the tray that stands."""
    shown: list[TrayView] = []

    class Shower(NoTray):
        """A tray that remembers what it is to show."""

        def update(self, view: TrayView) -> None:
            """Remember it."""
            shown.append(view)

    view = TrayView("running", "All is well", (), ())
    SessionTray(lambda: Shower(""), lambda _: "change").update(view)

    assert shown == [view]
