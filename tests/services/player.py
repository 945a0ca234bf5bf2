"""A music player on a real bus, as far as a remote control asks: it plays and pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from jeepney import HeaderFields, message_bus, new_error, new_method_return

from ergobreak.adapters.dbus.bus import Bus

if TYPE_CHECKING:
    from jeepney import Message

PATH: Final = "/org/mpris/MediaPlayer2"
NAME: Final = "org.mpris.MediaPlayer2.double"
_CAN: Final = ("CanControl", "CanPause", "CanPlay", "CanGoNext", "CanGoPrevious", "CanSeek")


class Player:
    """Owns its name while the context is open."""

    def __init__(self, address: str) -> None:
        self._bus = Bus(address)
        self._bus.on_call(PATH, self._called)
        self.heard: list[str] = []
        """What it was told to do, a word each."""

    def __enter__(self) -> Self:
        self._bus.start()
        self._bus.call(message_bus.GetId())  # connected, or it fails here
        self._bus.call(message_bus.RequestName(NAME))
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.stop()

    def _called(self, message: Message) -> Message:
        member = message.header.fields[HeaderFields.member]
        status = "Paused" if self.heard[-1:] == ["Pause"] else "Playing"
        values = {"PlaybackStatus": ("s", status), **dict.fromkeys(_CAN, ("b", True))}
        if member == "GetAll":
            return new_method_return(message, "a{sv}", (values,))
        if member == "Get" and message.body[1] in values:
            return new_method_return(message, "v", (values[message.body[1]],))
        if member in ("Play", "Pause"):
            self.heard.append(member)
            return new_method_return(message)
        return new_error(message, "org.freedesktop.DBus.Error.InvalidArgs")
