"""`doctor --bundle`: what it leaves out, what it shows, and that it writes only what was shown."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.cli import bug_masks
from ergobreak.cli.bug_masks import MASK
from ergobreak.config.schema import schema
from tests.integration.daemon import command

if TYPE_CHECKING:
    from pathlib import Path

HOME: Final = "/srv/ann"
SETTINGS: Final = """
version = 1
[work]
hours = ["08:00-17:30"]
days_off = ["2026-12-24..2027-01-02", "trips"]
[reminders.stretch]
every = "1h 15m"
text = "Call Dr. Who"
postpone = { by = ["5m", "10m"], at_most = 3 }
[reminders.hydration]
amount = "2 dl"
ceiling = "1l/1h"
[reminders.medicine]
kind = "custom"
cron = "0 9-17 * * mon-fri"
text = "my pills at noon for me"
[exercises]
areas = ["neck"]
[calendars.trips]
path = "~/My Calendars/divorce.ics"
[hooks.tell-bob]
on = ["prompted"]
run = ["/srv/me/tell.sh", "bob@example.org"]
"""

# Each word that says something of the person who wrote SETTINGS.
PRIVATE: Final = (
    *("Dr. Who", "2026-12", "trips", "medicine", "pills", "noon", "neck", "Calendars"),
    *("divorce", "tell", "bob", "example.org"),
)
KNOWN: Final = bug_masks.vocabulary(schema())
MASKED: Final = bug_masks.settings(tomllib.loads(SETTINGS), KNOWN)


def test_of_the_settings_only_what_says_nothing_is_told() -> None:
    """Spans, times, amounts, cron and words to choose from stay; the person's own go."""
    told = "\n".join(MASKED.lines)

    assert [word for word in PRIVATE if word in told] == []
    for line in (
        'work.hours = ["08:00-17:30"]',
        'reminders.stretch.every = "1h 15m"',
        "reminders.stretch.postpone.at_most = 3",
        'reminders.stretch.postpone.by = ["5m", "10m"]',
        'reminders.hydration.amount = "2 dl"',
        'reminders.hydration.ceiling = "1l/1h"',
        'reminders.(name 1).cron = "0 9-17 * * mon-fri"',
        'reminders.(name 1).kind = "custom"',
    ):
        assert line in told


@pytest.mark.parametrize(
    "value",
    [
        "5 apples",
        "90 min with Bob",
        "12:30 Bob",
        "one two six ten our",
        "#bob",
        "5m\nBob",
        "09:00-x",
    ],
)
def test_what_only_looks_harmless_is_left_out(value: str) -> None:
    """A text that begins like a span or a time, or has five short words, is a text."""
    found = bug_masks.settings({"work": {"hours": value}}, KNOWN)

    assert found.lines == (f"work.hours = {MASK}",)
    assert found.secrets == (value,)


def test_a_new_kind_of_value_is_left_out() -> None:
    """What nobody has thought about is not told: a date, and tables in lists of a private table."""
    table = tomllib.loads('[work]\nhours = 2026-03-02\n[exercises]\nown = [{ every = "Bob" }]')

    found = bug_masks.settings(table, KNOWN)

    assert found.lines[0] == f"work.hours = {MASK}"
    assert found.lines[1].endswith(f"= [{MASK}]")
    assert "Bob" in found.secrets


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("calendar trips: /srv/ann/My Calendars/divorce.ics is gone", "calendar {} : {} is gone"),
        ("medicine came, medicines did not", "{} came, medicines did not"),
        ("journal: /srv/ann/.local/state/ergobreak/journal.db", "journal: ~/.../journal.db"),
        ("cannot read /srv/ann/notes/bob.txt: no", "cannot read ~/.../{}: no"),
        ("mount /media/ann/stick/a.ics", "mount /.../{}"),
        ("by /usr/bin/pw-play", "by /usr/bin/pw-play"),
        ("see https://example.org/x?y=1 or ann@example.org", "see {} or {}"),
        (
            "said 'to Bob' and \"to Bob\"; it's fine, isn't it",
            "said '...' and '...'; it's fine, isn't it",
        ),
        ("Ann on annsbox: planned", "{} on {}: planned"),
        ("apscheduler 3.11.3 at 09:15:30, 1/2", "apscheduler 3.11.3 at 09:15:30, 1/2"),
    ],
)
def test_a_line_loses_what_is_private(line: str, told: str) -> None:
    """Whatever the settings hold, paths, addresses, quoted words, login and machine are masked."""
    people = ("ann", "annsbox")

    found = bug_masks.text(line, MASKED.secrets, HOME, people=people)

    assert found == told.replace(" :", ":").replace("{}", MASK)


def test_nothing_is_written_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal it is printed whole and not written; with --yes the same is written."""
    (tmp_path / "ergobreak.toml").write_text(SETTINGS.replace("areas", "avoid"))
    (tmp_path / "daemon.log").write_text(
        f"12:00 hooks: tell-bob ended with 1\n12:01 {tmp_path}/x/y: the pills\n"
    )
    words = ["--home", str(tmp_path), "doctor", "--bundle"]
    file = tmp_path / "bug-report.txt"

    assert cli.main(words) == 0
    shown = capsys.readouterr().out
    assert not file.exists()
    assert cli.main([*words, "--yes"]) == 0

    written = file.read_text()
    parts = ("versions", "doctor", "settings", "the diagnostic log")
    assert all(f"== {part}\n" in shown and f"== {part}\n" in written for part in parts)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [word for word in ("Who", "divorce", "bob", "medicine") if word in written] == []
    assert "hooks: (left out) ended with 1" in written
    assert "Nothing was sent." in capsys.readouterr().out


@pytest.mark.slow
def test_settings_that_are_no_toml_are_not_quoted(tmp_path: Path) -> None:
    """A file that cannot be read gives none of its words away, and costs nothing but itself."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "ergobreak.toml").write_text("[hooks.tell-bob\nrun = bob\n")

    code, told, _ = command(home, "doctor", "--bundle")

    assert code == 0
    assert "the file is no TOML" in told
    assert "bob" not in told
