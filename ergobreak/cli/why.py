"""The verb `why`: what the journal says about a reminder, a moment, or how things stand now.

It reads the journal itself; the daemon, if it runs, only adds what comes next.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths, why
from ergobreak.cli import journal
from ergobreak.control import client
from ergobreak.errors import NotRunning, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    Line = dict[str, object]

_LINES: Final = 3000  # some two weeks
_TIME: Final = re.compile(
    r"(?:(\d{4}-\d\d-\d\d|today|yesterday)[ t])?(\d{1,2}):(\d\d)", re.IGNORECASE
)
_EXAMPLE: Final = "For example: ergobreak why stretch, ergobreak why 10:30"


def main(args: Namespace) -> int:
    """Explain a reminder, a moment, or the present."""
    lines = journal.last(args.home, _LINES)
    now = journal.present()
    known = _reminders(args.home)
    status = _status(args.home)
    words = " ".join(args.words)
    found = _TIME.fullmatch(words)
    if found:
        head, told = "", why.of_moment(lines, _moment(found, now), _titles(known))
    elif words:
        head, told = "", why.of_reminder(lines, _subject(words, known, status))
    else:
        head, told = _present(lines, now, known, status)
    _print(args, head, told)
    return 0


def _print(args: Namespace, head: str, told: Sequence[why.Sentence]) -> None:
    if args.json:
        data = [{"text": each.text, "records": list(each.ids)} for each in told]
        client.tell(0, json.dumps({"headline": head, "because": data}, ensure_ascii=False))
        return
    cited = [f"{each.text}  [{', '.join(each.ids)}]" if args.ids else each.text for each in told]
    lines = [*([f"{head}."] if head else []), *cited]
    client.tell(0, "\n".join(lines) or "The journal says nothing about that.")


def _present(
    lines: list[Line], now: datetime, known: Mapping[str, Any], status: Mapping[str, Any]
) -> tuple[str, list[why.Sentence]]:
    """Return the state in words and why: what is open or held, else what comes next."""
    head = str(status.get("headline", "ergobreak is not running"))
    shown = status.get("open_prompt") or {}
    coming = [each["name"] for each in status.get("next", ())]
    about = [*shown.get("reminders", ()), *coming][:1]
    # What will be is not asked here: an instant after the last line has nothing behind it.
    going_on = why.of_moment(lines, now + timedelta(days=1), _titles(known))
    if not shown.get("reminders") and (status.get("hold") or status.get("paused")):
        return head, going_on
    if not about or about[0] not in known:
        return head, going_on
    subject = _subject(about[0], known, status)
    return head, (why.of_reminder if shown.get("reminders") else why.of_coming)(lines, subject)


def _subject(
    word: str, known: Mapping[str, tuple[str, str]], status: Mapping[str, Any]
) -> why.Subject:
    """Return the reminder that is meant; raises UsageError with the nearest name."""
    names = {name.casefold(): name for name in known}
    names |= {title.casefold(): name for name, (title, _) in known.items()}
    name = names.get(word.casefold())
    if name is None:
        import difflib

        near = difflib.get_close_matches(word.casefold(), names, n=1)
        hint = f"Did you mean {names[near[0]]}?" if near else f"There are: {', '.join(known)}."
        raise UsageError(f'There is no reminder and no time "{word}".', f"{hint} {_EXAMPLE}")
    title, kind = known[name]
    stretches = frozenset(each for each, (_, what) in known.items() if what == "stretch")
    coming = next((str(one["text"]) for one in status.get("next", ()) if one["name"] == name), "")
    return why.Subject(name, title, kind, stretches, coming)


def _reminders(home: str | None) -> dict[str, tuple[str, str]]:
    """Return title and kind of each reminder in the settings, whether a daemon runs or not."""
    from ergobreak import config
    from ergobreak.core.view import TITLES

    path = paths.find(home).config
    own = config.read_file(path).settings if path.exists() else None
    settings = own or config.defaults()
    return {
        name: (str(rule.title) or TITLES[rule.kind], str(rule.kind))
        for name, rule in settings.reminders.items()
        if rule.enabled
    }


def _titles(known: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {name: title for name, (title, _) in known.items()}


def _status(home: str | None) -> dict[str, Any]:
    """Return what the daemon says of now, or nothing if none runs."""
    try:
        return dict(client.ask(home, "status", as_json=True).data)
    except NotRunning:
        return {}


def _moment(found: re.Match[str], now: datetime) -> datetime:
    """Return the instant that is meant; a time alone is the last one of that name."""
    day, hour, minute = found.groups()
    try:
        at = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
        if day is None:
            return at if at <= now else at - timedelta(days=1)
        if day.casefold() == "yesterday":
            return at - timedelta(days=1)
        if day.casefold() == "today":
            return at
        return datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}").astimezone()
    except ValueError as error:
        raise UsageError(f"{found.group()} is no time.", _EXAMPLE) from error
