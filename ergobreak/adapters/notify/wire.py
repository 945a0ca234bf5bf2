"""A notice in the words of org.freedesktop.Notifications."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, new_method_call

from ergobreak import plain
from ergobreak.adapters.markup import escaped
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Container

    from jeepney import Message

    from ergobreak.core.view import Notice

NAME: Final = "org.freedesktop.Notifications"
PATH: Final = "/org/freedesktop/Notifications"
SERVER: Final = DBusAddress(PATH, bus_name=NAME, interface=NAME)
FADES_AFTER: Final = 15_000  # ms
NEVER_FADES: Final = 0
NORMAL: Final = 1  # GNOME shows no banner for a low urgency, and never lets go of a critical one

ERROR: Final = "org.freedesktop.DBus.Error."
NO_REPLY: Final = ERROR + "NoReply"
# After one of these the server is missing or dumb: whatever else speaks to it fails as well.
NO_SERVER: Final = (
    NO_REPLY,
    *(ERROR + name for name in ("ServiceUnknown", "NameHasNoOwner", "Spawn.", "TimedOut")),
)
# GNOME's owns its name a moment before it serves its object, and nothing tells when it does.
NOT_YET: Final = ERROR + "UnknownMethod", ERROR + "UnknownObject"
AGAIN_AFTER: Final = (0.1, 0.2, 0.4, 0.8)  # s; after these it is no longer early but odd


@dataclass(frozen=True, slots=True)
class Open:
    """A notice on the screen: by whom it is shown, and under which number."""

    notice: Notice
    server: str
    number: int


def can_replace(abilities: Container[str]) -> bool:
    """Tell whether a notice that is replaced keeps its buttons.

    In GNOME Shell, which says of itself that it plays sounds, a banner on the screen loses them.
    Nor does it show one that comes before the last was closed: close that first.
    """
    return "sound" not in abilities


def show(notice: Notice, abilities: Container[str], *, icon: str, replaces: int) -> Message:
    """Return the call that shows a notice; `replaces`: the number of a former one, or 0.

    `icon` is shown where the notice has none of its own.
    """
    body = plain.text(notice.body)
    if "body-markup" in abilities:
        body = escaped(body)
    actions: list[str] = []
    if "actions" in abilities:
        # No "default": a click beside the buttons must not log a break, and Xfce would draw
        # it as a button of its own.
        actions = [plain.line(word) for button in notice.buttons for word in button]
    hints: dict[str, tuple[str, Any]] = {
        "urgency": ("y", NORMAL),
        "suppress-sound": ("b", True),
    }
    if not notice.stays:
        hints["transient"] = ("b", True)  # do not keep it in a list of old notifications
    expires = NEVER_FADES if notice.stays else FADES_AFTER
    values = (
        "ergobreak",
        replaces,
        picture(notice) or icon,
        plain.line(notice.title),
        body,
        actions,
        hints,
        expires,
    )
    return new_method_call(SERVER, "Notify", "susssasa{sv}i", values)


def picture(notice: Notice) -> str:
    """Return a notice's own picture; nothing where its file is not there, or no longer."""
    is_there = not Path(notice.icon).is_absolute() or Path(notice.icon).is_file()
    return notice.icon if is_there else ""


def close(number: int) -> Message:
    """Return the call that takes a notice away."""
    return new_method_call(SERVER, "CloseNotification", "u", (number,))
