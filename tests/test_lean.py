"""APScheduler is loaded without what only its unused parts need, and nobody else misses that."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOADED = """
import sys
from ergobreak.adapters.time import scheduler
left_out = {"asyncio", "ssl", "multiprocessing", "concurrent.futures.process", "importlib.metadata"}
print(*sorted(left_out & set(sys.modules)))
rings = scheduler.new()
rings.start()
rings.shutdown()
"""
AFTERWARDS = """
import asyncio, importlib.metadata, multiprocessing
from concurrent.futures import ProcessPoolExecutor
print(asyncio.run(asyncio.sleep(0, "waited")), multiprocessing.cpu_count() > 0)
print(importlib.metadata.version("apscheduler").split(".")[0], ProcessPoolExecutor.__name__)
"""
ANOTHER = """
from ergobreak.adapters.time import lean
(found,) = lean.load("schedulers")
print(found.waiting.__module__, found.inside.__name__)
"""


def said(code: str, *before: Path) -> list[str]:
    """Return the lines that a fresh interpreter prints, with folders in which it looks first."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, before))}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_what_no_part_in_use_needs_is_not_loaded() -> None:
    """The scheduler runs without asyncio and its like, and who wants them later has the real."""
    assert said(LOADED + AFTERWARDS) == ["", "waited True", "3 ProcessPoolExecutor"]


def test_an_apscheduler_that_wants_more_has_it(tmp_path: Path) -> None:
    """A release that takes something else of asyncio is imported as it comes."""
    package = tmp_path / "apscheduler"
    package.mkdir()
    (package / "__init__.py").write_text("from asyncio import Queue as waiting\n")
    code = "from apscheduler import waiting\nfrom asyncio import subprocess as inside\n"
    (package / "schedulers.py").write_text(code)

    assert said(ANOTHER, tmp_path) == ["asyncio.queues asyncio.subprocess"]
