"""The verb `why`: what the journal says about a reminder, a moment, or how things stand now.

It reads the journal itself; the daemon, if it runs, only adds what comes next, and what it takes
for the present.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths, why
from ergobreak.cli import journal
from ergobreak.control import client
from ergobreak.dataclass import dataclass
from ergobreak.errors import NotRunning, UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    Line = dict[str, object]

_LINES: Final = 3000  # some two weeks
_BEFORE: Final = 500  # lines, where the machine was off for longer than two days
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(seconds=59, milliseconds=999)
_TIME: Final = re.compile(
    r"(?:(\d{4}-\d\d-\d\d|today|yesterday)[ t])?(\d{1,2}):(\d\d)", re.IGNORECASE
)
_EXAMPLE: Final = N_("For example: ergobreak why stretch, ergobreak why 10:30")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known when the question comes. `known`: title, kind and whether it is on."""

    lines: list[Line]
    now: datetime
    known: Mapping[str, tuple[str, str, bool]]
    status: Mapping[str, Any]


def main(args: Namespace) -> int:
    """Explain a reminder, a moment, or the present."""
    status = _status(args.home)
    now = _present_of(status)
    known = _reminders(args.home, status)
    words = " ".join(args.words)
    found = _TIME.fullmatch(words)
    if found:
        at = _moment(found, now)
        lines = _near(args.home, at, now)
        told = why.of_moment(lines, at, _titles(known), now.date(), is_running=bool(status))
        _print(args, "", told)
        return 0
    if words.casefold() == "monday" and words not in known:
        _print(args, "", _of_monday(args.home), lacking=_("There is no line about last week yet."))
        return 0
    asked = _Asked(journal.last(args.home, _LINES), now, known, status)
    if words:
        subject = _subject(words, asked)
        head = _of_off(subject, known) if subject.is_off else ""
        told = why.of_reminder(asked.lines, subject)
    else:
        head, told = _present(asked)
    _print(args, head, [each for each in told if each.text != f"{head}."])
    return 0


def _of_off(subject: why.Subject, known: Mapping[str, object]) -> str:
    """Return why a reminder never comes."""
    if subject.name in known:
        return _("{title} is switched off").format(title=subject.title)
    return _("{title} is not in the settings").format(title=subject.title)


def _of_monday(home: str | None) -> list[why.Sentence]:
    """Return the line about last week, and what its offer stands on."""
    from ergobreak.cli import stats_monday

    found = stats_monday.line(home)
    if found is None or found.offer is None:
        return [] if found is None else [why.Sentence(found.text, ())]
    ids = found.offer.ids
    return [why.Sentence(found.whole, ids), why.Sentence(found.offer.why, ids)]


def _print(
    args: Namespace,
    head: str,
    told: Sequence[why.Sentence],
    *,
    lacking: str = _("The journal says nothing about that."),
) -> None:
    if args.json:
        data = [{"text": each.text, "records": list(each.ids)} for each in told]
        client.tell(0, json.dumps({"headline": head, "because": data}, ensure_ascii=False))
        return
    cited = [f"{each.text}  [{', '.join(each.ids)}]" if args.ids else each.text for each in told]
    lines = [*([f"{head}."] if head else []), *cited]
    client.tell(0, "\n".join(lines) or lacking)


def _present(asked: _Asked) -> tuple[str, list[why.Sentence]]:
    """Return the state in words and why: what is open or held, else what comes next."""
    status = asked.status
    head = str(status.get("headline") or _("ergobreak is not running"))
    shown = (status.get("open_prompt") or {}).get("reminders", ())
    is_held = bool(status.get("hold") or status.get("paused"))
    # Without a daemon nothing waits, whatever it left behind.
    waits = why.waiting(asked.lines) if status and not is_held else []
    coming = [each["name"] for each in status.get("next", ())]
    opened = [name for name in (*shown, *waits) if name in asked.known]
    if opened:
        return head, why.of_reminder(asked.lines, _subject(opened[0], asked))
    if is_held or not coming or coming[0] not in asked.known:
        titles = _titles(asked.known)
        return head, why.of_now(asked.lines, asked.now, titles, is_running=bool(status))
    return head, why.of_coming(asked.lines, _subject(coming[0], asked))


def _subject(word: str, asked: _Asked) -> why.Subject:
    """Return the reminder that is meant; raises UsageError with the nearest name."""
    known = asked.known
    # One that the settings no longer have is asked about as the journal calls it.
    names = {
        str(line["reminder"]).casefold(): str(line["reminder"])
        for line in asked.lines
        if "reminder" in line
    }
    names |= {title.casefold(): name for name, (title, _unused, _other) in known.items()}
    names |= {name.casefold(): name for name in known}
    name = names.get(word.casefold())
    if name is None:
        import difflib

        near = difflib.get_close_matches(word.casefold(), names, n=1)
        there = ", ".join(each for each, (_unused, _other, is_on) in known.items() if is_on)
        hint = (
            _("Did you mean {names}?").format(names=names[near[0]])
            if near
            else _("There are: {there}.").format(there=there)
        )
        raise UsageError(
            _('There is no reminder and no time "{word}".').format(word=word),
            f"{hint} {_(_EXAMPLE)}",
        )
    title, kind, is_on = known.get(name, (name, "", False))
    to_come = (str(one["text"]) for one in asked.status.get("next", ()) if one["name"] == name)
    return why.Subject(
        name,
        title,
        kind,
        frozenset(each for each, (_unused, what, _other) in known.items() if what == "stretch"),
        next(to_come, ""),
        _titles(known),
        asked.now,
        is_off=not is_on,
        is_cut=len(asked.lines) >= _LINES,
    )


def _reminders(home: str | None, status: Mapping[str, Any]) -> dict[str, tuple[str, str, bool]]:
    """Return each reminder in the settings: its title, its kind, and whether it is on.

    In the profile in force, if there is one; those of other profiles are known, too, and off.
    """
    from ergobreak import config
    from ergobreak.core.view import TITLES

    settings = config.current(paths.find(home)).settings or config.defaults()
    profile: dict[str, str] = status.get("profile") or {}
    current = settings.in_profile.get(profile.get("profile", ""), settings)
    rules = {
        name: rule for each in settings.in_profile.values() for name, rule in each.reminders.items()
    }
    return {
        name: (
            str(rule.title) or _(TITLES[rule.kind]),
            str(rule.kind),
            rule.enabled and name in current.reminders,
        )
        for name, rule in {**rules, **current.reminders}.items()
    }


def _titles(known: Mapping[str, tuple[str, str, bool]]) -> dict[str, str]:
    return {name: title for name, (title, _unused, _other) in known.items()}


def _near(home: str | None, at: datetime, now: datetime) -> list[Line]:
    """Return the lines around an instant, with the next one behind it, however far away.

    If there is none before it, the first of all.
    """
    from ergobreak.adapters.journal.read import after, read

    # First through the verb, which sees to what a killed daemon has left over.
    if not journal.last(home, 1):
        return []
    path = paths.find(home).journal
    older = read(path, until=_wall(at) + 1, last=1)
    if not older:
        return [line for _unused, line in after(path, 0, 1)]
    start, span = _wall(at - 2 * _DAY), _DAY
    found = read(path, since=start, until=_wall(at + span))
    while at + span < now and not any(_instant(line) > at for line in found):
        span *= 2
        found = read(path, since=start, until=_wall(at + span))
    if _instant(older[0]) < at - 2 * _DAY:
        found = [*read(path, until=start, last=_BEFORE), *found]
    return found


def _instant(line: Line) -> datetime:
    return datetime.fromisoformat(str(line["at"]))


def _wall(at: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return int(at.timestamp() * 1000) * 1000


def _status(home: str | None) -> dict[str, Any]:
    """Return what the daemon says of now, or nothing if none runs."""
    try:
        return dict(client.ask(home, "status", as_json=True).data)
    except NotRunning:
        return {}


def _present_of(status: Mapping[str, Any]) -> datetime:
    """Return the present: the daemon's, whose clock may stand still, else this machine's."""
    told = status.get("now")
    return datetime.fromisoformat(str(told)).astimezone() if told else journal.present()


def _moment(found: re.Match[str], now: datetime) -> datetime:
    """Return the end of the minute that is meant; a time alone is the last one of that name."""
    day, hour, minute = found.groups()
    try:
        at = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
        if day is None:
            at = at if at <= now else at - timedelta(days=1)
        elif day.casefold() == "yesterday":
            at -= timedelta(days=1)
        elif day.casefold() != "today":
            at = datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}").astimezone()
    except ValueError as error:
        raise UsageError(
            _("{group} is no time.").format(group=found.group()), _(_EXAMPLE)
        ) from error
    return at + _MINUTE
