#!/usr/bin/env python3
"""The one runner: bring along what is missing, then check the project.

    python3 check.py            everything: format, lint, types, layers, all tests
    python3 check.py fast       in seconds: the same with the tests of the rules alone
    python3 check.py most       the same with all tests but slow ones and those on a real desktop
    python3 check.py lint       format, lint and layers
    python3 check.py types      types
    python3 check.py coverage   the tests of the engine; each line and branch of it has to be run
    python3 check.py docs       the documentation as a site, in build/site
    python3 check.py generate   write the papers that are made from the code
    python3 check.py tests ...  all tests; whatever follows goes to pytest
    python3 check.py audit      known holes in what is installed; asks a service, so no part of CI

Needs python3 (3.11 or later) with venv, and the network once. Rules of this file:
1. It keeps to old syntax, so that an old python3 gets a sentence instead of a traceback.
2. The first step that fails ends the run with its own exit code. Steps that only look at the
   text run side by side, and are told one after the other.
3. pytest comes last and nothing is printed after it: the last line is its summary.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".check"
STAMP = ENVIRONMENT / "installed"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")
INSTALL = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
AUDIT = ENVIRONMENT / "audit"

# What the tests on a real desktop start: a display, a session bus, a window manager, a panel, two
# notification servers, and the tools that look at them and click on them.
DESKTOP_PACKAGES = (
    *("xvfb", "dbus", "openbox", "xfce4-panel", "xfce4-notifyd", "xfconf", "dunst"),
    *("libnotify-bin", "xdotool", "imagemagick", "x11-utils", "x11-xserver-utils"),
    # LXQt; Sway with waybar and a notification server that draws buttons; Plasma; GNOME.
    *("lxqt-panel", "lxqt-notificationd", "lxqt-qtplugin", "lxqt-themes"),
    *("sway", "swaybg", "waybar", "sway-notification-center", "xwayland", "wtype"),
    *("plasma-workspace", "plasma-desktop", "kwin-x11", "kwin-wayland", "libegl1"),
    *("gnome-shell", "gnome-shell-extension-appindicator", "gjs", "libgl1-mesa-dri"),
    # What the daemon listens to beside them, windows to listen for, and who opens what.
    *("at-spi2-core", "pulseaudio", "pulseaudio-utils", "pipewire", "pipewire-bin"),
    *("pipewire-pulse", "wireplumber", "gstreamer1.0-tools", "gstreamer1.0-plugins-base"),
    *("gstreamer1.0-pipewire", "dconf-service", "dconf-gsettings-backend"),
    *("gsettings-desktop-schemas", "xterm", "foot", "gcc", "libc6-dev", "strace"),
    *("chromium", "python3-tk", "python3-dbusmock", "libglib2.0-bin", "desktop-file-utils"),
    # What the recipes for hooks and the tests of saving run.
    *("playerctl", "mosquitto", "mosquitto-clients", "vim", "nano"),
    # Shells with a Tab key, and those who read the man page.
    *("zsh", "fish", "mandoc", "man-db", "groff-base"),
    # librsvg2-common lets GTK draw the icons of the one before; apt would only recommend it.
    *("fonts-dejavu-core", "fonts-noto-core", "adwaita-icon-theme", "librsvg2-common"),
)

# What is made from the code, and what prints it. A test holds each up to date.
GENERATED = {
    "config/ergobreak.1": "ergobreak.cli.man",
    "docs/advice.md": "ergobreak.content.advice",
    "docs/commands.md": "ergobreak.cli.command_page",
    "docs/configuration.md": "ergobreak.config.reference",
}

CORE = "ergobreak/core"
CORE_TESTS = ("tests/core", "tests/test_scenarios.py", "tests/test_calendar.py")

STEPS = ("all", "fast", "most", "lint", "types", "coverage", "docs", "generate", "tests", "audit")
SHORT = "not slow and not desktop"
QUICK = ("-m", SHORT, "-n", "2")
# Without those that start whole daemons.
MOST_TESTS = (*QUICK, "--dist", "worksteal", "--ignore", "tests/integration")
# What is made of values alone: nothing here waits for a process or a server. Two runs of the same
# length, side by side: with thousands of short tests xdist's own work costs more than it saves.
RULES = (
    *("tests/core", "tests/history", "tests/window", "tests/test_calendar.py"),
    *("tests/test_house.py", "tests/test_scenarios.py", "tests/test_scenario_format.py"),
)
MORE_RULES = ("tests/config", "tests/content", "tests/control")
# Each plugin is asked before and after each of thousands of tests; none of these is needed there.
PLAIN = ("-m", SHORT, "-p", "no:xdist", "-p", "no:rerunfailures")
# A file stays whole, so that its desktop is shared, and what it has read is read once.
WHOLE_FILES = ("--dist", "loadfile", "--no-loadscope-reorder")
# On Windows and macOS: what is not of a desktop of Linux, and a whole daemon there.
ELSEWHERE_TESTS = (
    *("-m", "not desktop and (not slow or here)", "-n", "2", *WHOLE_FILES, *RULES, *MORE_RULES),
    *("tests/systems", "tests/autostart", "tests/journal", "tests/test_sound.py"),
)
# More than cores: often a test waits for a desktop to draw or a span to go by.
# The order is that of tests/conftest.py: the longest files first, not those with the most tests.
PARALLEL = ("-n", str(3 * (os.cpu_count() or 1)), *WHOLE_FILES)

LINT = (
    ("format", PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."),
    ("lint", PYTHON, "-m", "ruff", "check", "--quiet", "."),
    ("layers", str(BIN / "lint-imports")),
)
TYPES = ("types", PYTHON, "-m", "mypy")


def main(arguments: list[str]) -> int:
    """Run the named check and return the exit code."""
    name = arguments[0] if arguments else "all"
    extra = arguments[1:]
    if name not in STEPS or (extra and name != "tests"):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    # Where nothing may be kept, each of a thousand processes would compile the project anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    prepare()
    if name == "audit":
        return audit()
    # On a fresh machine each worker would compile all tests at the same time as all the others.
    compiling = begun([PYTHON, "-m", "pytest", "--collect-only", "-qq"]) if name == "all" else None
    if name in ("all", "fast", "most", "lint", "types", "docs"):
        look(name)
    if compiling is not None:
        compiling.communicate()  # what is wrong with a test, the tests say themselves
    if name == "generate":
        generate()
    if name == "coverage":
        coverage()
    if name == "fast":
        return both(RULES, MORE_RULES)
    if name == "most":
        return tests(*(MOST_TESTS if sys.platform == "linux" else ELSEWHERE_TESTS))
    if name in ("all", "tests"):
        # A developer who names tests wants them in one process, where a debugger works.
        return tests(*(extra or PARALLEL), desktop=prepare_desktop(), thorough="full")
    return 0


def look(name: str) -> None:
    """Check what can be seen without a test: form, lint, layers, types, papers."""
    steps = () if name in ("types", "docs") else LINT
    if name not in ("lint", "docs"):
        steps = (*steps, TYPES)
    if name in ("all", "docs"):
        steps = (*steps, docs())
    together(*steps)


def coverage() -> None:
    """Run the tests of the engine; fail unless they reach each line and each branch of it."""
    command = (PYTHON, "-m", "coverage")
    run("tests", *command, "run", "--branch", "--source", CORE, "-m", "pytest", "-q", *CORE_TESTS)
    run("coverage", *command, "report", "--show-missing", "--skip-covered", "--fail-under=100")


def docs() -> tuple[str, ...]:
    """Return the step that builds the documentation as a site; a warning is an error."""
    mkdocs = BIN / "mkdocs"
    if not mkdocs.exists():
        quietly(*INSTALL, "--group", "docs")
    # Else its theme speaks of its own plans, at length, in each build.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    # From nothing each time, so that no page of an earlier build hides a broken link.
    return ("docs", str(mkdocs), "build", "--strict", "--clean", "--quiet")


def generate() -> None:
    """Write the papers that are made from the code, and the catalogues of the languages."""
    run("catalogues", PYTHON, "-m", "locales")
    for name, module in GENERATED.items():
        say(name)
        told = subprocess.run((PYTHON, "-m", module), cwd=ROOT, capture_output=True)
        if told.returncode:
            sys.exit(told.stderr.decode())
        (ROOT / name).write_bytes(told.stdout)


def both(rules: tuple[str, ...], more: tuple[str, ...]) -> int:
    """Run the tests of two sets of rules side by side; return the first code of a failure."""
    os.environ.update(ERGOBREAK_DESKTOP="skip", HYPOTHESIS_PROFILE="fast")
    beside = begun([PYTHON, "-m", "pytest", *PLAIN, *more])
    code = tests(*PLAIN, *rules)
    say("more tests")
    sys.stdout.buffer.write(beside.communicate()[0])
    sys.stdout.flush()
    return code or beside.returncode


def tests(*options: str, desktop: str = "skip", thorough: str = "fast") -> int:
    """Run pytest and return its exit code.

    `desktop` is what a missing desktop means, `thorough` how many random days the engine lives.
    """
    say("tests")
    environment = {
        **os.environ,
        "ERGOBREAK_DESKTOP": desktop,
        "HYPOTHESIS_PROFILE": os.environ.get("HYPOTHESIS_PROFILE", thorough),
    }
    return subprocess.call([PYTHON, "-m", "pytest", *options], cwd=ROOT, env=environment)


def audit() -> int:
    """Ask pip-audit's service about every package; 1: one has a hole, 3: not all were looked at.

    A mirror without that service answers for none of them, which is no all-clear.
    """
    say("audit")
    python = str(AUDIT / BIN.relative_to(ENVIRONMENT) / "python")
    if not AUDIT.exists():
        # By itself: what it needs is no part of what it looks at.
        quietly(sys.executable, "-m", "venv", str(AUDIT))
        quietly(python, "-m", "pip", "install", "--quiet", "pip-audit>=2.9,<3")
    where = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
    ).stdout.strip()
    options = ("--path", where, "--skip-editable", "--progress-spinner", "off", "--format", "json")
    done = subprocess.run(
        [python, "-m", "pip_audit", *options], capture_output=True, text=True, cwd=ROOT
    )
    try:
        listed = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        print("The service does not answer, so nothing was looked at: " + last[0][:300])
        return 3
    found = [one for one in listed if one["name"] != "ergobreak"]
    holes = [(one, hole) for one in found for hole in one.get("vulns", ())]
    unknown = [one["name"] for one in found if "skip_reason" in one]
    for one, hole in holes:
        better = ", ".join(hole["fix_versions"]) or "no version yet"
        print("{} {}: {}, mended in {}".format(one["name"], one["version"], hole["id"], better))
    if unknown:
        print("The service knows nothing of: " + ", ".join(unknown))
    print("{} packages looked at, {} holes.".format(len(found) - len(unknown), len(holes)))
    return 1 if holes else 3 if unknown else 0


def run(title: str, *command: str) -> None:
    """Run one step; leave with its exit code if it fails."""
    say(title)
    code = subprocess.call(command, cwd=ROOT)
    if code:
        sys.exit(code)


def together(*steps: tuple[str, ...]) -> None:
    """Run steps side by side, each a title and a command; leave with the first code of a failure.

    What is told last takes longest, so it begins first.
    """
    running = [(title, begun(command)) for title, *command in reversed(steps)]
    for title, process in reversed(running):
        say(title)
        told = process.communicate()[0]
        sys.stdout.buffer.write(told)
        sys.stdout.flush()
        if process.returncode:
            for _, other in running:
                other.kill()
            sys.exit(process.returncode)


def begun(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a step whose output is kept until it is told."""
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def say(text: str) -> None:
    """Print a heading at once, so that it stands before the output of the step."""
    print("== " + text, flush=True)


def prepare() -> None:
    """Make the environment with the project and its tools, unless it is there and current."""
    if sys.version_info < (3, 11):
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit("ergobreak needs Python 3.11 or later; this is {}.".format(found))
    fingerprint = hashlib.sha256(
        b"\0".join(
            [(ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode()]
        )
    ).hexdigest()
    if STAMP.exists() and STAMP.read_text() == fingerprint:
        return
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This python3 cannot make virtual environments. On Debian and Ubuntu:\n"
            "    apt install python3-venv"
        )
    say("environment (once, and after a change of pyproject.toml)")
    # From scratch each time: a dependency that pyproject.toml has lost must be gone here too.
    quietly(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
    # The pip of Debian 12 is older than dependency groups.
    quietly(*INSTALL, "--upgrade", "pip>=25.1")
    quietly(*INSTALL, "--editable", ".", "--group", "lint", "--group", "test")
    STAMP.write_text(fingerprint)


def prepare_desktop() -> str:
    """Install what the desktop tests start, where we may; return what its absence then means.

    `require`: a desktop test that cannot run fails. `skip`: it is skipped, with the reason.
    """
    if not (sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get")):
        return "skip"
    missing = [name for name in DESKTOP_PACKAGES if not is_installed(name)]
    if missing:
        say("desktop for the tests: " + " ".join(missing))
        options = ("-qq", "-o", "DPkg::Lock::Timeout=120", "--no-install-recommends")
        install = ("apt-get", "install", *options, *missing)
        # The lists of packages are fetched only where the first try shows that they are missing.
        if subprocess.run(install, env=unattended(), capture_output=True).returncode:
            quietly("apt-get", "update", "-qq")
            quietly(*install)
    return "require"


def is_installed(package: str) -> bool:
    """Tell whether Debian's package is there."""
    query = ("dpkg-query", "--show", "--showformat=${db:Status-Status}", package)
    return subprocess.run(query, capture_output=True, text=True).stdout == "installed"


def unattended() -> dict[str, str]:
    """Return the environment for apt-get when nobody is there to answer."""
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def quietly(*command: str) -> None:
    """Run a command of the preparation; show its output only if it fails, and leave then."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=unattended(),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        sys.exit("failed: " + " ".join(command))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
