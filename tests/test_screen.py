"""What becomes of prompts and breaks on the screen: a real engine, a window's process, notices."""

from __future__ import annotations

import os
import queue
import signal
import threading
from typing import TYPE_CHECKING, Any, Final, Self
from zoneinfo import ZoneInfo

import pytest

from ergobreak import notices
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.adapters.time.alarm_standing import StandingAlarm
from ergobreak.adapters.time.clock import VirtualClock
from ergobreak.adapters.tray.find import NoTray
from ergobreak.core import events
from ergobreak.core.model import MINUTE, SECOND, Level, Now, Plan, Window
from ergobreak.dataclass import replace
from ergobreak.hooks import Hooks
from ergobreak.host import Host
from ergobreak.runtime import Runtime
from ergobreak.screen import Screen
from tests.core.day import NINE, POSTURE, STRETCH
from tests.core.plans import ONLY_STRETCH
from tests.services.waiting import wait_for
from tests.services.window_places import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ergobreak.core.view import Notice
    from ergobreak.ports import Answer

UTC: Final = ZoneInfo("UTC")
DUE: Final = STRETCH.every


class Notices:
    """A notifier that writes down what is on the screen."""

    def __init__(self) -> None:
        self.open: dict[str, Notice] = {}

    def start(self, answered: Answer, shown: Callable[[str, bool], None]) -> None:
        """Begin."""

    def show(self, notice: Notice) -> None:
        """Write it down."""
        self.open[notice.id] = notice

    def withdraw(self, prompt: str) -> None:
        """Take it away."""
        self.open.pop(prompt, None)

    def stop(self) -> None:
        """Do nothing."""


class Office:
    """A runtime on a clock that stands, its screen, and a window whose process is a stand-in."""

    def __init__(self, folder: Path, plan: Plan, **replies: list[str]) -> None:
        self.lines: list[dict[str, Any]] = []
        self.notices = Notices()
        self.stage = Stage(folder, None, **replies)
        self.host = Host(UTC, Hooks())
        self.host.tray = NoTray("none")
        self.host.screen = Screen(
            self.notices, self.stage.window, lambda: self.host.zone, self.host.draw
        )
        clock = VirtualClock(Now(0, NINE))
        self.runtime = self.host.runtime = Runtime(
            plan=plan,
            clock=clock,
            store=SqliteStore(folder / "journal.db", lambda: UTC),
            alarm=StandingAlarm(),
            performer=self.host.screen,
            move_clock=clock.move_to,
            followers=[self.lines.append],
        )
        self.heard: list[events.Command] = []
        self.stage.window.start(self._heard, self.host.seen_in_window)
        self._engine = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._engine.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.runtime.stop()
        self._engine.join(5.0)
        with self.stage:
            pass

    def _work(self) -> None:
        self.runtime.begin(None)
        self.runtime.run()

    def _heard(self, prompt: str, event: events.Command) -> None:
        self.host.done_in_window(prompt, event)
        self.heard.append(event)

    def passes(self, span: int) -> None:
        """Let so many microseconds go by."""
        done: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.runtime.advance(span, done.put)
        done.get(timeout=5.0)

    def happens(self, event: events.Event) -> object:
        """Let this happen; return what came of it."""
        done: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.runtime.post(event, done.put)
        return done.get(timeout=5.0)

    def outcomes(self) -> list[str]:
        """Return what was written down, a word each, but for start and waiting."""
        return [
            str(line["event"])
            for line in self.lines
            if line["event"] not in {"started_up", "waits", "warned", "due", "seen"}
        ]

    def said(self, last: str) -> dict[str, Any]:
        """Wait until the process was told to do this last, and return what it was told."""
        wait_for(lambda: self.stage.did()[-1:] == [last], what=last)
        return self.stage.told()[-1]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Yield one in which a stretch comes after its cycle."""
    with Office(tmp_path, ONLY_STRETCH) as office:
        yield office


def test_from_the_warning_to_the_log(office: Office) -> None:
    """Built at the warning, shown when due, started, done: one window, no notification."""
    office.passes(DUE - 30 * SECOND)
    office.stage.waits_for("prepare")
    office.passes(30 * SECOND)
    shown = office.said("prompt")
    assert shown["title"] == "Stretch"
    assert shown["postpone"] == [300, 600, 900]
    office.stage.says({"told": "answer", "prompt": shown["prompt"], "answer": "take"})
    begun = office.said("break")
    assert (begun["left"], begun["paused"]) == (300, False)
    office.passes(STRETCH.length)
    ended = office.said("close")

    assert ended == {"do": "close", "prompt": shown["prompt"], "how": "completed"}
    office.stage.waits_for("prepare", "prompt", "break", "close")
    assert len(office.stage.pids()) == 1
    assert office.notices.open == {}
    assert office.outcomes() == ["prompted", "started", "completed"]


def test_what_stands_still_is_told(office: Office) -> None:
    """A pause in the window stops its countdown, and it goes on where it stood."""
    office.happens(events.Taken("stretch"))
    name = office.said("break")["prompt"]
    office.passes(MINUTE)
    office.stage.says({"told": "answer", "prompt": name, "answer": "pause"})
    wait_for(lambda: office.stage.told()[-1]["paused"])
    office.passes(MINUTE)
    office.stage.says({"told": "answer", "prompt": name, "answer": "continue"})
    wait_for(lambda: not office.stage.told()[-1]["paused"])

    assert [line["left"] for line in office.stage.told()[1:]] == [300, 240, 240]


@pytest.mark.parametrize("reason", ["never", "aloud"])
def test_who_wants_no_window_has_notices(tmp_path: Path, reason: str) -> None:
    """`use = "never"`, or a screen reader: prompt and break are notifications, and no process."""
    use = "never" if reason == "never" else "auto"
    with Office(tmp_path, replace(ONLY_STRETCH, window=Window(use=use))) as office:
        office.happens(events.ReaderTold(is_on=reason == "aloud"))
        office.passes(DUE)
        assert [notice.title for notice in office.notices.open.values()] == ["Stretch"]
        office.happens(events.Taken())
        assert [notice.buttons for notice in office.notices.open.values()] == [notices.IN_BREAK]
        office.happens(events.Done())

        assert office.notices.open == {}
        assert office.stage.pids() == []


def test_a_toast_leads_into_the_window(tmp_path: Path) -> None:
    """A prompt that came as a toast, quieter than it is: its break opens in the window."""
    with Office(tmp_path, ONLY_STRETCH) as office:
        office.happens(events.TypingBegan())
        office.passes(DUE + ONLY_STRETCH.delivery.late)
        assert len(office.notices.open) == 1
        assert "prompt" not in office.stage.did()
        office.happens(events.Taken())
        office.said("break")

        assert office.notices.open == {}


def test_a_reminder_that_is_a_toast_stays_one(tmp_path: Path) -> None:
    """A level-1 reminder has notifications, for its break too."""
    plan = replace(ONLY_STRETCH, reminders=(replace(STRETCH, level=Level.TOAST),))
    with Office(tmp_path, plan) as office:
        office.passes(DUE)
        office.happens(events.Taken())

        assert len(office.notices.open) == 1
        assert office.stage.pids() == []


def test_killed_in_a_break_it_goes_on(office: Office) -> None:
    """`kill -9` of the window: the break goes on with a notification that has its button."""
    office.happens(events.Taken("stretch"))
    office.said("break")
    office.passes(MINUTE)
    os.kill(office.stage.pids()[0], signal.SIGKILL)
    wait_for(lambda: office.notices.open)
    (notice,) = office.notices.open.values()
    assert notice.buttons == notices.IN_BREAK
    assert "Until about" in notice.body
    assert office.outcomes() == ["started"]
    office.host.answered(notice.id, "done")
    wait_for(lambda: not office.notices.open)

    assert office.outcomes() == ["started", "partial"]


def test_a_prompt_that_does_not_open_is_a_notification(tmp_path: Path) -> None:
    """A window that fails at once leaves the prompt with its buttons; it was not held."""
    with Office(tmp_path, ONLY_STRETCH, prompt=["die"]) as office:
        office.passes(DUE)
        wait_for(lambda: office.notices.open)
        (notice,) = office.notices.open.values()
        office.host.answered(notice.id, "skip")
        wait_for(lambda: not office.notices.open)

        assert office.outcomes() == ["prompted", "skipped"]


def test_an_answer_elsewhere_closes_it(office: Office) -> None:
    """What is answered in a terminal leaves the window; a late click there logs nothing."""
    office.passes(DUE)
    name = office.said("prompt")["prompt"]
    office.happens(events.Skipped())
    assert office.said("close") == {"do": "close", "prompt": name, "how": ""}
    office.host.done_in_window(name, events.Done(prompt=name))
    office.passes(SECOND)

    assert office.outcomes() == ["prompted", "skipped"]


def test_after_a_hurt_the_window_stays(tmp_path: Path) -> None:
    """After "This hurts" in an open prompt its window is told to stay, and can take it back."""
    with Office(tmp_path, ONLY_STRETCH, close=[]) as office:
        office.passes(DUE)
        name = office.said("prompt")["prompt"]
        office.stage.says({"told": "answer", "prompt": name, "answer": "hurt"})
        assert office.said("close")["how"] == "hurt"
        office.stage.says({"told": "answer", "prompt": name, "answer": "undo_hurt"})
        wait_for(lambda: office.outcomes() == ["prompted", "hurt", "undone"])


def test_quitting_closes_it(tmp_path: Path) -> None:
    """The end of the daemon under a break: told how it ended, then gone."""
    with Office(tmp_path, ONLY_STRETCH) as office:
        office.happens(events.Taken("stretch"))
        office.said("break")

    assert office.said("close")["how"] == "partial"
    assert office.stage.living() == []


def test_nothing_is_on_a_locked_screen(office: Office) -> None:
    """A lock in a break takes the window away; after it the rest of the break is there again."""
    office.happens(events.Taken("stretch"))
    office.said("break")
    office.passes(MINUTE)
    office.happens(events.Locked())
    office.said("close")
    wait_for(lambda: not office.stage.living())
    office.passes(MINUTE)
    office.happens(events.Unlocked())
    assert office.said("break")["left"] == 180
    office.passes(3 * MINUTE)
    assert office.said("close")["how"] == "completed"

    assert office.notices.open == {}
    office.stage.waits_for(*["prepare", "break", "close"] * 2)


def test_a_break_that_ends_behind_the_lock_does_not_come_again(office: Office) -> None:
    """A break that is over when the screen is unlocked stays away."""
    office.happens(events.Taken("stretch"))
    office.said("break")
    office.happens(events.Locked())
    office.passes(STRETCH.length)
    office.happens(events.Unlocked())
    office.passes(SECOND)

    office.stage.waits_for("prepare", "break", "close")
    assert office.outcomes().count("completed") == 1


def test_a_preview_is_kept_nowhere(office: Office) -> None:
    """A preview opens in the window and says so; what is tried in it comes to nothing."""
    office.host.preview("stretch")
    line = office.said("prompt")
    assert line["preview"]
    office.stage.says(
        {"told": "answer", "prompt": line["prompt"], "answer": "take"},
        {"told": "taste", "exercise": "chin-tuck", "taste": "never"},
        {"told": "answer", "prompt": line["prompt"], "answer": "hurt"},
    )
    # Else what comes late would be said in the break.
    wait_for(lambda: len(office.heard) == 3, what="all three are heard")
    office.passes(SECOND)
    office.happens(events.Taken("stretch"))
    office.said("break")

    assert office.outcomes() == ["started"]
    assert len(office.stage.living()) == 1


def test_a_preview_does_not_push_a_prompt_aside(tmp_path: Path) -> None:
    """Under an open prompt a preview comes as a notification; so does one of a toast."""
    plan = replace(ONLY_STRETCH, reminders=(STRETCH, POSTURE))
    with Office(tmp_path, plan) as office:
        office.happens(events.Taken("stretch"))
        office.said("break")
        office.host.preview("stretch")
        wait_for(lambda: "preview" in office.notices.open)
        office.host.answered("preview", "done")
        wait_for(lambda: not office.notices.open)
        office.host.preview("posture")
        wait_for(lambda: "preview" in office.notices.open)

        office.stage.waits_for("prepare", "break")
        assert office.outcomes() == ["started"]


def test_a_posture_check_tells_what_it_found(tmp_path: Path) -> None:
    """Both buttons of a check log it as done, and what was found."""
    with Office(tmp_path, replace(ONLY_STRETCH, reminders=(POSTURE,))) as office:
        for found, span in (("fine", POSTURE.first), ("corrected", POSTURE.every)):
            office.passes(span)
            wait_for(lambda: office.notices.open)
            office.host.answered(next(iter(office.notices.open)), found)
            wait_for(lambda: not office.notices.open)

        told = [line.get("reason") for line in office.lines if line["event"] == "completed"]
        assert told == ["fine", "corrected"]
