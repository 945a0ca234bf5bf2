"""Says who shows notices and icon here, and why nobody does; for those who ask what serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.adapters.notify.by_plyer import PlyerNotifier
from ergobreak.adapters.notify.chain import Silent
from ergobreak.adapters.session.tray import SessionTray
from ergobreak.adapters.tray.find import NoTray, PystrayTray
from ergobreak.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.ports import Notifier, Tray

ON_OUTPUT: Final = N_("standard output")
SILENCED: Final = N_("ERGOBREAK_NOTIFY is set to none")
ON_BUS: Final = N_("panels, over the session bus")
BY_PYSTRAY: Final = N_("an icon of pystray's own")


def notices(notifier: Notifier, server: Mapping[str, str] | None) -> dict[str, str]:
    """Return who shows notices and why nobody does: `by` and `reason`, one of them empty.

    `server` says the same of the session bus; None: nobody listens there.
    """
    if isinstance(notifier, Silent):
        # A run without a desktop prints its prompts; on one only the variable keeps them back.
        return _source(ON_OUTPUT, "" if server is None else SILENCED)
    if isinstance(notifier, PlyerNotifier):
        return _source("plyer", "")
    return _source("D-Bus", "") if server is None else dict(server)


def icon(tray: Tray) -> dict[str, str]:
    """Return what shows the icon and why nothing does, in the same form."""
    present = tray.present if isinstance(tray, SessionTray) else tray
    if isinstance(present, NoTray):
        return _source("", present.reason)
    return _source(BY_PYSTRAY if isinstance(present, PystrayTray) else ON_BUS, present.reason)


def _source(by: str, reason: str) -> dict[str, str]:
    return {"by": "" if reason else by, "reason": reason}
