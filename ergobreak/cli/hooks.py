"""The verb `hooks`: which programs run on what, what became of them, and a trial of one."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths
from ergobreak.cli.formats import printable
from ergobreak.control import client
from ergobreak.errors import CommandRejected, ConfigError, NotRunning, UsageError
from ergobreak.language import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from ergobreak.config import Settings
    from ergobreak.config.settings import Hook
    from ergobreak.paths import Paths

EXAMPLE: Final = N_(
    "There are no hooks. In the settings, such as:\n\n"
    '  [hooks.pause-music]\n  on = ["started"]\n  run = ["playerctl", "pause"]'
)
ASLEEP: Final = N_("ergobreak does not run, so none of them is run now.")
OTHERS_MAY: Final = N_("others may write {path}")  # as `exposure` says it
_TRIED: Final = "test"
_SECOND: Final = 1000  # milliseconds


def hooks(args: Namespace) -> int:
    """List the hooks, or try one."""
    places = paths.find(args.home)
    if not args.words:
        return _list(args, places)
    if len(args.words) != 2 or args.words[0] != _TRIED:
        raise UsageError(
            _("hooks does not take {words}.").format(words=repr(" ".join(args.words))),
            "ergobreak hooks test NAME",
        )
    return _test(places, args.words[1], as_json=args.json)


# ---------------------------------------------------------------- the list


def _list(args: Namespace, places: Paths) -> int:
    is_running, why_off = True, ""
    found: list[dict[str, Any]]
    try:
        reply = client.ask(args.home, "hooks", as_json=True)
        if reply.exit:  # it is older than this command
            client.tell(reply.exit, reply.text)
            return reply.exit
        data: Mapping[str, Any] = reply.data
        found, why_off = data["hooks"], data["off"]
    except NotRunning:
        is_running = False
        found, why_off = _of_file(places)
    if is_running and why_off:
        # Of hooks that are off the file tells; that of another --config is not known here.
        found = _of_file(places)[0]
    if args.json:
        told = {"running": is_running, "off": why_off, "hooks": found}
        client.tell(0, json.dumps(told, ensure_ascii=False))
        return 0
    blocks = [_block(one) for one in found] or ([] if why_off else [_(EXAMPLE)])
    if why_off:
        blocks.insert(
            0, _("Hooks are off: {why_off}.\n{mend}").format(why_off=why_off, mend=_mend(why_off))
        )
    elif found and not is_running:
        blocks.insert(0, _(ASLEEP))
    client.tell(0, "\n\n".join(blocks))
    return 0


def _of_file(places: Paths) -> tuple[list[dict[str, Any]], str]:
    """Return the hooks of the file, and why they are off."""
    from ergobreak.hooks import Tally, told

    settings = _settings(places)
    found = [told(name, hook, Tally()) for name, hook in settings.hooks.items()]
    return found, _why_off(places) if found else ""


def _why_off(places: Paths) -> str:
    """Return why no hook of the file may run; nothing: they may."""
    from ergobreak.adapters.hooks import LACKS
    from ergobreak.adapters.hooks.exposure import exposure

    files = (places.config, *places.for_everybody)
    return _(LACKS) or next(filter(None, map(exposure, files)), "")


def _block(one: Mapping[str, Any]) -> str:
    """Return a hook for people: what it is, and how it went."""
    last = one["last"]
    if last:
        ended = _("{told}, in {span}").format(told=last["result"], span=_span(last["took_ms"]))
        how = _("{event}, {time}: {ended}").format(
            event=last["event"], time=_time(last["at"]), ended=ended
        )
    else:
        how = "" if one["dropped"] else _("not run yet")
    # translators: heads of rows about a hook: on which events, which program, how it went.
    heads = (pgettext("hook", "on"), pgettext("hook", "run"), pgettext("hook", "last"), _("so far"))
    told = (_on(one), shlex.join(one["run"]), how, _counts(one))
    width = max(map(len, heads))
    rows = [f"  {head:{width}}  {text}" for head, text in zip(heads, told, strict=True) if text]
    return "\n".join(map(printable, (one["name"], *rows)))


def _on(one: Mapping[str, Any]) -> str:
    events = _("every event but pain") if one["on"] == ["*"] else ", ".join(one["on"])
    return (
        _("{events}, of {reminders}").format(events=events, reminders=", ".join(one["reminders"]))
        if one["reminders"]
        else events
    )


def _counts(one: Mapping[str, Any]) -> str:
    times = ngettext("once", "{runs} times", one["runs"]).format(runs=one["runs"])
    parts = (
        [_("{times}, {span} on average").format(times=times, span=_span(one["mean_ms"]))]
        if one["runs"]
        else []
    )
    if one["failed"]:
        parts.append(_("{failed} failed, see the log").format(failed=one["failed"]))
    if one["dropped"]:
        parts.append(_("{dropped} dropped, for it took too long").format(dropped=one["dropped"]))
    return "; ".join(parts)


def _span(milliseconds: int) -> str:
    return (
        _("{milliseconds} ms").format(milliseconds=milliseconds)
        if milliseconds < _SECOND
        else _("{seconds} s").format(seconds=f"{milliseconds / _SECOND:.1f}")
    )


def _time(at: str) -> str:
    return at[:16].replace("T", " ")


# ---------------------------------------------------------------- the trial


def _test(places: Paths, name: str, *, as_json: bool) -> int:
    """Run a hook now, on an event that has not happened; the exit code is 0 if its own was."""
    settings = _settings(places)
    hook = settings.hooks.get(name)
    if hook is None:
        raise _unknown(name, settings.hooks)
    if told := _why_off(places):
        raise CommandRejected(_("Hooks are off: {told}.").format(told=told), _mend(told))
    line, ended = _tried(places, name, hook, settings)
    took = ended.took // 1000
    if as_json:
        data = {
            "name": name,
            "event": line,
            "exit": ended.code,
            "result": ended.told,
            "took_ms": took,
            "output": ended.said,
        }
        client.tell(0, json.dumps(data, ensure_ascii=False))
        return 0 if ended.is_well else 1
    said = [printable(each) for each in ended.said.splitlines()] or [_("(it has printed nothing)")]
    head = _("{name}, on {event}: {run}").format(
        name=name, event=line["event"], run=shlex.join(hook.run)
    )
    last = _("{told}, in {span}").format(told=ended.told, span=_span(took))
    client.tell(0 if ended.is_well else 1, "\n".join([printable(head), *said, printable(last)]))
    return 0 if ended.is_well else 1


def _tried(
    places: Paths, name: str, hook: Hook, settings: Settings
) -> tuple[dict[str, object], Any]:
    """Return the event and how the run ended; blocks, for the hook's limit at most."""
    from queue import SimpleQueue

    from ergobreak.adapters.hooks.runner import Job, Runner
    from ergobreak.adapters.hooks.telling import sample
    from ergobreak.cli.journal import present
    from ergobreak.config.hooks import EVERY

    event = next((str(each) for each in hook.on if each != EVERY), "prompted")
    reminder = next(iter((*hook.reminders, *settings.reminders)), "")
    line = sample(event, str(reminder), present().isoformat(timespec="seconds"))
    home = "" if places == paths.find() else str(places.state_dir)
    ends: SimpleQueue[Any] = SimpleQueue()
    runner = Runner(lambda _unused, ended: ends.put(ended), lambda _unused, __: None)
    runner.add(Job(name, hook.run, line, int(hook.limit), home))
    try:
        return line, ends.get()
    finally:
        runner.stop()


def _settings(places: Paths) -> Settings:
    """Return the settings of the person's file over those for everybody; raises ConfigError."""
    from ergobreak import config
    from ergobreak.adapters.time import calendar

    return config.load_current(places, calendar)


def _unknown(name: str, known: Mapping[str, object]) -> ConfigError | UsageError:
    from ergobreak.config.problems import nearest

    near = nearest(name, known)
    listed: Sequence[str] = list(known)
    hint = (
        _("Did you mean {near}?").format(near=near)
        if near
        else _("There are: {value}.").format(value=", ".join(listed) or _("none"))
    )
    return UsageError(_("There is no hook {name}.").format(name=repr(name)), hint)


def _mend(told: str) -> str:
    from ergobreak.adapters.hooks import LACKS

    if told == _(LACKS):
        return _("All else works without.")
    before, _path, behind = _(OTHERS_MAY).partition("{path}")
    is_open = told.startswith(before) and told.endswith(behind)
    path = told.removeprefix(before).removesuffix(behind) if is_open else ""
    first = f"chmod go-w {shlex.quote(path)}" if path else _("Make file and folder your own")
    return _(
        "Whoever writes there could run anything as you. Mend: {first}; ergobreak restart"
    ).format(first=first)
