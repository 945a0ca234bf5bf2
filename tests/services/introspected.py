"""What a real service says of itself: its methods and signals, from the stored introspection."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "introspection"

_ARGUMENT: Final = re.compile(r"<arg\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface: signatures by name; of methods those of the call and of the reply."""

    methods: dict[str, tuple[str, str]] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)


def interface(name: str, file: str = "") -> Interface:
    """Return the interface of this name, from the file of that name or another one."""
    text = (FOLDER / f"{file or name}.xml").read_text(encoding="utf-8")
    found = re.search(rf'<interface name="{re.escape(name)}">(.*?)</interface>', text, re.DOTALL)
    assert found, f"{name} is not described"
    read = Interface()
    for kind, member, body in _members(found[1]):
        if kind == "method":
            read.methods[member] = _signature(body, "in"), _signature(body, "out")
        else:
            read.signals[member] = _signature(body, "")
    return read


def _members(text: str) -> list[tuple[str, str, str]]:
    pattern = r'<(method|signal) name="(\w+)"(?:/>|>(.*?)</\1>)'
    return re.findall(pattern, text, re.DOTALL)


def _signature(body: str, direction: str) -> str:
    arguments = _ARGUMENT.findall(body)
    wanted = [each for each in arguments if not direction or f'direction="{direction}"' in each]
    return "".join(re.findall(r'type="([^"]+)"', " ".join(wanted)))
