"""The papers keep their word: what README and ARCHITECTURE name exists, and the examples work."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import cli
from ergobreak.cli import manual

if TYPE_CHECKING:
    import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE: Final = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
DECISIONS: Final = (ROOT / "docs/decisions.md").read_text(encoding="utf-8")
THREATS: Final = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    """Return the README's blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_every_test_that_is_named_exists() -> None:
    """A promise or a decision names the test that guards it, and that test is there."""
    papers = ARCHITECTURE + DECISIONS + THREATS
    named = re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", papers)
    scenarios = re.findall(r"tests/scenarios/[\w.-]+\.toml", papers)

    lost = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert len(named) > 15
    assert len(scenarios) > 9
    assert lost == []
    assert [path for path in scenarios if not (ROOT / path).is_file()] == []


def test_every_door_has_a_test() -> None:
    """Each row of the threat model names what fails when its check does not hold."""
    rows = [line for line in THREATS.splitlines() if line.startswith("| ")][1:]

    assert len(rows) > 15
    assert [row for row in rows if "::test_" not in row and not row.startswith("| ---")] == []


def test_every_part_is_on_the_map() -> None:
    """Each module and package of ergobreak stands on the map of ARCHITECTURE.md, and no other."""
    table = ARCHITECTURE.partition("## The map")[2].partition("\n\nImports")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    mapped = {name.rstrip("/") for cell in cells for name in re.findall(r"`([^`]+)`", cell)}

    parts = {
        path.stem
        for path in (ROOT / "ergobreak").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }

    assert mapped == parts - {"__init__"}


def test_architecture_can_be_read_in_one_go() -> None:
    """ARCHITECTURE.md has at most 150 lines."""
    assert ARCHITECTURE.count("\n") <= 150


def test_settings_in_the_readme_are_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The README's settings, one below the other in one file, have not a single mistake."""
    snippets = [text for text in examples("toml") if "start" not in tomllib.loads(text)]
    file = tmp_path / "ergobreak.toml"
    file.write_text("\n".join(snippets), encoding="utf-8")

    code = cli.main(["--home", str(tmp_path), "config", "check"])

    told = capsys.readouterr()
    assert len(snippets) == 3
    assert (code, told.err, told.out) == (0, "", "ergobreak.toml: fine, 6 reminders\n")


def test_scenario_in_the_readme_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's scenario runs, and what it expects happens."""
    (text,) = (text for text in examples("toml") if "start" in tomllib.loads(text))
    file = tmp_path / "my-day.toml"
    file.write_text(text, encoding="utf-8")

    code = cli.main(["--home", str(tmp_path), "simulate", str(file)])

    told = capsys.readouterr()
    assert (code, told.err) == (0, "")
    assert "10:47  stretch" in told.out
    file.write_text(text.replace("10:47", "10:45"), encoding="utf-8")
    assert cli.main(["--home", str(tmp_path), "simulate", str(file)]) == 1


def test_commands_in_the_readme_exist() -> None:
    """Every command that the README types is one that the command line knows, options and all."""
    from ergobreak.cli import arguments

    inline = re.findall(r"`(ergobreak[^`]*)`", README)
    blocks = [line for text in examples("sh") for line in text.splitlines()]
    typed = [line for line in (*inline, *blocks) if re.match(r"ergobreak( |$)", line)]
    assert len(typed) > 20

    for line in typed:
        words = line.partition(" >")[0].partition(" && ")[0].split()[1:]
        if words in (["--help"], ["help", "take"]):
            continue
        _, verb, rest = arguments.head(words)
        assert verb in manual.VERBS, line
        assert arguments.parser(verb).parse_args(rest).verb == verb
