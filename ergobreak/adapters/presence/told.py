"""What was told of the person last, and so what is news: each change once, in order.

A source only says for how long there has been no input, as far as it knows. What that means for
idleness and for breakpoints is found out here, alike for every desktop.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.time.clock import SystemClock
from ergobreak.core.events import InputSeen, InputStopped, Lulled, TypingBegan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.core.events import Event

MILLISECOND: Final = 1_000  # microseconds
SAME: Final = 20 * MILLISECOND  # sources count in milliseconds, and are asked over a wire


class Told:
    """Turns looks into events. Any thread; all spans are microseconds.

    `lull` 0: breakpoints are not told. A lull cannot be longer than `idle_after`.
    """

    def __init__(self, post: Callable[[Event], None], idle_after: int, lull: int) -> None:
        # Whole milliseconds, in which every source counts: or a look could come out just short.
        self.idle_after = max(1, idle_after // MILLISECOND) * MILLISECOND
        self.lull = min(lull // MILLISECOND * MILLISECOND, self.idle_after)
        self._post = post
        self._clock = SystemClock()
        # Held while an event is posted, or two threads could tell theirs the wrong way round.
        self._lock = threading.RLock()
        self._since: int | None = None  # while the person is idle, the last input (mono)
        self._is_typing = False
        self._is_first = True

    @property
    def is_idle(self) -> bool:
        """Tell whether the person was idle at the last look."""
        return self._since is not None

    def look(self, idle_for: int, *, anew: bool = False) -> None:
        """Post what is new when the last input was so long ago; `anew`: the whole picture."""
        with self._lock:
            for event in tuple(self._news(idle_for, anew=anew or self._is_first)):
                self._post(event)

    def again(self) -> None:
        """Post the whole picture as it was at the last look."""
        with self._lock:
            if self._since is not None:
                self.look(self._clock.now().mono - self._since, anew=True)
            else:
                self.look(0 if self._is_typing else self.lull, anew=True)

    def lost(self) -> None:
        """Post that the person is there and not typing: who is not seen cannot be away."""
        with self._lock:
            was_typing, self._is_typing, self._since = self._is_typing, False, None
            self._is_first = True
            self._post(InputSeen())
            if was_typing:
                self._post(Lulled())

    def _news(self, idle_for: int, *, anew: bool) -> Iterator[Event]:
        since = self._clock.now().mono - idle_for
        was_idle, was_typing, is_typing = self._since, self._is_typing, idle_for < self.lull
        self._is_first, self._is_typing = False, is_typing
        self._since = since if idle_for >= self.idle_after else None
        if self._since is None:
            if was_idle is not None or anew:
                yield InputSeen()
            if is_typing and (anew or was_idle is not None or not was_typing):
                yield TypingBegan()
        if was_typing and not is_typing:
            yield Lulled()
        if self._since is not None and (anew or was_idle is None):
            yield InputStopped(since)
        elif self._since is not None and was_idle is not None:
            if since <= was_idle + SAME:
                self._since = was_idle
                return
            # Between two looks somebody was here and left again.
            yield InputSeen()
            yield InputStopped(since)
