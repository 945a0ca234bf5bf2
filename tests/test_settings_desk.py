"""The file behind the settings window: real files, changed by others meanwhile, undone."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli, paths
from ergobreak.cli import settings_desk
from ergobreak.cli.settings_desk import Login, SettingsDesk
from ergobreak.config.files import first_text
from ergobreak.window.settings.rows import LOGIN, PRESET

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.window.settings.rows import Answer

OWN: Final = """\
# mine
[reminders.stretch]
every = "80m"   # as the doctor said

[work]
hours = ["09:00-17:00"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the place of a file that does not exist yet."""
    return tmp_path / "ergobreak.toml"


def desk(
    file: Path, text: str | None = None, *, runs: bool = True, login: list[bool] | None = None
) -> SettingsDesk:
    """Return what the window works with, on a file with this text.

    `login` has how the start at login stood, one after the other; the last one is how it stands.
    """
    if text is not None:
        file.write_bytes(text.encode())
    stood = [False] if login is None else login
    starts = Login(lambda: stood[-1], stood.append)
    return SettingsDesk(paths.find(str(file.parent)), lambda: runs, starts)


def typed(of: SettingsDesk, **given: Answer) -> dict[str, Answer]:
    """Return the answers in the window after somebody has typed these."""
    return {**of.form.answers, **{key.replace("__", "."): each for key, each in given.items()}}


def table(file: Path) -> dict[str, Any]:
    """Return what the file says."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_one_value_is_one_line(file: Path) -> None:
    """Save changes the line that it is about; comments, order and all else stay."""
    window = desk(file, OWN)

    outcome = window.save(typed(window, reminders__stretch__every="60"))

    assert (outcome.told, window.can_undo) == (settings_desk.SAVED, True)
    assert file.read_text() == OWN.replace('"80m"', '"1h"')
    assert outcome.form is not None
    assert outcome.form.answers["reminders.stretch.every"] == "1h"


def test_the_first_file_is_the_commented_one(file: Path) -> None:
    """Where there is no file yet the commented one is written, with the value in its place."""
    window = desk(file, runs=False)

    outcome = window.save(typed(window, window__theme="dark"))

    assert outcome.told == settings_desk.SAVED_FOR_LATER
    assert file.read_text() == first_text().replace('#theme = "auto"', 'theme = "dark"')
    assert file.stat().st_mode & 0o777 == 0o600
    window.undo()
    assert not file.exists()


def test_nothing_to_save_writes_nothing(file: Path) -> None:
    """Without a change not even the time of the file is another one."""
    window = desk(file, OWN)
    before = file.stat()

    assert window.save(typed(window)).told == settings_desk.SAME
    assert file.stat() == before


@pytest.mark.parametrize("text", [OWN, OWN.replace("\n", "\r\n"), f"\N{BYTE ORDER MARK}{OWN}"])
def test_undo_is_true_to_the_byte(file: Path, text: str) -> None:
    """After Save and Undo the file has the bytes that it had before."""
    window = desk(file, text)
    window.save(typed(window, reminders__stretch__every="1h", work__days=("mon",)))
    assert file.read_bytes() != text.encode()

    outcome = window.undo()

    assert outcome.told == settings_desk.UNDONE
    assert file.read_bytes() == text.encode()
    assert outcome.form is not None
    assert outcome.form.answers["reminders.stretch.every"] == "1h 20m"


def test_undo_spares_what_came_later(file: Path) -> None:
    """Undo leaves a file alone that somebody has changed since; a second Undo finds nothing."""
    window = desk(file, OWN)
    window.save(typed(window, reminders__stretch__every="1h"))
    later = file.read_text().replace("mine", "mine, later")
    file.write_text(later)

    assert window.undo().told == settings_desk.NOT_UNDONE
    assert window.undo().told == settings_desk.NOT_UNDONE
    assert file.read_text() == later


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(file: Path) -> None:
    """One wrong value among good ones keeps all of them from being written."""
    window = desk(file, OWN)

    outcome = window.save(
        typed(window, reminders__stretch__every="soon", work__hours="8-16", window__theme="dark")
    )

    assert outcome.wrong.keys() == {"reminders.stretch.every"}
    assert not window.can_undo
    assert file.read_text() == OWN


def test_what_only_the_whole_file_shows_is_told_at_its_field(file: Path) -> None:
    """A value that does not go with another one in the file is told where it was typed."""
    text = '[reminders.stretch]\nevery = "80m"\nenabled = false\ncron = "0 9 * * *"\n'
    window = desk(file, text)

    outcome = window.save(typed(window, reminders__stretch__enabled=True))

    assert "reminders.stretch" in next(iter(outcome.wrong))
    assert file.read_text() == text


def test_a_file_that_has_changed_meanwhile_is_not_written_over(file: Path) -> None:
    """What was typed stays, the rest is as in the file; only the second Save writes."""
    window = desk(file, OWN)
    answers = typed(window, reminders__stretch__every="1h")
    file.write_text(OWN.replace("09:00", "08:00").replace("mine", "still mine"))

    outcome = window.save(answers)

    assert outcome.told == settings_desk.CHANGED
    assert "80m" in file.read_text()
    assert outcome.form is not None
    assert outcome.form.answers["reminders.stretch.every"] == "1h"
    assert outcome.form.answers["work.hours"] == "08:00-17:00"
    assert window.save(outcome.form.answers).told == settings_desk.SAVED
    assert table(file)["work"] == {"hours": ["08:00-17:00"]}
    assert table(file)["reminders"] == {"stretch": {"every": "1h"}}
    assert file.read_text().startswith("# still mine\n")


def test_who_comes_back_sees_the_file_as_it_is(file: Path) -> None:
    """After a visit to an editor the window shows what was saved there and what was typed."""
    window = desk(file, OWN)
    answers = typed(window, window__theme="dark")
    assert window.look_again(answers) is None
    file.write_text(OWN.replace("80m", "70m"))

    outcome = window.look_again(answers)

    assert outcome is not None
    assert outcome.form is not None
    assert outcome.form.answers["reminders.stretch.every"] == "1h 10m"
    assert outcome.form.answers["window.theme"] == "dark"
    assert window.look_again(answers) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[work\n", "ergobreak.toml:1"),
        ('[work]\nhurs = ["9-17"]\n', 'did you mean "hours"'),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_file_with_a_mistake_is_shown_and_left_alone(file: Path, text: str, said: str) -> None:
    """Nothing can be set then; the mistake is named, and a file that is mended is taken."""
    file.write_bytes(text.encode(errors="surrogateescape"))
    before = file.read_bytes()
    window = desk(file)

    assert said in "\n".join(window.form.trouble)
    assert window.form.answers == {}
    assert file.read_bytes() == before
    file.write_text(OWN)
    outcome = window.look_again({})
    assert outcome is not None
    assert outcome.form is not None
    assert outcome.form.trouble == ()
    assert outcome.form.answers["work.hours"] == "09:00-17:00"


def test_a_cron_survives_all_that_can_be_pressed(file: Path) -> None:
    """With a cron in the file every other setting can be changed, and the cron stays as it is."""
    text = '[reminders.stretch]\ncron = "0 9-17 * * mon-fri" # sharp\n'
    window = desk(file, text)
    given = typed(window, reminders__walk__enabled=False, work__days=("mon",))
    assert PRESET not in given

    assert window.save(given).told == settings_desk.SAVED
    assert text in file.read_text()
    assert table(file)["reminders"]["walk"] == {"enabled": False}


def test_a_folder_that_cannot_be_written_is_told(file: Path, tmp_path: Path) -> None:
    """Where nothing can be written the window says so, and what was typed stays."""
    file.parent.joinpath("ergobreak.toml").symlink_to(tmp_path / "nowhere" / "x" / "y.toml")
    (tmp_path / "nowhere").write_text("a file where a folder would have to be")
    window = desk(file)

    outcome = window.save(typed(window, window__theme="dark"))

    assert not window.can_undo
    assert "y.toml" in outcome.told or "ergobreak.toml" in outcome.told


def test_it_writes_what_config_set_writes(file: Path, tmp_path: Path) -> None:
    """The window and `config set` make the same file of the same wish."""
    window = desk(file, OWN)
    window.save(typed(window, reminders__stretch__every="1h", sound__volume="20"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "ergobreak.toml").write_text(OWN)

    for key, value in (("reminders.stretch.every", "1h"), ("sound.volume", "20")):
        assert cli.main(["--home", str(other), "config", "set", key, value]) == 0

    assert (other / "ergobreak.toml").read_bytes() == file.read_bytes()


def test_the_start_at_login_is_saved_and_undone(file: Path) -> None:
    """It is turned on with a save, off with Undo, and never touched by anything else."""
    stood = [False]
    window = desk(file, OWN, login=stood)
    window.save(typed(window, window__theme="dark"))
    assert stood == [False]

    assert window.save(typed(window, **{LOGIN: True})).told == settings_desk.SAVED
    assert stood == [False, True]
    assert window.undo().told == settings_desk.UNDONE
    assert stood == [False, True, False]
    assert table(file)["window"] == {"theme": "dark"}


def test_a_start_at_login_that_fails_is_told(file: Path) -> None:
    """What was typed for the file is saved, and the window says what could not be."""

    def refuse(_: bool) -> None:
        raise OSError("no room")

    file.write_text(OWN)
    places = paths.find(str(file.parent))
    window = SettingsDesk(places, lambda: True, Login(lambda: False, refuse))

    told = window.save(typed(window, window__theme="dark", **{LOGIN: True})).told

    assert told == "Not all of it could be saved: no room"
    assert window.can_undo
    assert window.undo().told == settings_desk.UNDONE
    assert file.read_text() == OWN


def test_a_profile_in_force_is_named_when_something_is_saved(file: Path) -> None:
    """What a profile sets goes before what the window writes, and nobody is told otherwise."""
    desk(file, OWN)
    starts = Login(lambda: False, lambda _: None)
    window = SettingsDesk(paths.find(str(file.parent)), lambda: True, starts, lambda: "home")

    told = window.save(typed(window, reminders__stretch__every="60")).told

    assert told == "Saved. Profile home is in force: what it sets itself goes before this."
