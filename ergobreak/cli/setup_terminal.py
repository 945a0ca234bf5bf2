"""The questions of `setup` in a terminal: one at a time, Return keeps what stands in brackets."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ergobreak.cli import setup_answers
from ergobreak.errors import UsageError
from ergobreak.language import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ergobreak.content.workplace import Item
    from ergobreak.window.welcome.questions import Answers, Page, Question

    Say = Callable[[str], None]
    Ask = Callable[[str], str]

WIDTH: Final = 78
_NOTHING: Final = ("none", "nothing", "-")


def ask_all(pages: Sequence[Page], given: Answers, say: Say, ask: Ask) -> Answers:
    """Ask everything but the workplace, which has its own way, and return the answers."""
    found: dict[str, str | tuple[str, ...]] = {}
    for number, page in enumerate(pages, 1):
        say(f"\n{number}/{len(pages)}  {page.title}")
        for line in page.lines:
            say(wrapped(line))
        for question in page.questions:
            if question.key != "workplace":
                found[question.key] = _answer(question, given[question.key], say, ask)
    return found


def ask_workplace(items: Sequence[Item], given: Answers, say: Say, ask: Ask) -> Answers:
    """Ask whether each item is sorted; the answer says, too, whether any was answered at all."""
    before = given["workplace"]
    is_sorted = dict.fromkeys(before, True)
    is_looked_over = False
    say(wrapped(_("\ny: sorted, do not ask again; n: not yet; Return: leave it as it is.")))
    for item in items:
        say(f"\n{wrapped(item.text)}")
        # translators: whether a thing at the desk is in order; in brackets: it was before.
        question = _("Sorted? [sorted] ") if item.id in before else _("Sorted? ")
        answer = _one_of(question, (*_yes(), *_no(), ""), say, ask)
        is_looked_over |= bool(answer)
        if answer in _yes():
            is_sorted[item.id] = True
        elif answer in _no():
            is_sorted[item.id] = False
            say(wrapped(item.fix))
    kept = tuple(name for name, is_one in is_sorted.items() if is_one)
    return {"workplace": kept, **({setup_answers.LOOKED_OVER: "yes"} if is_looked_over else {})}


def confirmed(question: str, say: Say, ask: Ask) -> bool:
    """Tell whether the answer is yes, which Return means as well."""
    return (
        _one_of(_("{question} [yes] ").format(question=question), (*_yes(), *_no(), ""), say, ask)
        not in _no()
    )


def _yes() -> tuple[str, ...]:
    # translators: the answer to a question, typed out or as its first letter.
    own = pgettext("answer", "yes").casefold()
    return ("y", "yes", own, own[:1])


def _no() -> tuple[str, ...]:
    # translators: the answer to a question, typed out or as its first letter.
    own = pgettext("answer", "no").casefold()
    return ("n", "no", own, own[:1])


def wrapped(text: str) -> str:
    """Return a text in lines that fit a terminal, indented."""
    lead = "\n" if text.startswith("\n") else ""
    return lead + textwrap.fill(
        text.strip(), WIDTH, initial_indent="     ", subsequent_indent="     "
    )


def option_of(question: Question, text: str) -> str:
    """Return the value of the option that a number, a value or a beginning means.

    Raises ValueError with a sentence.
    """
    clean = text.strip().casefold()
    options = question.options
    if clean.isdecimal() and 0 < int(clean) <= len(options):
        return options[int(clean) - 1].value
    names = {one.value.casefold(): one.value for one in options}
    names |= {one.label.casefold(): one.value for one in options}
    if clean in names:
        return names[clean]
    near = {value for name, value in names.items() if clean and name.startswith(clean)}
    if len(near) == 1:
        return near.pop()
    raise ValueError(
        _("Which one is {text}? A number from 1 to {last}, or a name.").format(
            text=repr(text.strip()), last=len(options)
        )
    )


def values_of(question: Question, text: str) -> tuple[str, ...]:
    """Return the values that numbers or names, set apart by commas, mean.

    Raises ValueError with a sentence.
    """
    if question.key == "days":
        return tuple(setup_answers.read("days", text))
    if text.strip().casefold() in {*_NOTHING, _("none").casefold()}:
        return ()
    parts = [part for part in text.split(",") if part.strip()]
    if len(parts) == 1 and all(word.isdecimal() for word in parts[0].split()):
        parts = parts[0].split()
    chosen = {option_of(question, part) for part in parts}
    return tuple(one.value for one in question.options if one.value in chosen)


def value_of(question: Question, text: str) -> str | tuple[str, ...]:
    """Return the answer that a text means. Raises ValueError with a sentence."""
    if question.form == "many":
        return values_of(question, text)
    if question.form == "text":
        return setup_answers.read(question.key, text)
    try:
        return option_of(question, text)
    except ValueError:
        # A small number is that of a line which is not there, and no drink.
        if question.key != "glass" or (text.strip().isdecimal() and int(text) < 10):
            raise
        return setup_answers.read(question.key, text)


def from_words(pages: Sequence[Page], typed: Iterable[tuple[str, str]]) -> Answers:
    """Return the answers that were given as options. Raises UsageError."""
    questions = {one.key: one for page in pages for one in page.questions}
    found: dict[str, str | tuple[str, ...]] = {}
    for key, text in typed:
        try:
            found[key] = value_of(questions[key], text)
        except ValueError as error:
            listed = ", ".join(one.value for one in questions[key].options)
            raise UsageError(
                f"--{key}: {error}",
                _("There are: {listed}.").format(listed=listed) if listed else questions[key].hint,
            ) from error
    return found


def _answer(
    question: Question, now: str | tuple[str, ...], say: Say, ask: Ask
) -> str | tuple[str, ...]:
    """Ask one question until the answer makes sense; Return is what holds now."""
    say(f"\n     {question.ask}")
    if question.key != "days":
        _list(question, say)
    if question.hint:
        say(wrapped(question.hint))
    while True:
        text = ask(f"     {question.short} [{_shown(question, now)}]: ")
        if not text.strip():
            return now
        try:
            return value_of(question, text)
        except ValueError as error:
            say(wrapped(str(error)))


def _list(question: Question, say: Say) -> None:
    """List the options with their numbers; those without a second line in columns."""
    named = [f"{number:2}  {one.label}" for number, one in enumerate(question.options, 1)]
    if any(one.more for one in question.options):
        width = max(map(len, named))
        for name, one in zip(named, question.options, strict=True):
            say(f"     {f'{name:{width}}  {one.more}'.rstrip()}")
        return
    width = max(map(len, named), default=0) + 2
    columns = max(1, (WIDTH - 5) // max(width, 1))
    pairs = zip(question.options, named, strict=True)
    for group, members in groupby(pairs, key=lambda pair: pair[0].group):
        names = [name for _unused, name in members]
        if group:
            say(f"     {group}:")
        for start in range(0, len(names), columns):
            row = "".join(f"{name:{width}}" for name in names[start : start + columns])
            say(f"     {row.rstrip()}")


def _shown(question: Question, now: str | tuple[str, ...]) -> str:
    """Return what holds now, as one would type it."""
    if question.key == "days":
        return setup_answers.days_text(tuple(now))
    labels = {one.value: one.label for one in question.options}
    if isinstance(now, str):
        return labels.get(now, now)
    return ", ".join(labels.get(value, value) for value in now) or _("none")


def _one_of(question: str, allowed: Sequence[str], say: Say, ask: Ask) -> str:
    while (answer := ask(f"     {question}").strip().casefold()) not in allowed:
        say(wrapped(_("y or n, please; Return leaves it.")))
    return answer
