"""Why: every sentence stands on records, and on nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from ergobreak import cli, paths, why
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.control import client
from ergobreak.core.effects import Record
from tests.control.daemon import Daemon

HERE: Final = Path(__file__).parent / "scenarios" / "transcripts"
DAYS: Final = {
    name: [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    for name in (
        "two-days",
        "crash-in-each-state",
        "three-hour-meeting",
        "clock-back-and-forth",
    )
}
TWO_DAYS: Final = DAYS["two-days"]
KINDS: Final = {
    "stretch": ("Stretch", "stretch"),
    "walk": ("Walk", "walk"),
    "hydration": ("Water", "hydration"),
    "posture": ("Posture check", "posture"),
}
TITLES: Final = {name: title for name, (title, _) in KINDS.items()}
STRETCHES: Final = frozenset({"stretch"})
Line = dict[str, object]


def subject(name: str, coming: str = "") -> why.Subject:
    """Return a reminder of the default settings."""
    title, kind = KINDS[name]
    return why.Subject(name, title, kind, STRETCHES, coming, TITLES)


def until(id_: str) -> list[Line]:
    """Return the two days up to and with a record."""
    place = next(place for place, line in enumerate(TWO_DAYS) if line["id"] == id_)
    return TWO_DAYS[: place + 1]


def texts(told: list[why.Sentence]) -> list[str]:
    """Return the words alone."""
    return [sentence.text for sentence in told]


def at(clock: str, day: str = "2026-03-02") -> datetime:
    """Return an instant of the two days."""
    return datetime.fromisoformat(f"{day}T{clock}:00+01:00")


def test_a_prompt_that_came_after_a_call_has_its_whole_chain() -> None:
    """What began it, what stopped it, when it was due, what held and released it, its outcome."""
    told = why.of_reminder(until("25"), subject("stretch", "Stretch about 12:35"))

    assert texts(told) == [
        "Stretch began to count at 09:00: ergobreak started.",
        "Its clock stood for 3 min meanwhile: in a break.",
        "Stretch was due at 10:33.",
        "It was held at 10:33: microphone, since 10:10.",
        "Microphone ended at 11:00; released 11:02.",
        "It was shown at 11:02, together with Posture check.",
        "At 11:02 it was skipped.",
        "Stretch counts since 11:02: it was skipped.",
        "Stretch about 12:35.",
    ]
    assert told[3].ids == ("18", "16")


def test_what_is_held_now_says_by_what_and_since_when() -> None:
    """In the middle of the call the chain ends with the call."""
    told = why.of_reminder(until("18"), subject("stretch"))

    assert texts(told)[-1] == "It was held at 10:33: microphone, since 10:10."


def test_a_stretch_is_named_as_what_started_walk_anew() -> None:
    """Walk and posture restart with a stretch, and the chain says so."""
    told = why.of_coming(until("62"), subject("walk", "Walk about 15:40"))

    assert texts(told) == [
        "Walk counts since 14:53: a stretch was taken, which starts it anew.",
        "Walk about 15:40.",
    ]


def test_a_wait_says_what_for() -> None:
    """A walk that came five minutes late waited for the person to stop typing, and says so."""
    told = texts(why.of_reminder(until("57"), subject("walk")))

    assert "From 14:00 on it waited for a lull, as you were typing." in told
    assert "It was shown at 14:05, together with Water." in told


def test_a_moment_tells_what_held_and_what_was_due() -> None:
    """At 10:40 there was a call, and a stretch was held because of it."""
    assert texts(why.of_moment(TWO_DAYS, at("10:40"), TITLES)) == [
        "Microphone had held prompts since 10:10.",
        "Stretch was due since 10:33 and held: microphone.",
        "Next, at 10:55, Posture check fell due.",
    ]


def test_a_quiet_moment_says_that_nothing_was_due() -> None:
    """Where nothing was the matter, what came before and after says why not."""
    assert texts(why.of_moment(TWO_DAYS, at("11:30"), TITLES)) == [
        "Nothing was due and nothing held prompts. Before that, at 11:21, a drink was noted.",
        "Next, at 12:28, Posture check fell due.",
    ]
    assert texts(why.of_moment(TWO_DAYS, at("12:40"), TITLES))[0] == "Locked since 12:30."


def test_what_lies_before_the_journal_is_unknown() -> None:
    """Nothing is made up about a time that nobody wrote down."""
    told = texts(why.of_moment(TWO_DAYS, at("08:00"), TITLES))

    assert told == ["The journal begins on 2026-03-02 at 09:00."]
    assert why.of_moment([], at("08:00"), TITLES) == []
    assert why.of_reminder([], subject("walk")) == []


def test_a_rider_takes_what_happened_to_its_bundle() -> None:
    """What is written for the leader alone is told of each member, with the others' titles."""
    water = texts(why.of_reminder(until("14"), subject("hydration")))
    posture = texts(why.of_reminder(until("25"), subject("posture")))

    assert "It was postponed at 09:45 until 09:50." in water
    assert "It was shown at 09:50, together with Walk." in water
    assert "Microphone ended at 11:00; released 11:02." in posture


def test_what_waits_is_known_until_its_outcome() -> None:
    """A due without an outcome waits; with it, nothing does."""
    assert why.waiting(until("20")) == ["posture", "stretch"]
    assert why.waiting(until("25")) == []


def test_what_holds_now_is_told_in_the_present() -> None:
    """A call that goes on has held prompts; at a past instant it had."""
    now = texts(why.of_now(until("18"), at("10:40"), TITLES))

    assert now[0] == "Microphone has held prompts since 10:10."


def easy_days(*more: Line) -> list[Line]:
    """Return a day on which something hurt at 20:14."""
    return [
        {"id": "1", "at": "2026-03-02T09:00:00+01:00", "event": "started_up"},
        {"id": "2", "at": "2026-03-02T20:14:00+01:00", "event": "hurt", "reason": "wrist"},
        *more,
    ]


def test_easy_days_last_until_they_are_ended_or_over() -> None:
    """They are named while they last: 48 h, or until they are taken back or all is better."""
    line = "Easy days since Mon 20:14."
    asked = replace(subject("walk"), now=at("09:00", "2026-03-03"))
    day = at("10:00", "2026-03-03")
    sat: Line = {"id": "3", "at": "2026-03-02T20:30:00+01:00", "event": "undone"}

    assert line in texts(why.of_coming(easy_days(), asked))
    assert "Easy days since 20:14." in texts(why.of_moment(easy_days(), day, TITLES))
    assert line in texts(why.of_coming(easy_days({**sat, "reason": "sitting"}), asked))
    assert line not in texts(why.of_coming(easy_days({**sat, "reason": "better"}), asked))
    late = replace(asked, now=at("20:14", "2026-03-04"))
    assert line not in texts(why.of_coming(easy_days(), late))


def test_a_time_that_the_clock_showed_twice_is_the_later_one() -> None:
    """After the clock was set back, a moment is sought behind the setting first."""
    lines = DAYS["clock-back-and-forth"]

    told = why.of_moment(lines, at("09:45"), TITLES)

    assert told[-1].ids == ("33",)
    assert texts(told)[0].endswith("Before that, at 09:40, the clock was set.")


def test_a_chain_tells_that_the_clock_was_set() -> None:
    """Times that do not fit together are explained by the setting between them."""
    lines = DAYS["clock-back-and-forth"]
    place = next(place for place, line in enumerate(lines) if line["event"] == "clock_moved")

    told = texts(why.of_coming(lines[: place + 1], subject("walk")))

    assert "The clock was set by -1 h at 09:40." in told


def test_a_time_of_another_day_names_it() -> None:
    """A bare time is one of today."""
    asked = replace(subject("walk"), now=at("10:00", "2026-03-03"))

    told = texts(why.of_coming(until("89"), asked))

    assert told[0] == "Walk counts since Mon 17:21: it was done."


def test_a_cut_journal_claims_no_beginning() -> None:
    """Where older lines were left out, the first start that is left began nothing."""
    asked = replace(subject("stretch"), is_cut=True)

    told = texts(why.of_reminder(until("18"), asked))

    assert told[0] == "Stretch was due at 10:33."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an instance that no daemon runs in."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    return folder


def written(records: list[Record]) -> None:
    """Write a journal."""
    places = paths.find()
    places.journal.parent.mkdir(parents=True, exist_ok=True)
    store = SqliteStore(places.journal, lambda: UTC)
    store.append(records, None)
    store.close()


def micros(local: str) -> int:
    """Return a local time as the journal has it."""
    return int(datetime.fromisoformat(local).astimezone().timestamp()) * 1_000_000


def asked_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what the verb prints."""
    assert cli.main(["why", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("home")
def test_a_time_is_found_however_long_the_journal_is(capsys: pytest.CaptureFixture[str]) -> None:
    """A moment behind which thousands of lines were written is told, to the end of its minute."""
    start = micros("2026-03-02 10:30:40")
    many = [Record(start + 60_000_000 * (n + 60), "drank", ml=1) for n in range(4000)]
    written([Record(start - 60_000_000, "started_up"), Record(start, "locked"), *many])

    assert asked_of(capsys, "2026-03-02 10:30").startswith("Locked since ")
    assert asked_of(capsys, "2026-03-02 10:00").startswith("The journal begins on 2026-03-02")
    assert "begins" not in asked_of(capsys, "2026-04-02 10:00")


@pytest.mark.usefixtures("home")
def test_a_reminder_that_is_gone_is_still_told(capsys: pytest.CaptureFixture[str]) -> None:
    """What stands in the journal can be asked about, and nothing is said to run."""
    start = micros("2026-03-02 10:30:00")
    written([Record(start, "due", "plants", "p1"), Record(start, "skipped", "plants", "p1")])

    told = asked_of(capsys, "plants")

    assert told.startswith("plants is not in the settings.")
    assert "it was skipped." in told
    assert "counts since" not in told


def test_what_waits_is_why_things_stand_as_they_do(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bare `why` tells of the prompt that waits, and repeats no headline."""
    daemon = Daemon(home)
    try:
        client.ask(str(home), "advance", ("45m",))
        client.ask(str(home), "postpone", ("5m",))
        waits = asked_of(capsys)
        client.ask(str(home), "pause", ("1h",))
        paused = asked_of(capsys).splitlines()
    finally:
        daemon.close()

    assert "Walk was due at" in waits
    assert "It was postponed at" in waits
    assert len(paused) == len(set(paused))


@pytest.mark.parametrize("day", DAYS)
def test_each_sentence_stands_on_the_records_it_cites(day: str) -> None:
    """Whichever cited record is taken away, the story is another one; each sentence cites one."""
    lines = DAYS[day]
    moment = at("09:05", str(lines[0]["at"])[:10])
    tried = 0
    for step in range(0, 9 * 60, 11):
        instant = moment + timedelta(minutes=step)
        tried += told_otherwise(
            lambda found, when=instant: why.of_moment(found, when, TITLES), lines
        )
    for cut in range(1, len(lines), 9):
        for name in KINDS:
            asked = subject(name)
            tried += told_otherwise(
                lambda found, one=asked: why.of_reminder(found, one), lines[:cut]
            )
    assert tried > 100


def told_otherwise(tell: object, lines: list[Line]) -> int:
    """Hold each sentence against its records; return how many were tried."""
    assert callable(tell)
    told = tell(lines)
    cited = {id_ for sentence in told for id_ in sentence.ids}
    assert all(sentence.ids for sentence in told)
    for id_ in cited:
        assert tell([line for line in lines if line["id"] != id_]) != told, id_
    return len(cited)
