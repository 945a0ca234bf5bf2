"""The log as people use it: looked through, added to, taken back, put right."""

from __future__ import annotations

import re
import resource
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.cli import log_filters, log_ids, log_undo
from ergobreak.cli.table import Look, glasses, table
from ergobreak.control import client
from ergobreak.core.effects import Record
from ergobreak.core.hours import instant_of
from ergobreak.core.model import DAY, HOUR, MINUTE, Now
from ergobreak.core.state import State
from ergobreak.errors import UsageError
from ergobreak.paths import find
from tests.control.daemon import BERLIN, Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONDAY: Final = instant_of(datetime.fromisoformat("2026-03-02 09:00"), BERLIN)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that all commands of a test share, in Berlin."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a daemon at 09:46 of 2 March; a walk and its water have been done."""
    found = Daemon(home)
    client.ask(None, "advance", ["46m"])
    client.ask(None, "done")
    yield found
    found.close()


class Shell:
    """Runs commands in this process, and finds lines of the log by what they say."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = 0

    def __call__(self, *words: str) -> str:
        """Run `ergobreak log` with these words; return all that it printed."""
        self.code = cli.main(["log", *words])
        return "".join(self._capsys.readouterr())

    def day(self, *words: str) -> list[str]:
        """Return the lines of the day without their short names."""
        told = self("--day", "2026-03-02", *words).splitlines()
        return [re.sub(r"  +[0-9a-z]{5}$", "", line) for line in told]

    def name(self, text: str) -> str:
        """Return the short name of the line in which this stands."""
        (line,) = [one for one in self("--day", "2026-03-02").splitlines() if text in one]
        return line.split()[-1]


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return what runs commands."""
    return Shell(capsys)


def water() -> object:
    """Return the day's millilitres as the daemon tells them."""
    return client.ask(None, "status", as_json=True).data["water_ml"]


# ---------------------------------------------------------------- adding


def test_what_was_done_without_us_is_added(daemon: Daemon, log: Shell) -> None:
    """It stands at its own time and is marked; timers and due times stay as they are."""
    before = client.ask(None, "next").text
    told = log("add", "stretch 10 min ago")

    assert told.splitlines()[0] == "Stretch noted for 09:36."
    assert "09:36  completed   stretch (added afterwards)" in log.day()
    assert client.ask(None, "next").text == before


def test_words_that_mean_nothing_are_refused(daemon: Daemon, log: Shell) -> None:
    """The refusal says what was understood, and nothing is written."""
    before = log.day("--raw")

    assert "Understood: walk, 9:30." in log("add", "walk", "flurb", "9:30")
    assert log.code == 2
    assert log.day("--raw") == before


# ---------------------------------------------------------------- taking back


def test_undo_takes_back_the_whole_last_answer(daemon: Daemon, log: Shell) -> None:
    """A walk and the water that came along were one answer; the day's water follows."""
    assert water() == 250
    told = log("undo").splitlines()

    assert [line[7:] for line in told[1:4]] == [
        "completed  walk, by hand",
        "completed  hydration, by hand",
        "drank      1 glass, 250 ml",
    ]
    assert [line for line in log.day() if "completed" in line or "drank" in line] == []
    assert water() == 0


def test_undo_again_takes_back_the_one_before(daemon: Daemon, log: Shell) -> None:
    """Each undo goes one answer further, by the order of writing; then there is none."""
    log("add", "stretch 10 min ago")

    assert "stretch" in log("undo")
    assert "walk" in log("undo")
    assert "There is no answer to take back." in log("undo")
    assert log.code == 6


def test_what_was_taken_back_can_come_back(daemon: Daemon, log: Shell) -> None:
    """The lines that took it away have names, and undoing them brings it back, water and all."""
    before = log.day()
    names = log("undo").splitlines()[-1].partition("log undo ")[2].split()

    assert "This counts again:" in log("undo", *names)
    assert log.day() == before
    assert water() == 250


def test_dry_run_writes_nothing(daemon: Daemon, log: Shell) -> None:
    """Each of the three says what it would do, and leaves the log as it is."""
    before = log.day("--raw")

    assert log("undo", "--dry-run").startswith("This would be taken back:\n09:46  completed  walk")
    assert "09:40  completed  walk" in log("add", "walk", "9:40", "--dry-run")
    assert "It would be:" in log("amend", log.name("walk,"), "--outcome", "skipped", "--dry-run")
    assert log.day("--raw") == before


# ---------------------------------------------------------------- putting right


def test_amended_line_counts_instead_of_the_old_one(daemon: Daemon, log: Shell) -> None:
    """The log shows what really was, marked; the old line is kept; undo brings it back."""
    old = log.name("walk,")
    told = log("amend", old, "--at", "9:30", "--for", "4m", "--reminder", "stretch")

    assert told.splitlines()[:4] == [
        "It was:",
        "09:46  completed  walk, by hand",
        "Now it is:",
        "09:30  completed  stretch, 4 min (corrected)",
    ]
    assert not any("walk, by hand" in line for line in log.day())
    assert "09:46  completed   walk, by hand (no longer counts)" in log.day("--raw")
    assert "This counts again:\n09:46  completed  walk, by hand" in log("undo")


def test_amended_drink_changes_the_days_water(daemon: Daemon, log: Shell) -> None:
    """The total follows the new amount, also when it is amended twice and taken back."""
    log("amend", log.name("drank"), "--ml", "400")
    first = water()
    log("amend", log.name("drank"), "--ml", "100")
    second = water()
    log("undo")
    third = water()
    log("undo")

    assert (first, second, third, water()) == (400, 100, 400, 250)
    assert "09:46  drank       1 glass, 250 ml" in log.day()


NONSENSE: Final = (
    ("amend", "Amend which line?", 2),
    ("amend {walk}", "What was different?", 2),
    ("amend {walk} --outcome hurt", "Which outcome was it?", 2),
    ("amend {walk} --outcome skipped --for 3m", "has no length", 2),
    ("amend {walk} --ml 300", "An amount goes with a drink", 2),
    ("amend {walk} --at 2026-02-27T10:00", "no time of day", 2),
    ("amend {walk} --reminder wolk", "Did you mean walk?", 2),
    ("amend {walk} --day today", "no such option", 2),
    ("amend {drink} --outcome skipped", "A drink has an amount", 2),
    ("amend {drink} --ml 6l", "1 ml to 5 l", 6),
    ("amend zzzzz --ml 300", "There is no line 'zzzzz'", 2),
    ("amend zz --ml 300", "too short", 2),
    ("undo --ml 3", "goes with amend", 2),
    ("frobnicate", "There are: add, undo, amend, purge, delete.", 2),
    ("--dry-run", "goes with add, undo or amend", 2),
)


def test_what_makes_no_sense_is_said(daemon: Daemon, log: Shell) -> None:
    """A wrong correction is refused with its reason, and the log stays as it is."""
    before = log.day("--raw")
    names = {"walk": log.name("walk,"), "drink": log.name("drank")}

    for words, told, code in NONSENSE:
        assert told in log(*(word.format(**names) for word in words.split())), words
        assert log.code == code, words
    assert log.day("--raw") == before


def test_line_is_moved_by_a_day_at_most(daemon: Daemon, log: Shell) -> None:
    """Farther away nobody would look for what became of it."""
    name = log.name("walk,")

    assert "moved by a day at most" in log("amend", name, "--at", "2026-02-27 10:00")
    assert log("amend", name, "--at", "2026-03-01 10:00").splitlines()[3].startswith("10:00")


def test_line_that_counts_no_more_cannot_be_amended(daemon: Daemon, log: Shell) -> None:
    """Its name leads to the refusal, not to a second line beside the first."""
    name = log.name("walk,")
    log("amend", name, "--outcome", "skipped")

    assert "no longer counts" in log("amend", name, "--outcome", "partial")
    assert log.code == 6


# ---------------------------------------------------------------- without a daemon


def written(home: Path, *records: Record, state: State | None = None) -> None:
    """Write a journal as a daemon leaves it."""
    store = SqliteStore(find(str(home)).journal, lambda: BERLIN)
    store.append(records, state)
    store.close()


def test_without_a_daemon_the_same_rules_hold(home: Path, log: Shell) -> None:
    """Lines are written and taken back, the saved state stays but for the water."""
    now = round(datetime.now(BERLIN).timestamp()) * 1_000_000
    state = State(Now(HOUR, now - DAY), serial=7)
    written(home, Record(now - 3 * DAY, "completed", "walk"), state=state)

    assert "300 ml noted" in log("add", "water 300ml")
    assert "A drink is 1 ml to 5 l." in log("add", "water 6l")
    assert log.code == 6
    store = SqliteStore(find(str(home)).journal, lambda: BERLIN)
    saved = store.load()
    store.close()
    assert saved is not None
    assert (saved.at, saved.serial, saved.water_ml) == (state.at, 7, 300)
    assert "drank  300 ml" in log("undo")
    assert "walk" in log("undo")


def test_first_line_makes_the_journal(home: Path, log: Shell) -> None:
    """Where nothing ever ran, a line can be added; nothing else is made but what it needs."""
    assert "Walk noted" in log("add", "walk 5 min ago")
    assert not (home / "ergobreak.toml").exists()
    assert "walk (added afterwards)" in log("--since", "yesterday")


def test_damaged_journal_is_refused_untouched(home: Path, log: Shell) -> None:
    """What cannot be read is said in two lines and left for the next start to mend."""
    path = home / "journal.db"
    path.write_bytes(b"no journal " * 1000)

    for words in ([], ["add", "walk"], ["undo"], ["amend", "abcde", "--ml", "3"]):
        assert "cannot be used" in log(*words)
        assert log.code == 1
    assert path.read_bytes() == b"no journal " * 1000


def test_full_disk_is_said(home: Path, log: Shell) -> None:
    """A line that could not be written is not acknowledged."""
    written(home, Record(MONDAY, "completed", "walk"))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limit[1]))
    try:
        told = log("add", "walk 5 min ago")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)

    assert (log.code, "cannot be used" in told) == (1, True)
    assert log("--since", "yesterday") == "Nothing is written down for that.\n"


# ---------------------------------------------------------------- looking


def a_fortnight(home: Path) -> None:
    """Write two weeks with a stretch, a walk and a drink each day, from 2 March on."""
    records: list[Record] = []
    for day in range(14):
        at = MONDAY + day * DAY
        records += [
            Record(at, "prompted", "stretch", others=("hydration",)),
            Record(at + MINUTE, "skipped" if day % 2 else "completed", "stretch"),
            Record(at + MINUTE, "completed", "hydration"),
            Record(at + MINUTE, "drank", ml=250),
            Record(at + HOUR, "missed" if day == 3 else "completed", "walk"),
        ]
    written(home, *records)


FILTERS: Final = {
    "--since 2026-03-02 --until 2026-03-15": 70,
    "--since 2026-03-14": 10,
    "--until 2026-03-03": 10,
    "--day 2026-03-04": 5,
    "--since 2026-03-02 --reminder stretch": 28,
    "--since 2026-03-02 --reminder water": 42,
    "--since 2026-03-02 --outcome skipped,missed": 8,
    "--since 2026-03-02 --outcome skipped --outcome missed": 8,
    "--since 2026-03-02 --outcome completed --reminder walk": 13,
    "--last 5": 5,
    "--last 3 --outcome missed": 1,
    "--last 30 --reminder water": 30,
    "--last 2 --day 2026-03-04": 2,
    "--last 99 --reminder nobody": 0,
}


def test_filters_find_what_is_asked_for(home: Path, log: Shell) -> None:
    """Days, reminders and outcomes narrow the log; days are told with their ends."""
    a_fortnight(home)

    found = {words: len(log(*words.split(), "--json").splitlines()) for words in FILTERS}

    assert found == FILTERS


def test_last_of_a_kind_are_the_latest_that_count(home: Path, log: Shell) -> None:
    """The last few of an outcome leave out what was put right since."""
    a_fortnight(home)
    name = log("--last", "1", "--outcome", "missed").split()[-1]
    told = log("amend", name, "--outcome", "completed")

    assert log.code == 0, told
    assert log("--last", "1", "--outcome", "missed") == "Nothing is written down for that.\n"
    assert "walk (corrected)" in log("--day", "2026-03-05", "--outcome", "completed")
    assert len(log("--last", "1", "--outcome", "missed", "--raw").splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--day monkey", "is no day"),
        ("--since 2026-03-05 --until 2026-03-02", "is before"),
        ("--day today --since monday", "exclude each other"),
        ("--outcome sleepy", "There is no outcome 'sleepy'"),
        ("--last 0", "from 1 on"),
    ],
)
def test_filters_without_sense_are_refused(log: Shell, words: str, told: str) -> None:
    """A filter that cannot be meant is a usage error with its reason."""
    assert told in log(*words.split())
    assert log.code == 2


def test_days_in_words_are_days_of_the_calendar() -> None:
    """A span of days begins with its first midnight and ends behind its last."""
    asked = log_filters.Asked(date(2026, 3, 28), date(2026, 3, 29), "", frozenset())
    since, until = asked.starts_at(), asked.ends_at()

    assert since is not None
    assert until is not None
    assert until - since in (47 * HOUR, 48 * HOUR, 49 * HOUR)
    assert log_filters.midnight(date.min) < log_filters.midnight(date.max)


# ---------------------------------------------------------------- pure parts


def line(number: int, event: str = "completed", **more: object) -> dict[str, object]:
    """Return a line of a day, told from others by its number."""
    at = f"2026-03-02T09:{number:02}:00+01:00"
    return {"id": f"01K0000000000000000000A{number:03}", "machine": "M", "at": at} | {
        "event": event,
        **more,
    }


def test_short_name_is_read_as_it_is_meant() -> None:
    """Letters that are misread for figures mean these; too much of a likeness is asked back."""
    lines = [line(1), line(10), line(2, "prompted"), line(3, "hurt")]

    assert [log_ids.short(each) for each in lines] == ["0a001", "0a010", "", ""]
    assert log_ids.one("oaOI0", lines) == lines[1]
    assert log_ids.one("0a002", lines) is None
    with pytest.raises(UsageError, match="several"):
        log_ids.one("0a001", [lines[0], {**lines[0], "id": "01K1111111111111111110A001"}])


def test_answers_of_one_moment_are_one_only_if_given_together() -> None:
    """A line that was added for the same minute is an answer of its own."""
    given = [line(5, reminder="walk"), {**line(6, "drank", ml=250), "at": line(5)["at"]}]
    added = {**line(7, reminder="stretch", reason="corrected"), "at": line(5)["at"]}

    assert log_undo.last_answer(given) == given
    assert log_undo.last_answer([*given, added]) == [added]
    assert log_undo.last_answer([line(1, "missed"), line(2, "seen")]) == []


def test_glasses_are_counted_where_they_can_be() -> None:
    """Whole and half glasses are told, anything else is millilitres alone."""
    told = [glasses(ml, 250) for ml in (125, 250, 375, 500, 300)]

    assert told == [
        "half a glass, 125 ml",
        "1 glass, 250 ml",
        "1.5 glasses, 375 ml",
        "2 glasses, 500 ml",
        "300 ml",
    ]
    assert glasses(250, 0) == "250 ml"


def test_table_is_plain_in_a_file_and_fits_a_terminal() -> None:
    """A line stays one line in a file; in a terminal it is folded, its name dim at the edge."""
    lines = [line(1, "held", reminder="a long name " * 10), line(2, reminder="walk")]
    plain = table(lines, Look(has_ids=True)).splitlines()
    folded = table(lines, Look(columns=60, is_styled=True, has_ids=True)).splitlines()

    assert len(plain) == 2
    assert "\033" not in "".join(plain)
    assert plain[1].endswith("0a002")
    assert len(folded) > 3
    assert max(len(re.sub(r"\033\[\dm", "", each)) for each in folded) <= 60
    assert folded[-1].endswith("\033[2m0a002\033[0m")
