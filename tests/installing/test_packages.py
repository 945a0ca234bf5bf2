"""The packages: what is in them, and that what they install does the main job, however."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT: Final = Path(__file__).resolve().parents[2]
PYTHONS: Final = ("python3.11", "python3.12", "python3.13", "python3.14")
MINUTES: Final = 60.0  # seconds; an index may be far away
NO_NETWORK: Final = (
    "No matching distribution",
    "Failed to fetch",
    "Could not find a version",
    "NewConnectionError",
    "dns error",
    "were not found in the cache",
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(15 * MINUTES)]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the wheel and the sdist, built of this tree without an index."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder, "wheel", "sdist")
    return {"wheel": one(folder, "*.whl"), "sdist": one(folder, "*.tar.gz")}


def build(tree: Path, folder: Path, *targets: str) -> None:
    """Build these targets of a tree."""
    options = [word for target in targets for word in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", *options, "-d", str(folder)]
    subprocess.run(command, cwd=tree, check=True, capture_output=True)


def one(folder: Path, pattern: str) -> Path:
    """Return the only file that fits."""
    (found,) = folder.glob(pattern)
    return found


def unpacked(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist, and return the tree that was in it."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return one(folder, "ergobreak-*")


def contents(wheel: Path) -> dict[str, bytes]:
    """Return each file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_sdist_is_the_tree(built: dict[str, Path], tmp_path: Path) -> None:
    """All that is in the repository is in the sdist, byte for byte, and nothing else."""
    if not (ROOT / ".git").exists():
        pytest.skip("this tree is no repository, so nobody knows what belongs to it")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    tracked = {name for name in listing.split("\0") if name and (ROOT / name).is_file()}

    tree = unpacked(built["sdist"], tmp_path)

    found = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
    assert found - {"PKG-INFO"} == tracked
    assert [
        name for name in tracked if (tree / name).read_bytes() != (ROOT / name).read_bytes()
    ] == []


def test_wheel_of_the_sdist_is_the_wheel(built: dict[str, Path], tmp_path: Path) -> None:
    """Whoever builds from the sdist gets the same files as whoever takes the wheel."""
    build(unpacked(built["sdist"], tmp_path / "tree"), tmp_path / "dist", "wheel")

    assert contents(one(tmp_path / "dist", "*.whl")) == contents(built["wheel"])


def test_wheel_brings_command_and_licence(built: dict[str, Path]) -> None:
    """An installer finds the command, the licence and the Python that it needs."""
    found = {
        name.partition(".dist-info/")[2]: data for name, data in contents(built["wheel"]).items()
    }

    assert b"ergobreak = ergobreak.__main__:main\n" in found["entry_points.txt"]
    assert found["licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()
    assert b"\nRequires-Python: >=3.11\n" in found["METADATA"]


# ---------------------------------------------------------------- installed


def fetch(command: Sequence[str | Path], env: dict[str, str] | None = None) -> None:
    """Run an installer; skip where the index cannot be reached."""
    done = subprocess.run(
        [str(word) for word in command],
        # Python compiles what it imports; pip would compile all that anybody might. Of an option
        # that begins with "no" pip takes the opposite: 0 is no compiling.
        env={**os.environ, "PIP_NO_COMPILE": "0", **(env or {})},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=10 * MINUTES,
        check=False,
    )
    told = done.stdout + done.stderr
    if done.returncode and any(word in told for word in NO_NETWORK):
        pytest.skip(f"{Path(command[0]).name} reaches no index here: {told[-200:]}")
    assert done.returncode == 0, told


@functools.cache
def pythons() -> list[str]:
    """Return each Python that can be called by its version and runs, or else this one."""
    found = []
    for name in PYTHONS:
        program = shutil.which(name)
        # A shim may stand for a Python that is not there.
        if (
            program
            and not subprocess.run([program, "-c", ""], check=False, capture_output=True).returncode
        ):
            found.append(program)
    return found or [sys.executable]


@functools.cache
def version_of(python: str) -> str:
    """Return the version of a Python as people say it."""
    code = "import sys; print('{}.{}'.format(*sys.version_info))"
    return subprocess.run(
        [python, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


def does_the_main_job(command: Sequence[str | Path], folder: Path) -> None:
    """Start it headless on a clock that stands, let 95 minutes go by, ask it, and end it."""
    home = folder / "home"
    base = [*map(str, command), "--home", str(home)]
    # Empty, so that nothing is found but what was installed.
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    options = ("--headless", "--clock", "virtual", "--ignore-hours", "--answer", "complete")
    errors = folder / "errors"
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(
            [*base, "run", *options],
            cwd=folder,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as daemon,
    ):
        assert daemon.stdout is not None
        first = daemon.stdout.readline()
        assert first, errors.read_text()
        assert json.loads(first)["event"] == "ready"

        def ask(*words: str) -> str:
            return subprocess.run(
                [*base, *words], cwd=folder, env=env, check=True, capture_output=True, text=True
            ).stdout

        try:
            ask("advance", "95m")
            told = json.loads(ask("status", "--json"))
        finally:
            ask("stop")
        lines = [json.loads(line) for line in daemon.stdout]
        assert daemon.wait(30) == 0
    done = {line["reminder"] for line in lines if line["event"] == "completed"}
    assert {"walk", "stretch", "hydration"} <= done
    assert told["water_ml"] == 250
    assert told["version"] == ask_version(base, env, folder)
    assert errors.read_text() == ""


def ask_version(base: Sequence[str], env: dict[str, str], folder: Path) -> str:
    """Return the version as `--version` tells it."""
    command = [*base, "--version"]
    done = subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True)
    return done.stdout.split()[1]


@pytest.fixture(scope="module")
def from_wheel(
    built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Return what installs the wheel by a Python, once, and names that of the environment."""

    @functools.cache
    def install(python: str) -> Path:
        return by_pip(python, built["wheel"], tmp_path_factory.mktemp("wheel") / "venv")

    return install


def test_wheel_does_the_main_job(from_wheel: Callable[[str], Path], tmp_path: Path) -> None:
    """By pip into an environment with nothing else in it, on each Python that is here."""
    # No parameters: to find out which of them run takes a second, each time tests are collected.
    for python in pythons():
        installed = from_wheel(python)
        folder = tmp_path / version_of(python)
        folder.mkdir()

        does_the_main_job([installed, "-m", "ergobreak"], folder)
        home = ("--home", folder / "sim")
        fetch([installed, "-m", "ergobreak", *home, "simulate", "--days", "5", "--jsonl"])


def test_sdist_does_the_main_job(
    built: dict[str, Path], from_wheel: Callable[[str], Path], tmp_path: Path
) -> None:
    """By pip, which builds it, and by the command instead of the module.

    What it needs is there: a wheel of the sdist asks for the same, another test says.
    """
    environment = from_wheel(pythons()[0]).parents[1]
    # Files are put in the place of others, never written to: the links leave the first one whole.
    shutil.copytree(environment, tmp_path / "venv", symlinks=True, copy_function=os.link)
    installed = program_of(tmp_path / "venv")
    fetch([*pip(installed), "uninstall", "--quiet", "--yes", "ergobreak"])
    assert not installed.with_name("ergobreak").exists()
    fetch([*pip(installed), "install", "--quiet", built["sdist"]])

    does_the_main_job([installed.with_name("ergobreak")], tmp_path)


def by_pip(python: str, package: Path, venv: Path) -> Path:
    """Install a package into a fresh environment, and return its Python."""
    fetch([python, "-m", "venv", "--without-pip", venv])
    installed = program_of(venv)
    fetch([*pip(installed), "install", "--quiet", package])
    return installed


def pip(python: Path) -> tuple[str | Path, ...]:
    """Return the words that begin a command of pip for an environment that has none itself."""
    return sys.executable, "-m", "pip", "--python", python


def program_of(venv: Path) -> Path:
    """Return the Python of an environment."""
    return venv / ("Scripts" if os.name == "nt" else "bin") / "python"


@pytest.mark.parametrize("tool", ["pipx", "uv"])
def test_other_installers_do(tool: str, built: dict[str, Path], tmp_path: Path) -> None:
    """By pipx and by uv, each with folders of its own; the command is on the path they name."""
    program = shutil.which(tool)
    if program is None:
        tools = program_of(tmp_path / "tools")
        fetch([sys.executable, "-m", "venv", "--without-pip", tools.parents[1]])
        fetch([*pip(tools), "install", "--quiet", tool])
        program = str(tools.with_name(tool))
    folders = {
        "PIPX_HOME": "pipx",
        "PIPX_BIN_DIR": "bin",
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_TOOL_DIR": "uv",
        "UV_TOOL_BIN_DIR": "bin",
        "UV_PYTHON": sys.executable,
    }
    env = {name: str(tmp_path / folder) for name, folder in folders.items()}
    verb = ("tool", "install") if tool == "uv" else ("install",)

    fetch([program, *verb, built["wheel"]], env)

    does_the_main_job([tmp_path / "bin" / "ergobreak"], tmp_path)
