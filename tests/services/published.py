"""What real services answered when they were introspected, kept word for word, and how it is read.

The files lie in introspection/ and are named by the service, the program and its version. They were
taken from the running programs, each on a desktop of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

FOLDER: Final = Path(__file__).parent / "introspection"

Table = dict[tuple[str, str, str], tuple[str, str]]
"""For (interface, tag, name) what each member takes and what it returns, holds or tells."""


def programs(service: str) -> list[str]:
    """Return the programs that were asked as a `service`: watcher or notifications."""
    return sorted(path.stem.partition(".")[2] for path in FOLDER.glob(f"{service}.*.xml"))


def answer(service: str, program: str) -> str:
    """Return what a program answered as a service."""
    return (FOLDER / f"{service}.{program}.xml").read_text(encoding="utf-8")


def table(introspection: str, interface: str = "") -> Table:
    """Return the members of all interfaces, or of one."""
    found: Table = {}
    for each in ET.fromstring(introspection):  # noqa: S314 - our own, or of our own process
        if interface in ("", each.get("name")):
            for member in each:
                found[each.get("name", ""), member.tag, member.get("name", "")] = _types(member)
    return found


def _types(member: ET.Element) -> tuple[str, str]:
    """Return what a member takes, and what it returns, holds or tells."""
    taken, given = "", member.get("type", "")
    for argument in member.iter("arg"):
        # Without a word an argument of a method is taken; a signal only tells.
        is_taken = member.tag == "method" and argument.get("direction", "in") == "in"
        taken += argument.get("type", "") if is_taken else ""
        given += "" if is_taken else argument.get("type", "")
    return taken, given
