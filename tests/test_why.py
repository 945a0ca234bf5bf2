"""Why: every sentence stands on records, and on nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from ergobreak import cli, paths, why
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.control import client
from ergobreak.core.effects import Record
from ergobreak.dataclass import replace
from tests.control.daemon import Daemon

HERE: Final = Path(__file__).parent / "scenarios" / "transcripts"
Line = dict[str, object]


def played(name: str) -> list[Line]:
    """Return the transcript of a day."""
    text = (HERE / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


DAYS: Final = {
    name: played(name)
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
        "Prompts had been held since 10:10: microphone.",
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

    assert now[0] == "Prompts have been held since 10:10: microphone."


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


def noted(event: str, clock: str, **more: object) -> Line:
    """Return one line of a day, told apart by its time."""
    return {"id": clock, "at": f"2026-03-02T{clock}+01:00", "event": event, **more}


# Stopped for lunch, killed in the afternoon, stopped for the night; the call is never told over.
STOPPED: Final[list[Line]] = [
    noted("started_up", "09:00:00"),
    noted("busy", "11:50:00", reason="call"),
    noted("due", "11:55:00", reminder="stretch", prompt="p1"),
    noted("held", "12:03:00", reminder="stretch", prompt="p1", reason="quit"),
    noted("shut_down", "12:03:01"),
    noted("started_up", "12:40:00"),
    noted("skipped", "12:45:00", reminder="stretch", prompt="p1"),
    noted("locked", "14:00:00"),
    noted("started_up", "14:30:00"),
    noted("paused", "17:00:00"),
    noted("shut_down", "17:31:00"),
]


def test_between_a_stop_and_the_next_start_it_was_off() -> None:
    """What nobody watched is not told, and nobody says that nothing was due."""
    told = why.of_moment(STOPPED, at("12:20"), TITLES)

    assert texts(told) == [
        "ergobreak was off: stopped at 12:03, started at 12:40.",
        "Stretch was due since 11:55 and held: ergobreak was stopped.",
        "Next, at 14:00, the screen was locked.",
    ]
    assert told[0].ids == ("12:03:01", "12:40:00")


def test_a_sleep_that_was_noticed_on_waking_is_told_of_its_moments() -> None:
    """Nobody announced it: inside it the computer was asleep, just before it was not."""
    lines = [
        noted("completed", "10:00:00", reminder="walk"),
        noted("woke", "12:30:00", seconds=3600),
        noted("away", "12:30:00", seconds=3600),
    ]

    inside = why.of_moment(lines, at("12:20"), TITLES)
    before = why.of_moment(lines, at("11:20"), TITLES)

    assert texts(inside)[0] == "Asleep since 11:30."
    assert inside[0].ids == ("12:30:00",)
    assert texts(before)[0].startswith("Nothing was due and nothing held prompts.")


def test_who_had_been_sitting_reads_of_it() -> None:
    """The time away still begins the count, and that it was taken back is told beside it."""
    lines = [
        noted("natural", "10:00:00", reminder="walk"),
        noted("away", "10:10:00", seconds=900),
        noted("undone", "10:12:00", reminder="walk", reason="sitting"),
    ]

    told = why.of_coming(lines, subject("walk"))

    assert texts(told)[:2] == [
        "Walk counts since 10:00: time away from the desk counted as it.",
        "At 10:12 you said that you had been sitting: no break, and no timer moved.",
    ]
    assert told[1].ids == ("10:12:00",)


def test_a_clock_that_was_set_right_is_told_in_years() -> None:
    """Nobody counts the minutes of half a century."""
    lines = [
        noted("completed", "10:00:00", reminder="walk"),
        noted("clock_moved", "10:10:00", seconds=29_919_420 * 60),
    ]

    told = why.of_coming(lines, subject("walk"))

    assert "The clock was set by +57 years at 10:10." in texts(told)


def test_a_stop_without_a_start_is_told() -> None:
    """Behind the last stop it is off, whatever is asked; a pause outlasts it."""
    told = why.of_moment(STOPPED, at("20:00"), TITLES, is_running=False)
    now = why.of_now(STOPPED, at("20:00"), TITLES, is_running=False)

    stopped = "ergobreak was stopped at 17:31 and has not started since."
    assert texts(told) == texts(now) == [stopped, "Paused since 17:00."]
    assert told[0].ids == ("17:31:00",)


def test_of_a_killed_daemon_nobody_knows_when_it_ended() -> None:
    """The last record before and the start behind are named; what went on then is told as known."""
    told = why.of_moment(STOPPED, at("14:15"), TITLES)

    assert texts(told)[0] == (
        "How long ergobreak ran is not known: its last record is of 14:00, "
        "and it started anew at 14:30."
    )
    assert told[0].ids == ("14:00:00", "14:30:00")
    assert "Locked since 14:00." in texts(told)


def test_the_end_of_a_killed_daemon_is_not_known() -> None:
    """Nothing runs and no stop is written down: that is said; a daemon that runs is just silent."""
    silent = "How long ergobreak ran is not known: its last record is of 14:00."
    lines = STOPPED[:8]

    assert silent in texts(why.of_now(lines, at("15:00"), TITLES, is_running=False))
    assert silent in texts(why.of_moment(lines, at("15:00"), TITLES, is_running=False))
    assert silent not in texts(why.of_moment(lines, at("15:00"), TITLES))


def test_time_without_ergobreak_is_no_active_time() -> None:
    """The chain of a reminder tells how long it was off."""
    told = texts(why.of_coming(STOPPED[:6], subject("walk")))

    assert told[1] == "Its clock stood for 37 min meanwhile: ergobreak was off."


def test_a_new_boot_ends_what_nobody_saw_end() -> None:
    """A call or a lock before the machine was started anew holds nothing afterwards."""
    booted = [*STOPPED[:8], {**STOPPED[8], "reason": "boot"}]

    kept = texts(why.of_moment(STOPPED[:9], at("14:40"), TITLES))
    gone = texts(why.of_moment(booted, at("14:40"), TITLES))

    assert kept == ["Prompts had been held since 11:50: microphone.", "Locked since 14:00."]
    assert gone == [
        "Nothing was due and nothing held prompts. Before that, at 14:30, ergobreak started."
    ]


def test_time_away_is_counted_once() -> None:
    """Who locks the screen in a silence, after a natural break, was away for so long in all."""
    lines = [
        noted("completed", "10:00:00", reminder="walk"),
        noted("idle", "12:28:00"),
        noted("locked", "12:30:00"),
        noted("natural", "12:32:00", reminder="walk"),
        noted("unlocked", "13:15:00"),
        noted("away", "13:15:01", seconds=2821),
    ]

    told = why.of_coming(lines, subject("walk"))

    assert texts(told)[1] == "Its clock stood for 43 min meanwhile: no input, locked."


def test_a_blink_is_not_worth_a_sentence() -> None:
    """A restart within a second stopped no clock."""
    lines = [
        noted("started_up", "10:00:00"),
        noted("shut_down", "10:30:00.1"),
        noted("started_up", "10:30:00.8"),
    ]

    assert len(why.of_coming(lines, subject("walk"))) == 1


TWICE: Final = "Time away had counted twice in a row by then, so it comes after half its time."


def away(first: str, second: str, third: str) -> list[Line]:
    """Return an absence that counted: its lock, what was restarted, the return."""
    return [
        noted("locked", first),
        noted("natural", second, reminder="stretch"),
        noted("away", third, seconds=300),
    ]


def test_a_stretch_that_comes_sooner_says_why() -> None:
    """After two coffee trips in a row the chain names both, in the day that the engine plays."""
    lines = played("coffee-trips")
    naturals = [
        place
        for place, line in enumerate(lines)
        if line["event"] == "natural" and line["reminder"] == "stretch"
    ]
    first, second = (lines[: place + 1] for place in naturals[:2])

    told = why.of_coming(second, subject("stretch"))

    assert TWICE not in texts(why.of_coming(first, subject("stretch")))
    assert texts(told)[1] == TWICE
    assert {first[-1]["id"], second[-1]["id"]} < set(told[1].ids)
    assert TWICE not in texts(why.of_coming(second, subject("walk")))


def test_a_stretch_begins_the_row_anew() -> None:
    """One that was shown or taken between two absences, or an absence that did not count."""
    trip, other = away("09:20", "09:22", "09:25"), away("09:40", "09:42", "09:45")
    shown = noted("prompted", "09:30", reminder="walk", others=["stretch"])
    taken = noted("completed", "09:30", reminder="stretch")

    def tells(*lines: Line) -> bool:
        return TWICE in texts(why.of_coming(lines, subject("stretch")))

    assert tells(*trip, *other)
    assert tells(*trip, noted("prompted", "09:30", reminder="walk"), *other)
    assert not tells(*trip, shown, *other)
    assert not tells(*trip, taken, *other)
    # A prompt that leaving has answered, but the return came at once.
    assert not tells(shown, *trip[:2], noted("unlocked", "09:23"), *other)


@pytest.mark.parametrize(
    ("lines", "moment"),
    [(STOPPED, "12:20"), (STOPPED, "14:15"), (STOPPED, "20:00")],
)
def test_without_its_records_ergobreak_was_not_off(lines: list[Line], moment: str) -> None:
    """Whichever record of a stop, a start or a last word is missing, the sentence is another."""
    first = why.of_moment(lines, at(moment), TITLES)[0]

    for id_ in first.ids:
        without = [line for line in lines if line["id"] != id_]
        assert first.text not in texts(why.of_moment(without, at(moment), TITLES))


def test_without_its_records_no_stretch_comes_sooner() -> None:
    """Whichever absence is missing, it was no second one."""
    lines = [*away("09:20", "09:22", "09:25"), *away("09:40", "09:42", "09:45")]
    cited = why.of_coming(lines, subject("stretch"))[1].ids

    assert len(cited) == 3
    for id_ in cited:
        without = [line for line in lines if line["id"] != id_]
        assert TWICE not in texts(why.of_coming(without, subject("stretch")))


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
def test_the_start_after_a_long_stop_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Between a stop and a start that lie weeks apart both are named; without a start none is."""
    stop, start = micros("2026-03-02 17:31:00"), micros("2026-03-27 08:00:00")
    written(
        [
            Record(stop - 60_000_000, "started_up"),
            Record(stop, "shut_down"),
            Record(start, "started_up"),
            Record(start + 60_000_000, "shut_down"),
        ]
    )

    off = "ergobreak was off: stopped at 2026-03-02 17:31, started at 2026-03-27 08:00."
    assert off in asked_of(capsys, "2026-03-04 10:00")
    assert "has not started since." in asked_of(capsys, "2026-03-28 10:00")
    assert "has not started since." in asked_of(capsys)


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


def test_the_present_is_that_of_the_daemon(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A time without a day is the last one before the daemon's now, wherever its clock stands."""
    daemon = Daemon(home)
    try:
        client.ask(str(home), "advance", ("3h",))
        asked = datetime.fromisoformat("2026-03-02T09:15+01:00").astimezone()
        told = asked_of(capsys, f"{asked:%H:%M}")
    finally:
        daemon.close()

    assert "Before that, at 09:00, ergobreak started." in told
    assert "Next, at 09:45, " in told


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
