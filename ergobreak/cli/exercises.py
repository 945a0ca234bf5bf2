"""The verb `exercises`: look at them, try one, and choose among them."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths
from ergobreak.cli import exercise_text as text
from ergobreak.content.exercise import AREAS, AVOID
from ergobreak.control import client
from ergobreak.dataclass import asdict
from ergobreak.errors import ErgobreakError, NotRunning, UsageError
from ergobreak.language import _
from ergobreak.window.welcome import words

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from ergobreak.cli.exercise_text import Marks
    from ergobreak.content.catalogue import Catalogue
    from ergobreak.content.exercise import Exercise

_NEAR: Final = 3  # names that are offered in place of one that there is not


def exercises(args: Namespace) -> int:
    """Do what the first word says; without one, list them."""
    what, *rest = args.said or ["list"]
    if what not in _WORDS:
        raise UsageError(
            _("There is no {what} here.").format(what=repr(what)),
            _("There are: {words}.").format(words=", ".join(_WORDS)),
        )
    return _WORDS[what](args, " ".join(rest))


def _list(args: Namespace, name: str) -> int:
    """Print all exercises, or those of one area."""
    chosen = _area(args.area or name) if args.area or name else ""
    catalogue, marks = _catalogue(args), _marks(args)
    found = [each for each in catalogue.exercises if chosen in ("", each.area)]
    if args.json:
        _print_json([text.as_data(each, marks) for each in found])
    else:
        client.tell(0, text.listed(found, marks))
    return 0


def _routines(args: Namespace, name: str) -> int:
    """Print the ready-made sets."""
    if name:
        raise UsageError(
            _("Too many words: {name}.").format(name=name),
            _("For example: ergobreak exercises routines"),
        )
    catalogue = _catalogue(args)
    if args.json:
        _print_json([text.routine_as_data(each, catalogue) for each in catalogue.routines])
    else:
        client.tell(0, text.routines(catalogue))
    return 0


def _show(args: Namespace, name: str) -> int:
    """Print one exercise, or the page that shows it moving."""
    catalogue = _catalogue(args)
    found = _one(catalogue, name)
    if args.html or args.open:
        from ergobreak.cli import exercise_page

        page = exercise_page.page(found)
        client.tell(0, exercise_page.opened(page, paths.find(args.home)) if args.open else page)
    elif args.json:
        _print_json({**asdict(found), **text.as_data(found, _marks(args))})
    else:
        client.tell(0, text.shown(found, _marks(args)))
    return 0


def _play(args: Namespace, name: str) -> int:
    """Guide through one exercise or a ready-made set, in the break window or in the terminal."""
    from ergobreak.cli import exercise_play

    catalogue = _catalogue(args)
    routine = catalogue.routine(name)
    if routine is None:
        one = _one(catalogue, name, [each.id for each in catalogue.routines])
        return exercise_play.play(words.area(one.area), (one,), args.home)
    found = tuple(each for each in map(catalogue.find, routine.exercises) if each is not None)
    return exercise_play.play(routine.title, found, args.home)


# ---------------------------------------------------------------- what the person likes


def _never(args: Namespace, name: str) -> int:
    """Leave an exercise or an area out from now on."""
    return _prefer(args, "never", _named(_catalogue(args), name, AREAS))


def _favourite(args: Namespace, name: str) -> int:
    """Let an exercise come more often."""
    return _prefer(args, "favourite", _one(_catalogue(args), name).id)


def _allow(args: Namespace, name: str) -> int:
    """Bring back what was left out, and take back a favourite."""
    tastes = _tastes(args)
    what = _named(_catalogue(args), name, (*AREAS, *AVOID, *tastes))
    hidden = _settings(args)["hide"]
    if what in hidden and what not in tastes:
        raise UsageError(
            _("{what} is left out by your settings.").format(what=what),
            _("Take it out of hide in [exercises]: ergobreak settings"),
        )
    code = _prefer(args, "allow", what)
    if what in hidden and not code:
        client.tell(0, _("Your settings leave it out as well: hide in [exercises]."))
    return code


def _prefer(args: Namespace, taste: str, what: str) -> int:
    """Tell the daemon, which keeps it."""
    reply = client.ask(args.home, "exercises", [taste, what], as_json=args.json)
    if args.json and not reply.exit:
        _print_json(reply.data)
    else:
        client.tell(reply.exit, reply.text)
    return reply.exit


# ---------------------------------------------------------------- names


def _one(catalogue: Catalogue, name: str, others: Sequence[str] = ()) -> Exercise:
    """Return the exercise with this id or title. Raises UsageError with the nearest names."""
    wanted = name.casefold()
    for each in catalogue.exercises:
        if wanted in (each.id.casefold(), each.title.casefold()):
            return each
    raise _unknown(name, [*(each.id for each in catalogue.exercises), *others])


def _named(catalogue: Catalogue, name: str, others: Iterable[str]) -> str:
    """Return the id or the other name that is meant. Raises UsageError with the nearest names."""
    known = {other.casefold(): other for other in others}
    if name.casefold() in known:
        return known[name.casefold()]
    return _one(catalogue, name, tuple(known.values())).id


def _area(name: str) -> str:
    if name.casefold() not in AREAS:
        raise UsageError(
            _("There is no area {name}.").format(name=repr(name)),
            _("There are: {areas}.").format(areas=", ".join(AREAS)),
        )
    return name.casefold()


def _unknown(name: str, known: Sequence[str]) -> UsageError:
    if not name:
        return UsageError(_("Which one?"), _("See: ergobreak exercises list"))
    near = get_close_matches(name.casefold(), known, n=_NEAR, cutoff=0.5)
    near = near or [each for each in known if name.casefold() in each][:_NEAR]
    hint = (
        _("Did you mean {near}?").format(near=_either(near))
        if near
        else _("See: ergobreak exercises list")
    )
    return UsageError(_("There is no exercise {name}.").format(name=repr(name)), hint)


def _either(names: Iterable[str]) -> str:
    """Return names as a choice: "a", "a or b", "a or b or c"."""
    # translators: a choice of names; {names} may be one already: "a or b".
    return reduce(lambda names, name: _("{names} or {name}").format(names=names, name=name), names)


# ---------------------------------------------------------------- what there is


def _catalogue(args: Namespace) -> Catalogue:
    """Return our exercises, and the person's own as far as they are in order."""
    from ergobreak.content.catalogue import catalogue, with_own

    folder = paths.find(args.home).content
    if not folder.is_dir():
        return catalogue()
    from ergobreak.config.own import own_content

    own = own_content(folder)
    for name, _unused in own.problems:
        client.tell(
            2,
            _("{name} has a mistake, so it is left out. See: ergobreak config check").format(
                name=name
            ),
        )
    return with_own(catalogue(), own.exercises)


def _settings(args: Namespace) -> dict[str, Any]:
    """Return the table `[exercises]` that is in force; a broken file costs only that."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import as_dict, current, defaults

    found = current(paths.find(args.home), calendar).settings
    table: dict[str, Any] = as_dict(found or defaults())["exercises"]
    return table


def _tastes(args: Namespace) -> dict[str, str]:
    """Return what the daemon keeps: what is liked, and what is left out."""
    found = client.ask(args.home, "exercises", as_json=True).data.get("tastes")
    return dict(found) if isinstance(found, dict) else {}


def _marks(args: Namespace) -> Marks:
    """Return all marks; without a daemon only those of the settings are known."""
    try:
        tastes = _tastes(args)
    except NotRunning:
        tastes = {}
    except ErgobreakError as error:
        client.tell(error.exit_code, f"{error.title}\n{error.hint}".rstrip())
        tastes = {}
    return text.marks(tastes, _settings(args))


def _print_json(data: object) -> None:
    client.tell(0, json.dumps(data, ensure_ascii=False, default=str))


_WORDS: Final[dict[str, Callable[[Namespace, str], int]]] = {
    "list": _list,
    "routines": _routines,
    "show": _show,
    "play": _play,
    "never": _never,
    "favourite": _favourite,
    "allow": _allow,
}
