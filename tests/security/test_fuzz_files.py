"""Files that somebody has written: settings, own content, scenarios, logs from elsewhere.

Whatever stands in them, reading gives a value or the error that is documented, within bounds. For
longer than in the usual run: `HYPOTHESIS_PROFILE=soak .check/bin/pytest tests/security`.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ergobreak import config
from ergobreak.adapters.journal import incoming, merge, rows, schema
from ergobreak.adapters.journal.read import line_of
from ergobreak.adapters.journal.rows import Unfit
from ergobreak.adapters.notify import left
from ergobreak.adapters.session.facts import key_numbers
from ergobreak.adapters.time import calendar
from ergobreak.config import default_reminders, edit, own
from ergobreak.config.files import MAX_BYTES
from ergobreak.errors import ConfigError
from ergobreak.simulate import scenario
from tests.security import nasty
from tests.security.bounds import bounded

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT: Final = Path(__file__).resolve().parents[2]
SHIPPED: Final = (ROOT / "config" / "ergobreak.toml").read_text(encoding="utf-8")
# With every value in force, so that a slip meets something.
LIVE: Final = "\n".join(
    line.removeprefix("#") if line[:1] == "#" and line[1:2] not in {" ", "", ":"} else line
    for line in SHIPPED.splitlines()
)
KEYS: Final = (
    *("version", "work", "presence", "delivery", "reminders", "policies", "busy", "calendars"),
    *("window", "sound", "exercises", "access", "journal", "days", "hours", "days_off", "kind"),
    *("every", "cron", "at", "for", "counts", "show", "postpone", "by", "at_most", "strict"),
    *("amount", "goal", "ceiling", "first", "enabled", "path", "stretch", "tea", "hide", "accent"),
)
OWN: Final = (ROOT / "docs/own-content.md").read_text(encoding="utf-8")
EXERCISE: Final = OWN.split("```toml\n")[1].split("```")[0]
SCENARIO: Final = (ROOT / "tests/scenarios/3.9-held-in-a-call.toml").read_text(encoding="utf-8")
LINE: Final = {
    "id": "01KA0000000000000000000000",
    "machine": "0123456789",
    "at": "2026-03-02T09:00:00.000+01:00",
    "event": "completed",
    "reminder": "stretch",
}
LINE_KEYS: Final = (*LINE, *rows.DETAIL, "others", "prompt", "later")

quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
tables = nasty.objects(KEYS).map(nasty.toml)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for files that are written again and again."""
    return tmp_path_factory.mktemp("files")


# ---------------------------------------------------------------- settings


@given(nasty.spoiled(LIVE) | nasty.spoiled(SHIPPED) | tables | nasty.file_texts)
def test_no_settings_break_the_reader(text: str) -> None:
    """Any text is settings, or problems that can be printed line by line."""
    checked = config.read(text, calendar)

    assert (checked.settings is None) == any(each.is_error for each in checked.problems)
    told = "\n".join(each.text("ergobreak.toml") for each in checked.problems)
    assert all(char.isprintable() or char == "\n" for char in told)


@given(nasty.objects(KEYS))
def test_no_table_breaks_the_reader(table: dict[str, Any]) -> None:
    """Any table, as a scenario may hold one, is settings or a ConfigError."""
    with suppress(ConfigError):
        assert config.from_table(table, "here", calendar).version == 1


@given(nasty.spoiled(LIVE), st.sampled_from(KEYS), st.sampled_from(KEYS), nasty.values())
def test_no_change_breaks_the_file(text: str, table: str, key: str, value: object) -> None:
    """A value that is set gives a sound text, or a ConfigError; never a broken one."""
    try:
        new = edit.with_values(text, {(table, key): value})
    except ConfigError:
        return
    assert config.read(new).settings is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        'a = "' + "x" * 10_000_000 + '"\n',
        "x" * 10_000_000,
        "x" * 200_000,
        "x " * 100_000,
        "[x" * 80_000,
        ("y" * 1900 + "\n") * 120,
        ("y " * 900 + "\n") * 120,
        "[" * 200_000,
        "a = " + "[" * 900 + "]" * 900,
        "[reminders]\n" + "".join(f'r{n} = {{ every = "{n}m" }}\n' for n in range(2000)),
        "[[" + "a." * 190 + "a]]\n" * 500,
        "#\n" * 120_000,
        "hours = [" + '"06:00-22:00", ' * 15_000 + "]",
        "at = " + "9" * 100_000,
    ],
    ids=range(14),
)
def test_huge_settings_are_read_or_refused_in_time(place: Path, text: str) -> None:
    """Depth, length and number cost seconds at most, and no more memory than there is."""
    file = place / "ergobreak.toml"
    file.write_text(text)

    with bounded(8):
        checked = config.read_file(file, calendar)

    assert checked.settings is None or len(text) < MAX_BYTES
    assert sum(len(each.text("f")) for each in checked.problems) < 5_000_000


# ---------------------------------------------------------------- a person's own content


def read_own(folder: Path, text: str) -> own.Own:
    """Return what a folder with this one file holds."""
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content" / "mine.toml").write_text(text, encoding="utf-8")
    return own.own_content(folder / "content")


@quick
@given(text=nasty.spoiled(EXERCISE) | tables | nasty.file_texts)
def test_no_content_of_ones_own_breaks_the_reader(place: Path, text: str) -> None:
    """A file of exercises, checks and tips is taken as a whole, or told of as a whole."""
    found = read_own(place, text)

    assert not (found.problems and (found.exercises or found.checks or found.tips))
    assert all(char.isprintable() or char == "\n" for char in own.own_text(found))


@pytest.mark.slow
def test_too_many_files_of_ones_own_are_bounded(tmp_path: Path) -> None:
    """A folder with thousands of large files is read in bounded time."""
    for number in range(300):
        (tmp_path / f"{number:04}.toml").write_text("#" * 200_000)

    with bounded(8):
        own.own_content(tmp_path)
    assert len(list(tmp_path.iterdir())) == 300


# ---------------------------------------------------------------- scenarios


SCENARIO_KEYS: Final = (
    *("start", "zone", "until", "config", "answer", "answers", "event", "expect", "never"),
    *("at", "do", "for", "by", "to", "ml", "reason", "is", "count", "name", "promise"),
)


def scenario_or_problems(text: str) -> scenario.Scenario | None:
    """Return a scenario, or None where it was refused in words."""
    try:
        return scenario.parse(text, "day.toml", ROOT / "tests" / "scenarios")
    except ConfigError:
        return None


@given(nasty.spoiled(SCENARIO) | nasty.objects(SCENARIO_KEYS).map(nasty.toml) | nasty.file_texts)
def test_no_scenario_breaks_the_reader(text: str) -> None:
    """Any text is a scenario, or a ConfigError with a line for each problem."""
    found = scenario_or_problems(text)

    assert found is None or found.until >= 0


@given(
    st.lists(nasty.objects(SCENARIO_KEYS), max_size=3),
    st.sampled_from(("event", "expect", "never", "count", "answers", "config")),
    st.sampled_from(("+8h", "18:00", "+99999h", "9999-12-31T23:59:59", "0001-01-01T00:00:00")),
)
def test_no_table_of_a_scenario_breaks_it(
    inside: list[dict[str, Any]], key: str, until: str
) -> None:
    """With a sound head, whatever its tables say is a value or a problem."""
    body = nasty.toml({key: inside if key != "config" else (inside or [{}])[0]})
    text = f'start = 2026-03-02T09:00:00\nzone = "Europe/Berlin"\nuntil = "{until}"\n{body}\n'

    found = scenario_or_problems(text)

    assert found is None or found.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a." * 50_000 + "a = 1", "a = " + "{a=" * 5000], ids=range(3)
)
def test_deep_scenarios_are_refused(text: str) -> None:
    """Nesting that exhausts the stack or the memory is a mistake in the file."""
    with bounded(3):
        assert scenario_or_problems(text) is None


def test_a_scenario_that_is_no_small_file_is_refused(tmp_path: Path) -> None:
    """A folder, and a file of ten megabytes, are refused before they are read."""
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 10_000_000)

    for path in (tmp_path, large):
        with bounded(1, 20), pytest.raises(ConfigError, match=path.name):
            scenario.load(path)


# ---------------------------------------------------------------- logs from elsewhere


def lines_of(path: Path) -> list[tuple[int, dict[str, object]]] | None:
    """Return the lines of a file, or None where it was refused with its place."""
    try:
        return list(incoming.read_lines(path))
    except incoming.Broken:
        return None


def merged(found: Iterable[tuple[int, dict[str, object]]]) -> merge.Merge:
    """Return what bringing these lines into an empty journal does, and that they can be read."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.migrate(connection)
        told = merge.look(connection, found)
        merge.bring_in(connection)
        columns = "seq, id, machine, at_us, utc_off_s, event, reminder, prompt, others, detail"
        for row in connection.execute(f"SELECT {columns} FROM record"):  # noqa: S608 - constant
            assert line_of(row)["id"]
    return told


CSV: Final = "id,machine,at,event,reminder,others\n" + ",".join(LINE.values()) + ",walk;tea\n"


@quick
@given(content=st.binary(max_size=300) | nasty.spoiled(CSV).map(str.encode))
def test_no_table_of_a_log_breaks_the_reader(place: Path, content: bytes) -> None:
    """Any bytes are lines, or an error with line and column; each line is taken or refused."""
    file = place / "log.csv"
    file.write_bytes(content)

    found = lines_of(file)

    if found is not None:
        told = merged(found)
        assert told.taken + told.refused >= len(found)


@quick
@given(
    inside=st.lists(nasty.objects(LINE_KEYS).map(lambda more: {**LINE, **more}), max_size=4)
    | st.lists(nasty.values(), max_size=3)
)
def test_no_lines_of_a_log_break_the_reader(place: Path, inside: list[Any]) -> None:
    """Lines of JSON with values of any type are brought in or refused one by one."""
    file = place / "log.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in inside), encoding="utf-8")

    found = lines_of(file)

    if found:
        merged(found)


@given(nasty.objects(LINE_KEYS), st.booleans())
def test_no_line_breaks_a_row(more: dict[str, Any], is_sound: bool) -> None:
    """Any object is a row of the journal, or unfit in words."""
    with suppress(Unfit):
        found = rows.row({**LINE, **more} if is_sound else more)
        assert len(found) == 10
        assert line_of((1, *found[:4], *found[5:]))["event"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b"{" + b"a" * 10_000_000,
        b'{"id": "' + b"a" * 10_000_000 + b'"}\n',
        b"[" * 100_000,
        b"{" * 1 + b'"a":' + b"[" * 100_000 + b"\n",
        b'{"id":' + b"1" * 100_000 + b"}\n",
        b"id,machine,at,event\n" + b"," * 1_000_000,
        b'id,machine,at,event\n"' + b"x\n" * 1_000_000,
        b"{}\n" * 200_000,
    ],
    ids=range(8),
)
def test_huge_logs_are_read_or_refused_in_time(place: Path, content: bytes) -> None:
    """Long lines, deep ones and many of them end in lines or in a place, within bounds."""
    file = place / "huge"
    file.write_bytes(content)

    with bounded(20, 400):
        found = lines_of(file)
        if found:
            assert merged(found).new == 0


# ---------------------------------------------------------------- rows, notes, keys


@given(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-(2**40), 2**40),
    nasty.texts | st.just('{"a": 1}') | nasty.values().map(json.dumps),
    nasty.texts | st.just('["tea"]') | nasty.values().map(json.dumps),
)
def test_no_row_breaks_the_reader(at: int, offset: int, detail: str, others: str) -> None:
    """A row whose bytes have gone wrong is read as far as it makes sense."""
    line = line_of((1, "id", "machine", at, offset, "due", "walk", "", others, detail))

    assert line["event"] == "due"


@quick
@given(
    content=st.binary(max_size=200) | nasty.values().map(lambda found: json.dumps(found).encode())
)
def test_no_note_on_the_screen_breaks_the_reader(place: Path, content: bytes) -> None:
    """What a killed daemon left is numbers of notices, or nothing."""
    file = place / "on-screen.json"
    file.write_bytes(content)

    bus, server, numbers = left._read(file)  # noqa: SLF001 - nothing else reads it

    assert all(isinstance(each, str) for each in (bus, server))
    assert all(type(number) is int and 0 < number < 1 << 32 for number in numbers)


@quick
@given(content=st.binary(max_size=100))
def test_no_file_of_keys_breaks_the_reader(place: Path, content: bytes) -> None:
    """Any bytes name displays, or none."""
    file = place / "Xauthority"
    file.write_bytes(content)

    assert all(isinstance(each, str) for each in key_numbers(file))


def test_the_fuzzed_texts_are_sound_to_begin_with(place: Path) -> None:
    """What is spoiled above can be read as long as nobody spoils it."""
    assert config.read(LIVE, calendar).settings is not None
    assert set(tomllib.loads(LIVE)["reminders"]) == set(default_reminders.REMINDERS)
    assert read_own(place, EXERCISE).problems == ()
    assert scenario_or_problems(SCENARIO) is not None
    (place / "log.csv").write_text(CSV)
    found = lines_of(place / "log.csv")
    assert found is not None
    assert merged(found).new == 1
