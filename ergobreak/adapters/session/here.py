"""The session that the daemon serves: its environment, its bus, and the parts that follow it.

The environment of this process is made the session's, because libraries (pystray, plyer,
python-xlib) and children (editors, windows, notify-send) read where the display is from nothing
else.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ergobreak.adapters.dbus.bus import Bus, session_address
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.session.find import Session, put_into
from ergobreak.adapters.session.watch import SessionWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Here:
    """Made before all that needs a display or a bus; `bus` is on its way when this returns.

    `inotify` is there for whoever else watches files.
    """

    def __init__(self) -> None:
        self.inotify = Inotify()
        self._parts: tuple[Callable[[Mapping[str, str]], bool], ...] = ()
        self._watch = SessionWatch(os.environ, self.inotify)
        self._take(self._watch.find())
        self.bus = Bus(session_address(), self.inotify)
        self.bus.start()

    @property
    def is_there(self) -> bool:
        """Tell whether there is a graphical session now."""
        return self._watch.session.is_there

    def start(self, *parts: Callable[[Mapping[str, str]], bool]) -> None:
        """Tell the parts the environment of the session, and from now on that of each other one.

        They return whether all works there. The first time they are called before this returns,
        later on a thread of the watch; one after the other, and again while one says no and that
        may change.
        """
        self._parts = parts
        self._watch.start(self._told, self.bus)

    def look(self) -> None:
        """Look whether the session is still there: a part has lost its display. Returns at once."""
        self._watch.look()

    def stop(self) -> None:
        """End all of it. Returns within three seconds."""
        self._watch.stop()
        self.bus.stop()
        self.inotify.stop()

    def _told(self, session: Session) -> bool:
        self._take(session)
        self.bus.move_to(session_address())
        # All of them first: one that is not content must not keep the others from moving.
        answers = [part(os.environ) for part in self._parts]
        return all(answers)

    @staticmethod
    def _take(session: Session) -> None:
        put_into(os.environ, session)
