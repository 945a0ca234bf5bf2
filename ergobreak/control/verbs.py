"""The verbs that the daemon understands: words in, an event for the engine, words out.

Rules of this file:
1. A verb has a pure half that reads its words and a pure half that speaks (`say`); what stands
   between them is the same for all.
2. Most of this runs on the engine's thread: nothing blocks, and no error gets out.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Final

from ergobreak.control import picture, say, say_hurt, words
from ergobreak.control.protocol import Reply
from ergobreak.core import events
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Caller, Engine, Host, Outcome
    from ergobreak.control.protocol import Request

    Read = Callable[[Sequence[str], Outcome, ZoneInfo], events.Event]
    Say = Callable[[Outcome, ZoneInfo], str]

_NEWER: Final = N_("If it is older than this command: ergobreak restart")
_log = logging.getLogger(__name__)


def handle(request: Request, caller: Caller, engine: Engine, host: Host) -> None:
    """Answer a request, now or later. Raises ErgobreakError for what can be refused at once."""
    typed = request.words
    match request.verb:
        case "ping":
            _ping(request, caller, host)
        case "status" if list(typed) == ["--follow"]:
            picture.follow(caller, engine, host)
        case "status" | "next":
            words.nothing(typed)
            engine.look(
                lambda outcome: _guarded(caller, lambda: picture.reply(request, outcome, host))
            )
        case "preview":
            engine.look(lambda outcome: _guarded(caller, lambda: _preview(typed, outcome, host)))
        case "overview":
            engine.look(lambda outcome: _guarded(caller, lambda: _overview(typed, outcome, host)))
        case "exercises" if not typed:
            engine.look(lambda outcome: _guarded(caller, lambda: _tastes(outcome)))
        case "profile":
            rest = (request, caller, engine, host)
            engine.look(lambda outcome: _guarded(caller, lambda: _profile(*rest, outcome)))
        case "log":
            rest = (request, caller, engine, host)
            engine.look(lambda outcome: _guarded(caller, lambda: _put_right(*rest, outcome)))
        case "hooks":
            words.nothing(typed)
            caller.reply(Reply(0, "", host.hooked()))
        case "events":
            _follow(typed, caller, engine)
        case "stop":
            caller.reply(Reply(0, _("Stopping.")))
            host.stop()
        case "advance":
            told = _answering(request, caller, say.advanced, host)
            engine.advance(words.duration(typed), told)
        case verb if verb in COMMANDS:
            engine.look(
                lambda outcome: _guarded(
                    caller, lambda: _command(request, caller, engine, host, outcome)
                )
            )
        case verb:
            raise _unknown(verb)


def _unknown(verb: str) -> UsageError:
    what = _("The running ergobreak does not know {verb}.").format(verb=repr(verb))
    return UsageError(what, _(_NEWER))


# ---------------------------------------------------------------- what the words mean


def _taken(typed: Sequence[str], outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    return events.Taken(words.name(typed, outcome.plan))


def _done(typed: Sequence[str], outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    return events.Done(words.name(typed, outcome.plan))


def _postponed(typed: Sequence[str], _outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    return events.Postponed(words.duration(typed) if typed else 0)


def _skipped(typed: Sequence[str], _outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    words.nothing(typed)
    return events.Skipped()


def _drank(typed: Sequence[str], _outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    return events.Drank(words.amount(typed) if typed else 0)


def _paused(typed: Sequence[str], outcome: Outcome, zone: ZoneInfo) -> events.Event:
    return events.Paused(*words.stretch_of_time(typed, outcome.now.wall, zone))


def _quieted(typed: Sequence[str], outcome: Outcome, zone: ZoneInfo) -> events.Event:
    return events.Quieted(*words.stretch_of_time(typed, outcome.now.wall, zone))


def _resumed(typed: Sequence[str], _outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    words.nothing(typed)
    return events.Resumed()


def _was_sitting(typed: Sequence[str], _outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    words.nothing(typed)
    return events.WasSitting()


def _ignored(typed: Sequence[str], outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    return events.BusyIgnored(words.reason(typed, outcome.state.busy))


def _hurt(typed: Sequence[str], _outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    options = {word for word in typed if word.startswith("-")}
    area = words.area(" ".join(word for word in typed if not word.startswith("-")))
    match sorted(options):
        case []:
            return events.Hurt(area)
        case ["--no-movement-today"]:
            return events.Hurt(area, still=True)
        case ["--undo"] if not area:
            return events.HurtUndone()
        case ["--better" | "--keep" | "--still-hurts" as answer] if not area:
            return events.EasyAnswered(answer.removeprefix("--").removesuffix("-hurts"))
    raise UsageError(_("One at a time, please."), _("See: ergobreak hurt --help"))


def _preferred(typed: Sequence[str], _outcome: Outcome, _unused: ZoneInfo) -> events.Event:
    return events.Preferred(*words.taste(typed))


def _say_hurt(outcome: Outcome, zone: ZoneInfo) -> str:
    """Choose the words by what was written down: hurt, undone, or an answer."""
    for line in outcome.lines:
        match line.get("event"), line.get("reason"):
            case "undone", _:
                return say_hurt.unhurt(outcome, zone)
            case "hurt", "keep":
                return say_hurt.eased(outcome, zone)
            case "hurt", "still":
                return say_hurt.still_hurts(outcome, zone)
            case _:
                pass
    return say_hurt.hurt(outcome, zone)


COMMANDS: Final[dict[str, tuple[Read, Say]]] = {
    "take": (_taken, say.taken),
    "done": (_done, say.done),
    "postpone": (_postponed, say.postponed),
    "skip": (_skipped, say.skipped),
    "drink": (_drank, say.drank),
    "pause": (_paused, say.paused),
    "quiet": (_quieted, say.quieted),
    "resume": (_resumed, say.resumed),
    "sitting": (_was_sitting, say.was_sitting),
    "ignore": (_ignored, say.ignored),
    "hurt": (_hurt, _say_hurt),
    "exercises": (_preferred, say_hurt.preferred),
}


# ---------------------------------------------------------------- what is done about it


def _command(
    request: Request, caller: Caller, engine: Engine, host: Host, outcome: Outcome
) -> None:
    """Post what the words mean; the reply follows when it is written down."""
    read, speak = COMMANDS[request.verb]
    event = read(request.words, outcome, host.zone)
    engine.post(event, _answering(request, caller, speak, host))


def _put_right(
    request: Request, caller: Caller, engine: Engine, host: Host, outcome: Outcome
) -> None:
    """Post the lines that put the log right; the reply follows when all are written down."""
    # Imported late, so that a daemon pays for it when somebody asks.
    from ergobreak.control import corrections, say_corrected

    found = corrections.read(request.words, outcome.plan, outcome.now.wall, host.zone)
    told = _answering(request, caller, say_corrected.put_right, host)
    corrections.post(found, engine, outcome, told)


def _profile(
    request: Request, caller: Caller, engine: Engine, host: Host, outcome: Outcome
) -> Reply | None:
    """Tell of the profiles, or choose one; then the reply follows when it is written down."""
    # Imported late, so that a daemon pays for it when somebody asks.
    from ergobreak.control import profile

    if not request.words:
        return profile.shown(outcome, host.zone)
    event = profile.read(request.words, outcome, host.zone)
    engine.post(event, _answering(request, caller, profile.chosen, host))
    return None


def _ping(request: Request, caller: Caller, host: Host) -> None:
    words.nothing(request.words)
    text = _("ergobreak {version}, process {number}.").format(
        version=host.version, number=os.getpid()
    )
    caller.reply(Reply(0, text, _asked(request, version=host.version, pid=os.getpid())))


def _preview(typed: Sequence[str], outcome: Outcome, host: Host) -> Reply:
    name = words.name(typed, outcome.plan)
    if not name:
        listed = ", ".join(reminder.name for reminder in outcome.plan.reminders)
        raise UsageError(_("Which one?"), _("There are: {listed}.").format(listed=listed))
    host.preview(name)
    if not outcome.state.displayed:
        told = _("{name} was asked for, but nothing on this desktop can show prompts.")
        return Reply(0, told.format(name=name))
    told = _("Here is {name}, as it will look. Nothing is written down.")
    return Reply(0, told.format(name=name))


def _overview(typed: Sequence[str], outcome: Outcome, host: Host) -> Reply:
    """Show the state as a notification, or in words where nothing can show one."""
    if not outcome.state.displayed:
        return Reply(0, say.status(outcome, host.zone))
    host.overview(typed)
    return Reply(0, _("Here it is, as a notification."))


def _tastes(outcome: Outcome) -> Reply:
    """Tell what is never to come, what is liked, and what is hidden because it hurt."""
    tastes = dict(outcome.state.tastes)
    text = "\n".join(f"{what}: {taste}" for what, taste in tastes.items())
    return Reply(0, text or _("Nothing is marked."), {"tastes": tastes})


def _follow(typed: Sequence[str], caller: Caller, engine: Engine) -> None:
    if list(typed) != ["--follow"]:
        raise UsageError(_("The daemon only knows: events --follow."), _(_NEWER))
    # In this order: whoever has the reply misses nothing from then on.
    caller.open_stream(Reply(0, _("Following.")))
    caller.when_gone(engine.follow(caller.line))


def _answering(
    request: Request, caller: Caller, speak: Say, host: Host
) -> Callable[[Outcome | ErgobreakError], None]:
    """Return what answers the caller once the engine has an outcome."""

    def answer(outcome: Outcome | ErgobreakError) -> None:
        if isinstance(outcome, ErgobreakError):
            caller.reply(Reply.refusal(outcome))
            return
        told = outcome
        _guarded(
            caller,
            lambda: Reply(0, speak(told, host.zone), _asked(request, lines=list(told.lines))),
        )

    return answer


def _guarded(caller: Caller, work: Callable[[], Reply | None]) -> None:
    """Send what `work` returns, or its error: the engine's thread must never see one."""
    try:
        reply = work()
    except ErgobreakError as error:
        reply = Reply.refusal(error)
    except Exception as error:  # noqa: BLE001  a verb may fail, the engine may not
        _log.exception("a verb failed")
        reply = Reply(1, _("unexpected: {error}").format(error=error))
    if reply is not None:
        caller.reply(reply)


def _asked(request: Request, **data: object) -> dict[str, object]:
    """Return the data if the caller wants any; most only read the text."""
    return data if request.as_json else {}
