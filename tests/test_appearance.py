"""Whether the desktop is dark: the variable, the portal on a real bus, the files of desktops."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from jeepney import message_bus, new_method_return

from ergobreak.adapters.appearance import is_dark
from ergobreak.adapters.dbus.bus import Bus
from tests.services.private_bus import PrivateBus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jeepney import Message

PORTAL = "org.freedesktop.portal.Desktop"
OBJECT = "/org/freedesktop/portal/desktop"


@pytest.mark.parametrize(
    ("name", "text", "dark"),
    [
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-theme-name=Adwaita-dark\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-application-prefer-dark-theme=1\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-application-prefer-dark-theme = false\n", False),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-theme-name=Adwaita\n", False),
        ("kdeglobals", "[General]\nColorScheme=BreezeDark\n", True),
        (
            "xfce4/xfconf/xfce-perchannel-xml/xsettings.xml",
            '<property name="ThemeName" type="string" value="Greybird-dark"/>\n',
            True,
        ),
        ("kdeglobals", "\0\xff", False),
    ],
)
def test_files_tell(tmp_path: Path, name: str, text: str, dark: bool) -> None:
    """Without a portal the name of the theme decides, wherever the desktop keeps it."""
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="latin-1")

    assert is_dark({"XDG_CONFIG_HOME": str(tmp_path)}) is dark


def test_the_variable_wins(tmp_path: Path) -> None:
    """GTK's own variable is said on purpose; where nothing is said it is bright."""
    (tmp_path / "kdeglobals").write_text("ColorScheme=BreezeDark\n")
    env = {"XDG_CONFIG_HOME": str(tmp_path)}

    assert is_dark(env | {"GTK_THEME": "Adwaita:dark"})
    assert not is_dark(env | {"GTK_THEME": "Adwaita"})
    assert not is_dark({"HOME": str(tmp_path / "nobody")})


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a session bus with nobody on it."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs the package dbus")
    with PrivateBus(tmp_path) as found:
        yield found


@pytest.mark.parametrize(("says", "dark"), [(0, True), (1, True), (2, False)])
def test_the_portal_is_asked_before_the_files(
    bus: PrivateBus, tmp_path: Path, says: int, dark: bool
) -> None:
    """1 means dark and 2 bright; without an opinion the files, which are dark here, decide."""
    (tmp_path / "kdeglobals").write_text("ColorScheme=BreezeDark\n")

    def read(message: Message) -> Message:
        assert message.body == ("org.freedesktop.appearance", "color-scheme")
        return new_method_return(message, "v", (("v", ("u", says)),))

    portal = Bus(bus.address)
    portal.on_call(OBJECT, read)
    portal.start()
    try:
        portal.call(message_bus.RequestName(PORTAL))
        env = {"XDG_CONFIG_HOME": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": bus.address}
        assert is_dark(env) is dark
    finally:
        portal.stop()


def test_no_portal_is_no_trouble(bus: PrivateBus, tmp_path: Path) -> None:
    """A bus without the portal, or none at its address, leaves it to the files."""
    (tmp_path / "kdeglobals").write_text("ColorScheme=BreezeDark\n")
    env = {"XDG_CONFIG_HOME": str(tmp_path)}

    assert is_dark(env | {"DBUS_SESSION_BUS_ADDRESS": bus.address})
    assert is_dark(env | {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"})
