"""Notices by plyer, with a notify-send that can be looked over the shoulder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.notify.by_plyer import PlyerNotifier
from ergobreak.core.view import Notice
from tests.services import show_once
from tests.services.heard import Heard, walk_notice
from tests.services.notify_send import NotifySend
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="notify-send is of Linux")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def notify_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifySend]:
    """Yield the notify-send that plyer finds."""
    program = NotifySend(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    yield program
    program.recover()


@pytest.fixture
def notifier() -> Iterator[PlyerNotifier]:
    """Yield a notifier; a test starts it with `Heard`."""
    notifier = PlyerNotifier(Path("icon.png"))
    yield notifier
    notifier.stop()


@pytest.fixture
def hasty() -> Iterator[PlyerNotifier]:
    """Yield one that gives a call no more time than a test has."""
    notifier = PlyerNotifier(within=0.2)
    yield notifier
    notifier.stop()


def options(call: list[str]) -> dict[str, str]:
    """Return the options of a call; title and body come before them."""
    return dict(zip(call[2::2], call[3::2], strict=True))


def test_what_plyer_drops_arrives_all_the_same(
    notify_send: NotifySend, notifier: PlyerNotifier
) -> None:
    """Words, icon, urgency, the 15 s of a toast and its transience reach notify-send."""
    heard = Heard(notifier)
    notifier.show(Notice("p1", "Sit back", "Feet & <shoulders>?"))
    wait_for(lambda: heard.shown == [("p1", True)])

    (call,) = notify_send.calls()
    assert call[:2] == ["Sit back", "Feet &amp; &lt;shoulders&gt;?"]
    assert options(call) == {
        "-a": "ergobreak",
        "-c": "",
        "-h": "int:transient:1",
        "-i": "icon.png",
        "-t": "15000",
        "-u": "normal",
    }


def test_what_stays_is_kept_by_the_desktop(
    notify_send: NotifySend, notifier: PlyerNotifier
) -> None:
    """A prompt that stays is not transient; it leaves the screen, for nobody could withdraw it."""
    heard = Heard(notifier)
    notifier.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", True)])

    given = options(notify_send.calls()[0])
    assert given["-t"] == "15000"
    assert "transient" not in given["-h"]


def test_words_are_never_options(notify_send: NotifySend, notifier: PlyerNotifier) -> None:
    """A title or body that begins with "-" is shown, not parsed."""
    heard = Heard(notifier)
    notifier.show(Notice("p1", "--version", "-5 min"))
    wait_for(lambda: heard.shown == [("p1", True)])

    (call,) = notify_send.calls()
    assert [word.strip() for word in call[:2]] == ["--version", "-5 min"]
    assert not any(word.startswith("-") for word in call[:2])


def test_a_call_that_hangs_is_abandoned_and_stays_the_only_one(
    notify_send: NotifySend, hasty: PlyerNotifier
) -> None:
    """The caller never waits, the notice is not shown, no second call queues up behind the first.

    Once the hanging call has ended, the next notice is shown.
    """
    notify_send.hang()
    heard = Heard(hasty)
    begun = time.monotonic()
    hasty.show(walk_notice("p1"))
    hasty.show(walk_notice("p2"))
    assert time.monotonic() - begun < 0.1
    wait_for(lambda: heard.shown == [("p1", False), ("p2", False)], 1.0)
    wait_for(notify_send.hanging)
    assert len(notify_send.calls()) == 1

    notify_send.recover()
    wait_for(lambda: shown_now(hasty, heard))
    assert len(notify_send.calls()) == 2


def shown_now(notifier: PlyerNotifier, heard: Heard) -> bool:
    """Show another notice and tell whether it went out."""
    before = len(heard.shown)
    notifier.show(walk_notice("p3"))
    wait_for(lambda: len(heard.shown) > before)
    return heard.shown[-1] == ("p3", True)


def test_what_is_withdrawn_in_time_is_never_shown(
    notify_send: NotifySend, hasty: PlyerNotifier
) -> None:
    """A notice that still waits behind another is kept back."""
    notify_send.hang()
    heard = Heard(hasty)
    hasty.show(walk_notice("p1"))
    wait_for(notify_send.hanging)
    hasty.show(walk_notice("p2"))
    hasty.withdraw("p2")
    hasty.show(walk_notice("p3"))

    wait_for(lambda: len(heard.shown) == 2)
    assert heard.shown == [("p1", False), ("p3", False)]


def test_stop_waits_for_nobody(notify_send: NotifySend, notifier: PlyerNotifier) -> None:
    """The end comes at once, also while a call hangs."""
    notify_send.hang()
    Heard(notifier)
    notifier.show(walk_notice())
    wait_for(notify_send.hanging)

    begun = time.monotonic()
    notifier.stop()
    assert time.monotonic() - begun < 0.1


def test_without_any_back_end_nothing_is_shown(tmp_path: Path) -> None:
    """No notify-send and nothing else: not shown, and plyer's own complaints are kept quiet."""
    environment = {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT), "ERGOBREAK_NOTIFY": "plyer"}
    done = subprocess.run(
        [sys.executable, str(show_once.__file__), "Sit back", "Now"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=10.0,
        check=True,
    )

    assert done.stdout.split("\n")[0] == "PlyerNotifier: False"
    assert done.stderr == ""
