"""The habits around the code: one runner for CI, hooks and people, and papers that name what is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

import check

ROOT: Final = Path(__file__).resolve().parents[1]
CI: Final = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAPERS: Final = ("docs/releasing.md", "docs/foundations.md")


def read(name: str) -> str:
    """Return a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_ci_and_hooks_call_the_one_runner() -> None:
    """Each check that a machine runs is one of check.py, by a name that it knows."""
    known = set(re.findall(r"^    python3 check\.py (\w+)", check.__doc__ or "", re.MULTILINE))
    steps = re.findall(r"- run: (.+)$", CI, re.MULTILINE)
    entries = re.findall(r"entry: (.+)$", read(".pre-commit-config.yaml"), re.MULTILINE)

    checks = [step for step in (*steps, *entries) if "check.py" in step]
    called = {step.partition("check.py ")[2].split()[0] for step in checks}

    assert "  - run: .ci/run\n" in CI
    assert called == {"lint", "fast", "most", "tests"}
    assert called <= known
    assert all(re.fullmatch(r"python3? check\.py \w+( tests/\w+)?", step) for step in checks)


def test_ci_runs_each_python_and_each_system() -> None:
    """Every Python that the package names is in the matrix, and every kind of system."""
    pythons = re.search(r"python: \[(.+)\]", CI)
    systems = re.search(r"os: \[(.+)\]", CI)
    assert pythons is not None
    assert systems is not None

    named = {
        each.rpartition(" ")[2] for each in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", each)
    }

    assert named <= set(re.findall(r"\d\.\d+", pythons[1]))
    assert {each.partition("-")[0] for each in systems[1].split(", ")} == {
        "ubuntu",
        "windows",
        "macos",
    }


def test_the_lowest_python_is_the_same_everywhere() -> None:
    """What the package asks for, what CI begins with and what CONTRIBUTING names is one version."""
    lowest = PROJECT["requires-python"].removeprefix(">=")

    assert f'python: ["{lowest}"' in CI
    assert f"Needs Python {lowest} " in read("CONTRIBUTING.md")


@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_paper_names_is_there(paper: str) -> None:
    """Files, tests and links in the papers of the house lead somewhere."""
    text = read(paper)
    files = re.findall(r"`([\w/]+(?:\.py|\.md|\.toml))(?:::\w+)?`", text)
    tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    links = [each for each in re.findall(r"\]\(([^)#]+)\)", text) if ":" not in each]

    assert len(files) >= 3
    assert [each for each in files if not (ROOT / each).is_file()] == []
    assert [each for each in links if not (ROOT / "docs" / each).is_file()] == []
    assert [name for file, name in tests if f"def {name}(" not in read(file)] == []


def test_a_report_is_asked_for_by_the_command_that_masks() -> None:
    """Whoever reports a fault is led to the bundle, and told to write nothing private."""
    form = read(".github/ISSUE_TEMPLATE/bug.yml")

    assert "ergobreak doctor --bundle" in form
    assert "not what hurts" in form
