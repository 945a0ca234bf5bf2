"""Exercises in words and as data: the list, one with its steps, the ready-made sets. Pure.

Rules of this file:
1. It is for the person's own terminal: areas and tags may be named.
2. Columns are padded with spaces and nothing is coloured, so that a pipe gets the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.content import safety
from ergobreak.core.counted import count
from ergobreak.dataclass import dataclass
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ergobreak.content.catalogue import Catalogue
    from ergobreak.content.exercise import Exercise, Routine

BETWEEN: Final = 5  # seconds between two exercises of a set

_MINUTE: Final = 60
_POSITIONS: Final = {
    "either": N_("seated or standing"),
    "seated": N_("seated"),
    "standing": N_("standing"),
}
_MARKS: Final = {"never": N_("never"), "hidden": N_("hidden"), "favourite": N_("favourite")}
# As words.TAGS, but in the midst of a line.
NOT_WITH: Final = {
    "dizziness": N_("dizziness"),
    "neck-injury": N_("a neck injury"),
    "shoulder-injury": N_("a shoulder injury"),
    "wrist-injury": N_("a wrist or hand injury"),
    "back-pain-acute": N_("acute back pain"),
    "disc-or-sciatica": N_("a disc problem, sciatica"),
    "osteoporosis": N_("brittle bones"),
    "hip-replacement": N_("a new hip"),
    "knee-pain": N_("knee pain"),
    "balance": N_("unsteady balance"),
    "pregnancy-late": N_("late pregnancy"),
    "high-bp-uncontrolled": N_("high blood pressure"),
    "eye-surgery-recent": N_("recent eye surgery"),
    "breathlessness": N_("shortness of breath"),
    "fluid-restriction": N_("a limit on fluids"),
}
_SIDES: Final = {
    "both": "",
    "each": N_("one side, then the other"),
    "alternate": N_("the sides in turn"),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """What the person and the settings say: favourites, and what is left out, by its name.

    `left_out` maps an exercise, an area or a tag to never | hurt | settings.
    """

    favourites: frozenset[str]
    left_out: Mapping[str, str]

    def of(self, exercise: Exercise) -> str:
        """Return the mark of an exercise: never, hidden with its reason, favourite, or nothing."""
        if exercise.id in self.left_out:
            return "never" if self.left_out[exercise.id] == "never" else "hidden"
        if hiding := self._hiding(exercise):
            return f"hidden: {', '.join(hiding)}"
        return "favourite" if exercise.id in self.favourites else ""

    def told(self, exercise: Exercise) -> str:
        """Return the mark of an exercise for a person."""
        if exercise.id not in self.left_out and (hiding := self._hiding(exercise)):
            # translators: {what} names areas, or what an exercise is not for, as it is typed.
            return _("hidden: {what}").format(what=", ".join(hiding))
        return _(_MARKS.get(self.of(exercise), ""))

    def _hiding(self, exercise: Exercise) -> list[str]:
        """Return the area and the tags that are left out, for which it is, too."""
        return [what for what in (exercise.area, *exercise.avoid) if what in self.left_out]


def marks(tastes: Mapping[str, str], table: Mapping[str, Any]) -> Marks:
    """Return the marks of what the daemon keeps (`tastes`) and of the table `[exercises]`."""
    liked = {what for what, taste in tastes.items() if taste == "favourite"}
    left_out = dict.fromkeys(table.get("hide", ()), "settings")
    left_out |= {what: taste for what, taste in tastes.items() if taste != "favourite"}
    return Marks(frozenset({*liked, *table.get("favourites", ())}), left_out)


def length(seconds: int) -> str:
    """Return a length as "48 s", "1 min", "1 min 10 s"."""
    minutes, rest = divmod(seconds, _MINUTE)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    if not rest:
        return _("{minutes} min").format(minutes=minutes)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def listed(exercises: Sequence[Exercise], marked: Marks) -> str:
    """Return the list: id, title, area, position, length and mark."""
    rows = [
        (
            each.id,
            each.title,
            _(each.area),
            _(_POSITIONS.get(each.position, each.position)),
            length(each.seconds),
            marked.told(each) or (_("your own") if each.own else ""),
        )
        for each in exercises
    ]
    return _columns([(_("id"), _("title"), _("area"), _("position"), _("length"), ""), *rows])


def routines(catalogue: Catalogue) -> str:
    """Return the ready-made sets: id, title, length, and what they consist of."""
    rows = [
        (each.id, each.title, length(seconds_of(each, catalogue)), ", ".join(each.exercises))
        for each in catalogue.routines
    ]
    return _columns([(_("id"), _("title"), _("length"), _("exercises")), *rows])


def seconds_of(routine: Routine, catalogue: Catalogue) -> int:
    """Return how long a set takes, the moments between its exercises among it."""
    found = [each for name in routine.exercises if (each := catalogue.find(name)) is not None]
    return sum(each.seconds for each in found) + BETWEEN * max(0, len(found) - 1)


def area_and_position(exercise: Exercise) -> str:
    """Return where an exercise works, and how one sits or stands for it."""
    return f"{_(exercise.area)}, {_(_POSITIONS.get(exercise.position, exercise.position))}"


def shown(exercise: Exercise, marked: Marks) -> str:
    """Return one exercise with its steps, what to take care of, and where it comes from."""
    facts = [area_and_position(exercise), length(exercise.seconds)]
    facts.append(_(_SIDES.get(exercise.sides, "")))
    facts.append(count(exercise.reps, "time") if exercise.reps > 1 else "")
    avoid = ", ".join(_(NOT_WITH.get(tag, tag)) for tag in exercise.avoid)
    return "\n".join(
        [
            f"{exercise.title} ({exercise.id})",
            ", ".join(filter(None, facts)),
            "",
            *(f"  {number}. {step}" for number, step in enumerate(exercise.steps, 1)),
            "",
            *_told(
                {
                    _("Care:"): exercise.care,
                    _("Not with:"): avoid,
                    _("Needs:"): exercise.kit,
                    _("Gentler:"): exercise.easier,
                    _("Shared room:"): _("draws little attention") if exercise.discreet else "",
                    _("Source:"): exercise.source,
                    _("Marked:"): marked.told(exercise),
                }
            ),
            "",
            safety.note("while-moving"),
            safety.note("stop-signs"),
        ]
    )


def as_data(exercise: Exercise, marked: Marks) -> dict[str, object]:
    """Return what programs get of an exercise in a list."""
    return {
        "id": exercise.id,
        "title": exercise.title,
        "area": exercise.area,
        "position": exercise.position,
        "type": exercise.type,
        "seconds": exercise.seconds,
        "discreet": exercise.discreet,
        "avoid": list(exercise.avoid),
        "own": exercise.own,
        "mark": marked.of(exercise),
    }


def routine_as_data(routine: Routine, catalogue: Catalogue) -> dict[str, object]:
    """Return what programs get of a ready-made set."""
    return {
        "id": routine.id,
        "title": routine.title,
        "seconds": seconds_of(routine, catalogue),
        "exercises": list(routine.exercises),
    }


def _told(texts: Mapping[str, str]) -> Iterable[str]:
    """Return texts behind their labels, one a line; an empty one has none."""
    width = max(map(len, texts))
    return [f"{label:{width}} {text}" for label, text in texts.items() if text]


def _columns(rows: Sequence[Sequence[str]]) -> str:
    """Return rows with their columns below each other; the last one is not padded."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
