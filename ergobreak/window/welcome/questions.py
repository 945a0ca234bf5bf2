"""What is asked at the first run: four pages of questions, each with a default. Data.

Rules of this file:
1. An answer is a text (forms `text` and `one`) or several values (`many`), by the question's key.
2. The values are those of the settings, or names that the asker translates; never free words.
3. Constants are English; what a function returns is in the language that is spoken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, replace
from ergobreak.language import N_, _, pgettext
from ergobreak.window.welcome import words

if TYPE_CHECKING:
    from collections.abc import Sequence

Answers = Mapping[str, str | tuple[str, ...]]

OWN: Final = "own"  # times that are those of no preset
NONE: Final = "none"  # no reminder to drink
WORKPLACE: Final = "workplace"


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: its value, its words, a line that says more, the heading it is under."""

    value: str
    label: str
    more: str = ""
    group: str = ""
    context: str = ""

    def said(self) -> Option:
        """Return it in the language that is spoken; `context` is that of its words."""
        label = pgettext(self.context, self.label)
        return replace(self, label=label, more=_(self.more), group=_(self.group))


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `form`: text | one | many. `short` names it where there is little room.

    `hint` stands below it.
    """

    key: str
    ask: str
    short: str
    form: str
    options: tuple[Option, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a title, what it says, and what it asks."""

    title: str
    lines: tuple[str, ...]
    questions: tuple[Question, ...]


_WAITS: Final = N_(
    "What counts is time at the computer. While you are away the clock stands, and a prompt waits "
    "for a pause in your typing."
)
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PRESETS: Final = (
    Option(
        "every-45",
        N_("Every 45 minutes"),
        N_("a stretch break of 5 min and a short walk of 3 min in turn"),
    ),
    Option("every-60", N_("Every hour"), N_("a stretch break and a walk in turn, 6 min each")),
    Option(
        "every-90",
        N_("Every 90 minutes"),
        N_("a stretch break of 5 min; every other one 10 min, to walk"),
    ),
    Option("light", N_("Every two hours"), N_("a stretch break of 4 min, and little else")),
    Option(
        "micro",
        N_("Half a minute, often"),
        N_("30 s every 40 min, and a stretch break of 5 min every 90"),
    ),
)
_OWN: Final = Option(
    OWN, N_("As you have set it"), N_("the times in your settings stay as they are")
)
_GLASSES: Final = ("150ml", "200ml", "250ml", "300ml", "500ml")

DAYS: Final = Question(
    "days",
    N_("On which days?"),
    N_("Days"),
    "many",
    tuple(Option(day, day.capitalize(), context="weekday") for day in _DAYS),
)
HOURS: Final = Question(
    "hours",
    N_("At which hours?"),
    N_("Hours"),
    "text",
    hint=N_("Several ranges leave lunch free: 09:00-12:30, 13:15-17:30"),
)
PLACE: Final = Question(
    "place",
    N_("Where do you sit?"),
    N_("Place"),
    "one",
    (
        Option("office", N_("In an office"), N_("movements that suit a room with others in it")),
        Option("home", N_("At home"), N_("all movements")),
        Option(
            "study", N_("Where it is quiet"), N_("a library, a lecture: only what nobody notices")
        ),
    ),
)
HIDE: Final = Question(
    "hide",
    N_("Which movements shall never come?"),
    N_("Leave out"),
    "many",
    (
        *(Option(name, label, group=N_("Areas")) for name, label in words.AREA_NAMES.items()),
        *(Option(tag, label, group=N_("What applies to you")) for tag, label in words.TAGS.items()),
    ),
    hint=N_("Whole areas, or what does not go with something that applies to you."),
)


def preset(now: str) -> Question:
    """Return the question about the preset; one that is none of ours can be kept."""
    own = (_OWN,) if now == OWN else ()
    ask = N_("How often shall a break come?")
    return _said(Question("preset", ask, N_("Breaks"), "one", (*own, *PRESETS)))


def glass(now: str) -> Question:
    """Return the question about water; the glass that is set is among the answers."""
    sizes = [*_GLASSES, *({now} - {*_GLASSES, NONE})]
    sizes.sort(key=lambda size: (size not in _GLASSES, size))
    options = (*(Option(size, _spaced(size)) for size in sizes), Option(NONE, _("No water")))
    return Question(
        "glass",
        _("How much does your glass hold?"),
        _("Glass"),
        "one",
        options,
        hint=_("A glass is offered with every walk. Needs vary; nothing is ever caught up."),
    )


def workplace(items: Sequence[Option]) -> Question:
    """Return the question about the workplace; each of `items` can be sorted."""
    return Question(
        WORKPLACE,
        _("Your workplace: what is sorted?"),
        _("Workplace"),
        "many",
        tuple(items),
        hint=_("What is sorted is not asked again; the rest in half a year."),
    )


def pages(given: Answers, items: Sequence[Option], notes: Sequence[str]) -> tuple[Page, ...]:
    """Return all four pages. `given`: the answers that hold now; `notes`: to be read with care."""
    return (
        Page(
            _("When and where"),
            (_("ergobreak reminds you to move, to drink and to look away, at a good moment."),),
            tuple(map(_said, (DAYS, HOURS, PLACE))),
        ),
        Page(
            _("How often"),
            (_(_WAITS),),
            (preset(str(given["preset"])),),
        ),
        Page(_("Water and movements"), (), (glass(str(given["glass"])), _said(HIDE))),
        Page(_("Before you begin"), tuple(notes), (workplace(items),)),
    )


def told(
    page_list: Sequence[Page], given: Answers, answers: Answers
) -> tuple[tuple[str, str], ...]:
    """Return what has been answered otherwise than it was: its name, and the answer in words."""
    asked = [question for page in page_list for question in page.questions]
    pairs = ((one, in_words(one, answers.get(one.key, given[one.key]))) for one in asked)
    return tuple(
        (one.short, answer) for one, answer in pairs if answer != in_words(one, given[one.key])
    )


def in_words(question: Question, answer: str | tuple[str, ...]) -> str:
    """Return an answer as one would say it."""
    labels = {one.value: one.label for one in question.options}
    if isinstance(answer, str):
        return labels.get(answer, answer)
    if question.key == WORKPLACE:
        # translators: how many points of a list about the workplace are seen to.
        told = _("{count} of {total} sorted")
        return told.format(count=len({*answer} & {*labels}), total=len(labels))
    if len(answer) == len(labels):
        # translators: of all options all are chosen.
        return pgettext("options", "all")
    # translators: of all options none is chosen.
    return ", ".join(labels.get(value, value) for value in answer) or pgettext("options", "none")


def _said(question: Question) -> Question:
    """Return a question in the language that is spoken."""
    return replace(
        question,
        ask=_(question.ask),
        short=_(question.short),
        options=tuple(option.said() for option in question.options),
        hint=_(question.hint),
    )


def _spaced(amount: str) -> str:
    number = amount.rstrip("cmlozups")
    return f"{number} {amount[len(number) :]}"
