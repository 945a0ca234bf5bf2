"""The words that completion knows beyond verbs and options: names, keys, days, areas."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args, get_origin

from ergobreak.cli import manual
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ergobreak.cli.options import Option
    from ergobreak.config import Settings


class Word(NamedTuple):
    """A word that may be typed, and what it is."""

    text: str
    about: str = ""


# What the shell itself completes best.
FILES: Final = Word(":files")
FOLDERS: Final = Word(":folders")

_DAYS: Final = ("today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday")
_COMING: Final = ("today", "tomorrow", *_DAYS[2:])
_LOG: Final = {
    "add": N_("note what was done without us"),
    "undo": N_("take back the last answer"),
    "amend": N_("put a line right"),
    "purge": N_("turn old days into figures"),
    "delete": N_("delete everything, with --all --yes"),
}
_KEYED: Final = ("explain", "set", "unset", "reset")
_OF_FILES: Final = ("check", "show", "diff", "export", "import")
_OF_EXERCISES: Final = ("list", "routines", "show", "play", "never", "favourite", "allow")


def verbs() -> Iterator[Word]:
    """Yield every verb, the daily ones first."""
    for verb in manual.VERBS.values():
        yield Word(verb.name, _(verb.about))


def behind(verb: str, before: Sequence[str], home: str | None) -> Iterator[Word] | None:
    """Return the words behind a verb that has a way of its own; None: it has none."""
    match verb:
        case "config":
            return _config(before, home)
        case "exercises":
            return _exercises(before)
        case "log":
            return (Word(word, _(about)) for word, about in _LOG.items() if not before)
        case "why":
            return _why(home) if not before else iter(())
        case "profile":
            return _profiles(before, home)
        case "hooks":
            return _hooks(before, home)
        case "ignore":
            return _reasons() if not before else iter(())
        case _:
            return None


def values(verb: str, option: Option, home: str | None) -> Iterator[Word]:
    """Yield what may be given to an option, or stand at a place, as far as it is known."""
    if (verb, option.flags) == ("setup", ("--preset",)):
        yield from _presets()
    elif verb == "simulate" and option.value == "DAY":
        yield from map(Word, _COMING)
    elif option.value in _KINDS:
        yield from _KINDS[option.value](home)


def reminders(home: str | None) -> Iterator[Word]:
    """Yield the reminders that the settings have, the person's own too."""
    from ergobreak.cli.config_text import in_short
    from ergobreak.config import as_dict

    for name, table in as_dict(_settings(home))["reminders"].items():
        yield Word(name, table.get("title") or in_short(table))


def _settings(home: str | None) -> Settings:
    from ergobreak import config, paths
    from ergobreak.adapters.time import calendar

    return config.current(paths.find(home), calendar).settings or config.defaults()


def _profiles(before: Sequence[str], home: str | None) -> Iterator[Word]:
    """Yield what goes with `profile`: the names that the settings have."""
    if not before:
        yield Word("use", _("be in force from now on"))
        yield Word("auto", _("by days, hours and calendar again"))
    elif len(before) == 1 and before[0] == "use":
        yield from (Word(name) for name in _settings(home).profiles)
        yield Word("none", _("the settings without any profile"))


def _hooks(before: Sequence[str], home: str | None) -> Iterator[Word]:
    """Yield what goes with `hooks`: the names that the settings have."""
    if not before:
        yield Word("test", _("run one now"))
    elif len(before) == 1 and before[0] == "test":
        yield from (Word(name) for name in _settings(home).hooks)


def _areas(_home: str | None) -> Iterator[Word]:
    from ergobreak.content.exercise import AREAS

    return (Word(area) for area in AREAS)


def _why(home: str | None) -> Iterator[Word]:
    yield from reminders(home)
    yield Word("monday", _("the line about last week"))


def _config(before: Sequence[str], home: str | None) -> Iterator[Word]:
    from ergobreak.cli.settings import WORDS

    if not before:
        yield from map(Word, WORDS)
    elif len(before) == 1 and before[0] in _KEYED:
        yield from _keys(home)
    elif len(before) == 1 and before[0] == "preset":
        yield from _presets()
    elif len(before) == 1 and before[0] in _OF_FILES:
        yield FILES
    elif len(before) == 2 and before[0] == "set":
        yield from _choices(before[1])


def _keys(home: str | None) -> Iterator[Word]:
    """Yield the keys of the settings, those of reminders of one's own among them."""
    from ergobreak.config import explain, keys
    from ergobreak.config.settings import Settings

    known = {place.key for place in keys.leaves(keys.Place((), Settings))}
    for place in keys.leaves(keys.Place((), Settings)):
        yield Word(place.key, _(explain.meaning(place)))
    for name in (each.text for each in reminders(home)):
        for place in keys.leaves(keys.find(keys.text(("reminders", name)))):
            if place.key not in known:
                yield Word(place.key, _(explain.meaning(place)))


def _choices(key: str) -> Iterator[Word]:
    """Yield what a key takes, where that is one of a few words."""
    from ergobreak.config import keys

    kind = keys.find(key).kind
    if kind is bool:
        return map(Word, ("true", "false"))
    if get_origin(kind) is Literal:
        return map(Word, get_args(kind))
    return (Word(str(each)) for each in (kind if isinstance(kind, type(StrEnum)) else ()))


def _presets() -> Iterator[Word]:
    from ergobreak.config import presets

    return map(Word, presets.NAMES)


def _exercises(before: Sequence[str]) -> Iterator[Word]:
    from ergobreak.content.catalogue import catalogue

    if not before:
        yield from map(Word, _OF_EXERCISES)
    elif len(before) == 1 and before[0] in _OF_EXERCISES[2:]:
        for exercise in catalogue().exercises:
            yield Word(exercise.id, exercise.title)


def _reasons() -> Iterator[Word]:
    from ergobreak.core.model import DEFAULT_POLICIES

    others = ("idle", "lock", "suspend", "pause")
    return (Word(reason) for reason in DEFAULT_POLICIES if reason not in others)


_KINDS: Final[dict[str, Callable[[str | None], Iterator[Word]]]] = {
    "NAME": reminders,
    "AREA": _areas,
    "DAY": lambda _home: map(Word, _DAYS),
    "DATE": lambda _home: map(Word, _DAYS),
    "COMMAND": lambda _home: verbs(),
}
