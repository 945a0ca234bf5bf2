"""`stats`: fair figures in words, in bars where they can be seen, as JSON for programs."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.cli import stats, stats_charts, stats_json, stats_words
from ergobreak.cli.stats_figures import Book, Figures
from ergobreak.cli.stats_settings import Known, facts, known, load
from ergobreak.core.effects import Record
from ergobreak.history import MOVEMENT, Line
from ergobreak.paths import find
from tests.control.daemon import BERLIN, Daemon
from tests.history.logbook import DAY, at, log, ordinary_days

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
KNOWN: Final = Known(frozenset(MOVEMENT), 1200, 250)
DRY: Final = Known(frozenset(MOVEMENT))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an instance's folder, in which the commands of a test are called."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a daemon at 09:00 on Monday 2 March, and a stretch a day in the two weeks before."""
    begin = datetime.fromisoformat("2026-02-16T10:00+01:00")
    store = SqliteStore(home / "journal.db", lambda: BERLIN)
    for day in range(14):
        instant = int((begin + timedelta(days=day)).timestamp()) * 1_000_000
        store.append(
            [
                Record(instant, "due", "stretch", f"d{day}"),
                Record(instant, "started", "stretch", f"d{day}", seconds=300),
                Record(instant + 300_000_000, "completed", "stretch", f"d{day}", seconds=300),
                Record(instant + 300_000_000, "drank", ml=250),
            ],
            None,
        )
    store.close()
    found = Daemon(home)
    yield found
    found.close()


def book(lines: list[Line], clock: str = "17:00", *, is_running: bool = True) -> Book:
    """Return the lines with all that is known at a time of the day of the log."""
    return Book(lines, at(clock), frozenset(MOVEMENT), is_running=is_running)


def rows(section: stats_words.Section) -> dict[str, str]:
    """Return what a section says, by what it is about."""
    return dict(section.rows)


def prompts(*hows: str, hour: int = 9) -> list[Line]:
    """Return walks with these outcomes, a few minutes apart."""
    told = []
    for place, how in enumerate(hows):
        clock = f"{hour + place // 30:02}:{place % 30 * 2:02}"
        told.append(f"{clock} due walk p{place}")
        if how == "held":
            told.append(f"{clock} held walk p{place} reason=call")
        told.append(f"{clock} {'expired' if how == 'held' else how} walk p{place}")
    return log("\n".join(told), machine=f"at-{hour}")


# ---------------------------------------------------------------- words


def test_prompts_taken_are_shown_with_their_count() -> None:
    """8 of 12 is 67 %, in words strong; what was held or came while away is not counted."""
    hows = ["completed"] * 7 + ["partial"] * 2 + ["skipped"] * 2 + ["missed", "absent"]
    found = book(prompts(*hows, *["held"] * 3)).period(14)

    told = stats_words.adherence(found.adherence)

    assert told == "8 of 12, 67 %: strong (not counted: 3 held back, 1 while away)"


def test_below_ten_prompts_there_is_no_figure() -> None:
    """Nine prompts have no per cent, whatever became of them."""
    told = stats_words.adherence(book(prompts(*["completed"] * 9)).period(14).adherence)

    assert told == "still learning your rhythm; 9 of 9 so far, a figure comes from 10 on"


def test_no_note_is_no_zero() -> None:
    """Where nobody noted a drink it is not recorded: never 0, and never a per cent."""
    lines = log("09:00 started_up\n 10:00 completed walk p1 seconds=180")
    found = book(lines)

    today = rows(stats_words.today(found.today(), KNOWN))["Water"]
    period = rows(stats_words.period(found.period(14), KNOWN))["Water"]

    assert today == "not recorded; a day's share at work is about 1.2 l"
    assert period == "not recorded"
    assert stats_json.data(Figures(at("17:00"), found.today()), KNOWN)["today"]["water_ml"] is None


def test_water_is_told_beside_the_share_at_work() -> None:
    """What was noted stands beside the share; once it is reached, nothing goes beyond it."""
    some = book(log("10:00 drank ml=250\n 11:00 drank ml=300")).today()
    much = book(log("10:00 drank ml=1250")).today()

    told = [rows(stats_words.today(each, KNOWN))["Water"] for each in (some, much)]

    assert told == [
        "550 ml, 2 glasses, as recorded; a day's share at work is about 1.2 l",
        "1.25 l, 5 glasses, as recorded; the day's share at work, about 1.2 l, is reached",
    ]
    assert rows(stats_words.today(some, DRY))["Water"] == "550 ml as recorded"


def test_days_of_water_are_those_with_a_note() -> None:
    """The mean is that of the days with a note; the others are named as not recorded."""
    lines = log("""
        10:00 completed walk p1 seconds=180
        10:05 drank ml=500
        +1 10:00 completed walk p2 seconds=180
        +2 10:00 completed walk p3 seconds=180
        +2 10:05 drank ml=1000
    """)
    found = Book(lines, at("17:00", days=2), frozenset(MOVEMENT), is_running=True).period(3)

    told = rows(stats_words.period(found, KNOWN))["Water"]

    assert told.startswith("750 ml a day on 2 days with a note; not recorded on 1 work day; ")


def test_days_without_a_prompt_cost_nothing() -> None:
    """Of two work days one had two breaks; a day in bed is none of them."""
    lines = log("""
        10:00 completed walk p1 seconds=180
        11:00 completed stretch p2 seconds=300
        +1 10:00 completed walk p3 seconds=180
        +2 10:00 locked
    """)
    found = Book(lines, at("17:00", days=2), frozenset(MOVEMENT), is_running=True).period(14)

    assert rows(stats_words.period(found, KNOWN))["Days"] == (
        "1 of 2 work days with at least 2 movement breaks"
    )


def test_sitting_is_told_with_when_and_amid_what() -> None:
    """The longest time of sitting says how long, on which day, from when, and that it was calls."""
    lines = log("""
        09:00 started_up
        09:05 busy reason=call
        10:45 free reason=call
        10:52 started stretch p2 seconds=300
        10:57 completed stretch p2 seconds=300
    """)
    found = book(lines, "11:20")

    today = rows(stats_words.today(found.today(), KNOWN))
    period = rows(stats_words.period(found.period(14), KNOWN))

    assert today["Sitting"] == "23 min now; longest 1 h 52 from 09:00, in calls"
    assert period["Longest"] == "1 h 52 on Monday 2 March, from 09:00, in calls"
    assert period["Sitting"].startswith("17 % of the active time (2 h 15)")


def test_nobody_sits_who_is_away() -> None:
    """Away, or with nobody to tell, there is no sitting now; in a break it has just begun."""
    away = book(log("09:00 started_up\n 10:00 locked"), "11:00")
    stopped = book(log("09:00 started_up\n 10:00 seen posture p1"), is_running=False)
    resting = book(log("09:00 started_up\n 10:00 started walk p1 seconds=180"), "10:02")

    assert away.today().sitting is None
    assert stopped.today().sitting is None
    assert resting.today().sitting == 0


def test_time_after_the_end_of_a_daemon_is_unknown() -> None:
    """Killed at ten, it says nothing of the time since: one hour was active, not eight."""
    lines = log("09:00 started_up\n 10:00 seen posture p1")

    assert book(lines, is_running=False).today().summary.active == 3600
    assert book(lines, "11:00").today().summary.active == 7200


def test_an_hour_that_rarely_suits_is_named() -> None:
    """Five prompts about two o'clock and none taken: it says so; four say nothing."""
    morning = prompts(*["completed"] * 6)
    five = book(morning + prompts(*["skipped"] * 5, hour=14)).period(14)
    four = book(morning + prompts(*["skipped"] * 4, hour=14)).period(14)

    assert rows(stats_words.hours(five)) == {
        "09:00": "6 of 6 taken",
        "14:00": "0 of 5 taken, rarely suits",
    }
    assert stats_words.rare_hours(five) == ["14:00 rarely suits."]
    assert stats_words.rare_hours(four) == []


def test_the_week_has_a_row_for_each_day_so_far() -> None:
    """Days that are still to come are left out; one without a line is not recorded."""
    lines = log("""
        09:00 started_up
        10:00 completed walk p1 seconds=180
        10:00 drank ml=250
        11:00 shut_down
    """)
    found = Book(lines, at("09:00", days=1), frozenset(MOVEMENT), is_running=False)

    told = stats_words.week(found.week(), at("09:00", days=1).date())

    assert told.rows == (
        ("Mon", "1 movement break, 1 h 57 active, 250 ml of water"),
        ("Tue", "not recorded"),
        ("In all", "1 movement break, 1 h 57 active"),
    )


def test_no_word_of_blame() -> None:
    """Whatever happened, no word scolds, counts a streak or speaks of health."""
    hows = ["missed"] * 20 + ["skipped"] * 10 + ["held"] * 2
    found = book(prompts(*hows))
    sections = [
        stats_words.today(found.today(), KNOWN),
        stats_words.week(found.week(), DAY),
        stats_words.period(found.period(14), KNOWN),
        stats_words.hours(found.period(14)),
    ]

    told = stats_words.plain(iter(sections)).casefold()

    for word in ("missed", "fail", "streak", "adherence", "bad", "poor", "only", "pain", "spasm"):
        assert word not in told
    assert "0 of 30, 0 %: just starting" in told


# ---------------------------------------------------------------- bars


def drawn(lines: list[Line], width: int) -> str:
    """Return what a terminal of this width is sent."""
    found = Book(lines, at("17:00", days=-49), frozenset(MOVEMENT), is_running=False)
    figures = Figures(at("17:00", days=-49), found.today(), found.week(), found.period(14))
    file = io.StringIO()
    stats_charts.show(figures, KNOWN, file, width=width)
    return file.getvalue()


@pytest.mark.parametrize("width", [36, 59, 60, 80, 200])
def test_it_fits_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider than the terminal, nor than 80; bars are drawn from 60 columns on."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    lines = ordinary_days(12)

    told = drawn(lines, width)

    plain = told.replace("\033[1m", "").replace("\033[2m", "").replace("\033[0m", "")
    assert max(map(len, plain.splitlines())) <= min(width, 80)
    assert ("\N{FULL BLOCK}" in plain) == (width >= 60)
    assert "9 movement breaks" in plain or " 9 " in plain
    assert "\033[32m" not in told


def test_colours_only_underline(monkeypatch: pytest.MonkeyPatch) -> None:
    """With colours or without, the same words and bars stand on the screen."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    lines = ordinary_days(12)
    coloured = drawn(lines, 80)
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\033[32m" in coloured
    assert coloured.replace("\033[32m", "").replace("\033[0m", "") == drawn(lines, 80).replace(
        "\033[0m", ""
    )


# ---------------------------------------------------------------- the command


def test_the_present_is_that_of_the_daemon(
    daemon: Daemon, capsys: pytest.CaptureFixture[str]
) -> None:
    """It tells of the day, the week and the two weeks before the daemon's now."""
    code = cli.main(["stats"])

    told = capsys.readouterr().out
    assert code == 0
    assert told.startswith("Today, Monday 2 March\n  Breaks   none so far\n")
    assert "\nThis week\n  Mon     not recorded\n" in told
    assert "\nThe last 14 days, as recorded\n" in told
    assert "  Prompts taken  13 of 13, 100 %: remarkable\n" in told


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ([], {"today", "week", "period"}),
        (["today"], {"today"}),
        (["--week"], {"week", "period"}),
        (["--days", "3"], {"period"}),
    ],
)
def test_only_what_is_asked_for(
    words: list[str], keys: set[str], daemon: Daemon, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each option has its part, and --days its number of days, today as the last."""
    assert cli.main(["stats", "--json", *words]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told.keys() - {"now", "water_share_ml"} == keys
    assert told["water_share_ml"] == 1200
    if words == ["--days", "3"]:
        period = told["period"]
        assert (period["first"], period["last"]) == ("2026-02-28", "2026-03-02")
        assert period["movement_breaks"] == {"2026-02-28": 1, "2026-03-01": 1}
        assert period["water_ml"] == {"2026-02-28": 250, "2026-03-01": 250}
        assert period["adherence"]["share"] is None


@pytest.mark.parametrize(
    "words",
    [
        ["--days", "0"],
        ["--week", "--days", "3"],
        ["today", "--week"],
        ["--monday", "--week"],
        ["--offer", "x"],
        ["--monday", "perhaps"],
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], home: Path) -> None:
    """Options that exclude each other, and days that are none, exit with 2."""
    assert cli.main(["stats", *words]) == 2


def test_an_empty_journal_is_no_error(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first day there is a kind sentence, and for programs null instead of 0."""
    assert cli.main(["stats"]) == 0
    told = capsys.readouterr().out
    assert cli.main(["stats", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)

    assert told == f"{stats.NOTHING}\n"
    assert data["period"]["adherence"]["share"] is None
    assert data["period"]["exposure"] is None
    assert data["today"]["water_ml"] is None
    assert list(home.iterdir()) == []


def test_plain_words_load_no_library(daemon: Daemon) -> None:
    """Into a pipe it is plain ASCII lines, and neither rich nor plotext is loaded for them."""
    code = (
        "import sys; from ergobreak import cli; code = cli.main(['stats'])\n"
        "print(*sorted({'rich', 'plotext', 'apscheduler', 'PIL'} & set(sys.modules)), 'end')\n"
        "sys.exit(code)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "FORCE_COLOR": "1"},
        capture_output=True,
        timeout=30,
        check=True,
    )

    assert told.stdout.isascii()
    assert b"\033" not in told.stdout
    assert told.stdout.endswith(b"\nend\n")
    assert told.stderr == b""


@pytest.mark.parametrize(("term", "is_drawn"), [("dumb", False), ("xterm", True)])
def test_a_terminal_that_can_do_nothing_has_words(
    term: str, daemon: Daemon, is_drawn: bool
) -> None:
    """On a terminal there are bars, and on a dumb one the plain words."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "ergobreak", "stats", "--days", "30"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": term},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    told = b""
    try:
        while more := os.read(ours, 65536):
            told += more
    except OSError:  # the other end was closed: it is over
        pass
    os.close(ours)

    assert child.wait(timeout=30) == 0
    assert ("\N{FULL BLOCK}".encode() in told) == is_drawn
    assert (b"\033[" in told) == is_drawn
    assert b"The last 30 days" in told


def test_who_has_the_screen_read_aloud_has_words(home: Path) -> None:
    """The setting for a screen reader asks for words alone."""
    file = home / "ergobreak.toml"
    file.write_text('[access]\nscreen_reader = "yes"\n', encoding="utf-8")

    assert known(load(find(str(home)))).wants_plain
    assert not known(load(find(str(home / "none")))).wants_plain


# ---------------------------------------------------------------- Monday


def test_settings_become_facts(home: Path) -> None:
    """What an offer goes by is what the settings say; a walk is not spaced out beside a stretch."""
    file = home / "ergobreak.toml"
    file.write_text(
        '[reminders.stretch]\nat = ["10:30", "14:00"]\nhours = ["09:00-17:00"]\n'
        '[reminders.hydration]\nenabled = false\n[reminders.posture]\nstrict = "firm"\n'
        '[busy]\nquiet_hours = ["22:00-06:00"]\n',
        encoding="utf-8",
    )

    found = facts(load(find(str(home))))
    rules = {rule.name: rule for rule in found.rules}

    assert found.quiet_hours == ((1320, 360),)
    assert (rules["stretch"].at, rules["stretch"].hours) == ((630, 840), ((540, 1020),))
    assert (rules["walk"].every, rules["walk"].quieter) == (0, "toast")
    assert (rules["eyes"].every, rules["eyes"].quieter) == (20, "")
    assert rules["posture"].quieter == ""
    assert "hydration" not in rules
    assert known(load(find(str(home)))).water_share == 0


def test_the_child_tells_last_week_once_a_line(
    daemon: Daemon, capsys: pytest.CaptureFixture[str]
) -> None:
    """For the daemon it is one JSON object, of the week before; for a person the same sentence."""
    assert cli.main(["stats", "--monday", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert cli.main(["stats", "--monday"]) == 0
    told = capsys.readouterr().out

    assert data["week"] == "2026-02-23"
    assert data["text"] == "7 breaks."
    assert data["offer"] is None
    assert told == f"{data['text']}\n"


def test_nothing_to_say_is_an_empty_object(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a week there is no line, and no offer that could be answered."""
    assert cli.main(["stats", "--monday", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {}

    assert cli.main(["stats", "--monday", "yes"]) == 6
    assert not (home / "ergobreak.toml").exists()
