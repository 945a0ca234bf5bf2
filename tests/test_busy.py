"""Several sources of one reason: one beginning, one end, in order."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ergobreak.adapters.busy.reasons import Reasons
from ergobreak.core.events import BusyBegan, BusyEnded

if TYPE_CHECKING:
    from ergobreak.core.events import Event


def test_a_reason_begins_with_the_first_source_and_ends_with_the_last() -> None:
    """Microphone and camera of one call are one call, whichever ends first."""
    posted: list[Event] = []
    reasons = Reasons(posted.append, ())

    reasons.told("microphone", "call", ("Zoom",))
    reasons.told("camera", "call", ("camera: Zoom",))
    reasons.told("microphone", "call", ())
    assert posted == [BusyBegan("call", "Zoom")]

    reasons.told("camera", "call", ())
    assert posted[1:] == [BusyEnded("call")]


def test_reasons_are_apart() -> None:
    """The end of one reason leaves another alone."""
    posted: list[Event] = []
    reasons = Reasons(posted.append, ())

    reasons.told("windows", "fullscreen", ("mpv",))
    reasons.told("windows", "app", ("Blender",))
    reasons.told("windows", "fullscreen", ())

    assert posted == [
        BusyBegan("fullscreen", "mpv"),
        BusyBegan("app", "Blender"),
        BusyEnded("fullscreen"),
    ]


def test_the_same_word_again_is_no_news() -> None:
    """A source may repeat itself, name others, or say again that there is nothing."""
    posted: list[Event] = []
    reasons = Reasons(posted.append, ())

    reasons.told("microphone", "call", ())
    reasons.told("microphone", "call", ("Firefox",))
    reasons.told("microphone", "call", ("Firefox", "Zoom"))
    reasons.told("microphone", "call", ("Zoom",))
    reasons.told("microphone", "call", ())
    reasons.told("microphone", "call", ())

    assert posted == [BusyBegan("call", "Firefox"), BusyEnded("call")]


def test_an_ignored_name_counts_for_nothing() -> None:
    """A program to be ignored neither begins a reason, nor keeps it, nor gives it its name."""
    posted: list[Event] = []
    reasons = Reasons(posted.append, ["obs studio", "ZOOM"])

    reasons.told("microphone", "call", ("OBS Studio",))
    assert posted == []
    reasons.told("microphone", "call", ("zoom", "Firefox"))
    reasons.told("microphone", "call", ("zoom",))

    assert posted == [BusyBegan("call", "Firefox"), BusyEnded("call")]


def test_an_ignored_program_is_ignored_with_its_camera() -> None:
    """A bare name stands for all that the program does; the name of one thing for that alone."""
    posted: list[Event] = []
    reasons = Reasons(posted.append, ["cheese", "camera: Firefox"])

    reasons.told("camera", "call", ("camera: Cheese", "camera: Firefox"))
    assert posted == []
    reasons.told("microphone", "call", ("Firefox",))

    assert posted == [BusyBegan("call", "Firefox")]


def test_beginnings_and_ends_alternate_whoever_tells() -> None:
    """Eight sources at once: no end overtakes a beginning, and the last word is the end."""
    posted: list[Event] = []
    reasons = Reasons(posted.append, ())
    start = threading.Barrier(8)

    def chatter(source: str) -> None:
        start.wait(5)
        for _ in range(200):
            reasons.told(source, "call", (source,))
            reasons.told(source, "call", ())

    threads = [threading.Thread(target=chatter, args=(f"s{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(posted) >= 2
    assert all(isinstance(event, BusyBegan) for event in posted[::2])
    assert all(isinstance(event, BusyEnded) for event in posted[1::2])
    assert len(posted) % 2 == 0


def test_what_holds_is_taken_back_at_the_end() -> None:
    """At the end each reason that still holds is over, and nothing is posted after it."""
    posted: list[Event] = []
    reasons = Reasons(posted.append, ())
    reasons.told("microphone", "call", ("Firefox",))
    reasons.told("windows", "fullscreen", ("Slides",))
    reasons.told("windows", "fullscreen", ())
    reasons.end()
    reasons.told("camera", "call", ("Cheese",))

    assert posted[3:] == [BusyEnded("call")]
