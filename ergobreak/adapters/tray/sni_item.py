"""The tray icon as panels read it over the bus, and how it finds a panel (StatusNotifierItem).

Rules of this file:
1. What is shown is replaced as a whole and never changed, so that calls may be answered on any
   thread. `change` itself needs one caller at a time.
2. A panel is whoever owns the watcher's name. Each new owner is asked for a place, under our
   unique name: a well-known one makes GNOME's extension show nothing.
3. The thread of the bus only hears. To ask for something it leaves work to `later`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, MatchRule, Properties, new_method_call

from ergobreak import plain
from ergobreak.adapters.dbus.bus import BusError, sender_of
from ergobreak.adapters.markup import escaped
from ergobreak.adapters.tray.icons.pixmaps import pixmaps
from ergobreak.adapters.tray.sni_wire import ITEM, MENU, Served
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus

WATCHER: Final = "org.kde.StatusNotifierWatcher"
WATCHER_PATH: Final = "/StatusNotifierWatcher"
NO_PANEL: Final = N_("no panel on this desktop offers a place for the icon")
CALLS: Final = "due"  # the state that asks for attention

STANDING: Final[dict[str, Any]] = {
    "Category": "ApplicationStatus",
    "Id": "ergobreak",
    "WindowId": 0,
    "IconThemePath": "",
    "IconName": "",
    "OverlayIconName": "",
    "OverlayIconPixmap": [],
    "AttentionIconName": "",
    "AttentionMovieName": "",
    "ItemIsMenu": False,
    "Menu": MENU.path,
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Face:
    """What an icon shows. `icon` is a state; `text` stands below the title in the tool tip."""

    icon: str = "running"
    title: str = ""
    text: str = ""
    is_shown: bool = False

    @property
    def status(self) -> str:
        """Return the word that tells a panel whether to hide, show or stress the icon."""
        if not self.is_shown:
            return "Passive"
        return "NeedsAttention" if self.icon == CALLS else "Active"

    def read(self, name: str) -> Any:
        """Return the value of a property."""
        match name:
            case "Title":
                return plain.line(self.title)
            case "Status":
                return self.status
            case "IconPixmap":
                return list(pixmaps(self.icon))
            case "AttentionIconPixmap":
                # The same at all times: GNOME's extension reads it once, when it meets the icon.
                return list(pixmaps(CALLS))
            case "ToolTip":
                # The text may hold markup, the title may not.
                return "", [], plain.line(self.title), escaped(plain.text(self.text))
            case _:
                return STANDING[name]


class Item:
    """The icon on the bus. `later` gets work that may ask the bus and must not wait for it.

    `clicked` is called on the thread of the bus when a panel passes on a left click.
    """

    def __init__(
        self,
        bus: Bus,
        later: Callable[[Callable[[], None]], None],
        clicked: Callable[[], None],
    ) -> None:
        self._bus = bus
        self._later = later
        self._clicked = clicked
        self._face = Face()
        self._is_served = False
        self._has_complained = False
        # Of the panel: written on the thread of the bus alone.
        self._watcher = ""
        self._is_registered = False
        self._has_host = False
        self._refusal = ""

    def hand_over(
        self, later: Callable[[Callable[[], None]], None], clicked: Callable[[], None]
    ) -> None:
        """Let others than so far do the work, and hear of clicks."""
        self._later, self._clicked = later, clicked

    def serve(self) -> None:
        """Answer panels, and ask each that comes for a place; a second time does nothing."""
        if self._is_served:
            return
        self._is_served = True
        self._bus.on_call(ITEM.path, Served(ITEM, self._do, self._read))
        for member in ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"):
            rule = MatchRule(type="signal", interface=WATCHER, path=WATCHER_PATH, member=member)
            self._bus.on_signal(rule, self._heard_host)
        self._bus.on_owner(WATCHER, self._heard_watcher)

    def change(self, **parts: Any) -> None:
        """Show other values of `Face`; panels hear of those that differ."""
        last = self._face
        face = self._face = replace(last, **parts)
        if face.icon != last.icon:
            self._bus.send(ITEM.signal("NewIcon"))
        if face.title != last.title:
            self._bus.send(ITEM.signal("NewTitle"))
        if (face.title, face.text) != (last.title, last.text):
            self._bus.send(ITEM.signal("NewToolTip"))
        if face.status != last.status:
            self._bus.send(ITEM.signal("NewStatus", face.status))

    @property
    def is_hosted(self) -> bool:
        """Tell whether a panel has taken the icon and somebody draws it."""
        return self._is_registered and self._has_host

    @property
    def reason(self) -> str:
        """Say why nobody draws the icon; empty when it is hosted, and before it is served."""
        if self.is_hosted or not self._is_served:
            return ""
        if not self._bus.name:
            return _("the session bus is away")
        if self._refusal:
            return _("the panel refuses the icon: {refusal}").format(refusal=self._refusal)
        if self._watcher and not self._is_registered:
            return _("the panel has not answered yet")
        return _(NO_PANEL)

    def _read(self, name: str) -> Any:
        return self._face.read(name)

    def _do(self, method: str, _unused: tuple[Any, ...]) -> tuple[Any, ...]:
        # The menu is the panel's own affair, and a wheel is soon turned by chance.
        if method == "Activate":
            self._clicked()
        return ()

    # ---------------------------------------------------------------- the panel

    def _heard_watcher(self, watcher: str) -> None:
        self._watcher = watcher
        self._is_registered = self._has_host = False
        self._refusal = ""
        if watcher:
            self._later(self._register)
        elif self._bus.name and not self._has_complained:
            self._has_complained = True  # once: panels come and go, and at log-in they come late
            log.warning("%s", NO_PANEL)

    def _heard_host(self, message: Message) -> None:
        if sender_of(message) == self._watcher and self._is_registered:
            self._later(self._look_for_host)

    def _register(self) -> None:
        if watcher := self._watcher:
            place = DBusAddress(WATCHER_PATH, watcher, WATCHER)
            call = new_method_call(place, "RegisterStatusNotifierItem", "s", (self._bus.name,))
            self._ask(watcher, call, self._registered, None)

    def _registered(self, answer: Future[Message]) -> None:
        failure = answer.exception()
        if failure is None:
            self._is_registered = True
            self._refusal = ""
            self._later(self._look_for_host)
        else:
            self._refusal = str(failure)
            log.warning("%s", self.reason)

    def _look_for_host(self) -> None:
        if watcher := self._watcher:
            place = DBusAddress(WATCHER_PATH, watcher, WATCHER)
            call = Properties(place).get("IsStatusNotifierHostRegistered")
            self._ask(watcher, call, self._found_host, "v")

    def _found_host(self, answer: Future[Message]) -> None:
        # A watcher that cannot tell has taken the icon all the same.
        self._has_host = answer.exception() is not None or bool(answer.result().body[0][1])

    def _ask(
        self,
        watcher: str,
        call: Message,
        answered: Callable[[Future[Message]], None],
        types: str | None,
    ) -> None:
        """Ask the watcher, and hear its answer if it is still the same one by then."""

        def heard(answer: Future[Message]) -> None:
            if watcher == self._watcher:
                answered(answer)

        try:
            answer = self._bus.ask(call, within=0, types=types)
        except BusError:
            return  # the bus was lost; it comes back with its watcher
        answer.add_done_callback(heard)
