"""Keeping up with calendars: real files, real children, asked again when it matters."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.agenda.agenda import AGAIN, AGAIN_AFTER_FAILURE, Agenda, path_of
from ergobreak.adapters.inotify import Inotify
from ergobreak.core.appointments import Source, Sources
from tests.agenda.ics import at, calendar, event, wall
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ergobreak.core.appointments import Spans

NOW: Final = wall("2026-03-02 08:00")
WITHIN: Final = 15.0  # seconds; on a busy machine a child takes its time
ON_LINUX: Final = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells what happens to files"
)


class Listener:
    """An agenda, what it has told, and when it wants to be called back."""

    def __init__(self) -> None:
        self.inotify = Inotify()
        self.told: list[Spans] = []
        self.alarms: list[tuple[int, Callable[[], None]]] = []
        self.agenda = Agenda(
            self.told.append,
            self.inotify,
            lambda: NOW,
            lambda wall, call: self.alarms.append((wall, call)),
            rest=0.0,
        )

    def starts(self, number: int) -> list[str]:
        """Wait until it has told so often, and return the last appointments by their starts."""
        wait_for(lambda: len(self.told) >= number, WITHIN)
        seconds = ((each.start - NOW) // 1_000_000 for each in self.told[-1].appointments)
        return [f"+{second // 3600}h" for second in seconds]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Yield an agenda that is ended afterwards."""
    listener = Listener()
    yield listener
    listener.agenda.stop()
    listener.inotify.stop()


def work(path: Path) -> Sources:
    """Return one calendar as all there is to read."""
    return Sources((Source("work", str(path)),))


def test_without_calendars_nothing_is_done(listener: Listener) -> None:
    """Who has no calendar pays for none: no child, no thread, no call back."""
    before = threading.active_count()

    listener.agenda.follow(Sources(), "UTC")

    assert (threading.active_count(), listener.told, listener.alarms) == (before, [], [])


@pytest.mark.slow
def test_a_calendar_is_read_and_again_the_next_day(listener: Listener, tmp_path: Path) -> None:
    """What it says is told once, and the call back of the next day asks anew."""
    path = tmp_path / "a.ics"
    path.write_text(calendar(event(at(2, 10))))

    listener.agenda.follow(work(path), "Europe/Berlin")

    assert listener.starts(1) == ["+1h"]
    wait_for(lambda: listener.alarms, WITHIN)
    again_at, call = listener.alarms.pop()
    assert again_at == NOW + AGAIN
    call()
    wait_for(lambda: listener.alarms, WITHIN)
    assert len(listener.told) == 1  # nothing has changed, so nothing is told


@ON_LINUX
@pytest.mark.slow
def test_a_changed_file_is_read_at_once(listener: Listener, tmp_path: Path) -> None:
    """Written in place, replaced, removed and made again: each change is noticed."""
    path = tmp_path / "a.ics"
    path.write_text(calendar(event(at(2, 10))))
    listener.agenda.follow(work(path), "Europe/Berlin")
    assert listener.starts(1) == ["+1h"]

    path.write_text(calendar(event(at(2, 11))))
    assert listener.starts(2) == ["+2h"]
    new = tmp_path / "new"
    new.write_text(calendar(event(at(2, 12))))
    new.replace(path)
    assert listener.starts(3) == ["+3h"]
    path.unlink()
    assert not listener.starts(4)
    assert listener.told[-1].problems == (f"{path}: cannot be read: No such file or directory",)
    path.write_text(calendar(event(at(2, 10))))
    # It may be read while it is still empty.
    wait_for(lambda: listener.told[-1].appointments and not listener.told[-1].problems, WITHIN)


@ON_LINUX
@pytest.mark.slow
def test_a_folder_that_comes_later_is_read_and_followed(listener: Listener, tmp_path: Path) -> None:
    """A folder that does not exist yet, and a file in a folder in it, are noticed."""
    folder = tmp_path / "later" / "calendars"
    listener.agenda.follow(work(folder), "Europe/Berlin")
    assert listener.starts(1) == []

    (folder / "inner").mkdir(parents=True)
    wait_for(lambda: "no .ics file" in listener.told[-1].problems[0], WITHIN)
    (folder / "inner" / "a.ics").write_text(calendar(event(at(2, 10))))

    wait_for(lambda: listener.told[-1].appointments, WITHIN)


@ON_LINUX
@pytest.mark.slow
def test_behind_a_link_a_change_is_noticed(listener: Listener, tmp_path: Path) -> None:
    """A calendar that is a link to a file elsewhere is followed to that file."""
    (tmp_path / "far").mkdir()
    far, link = tmp_path / "far" / "a.ics", tmp_path / "link.ics"
    far.write_text(calendar(event(at(2, 10))))
    link.symlink_to(far)
    listener.agenda.follow(work(link), "Europe/Berlin")
    assert listener.starts(1) == ["+1h"]

    far.write_text(calendar(event(at(2, 11))))

    wait_for(lambda: listener.starts(1) == ["+2h"], WITHIN)


@pytest.mark.slow
def test_another_zone_is_another_answer(listener: Listener, tmp_path: Path) -> None:
    """Times without a zone move with the person; the last zone that was named counts."""
    path = tmp_path / "a.ics"
    path.write_text(calendar(event("DTSTART:20260302T100000\r\nDURATION:PT1H")))

    listener.agenda.follow(work(path), "America/New_York")
    listener.agenda.follow(work(path), "Europe/London")

    assert listener.starts(1) == ["+2h"]
    listener.agenda.follow(work(path), "Europe/Berlin")
    assert listener.starts(2) == ["+1h"]
    listener.agenda.follow(Sources(), "Europe/Berlin")
    assert listener.starts(3) == []


@pytest.mark.slow
def test_a_child_that_fails_leaves_what_was_known(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The appointments stay in force, the failure is told, and in an hour it is tried again."""
    path = tmp_path / "a.ics"
    path.write_text(calendar(event(at(2, 10))))
    listener.agenda.follow(work(path), "Europe/Berlin")
    assert listener.starts(1) == ["+1h"]
    wait_for(lambda: listener.alarms, WITHIN)

    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    listener.agenda.look()

    assert listener.starts(2) == ["+1h"]
    assert listener.told[-1].problems == (
        "The calendars cannot be read: No such file or directory",
    )
    wait_for(lambda: len(listener.alarms) == 2, WITHIN)
    assert listener.alarms[-1][0] == NOW + AGAIN_AFTER_FAILURE


def test_it_ends_while_a_child_is_asked(tmp_path: Path) -> None:
    """The end of the daemon waits for nobody, and nothing is told after it."""
    listener = Listener()
    listener.agenda.follow(Sources(holidays=("DE",)), "UTC")

    listener.agenda.stop()
    listener.inotify.stop()

    assert listener.told == []
    assert not [thread for thread in threading.enumerate() if thread.name == "agenda"]


@pytest.mark.slow
def test_a_listener_that_fails_is_told_again(tmp_path: Path) -> None:
    """A fault of whoever is told does not end the watch."""
    calls: list[int] = []
    again: list[Callable[[], None]] = []

    def told(spans: Spans) -> None:
        calls.append(len(spans.days_off))
        raise ValueError("not now")

    inotify = Inotify()
    agenda = Agenda(told, inotify, lambda: NOW, lambda _, call: again.append(call), rest=0.0)
    agenda.follow(Sources(holidays=("DE",)), "UTC")
    wait_for(lambda: again, WITHIN)
    agenda.follow(Sources(holidays=("DE", "FR")), "UTC")
    wait_for(lambda: len(again) == 2, WITHIN)
    agenda.stop()
    inotify.stop()

    assert calls == [1, 2]


def test_a_path_begins_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sign for the person's home is understood."""
    monkeypatch.setenv("HOME", str(tmp_path))

    assert path_of("~/a.ics") == tmp_path / "a.ics"
