"""The part of X11's SYNC extension that tells how long nobody has touched keys or pointer.

Written on python-xlib's request layer, which leaves SYNC out. The numbers are those of the X
Synchronization Extension, version 3.0. One thread at a time; the names in quotes are the server's.
"""

from __future__ import annotations

import struct
from select import select
from typing import TYPE_CHECKING, Any, Final

from Xlib import error
from Xlib.protocol import display, request, rq

from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTER: Final = b"IDLETIME"
VERSION: Final = 3, 0
CLOSE: Final = 3  # ms; an alarm as near as this may pass while the answer is on its way
PAUSE: Final = 0.005  # s
ALARM_NOTIFY: Final = 1  # behind the first event of the extension

# CreateAlarm: counter, kind of value, value, test, step and events are all given.
EVERY_FIELD: Final = 0x3F
ABSOLUTE: Final = 0
RISES_TO: Final = 0  # PositiveTransition
FALLS_TO: Final = 1  # NegativeTransition

LOST: Final = error.ConnectionClosedError, error.XError, OSError
"""What every call here may raise once the server has gone, or is not well."""

_NO_CONNECTION: Final = error.DisplayError, error.XauthError, error.XNoAuthError, *LOST


class NoIdleTime(Exception):
    """This X server cannot be asked; the words say why."""


class _Connection(display.Display):  # type: ignore[misc]  # python-xlib has no types
    """The bare connection: the full one, Xlib.display, would load two dozen extensions."""

    resource_classes: Final[dict[str, type]] = {}  # windows and the like are mere numbers to us


class IdleTime:
    """A connection of its own to an X server, for nothing but its counter of idle time."""

    def __init__(self, name: str) -> None:
        """Connect to the display of this name, and find the counter. Raises NoIdleTime."""
        self._beyond: tuple[int, ...] = ()
        try:
            self._display = _Connection(name)
        except _NO_CONNECTION as failure:
            raise NoIdleTime(
                _("the X server {name} does not answer ({failure})").format(
                    name=name, failure=failure
                )
            ) from None
        try:
            self._find_counter()
        except BaseException:
            self.close()
            raise

    def watch(self, *beyond: int) -> None:
        """Make the server send an event whenever the idle time (ms) gets to one of these, and back.

        Raises NoIdleTime.
        """
        refusal = error.CatchError()
        self._beyond = beyond
        for value in beyond:
            # One apart: an idle time of exactly so much must still be able to fall.
            self._set_alarm(value, RISES_TO, refusal)
            self._set_alarm(value - 1, FALLS_TO, refusal)
        self.read()  # by its answer, a refusal would have come
        if refusal.get_error() is not None:
            raise NoIdleTime(
                _("the X server sets no alarm ({get_error})").format(get_error=refusal.get_error())
            )

    def read(self) -> int:
        """Return for how long there has been no input, in milliseconds."""
        # A server that answers while the time of an alarm passes forgets all later alarms, other
        # programs' too (the screen lock's!), until something wakes it. So it is woken once more,
        # by being asked, until no alarm lies between two answers. The pause lets it fall asleep
        # first: what comes in a row it answers in one go. (When another program's question does
        # it, the next thing that moves on the screen mends it.)
        before, value = -1, self._ask()
        while any(before <= beyond and value >= beyond - CLOSE for beyond in self._beyond):
            select([], [], [], PAUSE)
            before, value = value, self._ask()
        return value

    def _set_alarm(self, value: int, test: int, refusal: error.CatchError) -> None:
        _CreateAlarm(
            self._display,
            onerror=refusal,
            opcode=self._opcode,
            alarm=self._display.allocate_resource_id(),
            fields=EVERY_FIELD,
            counter=self._counter,
            kind=ABSOLUTE,
            value_high=value >> 32,
            value_low=value & 0xFFFFFFFF,
            test=test,
            step_high=0,
            step_low=0,  # none: the alarm stands for ever
            events=1,
        )

    def _ask(self) -> int:
        reply = _QueryCounter(self._display, opcode=self._opcode, counter=self._counter)
        return (int(reply.value_high) << 32) + int(reply.value_low)

    def has_changed(self) -> bool:
        """Read what the server has sent, without waiting; tell whether an alarm was in it."""
        alarms = 0
        while self._display.pending_events():
            # Any other event is one of those that every client is sent, asked for or not.
            alarms += self._display.next_event().type == self._alarm_notify
        return alarms > 0

    def fileno(self) -> int:
        """Return what to wait on: it can be read when the server has sent something."""
        return int(self._display.fileno())

    def close(self) -> None:
        """Hang up; the alarms go with the connection."""
        self._display.socket.close()

    def _find_counter(self) -> None:
        try:
            sync = request.QueryExtension(display=self._display, name="SYNC")
            if not sync.present:
                raise NoIdleTime(_("the X server lacks the SYNC extension"))
            self._opcode = sync.major_opcode
            self._alarm_notify = sync.first_event + ALARM_NOTIFY
            major, minor = VERSION
            _Initialize(self._display, opcode=self._opcode, major=major, minor=minor)
            listed = _ListSystemCounters(self._display, opcode=self._opcode)
        except LOST as failure:
            raise NoIdleTime(
                _("the X server does not answer ({failure})").format(failure=failure)
            ) from None
        counters = dict(_counters(bytes(listed.counters), listed.count))
        if COUNTER not in counters:
            raise NoIdleTime(_("the X server does not count idle time"))
        self._counter = counters[COUNTER]


def _counters(data: bytes, count: int) -> Iterator[tuple[bytes, int]]:
    """Yield name and number of each counter in a reply."""
    fixed = struct.Struct("=I8xH")  # number, resolution, length of the name
    place = 0
    for _unused in range(count):
        number, length = fixed.unpack_from(data, place)
        start = place + fixed.size
        yield data[start : start + length], number
        place = start + length + -(fixed.size + length) % 4


# ---------------------------------------------------------------- requests of the protocol


def _fields(minor: int, *fields: Any) -> Any:
    return rq.Struct(rq.Card8("opcode"), rq.Opcode(minor), rq.RequestLength(), *fields)


def _answer(*fields: Any) -> Any:
    header = rq.ReplyCode(), rq.Pad(1), rq.Card16("sequence_number"), rq.ReplyLength()
    return rq.Struct(*header, *fields)


class _Initialize(rq.ReplyRequest):  # type: ignore[misc]  # as above
    _request = _fields(0, rq.Card8("major"), rq.Card8("minor"), rq.Pad(2))
    _reply = _answer(rq.Card8("major"), rq.Card8("minor"), rq.Pad(22))


class _ListSystemCounters(rq.ReplyRequest):  # type: ignore[misc]  # as above
    _request = _fields(1)
    _reply = _answer(rq.Card32("count"), rq.Pad(20), rq.Binary("counters"))


class _QueryCounter(rq.ReplyRequest):  # type: ignore[misc]  # as above
    _request = _fields(5, rq.Card32("counter"))
    _reply = _answer(rq.Int32("value_high"), rq.Card32("value_low"), rq.Pad(16))


class _CreateAlarm(rq.Request):  # type: ignore[misc]  # as above
    _request = _fields(
        8,
        rq.Card32("alarm"),
        rq.Card32("fields"),
        rq.Card32("counter"),
        rq.Card32("kind"),
        rq.Int32("value_high"),
        rq.Card32("value_low"),
        rq.Card32("test"),
        rq.Int32("step_high"),
        rq.Card32("step_low"),
        rq.Card32("events"),
    )
