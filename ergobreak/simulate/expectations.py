"""What a scenario expects of its transcript: `[[expect]]`, `[[never]]` and `[[count]]`.

Rules of this file:
1. Each expected line comes, in this order; other lines may lie between. Lines of one instant may
   come in any order: nobody can see it.
2. A pattern names only what matters; what it leaves out may be anything. An empty text means that
   the line lacks this key.
3. `at` is what the line shows: the machine's local time, without the offset. `prompt` is a label:
   the same label is the same prompt id, another label is another id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import _
from ergobreak.simulate import values
from ergobreak.simulate.times import local_time
from ergobreak.simulate.values import Unfit, with_nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.simulate.times import Times

    Line = Mapping[str, object]

EVENTS: Final = (
    "due",
    "held",
    "released",
    "waits",
    "busy",
    "free",
    "ignored",
    "warned",
    "prompted",
    "started",
    "completed",
    "partial",
    "natural",
    "postponed",
    "skipped",
    "missed",
    "expired",
    "absent",
    "seen",
    "hurt",
    "preferred",
    "drank",
    "undone",
    "paused",
    "resumed",
    "quiet",
    "idle",
    "active",
    "away",
    "locked",
    "unlocked",
    "suspended",
    "woke",
    "clock_moved",
    "zone_changed",
    "config_changed",
    "profile_changed",
    "started_up",
    "shut_down",
)
_TEXTS: Final = ("reminder", "reason", "profile")
_NUMBERS: Final = ("seconds", "ml", "level")
_TIMES: Final = ("at", "from", "before", "until")
_KEYS: Final = ("event", *_TIMES, *_TEXTS, "prompt", "credit", *_NUMBERS, "others")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line as far as it matters. `first` and `before` bound its time, the end excluded."""

    place: str
    words: str  # the table as the file has it, for messages
    same: tuple[tuple[str, object], ...] = ()
    times: tuple[tuple[str, str], ...] = ()  # key and local time
    first: str = ""
    before: str = ""
    others: frozenset[str] | None = None
    label: str = ""
    number: int = 0  # of a [[count]]


@dataclass(frozen=True, slots=True)
class Expectations:
    """Everything that a scenario expects."""

    expect: tuple[Pattern, ...] = ()
    never: tuple[Pattern, ...] = ()
    count: tuple[Pattern, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.expect or self.never or self.count)


NOTHING: Final = Expectations()


def read(
    raw: Mapping[str, object], place: str, times: Times, problems: list[str]
) -> Pattern | None:
    """Return the pattern of one table; adds to `problems` what is wrong. `place`: "expect 2"."""
    is_count = place.startswith("count")
    allowed = (*_KEYS, "is") if is_count else _KEYS
    found: dict[str, object] = {}
    wrong = len(problems)
    if is_count and "is" not in raw:
        problems.append(
            _("{place}: is: is missing; so many lines are like this").format(place=place)
        )
    for key, value in raw.items():
        if key not in allowed:
            told = _("{place}: {key}: is unknown here; allowed: {allowed}").format(
                place=place, key=key, allowed=", ".join(allowed)
            )
            problems.append(with_nearest(told, key, allowed))
            continue
        try:
            found[key] = _value(key, value, times)
        except ValueError as error:
            problems.append(f"{place}: {key}: {error}")
    if len(problems) > wrong:
        return None
    others = found.get("others")
    number = found.get("is", 0)
    return Pattern(
        place,
        ", ".join(f"{key} = {values.shown(value)}" for key, value in raw.items()),
        tuple((key, found[key]) for key in ("event", *_TEXTS, *_NUMBERS, "credit") if key in found),
        tuple((key, str(found[key])) for key in ("at", "until") if key in found),
        str(found.get("from", "")),
        str(found.get("before", "")),
        others if isinstance(others, frozenset) else None,
        str(found.get("prompt", "")),
        number if isinstance(number, int) else 0,
    )


def _value(key: str, value: object, times: Times) -> object:
    """Return the value of one key as it is compared; raises Unfit."""
    if key == "event":
        return values.one_of(value, EVENTS)
    if key in _TIMES:
        if isinstance(value, str) and value.strip().startswith("+"):
            return times.shown_at(times.since_start(value))
        return local_time(value, times.local.date()).isoformat()
    if key in {"is", *_NUMBERS}:
        return values.count(value)
    if key == "credit":
        return values.flag(value)
    if key == "others":
        if not isinstance(value, list):
            raise Unfit(value, _('a list of reminders such as ["hydration"]'))
        return frozenset(values.text(name) for name in value)
    return values.text(value)


# ---------------------------------------------------------------- looking at a transcript


def failures(expectations: Expectations, lines: Sequence[Line]) -> list[str]:
    """Return one text for each expectation that the transcript does not meet."""
    labels: dict[str, object] = {}
    wrong = _missing(expectations.expect, lines, labels)
    for pattern in expectations.never:
        found = next((line for line in lines if _is_like(pattern, line, labels)), None)
        if found is not None:
            wrong.append(
                _("{place}: {words}: but it came {told}").format(
                    place=pattern.place, words=pattern.words, told=_told(found)
                )
            )
    for pattern in expectations.count:
        like = [line for line in lines if _is_like(pattern, line, labels)]
        if len(like) != pattern.number:
            told = _("{place}: {words}: but there are {count}").format(
                place=pattern.place, words=pattern.words, count=len(like)
            )
            wrong.append("\n    ".join([told, *map(_told, like)]))
    return wrong


def _missing(
    patterns: Sequence[Pattern], lines: Sequence[Line], labels: dict[str, object]
) -> list[str]:
    """Return the expected lines that do not come in their order; learns the labels' ids."""
    used: set[int] = set()
    here = 0
    wrong = []
    for pattern in patterns:
        candidates = (place for place in range(here, len(lines)) if place not in used)
        found = next((at for at in candidates if _is_like(pattern, lines[at], labels)), None)
        if found is None:
            told = _("{place}: {words}: did not come").format(
                place=pattern.place, words=pattern.words
            )
            wrong.append("\n    ".join([told, *_alike(pattern, lines)]))
            continue
        used.add(found)
        if pattern.label:
            labels.setdefault(pattern.label, lines[found].get("prompt"))
        here = found
        while here and lines[here - 1]["at"] == lines[found]["at"]:
            here -= 1
    return wrong


def _is_like(pattern: Pattern, line: Line, labels: Mapping[str, object]) -> bool:
    """Tell whether a line has all that the pattern names."""
    for key, value in pattern.same:
        if line.get(key, "" if isinstance(value, str) else 0) != value:
            return False
    for key, local in pattern.times:
        if _local(line.get(key)) != local:
            return False
    at = _local(line["at"])
    if (pattern.first and at < pattern.first) or (pattern.before and at >= pattern.before):
        return False
    if pattern.others is not None:
        others = line.get("others", [])
        if not isinstance(others, list) or pattern.others != frozenset(others):
            return False
    return not pattern.label or _fits(pattern.label, line.get("prompt"), labels)


def _fits(label: str, prompt: object, labels: Mapping[str, object]) -> bool:
    """Tell whether a prompt id can be the one that is labelled so."""
    if label in labels:
        return prompt == labels[label]
    return prompt is not None and prompt not in labels.values()


def _local(stamp: object) -> str:
    """Return a time stamp of a line without its offset; "" if there is none."""
    return str(stamp)[: -len("+00:00")] if stamp else ""


def _alike(pattern: Pattern, lines: Sequence[Line]) -> list[str]:
    """Return the lines that a failed pattern may have meant, a few of them, in words."""
    about = [(key, value) for key, value in pattern.same if key in ("event", "reminder")]
    if not about:
        return []
    like = [line for line in lines if all(line.get(key) == value for key, value in about)]
    return [_("there is: {told}").format(told=_told(line)) for line in like[:6]]


def _told(line: Line) -> str:
    """Return a line as a message shows it."""
    return ", ".join(
        f"{key} {value}" for key, value in line.items() if key not in {"id", "machine"}
    )
