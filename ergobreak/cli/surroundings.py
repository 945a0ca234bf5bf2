"""What a remedy depends on: the system's packages, the desktop, the session. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "indicator": dict.fromkeys(("debian", "fedora", "arch"), "gnome-shell-extension-appindicator"),
    "notifications": dict.fromkeys(("debian", "fedora", "arch"), "dunst"),
    "bar": dict.fromkeys(("debian", "fedora", "arch"), "waybar"),
    "bus of systemd": {"debian": "dbus-user-session"},
    "bus": {"debian": "dbus-x11"},
    "login of systemd": {"debian": "libpam-systemd"},
    "login": {"debian": "libpam-elogind"},
    "sound": {
        "debian": "pipewire-pulse",
        "fedora": "pipewire-pulseaudio",
        "arch": "pipewire-pulse",
    },
    "sharing": {"debian": "pipewire-bin", "fedora": "pipewire-utils", "arch": "pipewire"},
    "tk": {"debian": "python3-tk", "fedora": "python3-tkinter", "arch": "tk"},
}
_INSTALL: Final = {
    "debian": "sudo apt install",
    "fedora": "sudo dnf install",
    "arch": "sudo pacman -S",
}


@dataclass(frozen=True, slots=True)
class System:
    """What a remedy depends on.

    `family`: debian, fedora, arch or "". `desktop`: as XDG_CURRENT_DESKTOP names it. `session`:
    x11, wayland, or "" where there is none. `program`: how this instance is called in a terminal.
    `is_icon_chosen`: PYSTRAY_BACKEND has taken the choice of the icon from ergobreak.
    """

    family: str = ""
    desktop: str = ""
    session: str = ""
    has_bus: bool = True
    has_systemd: bool = True
    is_running: bool = True
    is_systems_python: bool = True
    is_icon_chosen: bool = False
    program: str = "ergobreak"

    def is_desktop(self, *names: str) -> bool:
        """Tell whether the desktop is one of these, in capital letters."""
        return not {*self.desktop.upper().split(":")}.isdisjoint(names)

    def run(self, verb: str) -> str:
        """Return a command of this instance."""
        return f"{self.program} {verb}"

    def begin(self) -> str:
        """Return the command after which the daemon is a new one."""
        return self.run("restart" if self.is_running else "start")

    def install(self, what: str, otherwise: str) -> str:
        """Return the command that installs something; `otherwise` where its name is not known."""
        package = _PACKAGES[what].get(self.family)
        return otherwise if package is None else f"{_INSTALL[self.family]} {package}"
