"""Whether this desktop is dark: asked once, when a window opens.

Three places tell, the most certain first: the variable of GTK, the portal, the files in which
desktops keep the name of their theme.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PORTAL_WITHIN: Final = 0.5  # seconds; a window that waits longer is worse than a bright one

# Below the folder for settings, and what in them names a theme or says that it is dark.
_FILES: Final = (
    ("gtk-3.0/settings.ini", r"^gtk-application-prefer-dark-theme *= *(1|true)$"),
    ("gtk-3.0/settings.ini", r"^gtk-theme-name *= *(.*)$"),
    ("xfce4/xfconf/xfce-perchannel-xml/xsettings.xml", r'name="ThemeName".* value="([^"]*)"'),
    ("kdeglobals", r"^ColorScheme=(.*)$"),
)
_DARK: Final = re.compile(r"dark|noir|night|^1$|^true$", re.IGNORECASE)


def is_dark(env: Mapping[str, str]) -> bool:
    """Tell whether the desktop of this environment is dark; bright where nothing tells."""
    if env.get("GTK_THEME"):
        return _DARK.search(env["GTK_THEME"]) is not None
    told = _by_portal(env)
    return _by_files(env) if told is None else told


def _by_portal(env: Mapping[str, str]) -> bool | None:
    """Return what the portal says; None: it has no opinion, or there is none."""
    address = env.get("DBUS_SESSION_BUS_ADDRESS")
    if not address:
        return None
    # Imported late: jeepney costs more than all the rest of this question.
    from jeepney import DBusAddress, new_method_call

    from ergobreak.adapters.dbus.bus import Bus, BusError

    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        bus_name="org.freedesktop.portal.Desktop",
        interface="org.freedesktop.portal.Settings",
    )
    asked = new_method_call(portal, "Read", "ss", ("org.freedesktop.appearance", "color-scheme"))
    bus = Bus(address)
    bus.start()
    try:
        value: Any = bus.call(asked, within=PORTAL_WITHIN, types="v")[0]
    except BusError:
        return None
    finally:
        bus.stop()
    while isinstance(value, tuple):  # a variant in a variant: (signature, value)
        value = value[-1]
    return {1: True, 2: False}.get(value) if isinstance(value, int) else None


def _by_files(env: Mapping[str, str]) -> bool:
    home = env.get("HOME", "")
    base = Path(env.get("XDG_CONFIG_HOME") or f"{home}/.config")
    for name, pattern in _FILES:
        try:
            text = (base / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        found = re.search(pattern, text, re.MULTILINE | re.IGNORECASE)
        if found and _DARK.search(found[1]):
            return True
    return False
