"""The short way of `run`: it leaves the parser out of the daemon, and says the same."""

from __future__ import annotations

import pytest

from ergobreak.cli import arguments, plain_run


@pytest.mark.parametrize(
    "line",
    [
        "run",
        "--home here run",
        "run --home here --headless",
        "--home there run --config some.toml --ignore-hours --home here",
    ],
)
def test_a_plain_run_is_read_as_the_parser_reads_it(line: str) -> None:
    """The short way of `run` understands what it takes as the long way does."""
    argv = line.split()
    before, typed, rest = arguments.head(argv)
    parsed = arguments.parser(typed).parse_args(rest)
    parsed.home = parsed.home or before

    plain = plain_run.read(argv)

    assert plain is not None
    assert vars(plain) == vars(parsed)


@pytest.mark.parametrize(
    "line", ["", "status", "run --help", "run --config", "run --clock virtual", "run x", "stop run"]
)
def test_what_is_no_plain_run_is_left_to_the_parser(line: str) -> None:
    """Mistakes, help and rare options have the words of the parser."""
    assert plain_run.read(line.split()) is None
