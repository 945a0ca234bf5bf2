"""Autostart on Windows: a value below the person's own Run key. Never tried on a real machine."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.autostart.entry import Found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.adapters.autostart.entry import Start

WAY: Final = "registry"
KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
# What the task manager writes when a person switches an entry off there: the first byte is odd.
SWITCH: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
NAME: Final = "ergobreak"


def command(start: Start) -> str:
    """Return the command line as Windows takes it apart; pythonw opens no black window."""
    program = start.program
    if program.casefold().endswith("python.exe"):
        program = f"{program[: -len('python.exe')]}pythonw.exe"
    return subprocess.list2cmdline([program, *start.options, "start"])


def program_of(line: str) -> str:
    """Return which program a command line starts."""
    if line.startswith('"'):
        return line[1:].partition('"')[0]
    return line.partition(" ")[0]


def is_switched_off(data: object) -> bool:
    """Tell whether the task manager's value says that the person has switched the entry off."""
    return isinstance(data, bytes) and data[:1] != b"" and data[0] % 2 == 1


def turn_on(start: Start, env: Mapping[str, str]) -> Found:
    """Write the value; raises OSError."""
    del env  # this registry is the person's own, whatever the environment says
    registry = _registry()
    with registry.CreateKey(registry.HKEY_CURRENT_USER, KEY) as key:
        registry.SetValueEx(key, NAME, 0, registry.REG_SZ, command(start))
    _delete(registry, SWITCH)
    return Found(WAY, rf"HKEY_CURRENT_USER\{KEY}\{NAME}", program=start.program)


def turn_off(env: Mapping[str, str]) -> bool:
    """Delete the value, and tell whether there was one; raises OSError."""
    del env
    registry = _registry()
    _delete(registry, SWITCH)
    return _delete(registry, KEY)


def look(env: Mapping[str, str]) -> Found | None:
    """Return what is there."""
    del env
    registry = _registry()
    line = _value(registry, KEY)
    if not isinstance(line, str):
        return None
    place = rf"HKEY_CURRENT_USER\{KEY}\{NAME}"
    is_on = not is_switched_off(_value(registry, SWITCH))
    return Found(WAY, place, is_on, program_of(line))


def _registry() -> Any:
    """Return the standard library's module, which is there on Windows alone."""
    import importlib

    return importlib.import_module("winreg")


def _value(registry: Any, key: str) -> object:
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, key) as opened:
            return registry.QueryValueEx(opened, NAME)[0]
    except FileNotFoundError:
        return None


def _delete(registry: Any, key: str) -> bool:
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, key, 0, registry.KEY_SET_VALUE) as opened:
            registry.DeleteValue(opened, NAME)
    except FileNotFoundError:
        return False
    return True
