"""The public format of scenarios: what a file may say, and how a mistake in it is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.core import events
from ergobreak.core.model import HOUR, MINUTE, SECOND
from ergobreak.errors import ConfigError
from ergobreak.simulate import scenario

if TYPE_CHECKING:
    from ergobreak.simulate.scenario import Scenario

HEAD = """
start = 2026-03-02T09:00:00
zone = "Europe/Berlin"
until = "18:00"
"""
# The example that the format is documented with.
EXAMPLE = """
start  = 2026-03-02T09:00:00
zone   = "Europe/Berlin"
until  = "18:00"
config = { }
answer = "complete"
[answers]
stretch = ["postpone", "complete"]
[[event]]
at = "10:12"
do = "idle"
for = "6m"
"""


def read(text: str, folder: Path = Path()) -> Scenario:
    """Return a scenario from its text."""
    return scenario.parse(text, "day.toml", folder)


def problems(text: str) -> list[str]:
    """Return what is told about a scenario that cannot be used."""
    with pytest.raises(ConfigError) as refusal:
        read(text)
    assert refusal.value.exit_code == 2
    return refusal.value.title.splitlines()


def event(**keys: str) -> str:
    """Return the text of a scenario with one event."""
    table = "\n".join(f"{key} = {value}" for key, value in keys.items())
    return f"{HEAD}\n[[event]]\n{table}\n"


def happened(**keys: str) -> list[tuple[int, str]]:
    """Return when what happens by one event, in minutes since the start."""
    return [(each.at // MINUTE, each.do) for each in read(event(**keys)).happenings]


def test_documented_example_is_read() -> None:
    """The example in the documentation is a valid scenario and means what it says."""
    found = read(EXAMPLE)

    assert found.start == 1_772_438_400 * SECOND  # 08:00 in UTC
    assert found.until == 9 * HOUR
    assert found.answers == {"stretch": ("postpone", "complete")}
    assert [(each.at // MINUTE, each.do) for each in found.happenings] == [
        (72, "idle"),
        (78, "active"),
    ]


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        ('"10:12"', 72),
        ("10:12:00", 72),
        ('"+72m"', 72),
        ('"2026-03-02T10:12"', 72),
        ("2026-03-03T09:00:00", 24 * 60),
    ],
)
def test_times(at: str, minutes: int) -> None:
    """A time is local, of the first day or of a date, or counted from the start."""
    assert happened(at=at, do='"lull"') == [(minutes, "lull")]


def test_times_are_true_time() -> None:
    """Over the spring change a local time means the instant, not so many hours on the dial."""
    text = HEAD.replace("2026-03-02T09", "2026-03-29T01") + '[[event]]\nat = "04:00"\ndo = "lull"\n'

    assert read(text).happenings[0].at == 2 * HOUR


@pytest.mark.parametrize(
    ("do", "undone"),
    [
        ("idle", "active"),
        ("typing", "lull"),
        ("lock", "unlock"),
        ("suspend", "wake"),
        ("crash", "start"),
        ("quit", "start"),
    ],
)
def test_for_undoes(do: str, undone: str) -> None:
    """`for` undoes what has happened, after that long."""
    assert happened(at='"10:00"', do=f'"{do}"', **{"for": '"6m"'}) == [(60, do), (66, undone)]


def test_for_of_a_pause_is_its_length() -> None:
    """A pause for half an hour is one command, that says how long."""
    found = read(event(at='"10:00"', do='"pause"', **{"for": '"30m"'})).happenings

    assert [each.command for each in found] == [events.Paused(length=30 * MINUTE)]


def test_until_is_the_next_such_time() -> None:
    """A pause until 07:00 in the afternoon ends tomorrow."""
    (found,) = read(event(at='"15:00"', do='"pause"', until='"07:00"')).happenings

    # 7:00 of the third of March in Berlin
    assert found.command == events.Paused(until=1_772_517_600 * SECOND)


def test_undo_comes_before_what_else_happens_then() -> None:
    """An absence that ends at ten is over when the next one begins at ten."""
    text = event(at='"09:50"', do='"lock"', **{"for": '"10m"'})

    found = read(text + '[[event]]\nat = "10:00"\ndo = "lock"\n').happenings

    assert [each.do for each in found] == ["lock", "unlock", "lock"]


def test_config_lies_over_the_one_before_and_can_be_undone() -> None:
    """A config that comes into force for a while changes what it names, and then goes."""
    text = HEAD.replace("until", 'config = { delivery = { gap = "20m" } }\nuntil')
    text += """
[[event]]
at = "10:00"
do = "config"
config = { delivery = { late = "5m" } }
for = "1h"
"""
    found = read(text)
    during, after = (each.settings for each in found.happenings)

    assert during is not None
    assert (during.delivery.gap, during.delivery.late) == (20 * MINUTE, 5 * MINUTE)
    assert after == found.settings


def test_config_of_a_file_starts_from_the_scenario(tmp_path: Path) -> None:
    """The path of a config is looked up beside the scenario, wherever one stands."""
    (tmp_path / "mine.toml").write_text('delivery.gap = "20m"', encoding="utf-8")

    found = read(HEAD + 'config = "mine.toml"', tmp_path)

    assert found.settings.delivery.gap == 20 * MINUTE


def test_a_zone_is_gone_back_to() -> None:
    """A journey for some hours ends in the zone that it began in."""
    found = read(event(at='"10:00"', do='"zone"', to='"Asia/Tokyo"', **{"for": '"3h"'})).happenings

    assert [each.zone for each in found] == ["Asia/Tokyo", "Europe/Berlin"]


def test_all_problems_at_once() -> None:
    """Every mistake of a file is told in one go, each with its place."""
    found = problems(
        """
start = 2026-03-02T09:00:00
zone = "Europe/Belrin"
until = "8pm"
answer = "komplete"
answr = "skip"
[config.delivery]
gapp = "1m"
[answers]
stretch = "skp"
[[event]]
at = "10:12"
do = "idel"
[[event]]
at = "10:12"
do = "busy"
[[event]]
at = "10:30"
do = "lock"
for = "6x"
[[expect]]
evnt = "due"
"""
    )

    assert [line.split(":")[1:3] for line in found] == [
        [" answr", " is unknown; allowed"],
        [" zone", ' found "Europe/Belrin"; allowed'],
        [" config", " delivery.gapp"],
        [" answer", ' found "komplete"; allowed'],
        [" answers", " stretch"],
        [" until", ' found "8pm"; allowed'],
        [" event 1", " do"],
        [' event 2 ("10', '12" busy)'],
        [' event 3 ("10', '30" lock)'],
        [" expect 1", " evnt"],
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            event(at='"10:12"', do='"skipp"'),
            'do: found "skipp"; allowed: idle, active, .*; did you mean "skip"?',
        ),
        (
            event(at='"10:12"', do='"busy"', reason='"cal"'),
            (
                'day.toml: event 1 ("10:12" busy): reason: found "cal"; allowed: call, fullscreen, '
                'dnd, sharing, app, calendar, inhibitor; did you mean "call"?'
            ),
        ),
        (
            event(at='"10:12"', do='"busy"'),
            (
                "reason: is missing; busy cannot do without it: call, fullscreen, dnd, "
                "sharing, app, calendar, inhibitor"
            ),
        ),
        (
            event(at='"10:12"', do='"idle"', four='"6m"'),
            'four: is unknown here; idle takes for; did you mean "for"?',
        ),
        (
            event(at='"08:00"', do='"lull"'),
            (
                'at: found "08:00"; allowed: a time after the start; '
                'a later day needs its date, or "+26h"'
            ),
        ),
        (
            event(at='"10:00"', do='"pause"', until='"11:00"', **{"for": '"1h"'}),
            "until: and for exclude each other; give one of them",
        ),
        (event(do='"lull"'), "at: is missing; lull cannot do without it"),
        (
            event(at='"10:00"', do='"lock"') + '[[event]]\nat = "09:59"\ndo = "unlock"\n',
            'event 2 ("09:59" unlock): at: lies before the event above it',
        ),
        (
            HEAD + '[answers]\nstrech = "skip"\n',
            (
                "answers: strech: no reminder has this name; allowed: breathe, eyes, hydration, "
                'posture, stretch, tip, walk; did you mean "stretch"?'
            ),
        ),
        (
            HEAD.replace("T09:00:00", "T09:00:00+01:00"),
            (
                "start: found 2026-03-02 09:00:00+01:00; allowed: a time without an offset: it is "
                "that of the zone at the start"
            ),
        ),
        ('zone = "UTC"\nuntil = "+1h"', "start: is missing; a local date-time such as"),
        (
            "start = 2026-03-02T09:00:00",
            'until: is missing; a local time, a local date-time, or "+8h"',
        ),
        (HEAD + "event = 3", "event: found 3; allowed: tables, each begun by [[event]]"),
        (
            HEAD + '[[never]]\nevent = "promted"\n',
            'never 1: event: found "promted"; allowed: due, held, .*; did you mean "prompted"?',
        ),
        (HEAD + '[[count]]\nevent = "due"\n', "count 1: is: is missing"),
    ],
)
def test_a_problem_says_what_was_found_and_what_is_allowed(text: str, told: str) -> None:
    """A mistake is told with its place, what stands there, what may stand there, what was meant."""
    found = problems(text)

    first, *rest = told.split(".*")
    assert len(found) == 1
    assert first in found[0]
    assert all(part in found[0] for part in rest)


def test_a_slip_of_syntax_is_told_with_its_line() -> None:
    """It stands with its place, as one in the settings does, its line and a marker below it."""
    assert problems("start =") == [
        "day.toml:1:8: start: there is no value behind =",
        "    start =",
        "           ^",
    ]


@pytest.mark.parametrize("name", ["none.toml", "."])
def test_unreadable_file(name: str, tmp_path: Path) -> None:
    """A file that cannot be read is told by its path, not by a traceback."""
    with pytest.raises(ConfigError, match="cannot be read"):
        scenario.load(tmp_path / name)


def test_not_text(tmp_path: Path) -> None:
    """A picture is no scenario."""
    (tmp_path / "day.toml").write_bytes(b"\x89PNG\xff")

    with pytest.raises(ConfigError, match="not UTF-8: found the byte 0x89 at offset 0"):
        scenario.load(tmp_path / "day.toml")
