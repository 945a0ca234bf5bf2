"""GNOME Shell with the AppIndicator extension, on a monitor that exists in its memory only.

The shell is everything at once: compositor, panel, and who draws notices. Its own scripting
interface finds things on the screen and moves a virtual pointer there, which is for the shell what
a mouse is. Notices come by way of a process that the bus starts for it.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from jeepney import DBusAddress, new_method_call
from PIL import Image

from ergobreak.adapters.dbus.bus import Bus, BusError
from tests.desktop.desktop import BUS, ETC, MARGIN, NOTIFICATIONS, TRAY, Desktop, Window
from tests.desktop.menu import Tray, keep, plain, way_to
from tests.services.private_bus import CONFIG as BUS_CONFIG
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

    from tests.desktop.menu import Icon

SYSTEM_BUS: Final = "system-bus"
LOGIND: Final = "logind"
SHELL: Final = "gnome-shell"

SHELL_NAME: Final = "org.gnome.Shell"
LOGIND_NAME: Final = "org.freedesktop.login1"
SESSION: Final = "c1"

BAR_HEIGHT: Final = 32  # pixels
ICON: Final = 16  # pixels
ELSEWHERE: Final = 400, 400  # nothing is there
SLOW: Final = 30.0  # s; it is a large desktop, and the machine may be busy

# A file -> the Debian package that holds it.
NEEDED: Final = {
    "/usr/bin/dbus-daemon": "dbus",
    "/usr/bin/dbus-send": "dbus",
    "/usr/bin/setpriv": "util-linux",
    "/usr/bin/gnome-shell": "gnome-shell",
    "/usr/bin/gjs": "gjs",
    "/usr/share/gnome-shell/extensions/ubuntu-appindicators@ubuntu.com": (
        "gnome-shell-extension-appindicator"
    ),
    "/usr/bin/Xwayland": "xwayland",
    "/usr/lib/python3/dist-packages/dbusmock": "python3-dbusmock",
}
X_SOCKETS: Final = "/tmp/.X11-unix"
NOTICES: Final = Path("/usr/share/dbus-1/services/org.gnome.Shell.Notifications.service")

# At its start the shell tells root not to be root: a notice that comes, or goes, while another one
# slides in makes GNOME drop that one.
HUSH: Final = "Main.notify = () => {}; return true;"
TIDY: Final = """
if (Main.layoutManager._startingUp)
    return false;
Main.overview.hide();
return !Main.overview.visible;
"""
BANNER: Final = "Main.messageTray._banner"
INDICATOR: Final = """
const indicator = Object.entries(Main.panel.statusArea)
    .find(([name]) => name.startsWith('appindicator-'))?.[1];
const lines = menu => menu._getMenuItems()
    .flatMap(item => [item, ...(item.menu ? lines(item.menu) : [])]);
"""
# Seen, and with all that it lies in at its final place.
MOVES: Final = "['opacity', 'height', 'y', 'translation-x', 'translation-y', 'scale-y']"
SEEN: Final = (
    "filter(one => { for (let each = one; each; each = each.get_parent())"
    f" if ({MOVES}.some(move => each.get_transition(move))) return false;"
    " return one.mapped && one.has_allocation(); })"
)
PLACE: Final = "[...{0}.get_transformed_position(), ...{0}.get_transformed_size()]"
POINTER: Final = """
const {Clutter, GLib} = imports.gi;
const now = () => GLib.get_monotonic_time();
const pointer = global.pointerOfTests ??= Clutter.get_default_backend().get_default_seat()
    .create_virtual_device(Clutter.InputDeviceType.POINTER_DEVICE);
"""
MOVE: Final = "pointer.notify_absolute_motion(now(), {x}, {y});"
PRESS: Final = "pointer.notify_button(now(), {button}, Clutter.ButtonState.{state});"


def missing_packages() -> list[str]:
    """Return the Debian packages that GNOME needs here and that are not installed."""
    return sorted({package for path, package in NEEDED.items() if not Path(path).exists()})


class Gnome(Desktop):
    """One GNOME session on Wayland, as a context manager."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, name="GNOME")
        self._system_socket = folder / "run/system"
        del self.env["GTK_A11Y"]
        self.env |= {
            "XDG_SESSION_TYPE": "wayland",
            "XDG_SESSION_ID": SESSION,
            "GSETTINGS_BACKEND": "keyfile",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self._system_socket}",
        }
        self._bus = Bus(self.env["DBUS_SESSION_BUS_ADDRESS"])

    def __enter__(self) -> Self:
        try:
            self._furnish()
            self.start(SYSTEM_BUS)
            self.start(LOGIND)
            self.start(BUS)
            self._bus.start()
            self.start(SHELL)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.stop()
        super().__exit__()

    def start(self, service: str) -> None:
        """Start one of the buses, logind or the shell, and wait until it is ready."""
        match service:
            case "system-bus":
                config = f"--config-file={self.folder / 'system.conf'}"
                self.run(service, [BUS, config, "--nofork", "--nopidfile"])
                wait_for(lambda: self._answers("--system", "org.freedesktop.DBus"))
            case "logind":
                mock = ["-m", "dbusmock", "--system", "--template", "logind"]
                self.run(service, ["/usr/bin/python3", *mock])
                wait_for(lambda: self._answers("--system", LOGIND_NAME), 10.0, "logind is ready")
                self._begin_session()
            case "gnome-shell":
                self._start_shell()
            case _:
                super().start(service)

    def run(
        self,
        name: str,
        command: Sequence[str],
        env: dict[str, str] | None = None,
        identity: Sequence[str] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop under a name of your choice; its output is in `log`.

        It sees no X server but this session's: without the shell another one would be taken for it.
        """
        if os.geteuid() == 0:
            hidden = 'mount -t tmpfs -o mode=1777 none "$0" && exec "$@"'
            command = ["unshare", "--mount", "sh", "-c", hidden, X_SOCKETS, *command]
        return super().run(name, command, env, identity)

    # ---------------------------------------------------------------- eyes and hands

    @property
    def is_lit(self) -> bool:
        """Tell whether the shell has not been killed: without it there is nothing to see."""
        return SHELL in self._running

    def evaluate(self, script: str) -> Any:
        """Return what a script of the shell's own language comes to. Raises BusError."""
        address = DBusAddress("/org/gnome/Shell", SHELL_NAME, SHELL_NAME)
        # A function, so that no name outlives the script.
        call = new_method_call(address, "Eval", "s", (f"(() => {{ {script} }})()",))
        is_fine, answer = self._bus.call(call, within=SLOW)
        assert is_fine, answer
        return json.loads(answer) if answer else None

    def point(self, x: int, y: int) -> None:
        """Move the virtual pointer there."""
        self.evaluate(POINTER + MOVE.format(x=x, y=y))

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the virtual pointer there, and press and release a mouse button."""
        self.point(x - 2, y)
        self.point(x, y)
        for state in ("PRESSED", "RELEASED"):
            self.evaluate(POINTER + PRESS.format(button=button, state=state))

    def picture(self) -> Image.Image:
        """Return a picture of the whole screen, which is dark without the shell."""
        if not self.is_lit:
            return Image.new("RGB", self._size)
        shot = self.folder / "screen.png"
        name = "org.gnome.Shell.Screenshot"
        address = DBusAddress("/org/gnome/Shell/Screenshot", name, name)
        call = new_method_call(address, "Screenshot", "bbs", (False, False, str(shot)))
        self._bus.call(call, within=SLOW)
        with Image.open(shot) as screen:
            return screen.convert("RGB")

    def notices(self) -> list[Window]:
        """Return the banner on the screen, if there is one; GNOME shows one at a time."""
        if not self.is_lit:
            return []
        found = self.evaluate(
            f"return [{BANNER}].filter(Boolean).{SEEN}.map(one => {PLACE.format('one')});"
        )
        return [Window(0, *map(round, place)) for place in found]

    def buttons(self, window: Window) -> list[tuple[int, int]]:
        """Return the middles of a banner's buttons, from left to right, once they are seen.

        They open below a banner that the pointer rests on.
        """
        self.point(window.x + window.width // 2, window.y + MARGIN)
        found = self.evaluate(
            f"return ({BANNER}?._buttonBox?.get_children() ?? []).{SEEN}"
            f".map(one => {PLACE.format('one')});"
        )
        return [middle(place) for place in found]

    def has_menu_open(self) -> bool:
        """Tell whether the menu of the icon is open, as the shell says it."""
        return bool(self.evaluate(f"{INDICATOR} return indicator?.menu.isOpen;"))

    def labels(self) -> list[str]:
        """Return the labels of the icon's menu, open or not, without what is inside others."""
        return list(
            self.evaluate(
                f"{INDICATOR} return (indicator?.menu._getMenuItems() ?? [])"
                ".map(one => one.label.text).filter(Boolean);"
            )
        )

    def lines(self) -> list[tuple[str, tuple[int, int]]]:
        """Return the labels of the icon's open menu and where to click on them, from the top."""
        found = self.evaluate(
            f"{INDICATOR} return indicator ? lines(indicator.menu).{SEEN}"
            f".map(one => [one.label?.text ?? '', {PLACE.format('one')}]) : [];"
        )
        return [(label, middle(place)) for label, place in found if label]

    # ---------------------------------------------------------------- from nothing

    def _furnish(self) -> None:
        super()._furnish()
        shutil.copytree(ETC / "gnome", self.folder / "config/glib-2.0/settings")
        shutil.copy(NOTICES, self.folder / "services")
        # So that it does not warn that nobody can lock the screen.
        warned = self.folder / "data/gnome-shell"
        warned.mkdir(parents=True)
        (warned / "lock-warning-shown").touch()
        nothing = self.folder / "system-services"
        nothing.mkdir()
        text = BUS_CONFIG.read_text().format(socket=self._system_socket, services=nothing)
        (self.folder / "system.conf").write_text(text)

    def _answers(self, which: str, name: str) -> bool:
        call = ["dbus-send", which, "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        answer = self.read([*call, "org.freedesktop.DBus.NameHasOwner", f"string:{name}"])
        return "boolean true" in answer

    def _begin_session(self) -> None:
        call = ["dbus-send", "--system", "--print-reply", f"--dest={LOGIND_NAME}"]
        session = [f"string:{SESSION}", "string:seat0", f"uint32:{os.getuid()}"]
        method = ["/org/freedesktop/login1", "org.freedesktop.DBus.Mock.AddSession"]
        self.read([*call, *method, *session, "string:somebody", "boolean:true"])

    def _start_shell(self) -> None:
        width, height = self._size
        monitor = f"--virtual-monitor={width}x{height}"
        options = ["--headless", "--wayland", "--unsafe-mode", monitor]
        self.run(SHELL, [SHELL, *options])
        wait_for(lambda: self._has_done(HUSH), SLOW, "the shell listens")
        names = SHELL_NAME, NOTIFICATIONS, TRAY
        wait_for(lambda: all(map(self.owned, names)), SLOW, "GNOME Shell is ready")
        wait_for(lambda: self._has_done(TIDY), SLOW, "an empty screen")
        name = "WAYLAND_DISPLAY"
        self.env[name] = self.evaluate(f"return imports.gi.GLib.getenv('{name}');")

    def _has_done(self, script: str) -> bool:
        try:
            return bool(self.evaluate(script))
        except BusError:
            return False  # it is not up yet


def middle(place: list[float]) -> tuple[int, int]:
    """Return where to click on a thing that has this corner and this size."""
    x, y, width, height = map(round, place)
    return x + width // 2, y + height // 2


class GnomeTray(Tray):
    """The icon in the top bar of GNOME, and its menu, whose lines the shell itself finds."""

    def __init__(self, screen: Gnome) -> None:
        super().__init__(screen, BAR_HEIGHT, ICON)
        self._gnome = screen

    def icon(self) -> Icon | None:
        """Return the icon, if it can be seen."""
        icon = super().icon()
        if icon is None and self._gnome.is_lit:
            self._gnome.point(*ELSEWHERE)  # the bar is lighter below the pointer
            icon = super().icon()
        return icon

    def click(self, button: int) -> None:
        """Click on the icon, which opens the menu; left, once GNOME knows of no second click."""
        super().click(button)
        wait_for(self._gnome.has_menu_open, SLOW, "the menu is open")

    def choose(self, command: str, shot: str = "") -> None:
        """Open the menu, if it is not, and click on the line of a command. See `Tray.choose`."""
        if not self._gnome.has_menu_open():
            self.click(3)  # a second left click so soon would be taken for a double one
        way = way_to(command)
        for label in way[:-1]:
            self._gnome.click(*self._rests(label))
        place = self._rests(way[-1])
        bottom = max(y for _, (_, y) in self._gnome.lines()) + BAR_HEIGHT
        if shot:
            keep(shot, self._gnome.picture(), 0, bottom)
        self._gnome.click(*place)

    def _rests(self, label: str) -> tuple[int, int]:
        """Wait until a line of the open menu is where it stays, and return where to click on it."""
        last: list[tuple[int, int] | None] = [None]

        def at_rest() -> tuple[int, int] | None:
            now = {plain(word): place for word, place in self._gnome.lines()}
            former, last[0] = last[0], now.get(plain(label))
            return former if former == last[0] else None

        place = wait_for(at_rest, SLOW, f"the line {label}")
        assert place is not None
        return place
