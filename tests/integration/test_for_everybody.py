"""A real daemon on a machine that has settings for everybody: they lie under a person's own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.integration.daemon import VIRTUAL, Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's inotify"),
]

WITHIN: Final = 20.0  # seconds
# Without --home, which has no settings for everybody.
CODE: Final = f"from ergobreak import cli; cli.main(['run', '--headless', *{VIRTUAL}])"
PLANTS: Final = '[reminders.plants]\ntitle = "Plants"\nevery = "40m"\n'


def begun(folder: Path) -> Daemon:
    """Return a daemon whose places the session names, all of them in `folder`."""
    names = ("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    env = dict.fromkeys(names, str(folder)) | {"XDG_CONFIG_DIRS": str(folder / "etc/xdg")}
    daemon = Daemon(folder / "ergobreak", env=env, code=CODE)
    daemon.ready()
    return daemon


def plants(daemon: Daemon) -> tuple[int, str] | None:
    """Return in how many minutes the plants are due, and their title; None: they are not."""
    coming = daemon.look()["next"]
    assert isinstance(coming, list)
    found = (
        (one["about_seconds"] // 60, one["title"]) for one in coming if one["name"] == "plants"
    )
    return next(found, None)


def test_what_is_set_for_everybody_comes_and_goes(tmp_path: Path) -> None:
    """Folders that come later, a person's key over theirs, a mistake, and its end: all at once."""
    company = tmp_path / "etc" / "xdg" / "ergobreak" / "ergobreak.toml"
    with begun(tmp_path) as daemon:
        assert plants(daemon) is None

        company.parent.mkdir(parents=True)
        company.write_text(PLANTS)
        wait_for(lambda: plants(daemon) == (40, "Plants"), WITHIN, daemon.complaints)

        daemon.paths.config.write_text('[reminders.plants]\ntitle = "Mine"\n')
        wait_for(lambda: plants(daemon) == (40, "Mine"), WITHIN, daemon.complaints)

        company.write_text(PLANTS.replace("40m", "50m"))
        wait_for(lambda: plants(daemon) == (50, "Mine"), WITHIN, daemon.complaints)

        # Without their time the person's own table says no longer when it comes.
        company.write_text("[wrok]\n")
        wait_for(lambda: daemon.look().get("trouble"), WITHIN, daemon.complaints)
        assert plants(daemon) == (50, "Mine")

        daemon.paths.config.write_text('[reminders.plants]\ntitle = "Mine"\nevery = "1h"\n')
        wait_for(lambda: plants(daemon) == (60, "Mine"), WITHIN, daemon.complaints)
        told = f"Mistake in {company}:1 (wrok); all other settings are in force."
        assert told in daemon.ask("status").text

        company.unlink()
        wait_for(lambda: not daemon.look().get("trouble"), WITHIN, daemon.complaints)
        assert plants(daemon) == (60, "Mine")
