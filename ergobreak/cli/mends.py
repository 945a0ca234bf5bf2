"""What mends a part of the daemon here: one command or setting, by system and desktop. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.cli.surroundings import System


def notifications(system: System) -> str:
    """Return what brings a notification server."""
    if not system.has_bus:
        return _by_package("bus", system)
    if system.is_desktop("GNOME", "KDE"):
        return _("Log out and in again: this desktop brings its own")
    return system.install("notifications", _("Install a notification server, dunst for one"))


def idle(system: System) -> str:
    """Return what lets idle time be seen."""
    if system.session == "wayland":
        return _("Log in to GNOME, KDE Plasma, Sway, or a session on X11")
    return system.begin()


def login(system: System) -> str:
    """Return what brings the service of log-ins."""
    return _by_package("login", system)


def _by_package(what: str, system: System) -> str:
    way = system.install(f"{what} of systemd" if system.has_systemd else what, "")
    return (
        _("{way}, then log out and in").format(way=way)
        if way
        else _("Log in by the login screen of the system")
    )


def calls(system: System) -> str:
    """Return what lets calls be heard of."""
    return system.install("sound", _("Start the sound server of your desktop"))


def sharing(system: System) -> str:
    """Return what lets a shared screen be seen."""
    return system.install("sharing", _("Install the program pw-dump, a part of PipeWire"))


def tray(system: System) -> str:
    """Return what gives the icon a place."""
    if system.is_icon_chosen:
        return _("unset PYSTRAY_BACKEND, then {begin}").format(begin=system.begin())
    if not system.has_bus:
        return _by_package("bus", system)
    if system.is_desktop("GNOME"):
        way = system.install("indicator", _("Install the GNOME extension AppIndicator Support"))
        return _("{way}, log out and in, and turn it on in Extensions").format(way=way)
    if system.is_desktop("KDE"):
        return _("Right-click on the panel, Add Widgets, System Tray")
    if system.is_desktop("XFCE"):
        return _("Right-click on the panel, Panel, Add New Items, Status Tray Plugin")
    if system.is_desktop("LXQT"):
        return _("Right-click on the panel, Manage Widgets, add Status Notifier")
    if system.session == "wayland":
        return system.install("bar", _("Use a panel with a tray, waybar for one"))
    return _("Use a panel with a tray, xfce4-panel for one")


def window(system: System) -> str:
    """Return what gives this Python a window."""
    if not system.is_systems_python:
        return _("Install ergobreak under a Python that has Tk")
    return system.install("tk", _("Install Tk for this Python"))


def space(system: System) -> str:
    """Return what makes room on the disk."""
    return "sudo apt clean" if system.family == "debian" else _("Empty the wastebasket")
