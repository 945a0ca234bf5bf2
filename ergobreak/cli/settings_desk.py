"""The file behind the settings window: what holds, what has changed, written as a whole or not.

Rules of this file:
1. What is written is checked as `config set` checks it, before a byte of the file changes.
2. A file that somebody else has changed meanwhile is never written over: what was typed stays in
   the window, the rest is shown as the file has it now, and the person saves once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.cli import config_change, opening, settings_form
from ergobreak.config import as_dict, edit
from ergobreak.dataclass import dataclass, replace
from ergobreak.errors import ConfigError, ErgobreakError
from ergobreak.language import N_, _
from ergobreak.window.settings.rows import LOGIN, Form, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.config import Checked
    from ergobreak.config.problems import Problem
    from ergobreak.paths import Paths
    from ergobreak.window.settings.rows import Answer, Answers

SAVED: Final = N_("Saved. ergobreak goes by it from now on.")
SAVED_FOR_LATER: Final = N_("Saved. It counts as soon as ergobreak runs.")
SAME: Final = N_("Nothing to save: it is so already.")
CHANGED: Final = N_(
    "The file has changed meanwhile, so nothing was written. What you have set here is kept, all "
    "else is as the file says now. Save once more if it is right."
)
NEWS: Final = N_("The file has changed; this is how it is now.")
UNDONE: Final = N_("Undone: the file is as it was before.")
NOT_UNDONE: Final = N_("The file has changed since, so it is left as it is.")
LOOK: Final = N_("Please look at what is marked; nothing was written.")
BROKEN: Final = N_("Your settings have a mistake. As soon as it is mended they can be set here.")


@dataclass(frozen=True, slots=True)
class Login:
    """Whether ergobreak starts at login, and how that is changed; both may raise OSError."""

    is_on: Callable[[], bool]
    turn: Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class _Before:
    """How it was before a save: the text, whether it was a file, whether it started at login."""

    text: str
    was_there: bool
    login: bool


class SettingsDesk:
    """One file of settings, as one window knows it.

    `is_running` tells whether a daemon runs, `profile` the name of the one in force, if any.
    """

    def __init__(
        self,
        places: Paths,
        is_running: Callable[[], bool],
        login: Login,
        profile: Callable[[], str] = str,
    ) -> None:
        self._places = places
        self._is_running = is_running
        self._profile = profile
        self._login = login
        self._before: _Before | None = None
        self._now: Mapping[str, Any] = {}
        self._text = ""
        self.form = Form()
        self._take_in()

    @property
    def can_undo(self) -> bool:
        """Tell whether there is something that `undo` would put back."""
        return self._before is not None

    def read(self, key: str, typed: str) -> str:
        """Return a text in its usual form; raises ValueError with what would be right."""
        return settings_form.read(key, typed)

    def preset(self, name: str) -> Answers:
        """Return the answers that a preset gives."""
        return settings_form.of_preset(name, self._now)

    def preset_of(self, answers: Answers) -> str:
        """Return which preset the answers make; nothing: none."""
        return settings_form.preset_of(self._now, answers)

    def save(self, answers: Answers) -> Outcome:
        """Write what has changed, all or nothing."""
        try:
            if edit.current(self._places.config) != self._text:
                return Outcome(_(CHANGED), form=self._merged(answers))
            wrong = settings_form.wrong(answers)
            return Outcome(_(LOOK), wrong) if wrong else self._save(answers)
        except (ErgobreakError, OSError) as error:
            return Outcome(_("Not all of it could be saved: {error}").format(error=error))

    def undo(self) -> Outcome:
        """Put the file back as it was before the last `save`, to the byte."""
        path = self._places.config
        try:
            before, self._before = self._before, None
            if before is None or edit.current(path) != self._text:
                return Outcome(_(NOT_UNDONE), form=self._taken_in())
            if not before.was_there:
                path.unlink(missing_ok=True)
            elif before.text != self._text:
                edit.write(path, before.text)
            self._turn_login(before.login)
            return Outcome(_(UNDONE), form=self._taken_in())
        except (ErgobreakError, OSError) as error:
            return Outcome(_("That could not be undone: {error}").format(error=error))

    def look_again(self, answers: Answers) -> Outcome | None:
        """Return what holds now if the file has changed meanwhile; what was typed is kept."""
        try:
            if edit.current(self._places.config) == self._text:
                return None
            return Outcome(_(NEWS), form=self._merged(answers))
        except (ErgobreakError, OSError) as error:
            return Outcome(str(error))

    def open_file(self) -> str:
        """Open the file itself and return what to say."""
        try:
            return opening.open_settings(self._places)
        except ErgobreakError as error:
            return str(error)

    # ---------------------------------------------------------------- the file

    def _save(self, answers: Answers) -> Outcome:
        path = self._places.config
        own = config_change.table_of(self._text, path.name)
        changes = settings_form.changes(self._now, answers, own)
        new = edit.unchecked(self._text, changes)
        before = _Before(self._text, path.exists(), self._login.is_on())
        login = bool(answers.get(LOGIN, before.login))
        if new == self._text and login == before.login:
            return Outcome(_(SAME), form=self.form)
        checked = config_change.in_place(new, self._places)
        if checked.settings is None:
            return _refused(checked.problems)
        known = config_change.in_place(self._text, self._places).problems
        if new != self._text:
            edit.write(path, new)
            self._text, self._before = new, before
        self._turn_login(login)
        self._before = before
        told = _(SAVED) if self._is_running() else _(SAVED_FOR_LATER)
        if name := self._profile():
            told = _(
                "Saved. Profile {name} is in force: what it sets itself goes before this."
            ).format(name=name)
        odd = _new(checked, known)
        return Outcome(" ".join((told, *odd)), form=self._taken_in())

    def _turn_login(self, on: bool) -> None:  # noqa: FBT001  it is the answer itself
        if on != self._login.is_on():
            self._login.turn(on)

    def _take_in(self) -> None:
        """Read the file; one with a mistake leaves nothing to be set."""
        path = self._places.config
        try:
            self._text = edit.current(path)
        except ConfigError as error:
            self.form = Form(trouble=(_(BROKEN), error.title))
            return
        checked = config_change.in_place(self._text, self._places)
        if checked.settings is None:
            # Without the line itself: a marker below it would stand anywhere in these letters.
            errors = (replace(each, source="") for each in checked.problems if each.is_error)
            wrong = [each.text(path.name) for each in errors]
            self.form = Form(trouble=(_(BROKEN), *wrong))
            return
        self._now = as_dict(checked.settings)
        form = settings_form.of(self._now)
        self.form = replace(form, answers={**form.answers, LOGIN: self._login.is_on()})

    def _taken_in(self) -> Form:
        self._take_in()
        return self.form

    def _merged(self, answers: Answers) -> Form:
        """Return the form as the file is now, with the answers that the person has given."""
        before = self.form.answers
        new = self._taken_in()
        self._before = None  # what came from elsewhere would be lost with it
        kept = {
            key: answer
            for key, answer in answers.items()
            if key in new.answers and before.get(key) != answer
        }
        merged: dict[str, Answer] = {**new.answers, **kept}
        return Form(merged, new.fixed, new.notes, new.trouble)


def _refused(problems: tuple[Problem, ...]) -> Outcome:
    """Return what keeps a file from being sound, at the rows that it is about."""
    wrong: dict[str, str] = {}
    others = []
    for problem in problems:
        if not problem.is_error:
            continue
        key = settings_form.where(problem)
        if key:
            wrong.setdefault(key, settings_form.said(problem))
        else:
            others.append(f"{problem.key}: {problem.sentence}.")
    return Outcome(" ".join((_(LOOK), *others)), wrong)


def _new(checked: Checked, known: tuple[Problem, ...]) -> list[str]:
    """Return what is odd since this change, in words."""
    before = {(each.path, each.sentence) for each in known}
    return [
        f"{each.key}: {settings_form.said(each, is_at_field=False)}"
        for each in checked.problems
        if (each.path, each.sentence) not in before
    ]
