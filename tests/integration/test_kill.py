"""kill -9 at any instant, again and again: the daemon comes back as if it had never gone."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.integration.daemon import Daemon, command, plain, report
from tests.integration.twins import Twins, history
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path


def kill_and_compare(folder: Path, *, rounds: int, within: float, seed: int) -> None:
    """Kill one of two twins so many times, `within` seconds of talk each, and compare them."""
    with Twins(folder, seed) as twins:
        talking = 0.0
        for _ in range(rounds):
            began = time.monotonic()
            unanswered = twins.say_until_killed(within)
            talking += time.monotonic() - began
            twins.compare(unanswered)
        twins.say("resume")  # refused or not
        mark = len(history(twins.mortal))
        twins.say("advance 3h")
        after = history(twins.mortal)[mark:]
        assert any(line["event"] == "prompted" for line in after)
        assert after == history(twins.other)[mark:]
        _, told, _ = command(
            twins.mortal.home, "log", "--last", "100000", "--all", "--raw", "--json"
        )
        assert all(f'"{one}"' in told for one in twins.acknowledged)
        report(
            f"{rounds} kills, {twins.said} commands ({twins.said / talking:.0f}/s),"
            f" {len(twins.acknowledged)} acknowledged records,"
            f" {twins.doubtful} written but not acknowledged"
        )


def test_a_kill_changes_nothing(tmp_path: Path) -> None:
    """Three kills amid commands lose no acknowledged record, and move no timer and no prompt."""
    kill_and_compare(tmp_path, rounds=3, within=0.15, seed=3)


@pytest.mark.slow
def test_fifty_kills_change_nothing(tmp_path: Path) -> None:
    """Fifty kills in a row lose nothing and move nothing either."""
    kill_and_compare(tmp_path, rounds=50, within=0.3, seed=50)


@pytest.mark.slow
def test_an_open_prompt_a_pause_and_a_postpone_outlive_a_kill(tmp_path: Path) -> None:
    """Each of them is there again after a kill at rest, with its time and its count."""
    with Twins(tmp_path, 1) as twins:
        for words, key in (
            ("advance 46m", "open_prompt"),
            ("postpone", "next"),
            ("advance 5m", "open_prompt"),
            ("postpone 5m", "next"),
            ("advance 5m", "open_prompt"),
            ("postpone 5m", "next"),
            ("advance 5m", "open_prompt"),
            ("take", "break"),
            ("pause 20m", "paused"),
        ):
            before = twins.say(words)
            assert before.exit == 0
            known = twins.mortal.look()
            assert known[key]
            twins.mortal.kill()
            twins.compare("")
            assert twins.mortal.look() == known


@pytest.mark.slow
def test_time_without_the_daemon_counts_as_if_it_had_lived(tmp_path: Path) -> None:
    """On the same boot a reminder comes when it would have come without the kill."""
    with Daemon(tmp_path / "home", "--ignore-hours") as first:
        first.ready()
        before = first.look()
        asked_at = time.monotonic()
        first.kill()
    wait_for(partial(has_passed, asked_at + 4))
    with Daemon(tmp_path / "home", "--ignore-hours") as second:
        second.ready()
        after = second.look()
        gone_for = time.monotonic() - asked_at
    for then, now in zip(names(before), names(after), strict=True):
        assert then[0] == now[0]
        assert then[1] - now[1] == pytest.approx(gone_for, abs=1.5)


def has_passed(instant: float) -> bool:
    """Tell whether it is later than this instant of the monotonic clock."""
    return time.monotonic() > instant


def names(look: dict[str, object]) -> list[tuple[str, float]]:
    """Return the coming reminders and how many seconds they are away."""
    coming = look["next"]
    assert isinstance(coming, list)
    return [(one["name"], one["about_seconds"]) for one in coming]


@pytest.mark.slow
def test_a_break_whose_end_went_by_is_unknown(tmp_path: Path) -> None:
    """A break that was going on at the kill expires if it had ended meanwhile, and goes on else."""
    config = tmp_path / "config.toml"
    config.write_text(
        "version = 1\n"
        '[reminders.stretch]\nevery = "90m"\nfor = "2s"\ncounts = "1s"\n'
        '[reminders.walk]\nevery = "90m"\nfor = "60s"\ncounts = "1s"\n'
    )
    options = ("--ignore-hours", "--config", str(config))
    for name, lost in (("stretch", True), ("walk", False)):
        with Daemon(tmp_path / name, *options) as first:
            first.ready()
            assert first.ask(f"take {name}").exit == 0
            first.kill()
            killed_at = time.monotonic()
        wait_for(partial(has_passed, killed_at + 2))
        with Daemon(tmp_path / name, *options) as second:
            second.ready()
            wait_for(lambda: second.lines("started_up"))
            assert second.ask("ping").exit == 0
            expired = [one for one in plain(second.journal()) if one["event"] == "expired"]
            assert [one["reason"] for one in expired] == ["crash"] * lost
            assert (second.look()["break"] is None) is lost
