"""KDE Plasma on a virtual screen: window manager, service daemon, and the shell with its panel.

The shell draws the icons and is the notification server too; who keeps the list of icons is a part
of the service daemon. So either can be lost without the other.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from tests.desktop.desktop import BUS, ETC, NOTIFICATIONS, TRAY, Desktop, find_program
from tests.desktop.menu import Tray, ink_of, runs
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from tests.desktop.desktop import Window
    from tests.desktop.menu import Icon

WINDOWS: Final = "kwin_x11"
DAEMON: Final = "kded5"
SHELL: Final = "plasmashell"

PANEL_HEIGHT: Final = 42  # pixels; as etc/plasma has it, without the line at its lower edge
ICON: Final = 22  # pixels that such a panel gives an icon
ELSEWHERE: Final = 400  # pixels from the left; nothing is there
BUTTON: Final = 30  # pixels; no button is as narrow, no letter as wide
SLOW: Final = 30.0  # s; it is a large desktop, and the machine may be busy

# Program -> the Debian package that holds it.
NEEDED: Final = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "dbus-send": "dbus",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "setpriv": "util-linux",
    WINDOWS: "kwin-x11",
    DAEMON: "kded5",
    SHELL: "plasma-workspace",
}
# What makes a panel of the shell.
PANELS: Final = Path("/usr/share/plasma/shells/org.kde.plasma.desktop")
BUS_SERVICES: Final = Path("/usr/share/dbus-1/services")
# What the shell does not start without, and what the window manager would complain about.
STARTED_BY_THE_BUS: Final = "org.kde.ActivityManager", "org.kde.kglobalaccel"
READY: Final = {DAEMON: (TRAY,), SHELL: ("org.kde.plasmashell", NOTIFICATIONS)}


def missing_packages() -> list[str]:
    """Return the Debian packages that Plasma needs here and that are not installed."""
    missing = {package for name, package in NEEDED.items() if find_program(name) is None}
    if not PANELS.exists():
        missing.add("plasma-desktop")
    return sorted(missing)


class Plasma(Desktop):
    """One Plasma session on X11, as a context manager."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, name="KDE")
        self.env |= {
            "KDE_FULL_SESSION": "true",
            "KDE_SESSION_VERSION": "5",
            "QT_QUICK_BACKEND": "software",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            # There is none: nobody asks what else runs on this machine.
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder / 'run/system'}",
        }

    def __enter__(self) -> Self:
        try:
            self._furnish()
            # Before the bus, which hands it on to what it starts.
            self._eyes = {"DISPLAY": self._start_x()()}
            self.env |= self._eyes
            self.start(BUS)
            self.run(WINDOWS, [WINDOWS, "--no-kactivities"])
            self.start(DAEMON)
            self.start(SHELL)
        except BaseException:
            self._end()
            raise
        return self

    def start(self, service: str) -> None:
        """Start the bus, the service daemon or the shell, and wait until it is ready."""
        if service not in READY:
            super().start(service)
            return
        # Else it would start itself again when it is killed.
        options = ["--no-respawn"] if service == SHELL else []
        self.run(service, [service, *options])
        wait_for(lambda: all(map(self.owned, READY[service])), SLOW, f"{service} is ready")

    def point(self, x: int, y: int) -> None:
        """Move the real pointer there."""
        self.read(["xdotool", "mousemove", "--sync", str(x), str(y)])

    def notices(self) -> list[Window]:
        """Return the notices on the screen, the uppermost first."""
        return [window for window in self.windows(SHELL) if self._is_notice(window)]

    def buttons(self, window: Window) -> list[tuple[int, int]]:
        """Return the middles of the buttons of a notice, from left to right, as they are seen."""
        edges = (window.x, window.y, window.x + window.width, window.y + window.height)
        ink = ink_of(self.picture().crop(edges))
        # Upwards: the first line that holds something so wide is the lower edge of the buttons.
        for y in range(ink.height - 1, ink.height // 2, -1):
            spans = runs(ink.crop((0, y, ink.width, y + 1)).tobytes(), 0)
            found = [span for span in spans if BUTTON <= span[1] - span[0] < ink.width // 2]
            if found:
                middle = window.y + y - BUTTON // 2
                return [(window.x + (left + right) // 2, middle) for left, right in found]
        return []

    def _is_notice(self, window: Window) -> bool:
        kind = self.read(["xprop", "-id", str(window.id), "_NET_WM_WINDOW_TYPE"])
        return "_NET_WM_WINDOW_TYPE_NOTIFICATION" in kind

    def _furnish(self) -> None:
        super()._furnish()
        shutil.copytree(ETC / "plasma", self.folder / "config", dirs_exist_ok=True)
        for name in STARTED_BY_THE_BUS:
            text = (BUS_SERVICES / f"{name}.service").read_text()
            kept = [line for line in text.splitlines() if not line.startswith("SystemdService")]
            (self.folder / f"services/{name}.service").write_text("\n".join(kept) + "\n")


class PlasmaTray(Tray):
    """The icon in the panel of Plasma, which looks another way while it believes in a pointer."""

    def __init__(self, screen: Plasma) -> None:
        super().__init__(screen, PANEL_HEIGHT, ICON)
        self._plasma = screen

    def icon(self) -> Icon | None:
        """Return the icon, if it can be seen."""
        icon = super().icon()
        if icon is None:
            # A menu that closes does not tell the panel that the pointer went with it.
            self._plasma.point(ELSEWHERE, PANEL_HEIGHT // 2)
            self._plasma.point(ELSEWHERE, 4 * PANEL_HEIGHT)
            icon = super().icon()
        return icon
