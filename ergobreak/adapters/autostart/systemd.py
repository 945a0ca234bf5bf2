"""Autostart by systemd: a unit of the person's own, tied to the graphical session."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.autostart.entry import Found, program_of, remove, write
from ergobreak.adapters.autostart.xdg import folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ergobreak.adapters.autostart.entry import Start

WAY: Final = "systemd"
SESSION: Final = "graphical-session.target"
UNIT: Final = "ergobreak.service"
_FILE: Final = f"systemd/user/{UNIT}"
_LINK: Final = f"systemd/user/{SESSION}.wants/{UNIT}"
_PATIENCE: Final = 5.0  # s; a user manager answers in milliseconds, or hangs
_RESTART_PATIENCE: Final = 20.0  # s; one that hangs is killed after the ten of TimeoutStopSec

# No sandbox beyond this: what seals a process of a user's manager (NoNewPrivileges, and all that
# implies it) also seals its children, and a screen locker that a person runs as a hook could then
# not check the password any more. Memory and tasks have a bound far above what is ever used.
_TEXT: Final = """\
[Unit]
Description=ergobreak, the break reminder
PartOf={session}
After={session}
# A crash that comes back at once is not tried for ever.
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=exec
{environment}ExecStart={command}
WorkingDirectory=/
Restart=on-failure
RestartSec=5
# Nothing gets better by trying again: settings that were named and are broken; it runs already.
RestartPreventExitStatus=2 4
TimeoutStopSec=10
UMask=0077
LimitCORE=0
MemoryMax=1G
TasksMax=512

[Install]
WantedBy={session}
"""


def text(start: Start) -> str:
    """Return the unit."""
    path = start.package_path
    environment = f"Environment={quoted(f'PYTHONPATH={path}')}\n" if path else ""
    # Of a command, unlike of a path, $ begins a variable.
    words = (start.program, *start.options, "run")
    command = " ".join(quoted(word).replace("$", "$$") for word in words)
    return _TEXT.format(session=SESSION, environment=environment, command=command)


def turn_on(start: Start, env: Mapping[str, str]) -> Found:
    """Write the unit and let the session want it; raises OSError.

    The link is what `systemctl --user enable` makes; so it works without a manager, too.
    """
    config = folder(env)
    unit, link = config / _FILE, config / _LINK
    write(unit, text(start), config)
    link.parent.mkdir(parents=True, exist_ok=True)
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(unit)
    new.replace(link)
    _tell_manager(env)
    return Found(WAY, str(unit), program=start.program)


def turn_off(env: Mapping[str, str]) -> bool:
    """Remove unit and link, and tell whether there were any; raises OSError."""
    config = folder(env)
    was_wanted = remove(config / _LINK, config)
    was_there = remove(config / _FILE, config)
    if was_wanted or was_there:
        _tell_manager(env)
    return was_wanted or was_there


def look(env: Mapping[str, str]) -> Found | None:
    """Return what is there; a unit that nobody wants is off, and so is one that is masked."""
    config = folder(env)
    try:
        unit = (config / _FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    line = next((each for each in unit.splitlines() if each.startswith("ExecStart=")), "")
    program = program_of(_words(line.removeprefix("ExecStart=")))
    return Found(WAY, str(config / _FILE), (config / _LINK).is_symlink(), program)


def restart(process: int, env: Mapping[str, str]) -> bool:
    """Let systemd start the unit anew if this is its process, and tell whether it has."""
    # A cron job or a login by ssh may not know where the person's manager is.
    env = {"XDG_RUNTIME_DIR": f"/run/user/{os.getuid()}", **env}
    if _answer(env, "show", "--property=MainPID", "--value", UNIT) != str(process):
        return False
    return _ask(env, "restart", UNIT, patience=_RESTART_PATIENCE)


def has_session(env: Mapping[str, str]) -> bool:
    """Tell whether a user's manager runs, and whether this desktop tells it of its session.

    Xfce and most window managers do not: a unit that waits for the session would never start there.
    """
    return _ask(env, "is-active", "--quiet", SESSION)


def quoted(word: str) -> str:
    """Return one word as systemd reads it."""
    word = word.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./$-]+", word, re.ASCII):
        return word
    # A line end in a path must not begin another setting.
    return '"' + re.sub(r'(["\\])', r"\\\1", word).replace("\n", "\\n") + '"'


def _words(line: str) -> list[str]:
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)
    words = [re.sub(r"\\(.)", r"\1", quoted_) if quoted_ else bare for quoted_, bare in found]
    return [word.replace("%%", "%").replace("$$", "$") for word in words]


def _tell_manager(env: Mapping[str, str]) -> None:
    """Let a manager that runs read the units anew; without one the next login does."""
    _ask(env, "daemon-reload")


def _ask(env: Mapping[str, str], *words: str, patience: float = _PATIENCE) -> bool:
    return _answer(env, *words, patience=patience) is not None


def _answer(env: Mapping[str, str], *words: str, patience: float = _PATIENCE) -> str | None:
    """Return what systemctl prints; None: there is none, it refuses, or it hangs."""
    try:
        done = subprocess.run(
            ["systemctl", "--user", *words],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=patience,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout.strip()


def unit_of(env: Mapping[str, str]) -> Path:
    """Return where the unit is, or would be."""
    return folder(env) / _FILE
