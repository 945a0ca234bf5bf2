"""The child that reads calendars: one question in, one answer out, whatever stands in them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.adapters.agenda.child import Child, Failed
from ergobreak.agenda.public import holidays
from ergobreak.core.appointments import Appointment, Source, Sources
from ergobreak.core.model import DAY
from tests.agenda.ics import at, calendar, event, wall

if TYPE_CHECKING:
    from pathlib import Path

NOW: Final = wall("2026-03-02 08:00")


def asked(request: dict[str, Any] | str) -> subprocess.CompletedProcess[str]:
    """Ask a real child and return what came of it."""
    text = request if isinstance(request, str) else json.dumps(request)
    command = [sys.executable, "-m", "ergobreak.agenda"]
    return subprocess.run(command, input=text, text=True, capture_output=True, check=False)


def request(path: Path, **other: object) -> dict[str, Any]:
    """Return a request for one calendar in March 2026, with whole days."""
    return {
        "zone": "Europe/Berlin",
        "from": NOW,
        "to": NOW + 3 * DAY,
        "first": "2026-03-01",
        "last": "2026-03-31",
        "calendars": [{"name": "work", "path": str(path), "busy": True, "days_off": True}],
        "holidays": [],
        **other,
    }


# ---------------------------------------------------------------- its parts


def test_public_holidays_of_a_part_of_a_country() -> None:
    """Berlin has International Women's Day and no Reformation Day, 2026 and 2027."""
    found = holidays("DE-BE", date(2026, 1, 1), date(2027, 12, 31))

    assert [day.isoformat() for day in found] == [
        *("2026-01-01", "2026-03-08", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14"),
        *("2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26"),
        *("2027-01-01", "2027-03-08", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06"),
        *("2027-05-17", "2027-10-03", "2027-12-25", "2027-12-26"),
    ]
    assert date(2026, 3, 8) not in holidays("DE", date(2026, 1, 1), date(2026, 12, 31))


def test_public_holidays_end_with_the_dates_that_were_asked_for() -> None:
    """Both dates are included, and nothing beyond them."""
    assert holidays("DE", date(2026, 12, 26), date(2027, 1, 1)) == [
        *(date(2026, 12, 26), date(2027, 1, 1))
    ]


@pytest.mark.parametrize("place", ["XX", "DE-XX", "D", "", "DE-BE-X"])
def test_a_place_that_nobody_knows_is_told(place: str) -> None:
    """The one sentence names the place."""
    with pytest.raises(ValueError, match=r"the public holidays of .* are not known"):
        holidays(place, date(2026, 1, 1), date(2026, 12, 31))


# ---------------------------------------------------------------- the process


def test_the_answer_holds_times_and_no_words(tmp_path: Path) -> None:
    """Appointments, days off and problems come in one reply; what they are about stays there."""
    work, broken = tmp_path / "work.ics", tmp_path / "broken.ics"
    day = event("DTSTART;VALUE=DATE:20260310", uid="day")
    strange = event("DTSTART:Secret plan", uid="no")
    work.write_text(calendar(event(at(2, 10)), day, strange))
    broken.write_text("Secret plan")

    ended = asked(request(tmp_path, holidays=["DE-BE", "XX"]))

    reply = json.loads(ended.stdout)
    assert reply == {
        "appointments": [[wall("2026-03-02 09:00"), wall("2026-03-02 10:00"), "work"]],
        "days_off": {"holidays:DE-BE": ["2026-03-08"], "holidays:XX": [], "work": ["2026-03-10"]},
        "events": {},
        "problems": [
            {"where": "holidays:XX", "what": "the public holidays of XX are not known"},
            {"where": str(broken), "what": "it is no calendar"},
        ],
        "omissions": [
            {
                "where": str(work),
                "what": "an event is left out that cannot be understood (1 of them)",
            },
        ],
    }
    assert "Secret" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"zone": "Europe/Berlin"}', "\udc00"])
@pytest.mark.slow
def test_what_is_no_request_is_refused(text: str) -> None:
    """Whoever starts it by hand gets a line and an exit code, no traceback."""
    ended = asked(text if text.isascii() else "\0")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("no request: ")
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_a_folder_of_endless_calendars_is_given_up_and_named(tmp_path: Path) -> None:
    """What was found until then is told, well before whoever asked loses patience."""
    endless = "DTSTART:19700101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY"
    for number in range(30):
        (tmp_path / f"{number:02d}.ics").write_text(
            calendar(event(endless), event(at(3, 10), uid="b"))
        )

    reply = json.loads(asked(request(tmp_path)).stdout)

    assert len(reply["appointments"]) == 1
    assert {"where": "work", "what": "reading takes too long"} in reply["problems"]


@pytest.mark.slow
def test_the_daemon_s_side_asks_and_understands(tmp_path: Path) -> None:
    """What the sources say comes back as values: appointments, dates by name, sentences."""
    (tmp_path / "a.ics").write_text(calendar(event(at(2, 10)), event(at(20, 10), uid="far")))
    sources = Sources(
        (Source("work", str(tmp_path / "a.ics")), Source("no", "/nowhere")), ("DE-BE",)
    )

    spans = Child(sources, "Europe/Berlin", NOW).answer()

    assert spans.appointments == (
        Appointment(wall("2026-03-02 09:00"), wall("2026-03-02 10:00"), "work"),
    )
    assert {"2026-03-08", "2027-03-08"} == {
        day.isoformat()
        for day in spans.days_off["holidays:DE-BE"]
        if day.month == 3 and day.day == 8
    }
    assert spans.problems == ("/nowhere: cannot be read: No such file or directory",)


def test_a_child_that_hangs_is_ended() -> None:
    """After so long it is killed, and that is told in a sentence."""
    child = Child(Sources(holidays=("DE",)), "UTC", NOW)

    with pytest.raises(Failed, match="could not be read in time"):
        child.answer(patience=0.0)


def test_a_child_that_is_killed_is_told() -> None:
    """An end without an answer is a sentence too."""
    child = Child(Sources(holidays=("DE",)), "UTC", NOW)
    threading.Thread(target=child.end).start()

    with pytest.raises(Failed, match="the reader has failed"):
        child.answer()


def test_the_daemon_does_not_carry_the_libraries() -> None:
    """Whoever asks never imports what reads calendars."""
    heavy = {"icalendar", "recurring_ical_events", "holidays", "dateutil"}
    program = "import sys, ergobreak.adapters.agenda.agenda; print(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", program], text=True, capture_output=True, check=True
    )

    assert heavy.isdisjoint(printed.stdout.split())
