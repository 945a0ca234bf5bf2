"""The break window as a process of its own, made before it is needed and gone after it.

Rules of this file:
1. A process serves one prompt, from its warning to the end of its break. Whatever comes while it
   is open takes its place: there are never two windows.
2. What does not open in time, or ends before it was told to, is told as not shown: somebody else
   shows the prompt then.
3. No process is left behind: each has a deadline from when it is asked to show something or to
   go, and one that nobody asks for anything ends by itself.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.window.child import Child
from ergobreak.adapters.window.heard import Failed, Nonsense, Painted, Ready, Told, read
from ergobreak.core.events import Hurt
from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ergobreak import ports

_log = logging.getLogger(__name__)

Line = dict[str, Any]

NONSENSE_AT_MOST: Final = 20  # lines
LINES_AT_MOST: Final = 2000  # no break has so many; it would be a flood


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a process may take, each in seconds."""

    built: float = 5.0  # Python, Tk and Pillow on a machine that has just started
    painted: float = 3.0
    overtime: float = 5.0  # beyond the planned end of a break
    parting: float = 2.0  # for a last word and a sound
    after_hurt: float = 150.0  # who has just been hurt is not hurried: two minutes, and to spare
    trial: float = 600.0  # for somebody who looks at a preview, besides its break
    grace: float = 1.0  # between asking it to end and ending it
    goodbye: float = 0.8  # when the daemon ends, for all of them


_USUAL: Final = Patience()


class Visit:
    """One process and what it was asked for: the prompt, and the phase prompt or break."""

    child: Child

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self.asked = ("", "")
        self.painted = ("", "")
        self.left: float | None = None  # seconds of the break; None: it has no planned end
        self.is_trial = False
        self.is_built = False
        self.is_closing = False
        self.has_hurt = False
        self.lines = 0
        self.nonsense = 0
        self.why = ""

    def arm(self) -> None:
        """Set its deadline, as what it was asked for and what it has done require."""
        patience = self._patience
        if self.is_closing:
            self.child.end_in(patience.after_hurt if self.has_hurt else patience.parting)
        elif self.asked != self.painted:
            self.child.end_in(patience.painted + (0.0 if self.is_built else patience.built))
        else:
            self.child.end_in(None if self.left is None else self.left + patience.overtime)

    def plan(self, line: Line) -> None:
        """Take from a line what it is asked for, and when that ends by itself."""
        self.asked = line["prompt"], line["do"]
        self.is_trial = line.get("preview", False)
        if line["do"] == "prompt":
            self.left = line["length"] + self._patience.trial if self.is_trial else None
        else:
            self.left = None if line["paused"] else line["left"]


class ProcessWindow:
    """Starts `command` for each prompt and talks to it. See `ports.BreakWindow`.

    `env` is asked for its environment, and `can_open` whether there is a desktop for it, each time.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Callable[[], Mapping[str, str]],
        can_open: Callable[[], bool] = lambda: True,
        patience: Patience = _USUAL,
    ) -> None:
        self._command = command
        self._env = env
        self._can_open = can_open
        self._patience = patience
        self._lock = threading.Lock()  # guards what follows, and the visits
        self._visits: list[Visit] = []  # all that live
        self._present: Visit | None = None  # the one that is not about to go
        self.reason = ""
        """Why the last one was not shown, in a sentence without its end."""

    @property
    def is_usable(self) -> bool:
        """Tell whether a window can be tried here and now."""
        return self._can_open()

    def start(self, told: ports.Told, shown: Callable[[str, bool], None]) -> None:
        """Begin."""
        self._told = told
        self._shown = shown

    def prepare(self, line: Line) -> None:
        """Have a window built, hidden, unless there is one."""
        with self._lock:
            if self._present is None:
                self._open(line)

    def show(self, line: Line) -> None:
        """Show a prompt or a break in the one window."""
        prompt = line["prompt"]
        with self._lock:
            for other in self._visits:
                if other is not self._present:
                    other.child.end()
            visit = self._present or self._open({"do": "prepare", "look": line["look"]})
            if visit is not None:
                visit.plan(line)
                visit.child.say(line)
                visit.arm()
        if visit is None:
            self._shown(prompt, False)

    def close(self, line: Line) -> None:
        """Take a prompt or a break off the screen; unknown ones are ignored."""
        with self._lock:
            visit = self._present
            if visit is None or visit.asked[0] != line["prompt"]:
                return
            self._present = None
            visit.is_closing = True
            # What was open is withdrawn when it hurts: its window alone knows why, and stays.
            visit.has_hurt |= line["how"] == "hurt"
            visit.child.say({**line, "how": "hurt"} if visit.has_hurt else line)
            visit.arm()

    def holds(self, prompt: str) -> bool:
        """Tell whether a prompt or its break is here, or on its way to the screen."""
        with self._lock:
            return self._present is not None and self._present.asked[0] == prompt

    def stop(self) -> None:
        """End every window. Returns within two seconds."""
        with self._lock:
            visits = tuple(self._visits)
            self._present = None
            for visit in visits:
                visit.is_closing = True
                visit.child.let_go()
        for visit in visits:
            visit.child.end_within(self._patience.goodbye / len(visits))

    def _open(self, line: Line) -> Visit | None:
        visit = Visit(self._patience)
        try:
            visit.child = Child(
                self._command,
                self._env(),
                lambda raw: self._heard(visit, raw),
                lambda complaints: self._gone(visit, complaints),
                self._patience.grace,
            )
        except OSError as error:
            self.reason = _("the break window cannot be started ({error})").format(error=error)
            return None
        self._visits.append(visit)
        self._present = visit
        visit.child.say(line)
        return visit

    # ---------------------------------------------------------------- the thread of a process

    def _heard(self, visit: Visit, raw: bytes) -> None:
        visit.lines += 1
        try:
            said = read(raw)
        except Nonsense as error:
            visit.nonsense += 1
            if visit.nonsense == 1:
                _log.warning("the break window talks nonsense: %s", error)
            said = None
        if visit.nonsense > NONSENSE_AT_MOST or visit.lines > LINES_AT_MOST:
            with self._lock:
                visit.child.end()
            return
        match said:
            case Ready() | Painted():
                self._built(visit, said)
            case Failed(why):
                with self._lock:
                    visit.why = " ".join(why.split())
                    visit.child.end_in(self._patience.parting)
            case Told(prompt, event):
                visit.has_hurt |= isinstance(event, Hurt)
                self._told(prompt or visit.asked[0], event)
            case None:
                pass

    def _built(self, visit: Visit, said: Ready | Painted) -> None:
        with self._lock:
            is_first = not visit.is_built
            visit.is_built = True
            is_new = (
                isinstance(said, Painted)
                and (said.prompt, said.phase) == visit.asked != visit.painted
                and not visit.is_closing
            )
            if is_new:
                visit.painted = visit.asked
            if visit.asked[0] and not visit.is_closing and (is_new or is_first):
                visit.arm()
        if is_new:
            self._shown(visit.painted[0], True)

    def _gone(self, visit: Visit, complaints: str) -> None:
        with self._lock:
            self._visits.remove(visit)
            # A preview goes by itself when somebody has seen enough of it.
            is_over = visit.is_closing or (visit.is_trial and visit.asked == visit.painted)
            is_lost = bool(visit.asked[0]) and visit is self._present and not is_over
            if visit is self._present:
                self._present = None
            if is_lost:
                has_opened = visit.asked == visit.painted
                how = _("the break window is gone")
                how = how if has_opened else _("the break window did not open")
                self.reason = f"{how} ({visit.why})" if visit.why else how
        if complaints:
            _log.warning("the break window complained: %s", complaints)
        if is_lost:
            self._shown(visit.asked[0], False)
