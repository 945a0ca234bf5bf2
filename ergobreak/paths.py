"""Where things live: one frozen value, made once at the edge."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ergobreak import where
from ergobreak.dataclass import dataclass

CONFIG: Final = where.CONFIG
CONTENT: Final = "content"  # the folder beside the config file


@dataclass(frozen=True, slots=True)
class Paths:
    """The places of one instance. `runtime` holds socket and lock and is private."""

    config_dir: Path
    state_dir: Path
    runtime_dir: Path
    for_everybody: tuple[Path, ...] = ()  # settings that lie under the user's; the first goes first

    @property
    def config(self) -> Path:
        """Return the user's config file."""
        return self.config_dir / CONFIG

    @property
    def content(self) -> Path:
        """Return the folder of the person's own exercises, checks and tips."""
        return self.config_dir / CONTENT

    @property
    def last_good(self) -> Path:
        """Return the copy of the last config that was in force."""
        return self.state_dir / "last-good.toml"

    @property
    def journal(self) -> Path:
        """Return the SQLite file with journal and snapshot."""
        return self.state_dir / "journal.db"

    @property
    def log(self) -> Path:
        """Return the daemon's own diagnostic log."""
        return self.state_dir / "daemon.log"

    @property
    def on_screen(self) -> Path:
        """Return the note on what stands on the screen, which a killed daemon leaves there."""
        return self.state_dir / "on-screen.json"

    @property
    def lock(self) -> Path:
        """Return the file whose lock means "running"."""
        return self.state_dir / where.LOCK

    @property
    def socket(self) -> Path:
        """Return the control socket."""
        return self.runtime_dir / where.SOCKET


def find(home: str | None = None) -> Paths:
    """Return the places of this user, or those inside `home` (else `ERGOBREAK_HOME`).

    Creates nothing. The rule itself stands in `where`, which the quick commands share.
    """
    config, state, runtime = where.folders(home)
    everybody = tuple(Path(each) / CONFIG for each in where.folders_for_everybody(home))
    return Paths(Path(config), Path(state), Path(runtime), everybody)
