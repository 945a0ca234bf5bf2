"""The idle source of whatever session there is: ended with it, and found anew in the next one."""

from __future__ import annotations

import logging
import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.session.find import ABOUT, BUS
from ergobreak.core.events import InputSeen
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.core.events import Event
    from ergobreak.ports import Idle

DISPLAYS: Final = "DISPLAY", "WAYLAND_DISPLAY"
NOWHERE: Final = N_("no graphical session")

log = logging.getLogger(__name__)


class SessionIdle:
    """Is what ports.Idle says, but that `follow` stands for `start`, any number of times.

    `find` returns a source for an environment, started, that posts to where it is told; one with a
    reason stands for none. `is_makeshift` tells which is taken only until a better one is found.
    `lost` is called, on the source's thread, when one that worked has ended by itself. Nobody who
    is away stays so when nothing can tell of a return: then InputSeen is posted.
    """

    def __init__(
        self,
        post: Callable[[Event], None],
        find: Callable[[Callable[[Event], None], Mapping[str, str]], Idle],
        lost: Callable[[], None] = lambda: None,
        is_makeshift: Callable[[Idle], bool] = lambda _unused: False,
    ) -> None:
        self._post = post
        self._find = find
        self._lost = lost
        self._is_makeshift = is_makeshift
        self._following = threading.Lock()  # held while sources are changed
        self._source: Idle | None = None
        self._number = 0  # of the present source, or of the one that is being found
        self._display: tuple[str, ...] = ()
        self._has_worked = False
        self._is_stopping = False
        self._has_complained = False  # since it worked last

    def follow(self, env: Mapping[str, str]) -> bool:
        """Listen to the person there; tell whether that works well.

        Where it does already nothing happens, also when it is only the bus that differs. Takes as
        long as `find`.
        """
        display = tuple(env.get(name, "") for name in ABOUT if name != BUS)
        with self._following:
            if self._is_stopping or (display == self._display and self._is_well()):
                return True
            self._let_go()
            self._display = display
            source = self._find(partial(self._heard, self._number), env)
            self._has_worked = not source.reason
            self._source = source
            if self._has_worked:
                self._has_complained = False
            else:
                self._post(InputSeen())
                self._complain(
                    source.reason if any(env.get(name) for name in DISPLAYS) else NOWHERE
                )
            return self._is_well()

    def renew(self, env: Mapping[str, str]) -> None:
        """Find the source anew: `find` would make another one now. Nothing, where there is none."""
        with self._following:
            if self._source is None:
                return
            self._let_go()
        self.follow(env)

    def _is_well(self) -> bool:
        source = self._source
        return source is not None and not source.reason and not self._is_makeshift(source)

    @property
    def name(self) -> str:
        """Return what it listens to, as people know it."""
        source = self._source
        return source.name if source else "none"

    @property
    def reason(self) -> str:
        """Say why nothing is told; empty while it works."""
        source = self._source
        return source.reason if source else _("no session has been looked for")

    @property
    def is_idle(self) -> bool:
        """Tell what was told last."""
        source = self._source
        return source is not None and not source.reason and source.is_idle

    def report(self) -> None:
        """Have the present picture told anew; nothing happens where nothing can be told."""
        source = self._source
        if source is not None and not source.reason:
            source.report()

    def stop(self) -> None:
        """End; nothing more is posted. Returns within a second, unless one is just being found."""
        self._is_stopping = True
        with self._following:
            self._let_go()

    def _let_go(self) -> None:
        self._number += 1  # from now on the present source is not heard any more
        if self._source is not None:
            source, self._source = self._source, None
            source.stop()

    def _heard(self, number: int, event: Event) -> None:
        """Pass on what the present source tells; notice that it was its last word."""
        if number != self._number or self._is_stopping:
            return
        self._post(event)
        source = self._source  # None: it is only being found
        if source is not None and self._has_worked and source.reason:
            self._has_worked = False
            self._lost()

    def _complain(self, reason: str) -> None:
        """Say what is missing: once, however often and wherever it is looked for in vain."""
        if not self._has_complained:
            self._has_complained = True
            log.warning(
                "%s: every minute inside the hours counts as work", " ".join(reason.split())
            )
