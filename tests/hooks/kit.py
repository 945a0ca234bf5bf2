"""A real daemon with hooks: its settings, its life, and what it says of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tests.integration.daemon import VIRTUAL, Daemon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def settle(home: Path, text: str) -> None:
    """Save settings as ergobreak does, for nobody else to read or write."""
    path = home / "ergobreak.toml"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def begun(home: Path, *options: str, env: Mapping[str, str] | None = None) -> Daemon:
    """Return a daemon on a clock that stands, and that serves."""
    daemon = Daemon(home, *VIRTUAL, *options, env={"PATH": os.environ["PATH"], **(env or {})})
    daemon.ready()
    return daemon


def told(daemon: Daemon) -> dict[str, dict[str, Any]]:
    """Return what `hooks --json` says of each hook."""
    data: Any = daemon.ask("hooks", as_json=True).data["hooks"]
    return {one["name"]: one for one in data}
