"""Lines that put the log right: between command and daemon as words, one posted after the other.

Rules of this file:
1. `add` and what follows is what somebody typed; `put` and what follows is what a command made of
   it, as `key=value`, several lines parted by `+`. Nobody types these.
2. All of them are tried before one is posted: what is refused is refused as a whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ergobreak.control import afterwards
from ergobreak.core import engine as rules
from ergobreak.core.events import Corrected
from ergobreak.dataclass import dataclass, names
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Engine, Outcome
    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import State

    Answer = Callable[[Outcome | ErgobreakError], None]

AND: Final = "+"
_NUMBERS: Final = frozenset({"at", "seconds", "ml"})
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}")
_KEYS: Final = frozenset(names(Corrected)) - {"event"}


@dataclass(frozen=True, slots=True)
class Written:
    """What several steps have led to: the lines of all, and what is so after the last."""

    lines: tuple[Mapping[str, object], ...]
    state: State
    plan: Plan
    now: Now


def put(corrections: Sequence[Corrected]) -> list[str]:
    """Return the words that mean these lines."""
    words = ["put"]
    for place, correction in enumerate(corrections):
        words += [AND] * bool(place) + [correction.event]
        told = {key: getattr(correction, key) for key in sorted(_KEYS)}
        words += [f"{key}={value}" for key, value in told.items() if value not in {"", None}]
    return words


def read(words: Sequence[str], plan: Plan, now: int, zone: ZoneInfo) -> list[Corrected]:
    """Return the lines that the words mean; `now` is a wall instant. Raises UsageError."""
    match list(words):
        case ["add", *told]:
            return [afterwards.told(told, plan, now, zone)]
        case ["put", *told] if told:
            parts: list[list[str]] = [[]]
            for word in told:
                if word == AND:
                    parts.append([])
                else:
                    parts[-1].append(word)
            return [_line(part) for part in parts]
    raise UsageError(_("What is to be put right?"), _(afterwards.EXAMPLES))


def post(found: Sequence[Corrected], engine: Engine, outcome: Outcome, answer: Answer) -> None:
    """Post one after the other, and answer with all lines, or with the first refusal.

    Raises CommandRejected, and then nothing was posted.
    """
    state = outcome.state
    for correction in found:
        state, _unused = rules.step(state, correction, outcome.now, outcome.plan)
    _post(list(found), engine, answer, ())


def _post(
    todo: list[Corrected], engine: Engine, answer: Answer, lines: tuple[Mapping[str, object], ...]
) -> None:
    def then(told: Outcome | ErgobreakError) -> None:
        if isinstance(told, ErgobreakError):
            answer(told)
            return
        whole = (*lines, *told.lines)
        if todo[1:]:
            _post(todo[1:], engine, answer, whole)
        else:
            answer(Written(whole, told.state, told.plan, told.now))

    engine.post(todo[0], then)


def _line(words: Sequence[str]) -> Corrected:
    """Return one line of which each word says one thing."""
    event, *rest = words or [""]
    told = dict(word.partition("=")[::2] for word in rest)
    numbers = {key: told[key] for key in _NUMBERS & told.keys()}
    if (
        "at" not in told
        or not told.keys() <= _KEYS
        or not all(_NUMBER.fullmatch(value) for value in numbers.values())
        or not all(value.isprintable() for value in told.values())
    ):
        raise UsageError(_("This is no line of the log."), _("See: ergobreak log --help"))
    return Corrected(
        event,
        int(told["at"]),
        told.get("reminder", ""),
        told.get("of", ""),
        seconds=int(told["seconds"]) if "seconds" in told else None,
        ml=int(told["ml"]) if "ml" in told else None,
    )
