"""Changing values in a person's file: one line a key, their words kept, whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.config import edit
from ergobreak.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = edit.current(Path("/nowhere/ergobreak.toml"))


def values(table: dict[str, Any], path: edit.Key = ()) -> Iterator[tuple[edit.Key, object]]:
    """Yield the values of the shipped file that stand on lines of their own."""
    for key, value in table.items():
        if isinstance(value, dict) and key != "postpone":
            yield from values(value, (*path, key))
        else:
            yield (*path, key), value


def changed(old: str, new: str) -> list[tuple[str, str]]:
    """Return the lines that differ in two texts of the same length."""
    pairs = zip(old.split("\n"), new.split("\n"), strict=True)
    return [pair for pair in pairs if pair[0] != pair[1]]


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_the_line_that_is_commented_out_takes_the_value() -> None:
    """Each shipped value is set on its own line, in its own table, and no other line changes."""
    full = re.sub(r"^#(?=[^ \n:])", "", SHIPPED, flags=re.MULTILINE)

    for path, value in values(tomllib.loads(full)):
        new = edit.with_values(SHIPPED, {path: value})

        assert changed(SHIPPED, new) == [(f"#{line}", line) for _, line in changed(SHIPPED, new)]
        assert len(changed(SHIPPED, new)) == 1
        assert list(values(tomllib.loads(new))) == [(path, value)]


def test_value_that_is_there_is_replaced_beside_its_comment() -> None:
    """What the person wrote around a value stays: order, spaces, comment."""
    old = '# mine\n[reminders.eyes]\n  every="25m"   # often\n\nfor = "10s"\n'

    new = edit.with_values(old, {("reminders", "eyes", "every"): "30m"})

    assert new == old.replace("25m", "30m")


def test_new_key_stands_under_its_table() -> None:
    """A key that the file does not mention comes right under the header, a new table last."""
    old = '[reminders.walk]\n# Mine.\nevery = "80m"\n\n[work]'

    new = edit.with_values(
        old,
        {
            ("reminders", "walk", "strict"): "hold",
            ("reminders", "plants", "at"): ("10:00",),
            ("reminders", "plants", "postpone"): {"by": ["5m"], "at_most": 1},
        },
    )

    assert new == (
        '[reminders.walk]\nstrict = "hold"\n# Mine.\nevery = "80m"\n\n[work]\n\n'
        '[reminders.plants]\npostpone = { by = ["5m"], at_most = 1 }\nat = ["10:00"]\n'
    )


def test_nothing_takes_a_value_away() -> None:
    """None leaves a key to the defaults again, and does nothing where there is none."""
    old = '[reminders.eyes]\nevery = "25m"\nfor = "10s"\n'

    new = edit.with_values(
        old, {("reminders", "eyes", "for"): None, ("reminders", "walk", "for"): None}
    )

    assert new == '[reminders.eyes]\nevery = "25m"\n'


@pytest.mark.parametrize(
    "old",
    [
        "",
        '\ufeff[reminders.eyes]\r\nevery = "25m"\r\n',
        'reminders.eyes.every = "25m"\n',
        'reminders = { eyes = { every = "25m" } }\n',
        '[reminders]\neyes = { every = "25m" }\n',
        '[reminders]\neyes.every = "25m"\n',
        '[ "reminders" . eyes ]  # mine\nevery = "25m"',
        '[reminders.eyes]\nevery = "25m"\n[work]\ndays = ["mon"]\n[reminders.walk]\nevery = "1h"\n',
        'reminders.walk.texts = ["""\n[reminders.eyes]\n#for = 1\n"""]\n',
    ],
)
def test_whatever_form_the_file_has(old: str) -> None:
    """Dotted keys, inline tables, other line ends: the value is set and all else means the same."""
    changes: dict[edit.Key, object] = {
        ("reminders", "eyes", "for"): "30s",
        ("reminders", "eyes", "every"): "35m",
    }

    new = edit.with_values(old, changes)

    before = dict(values(tomllib.loads(old.removeprefix("\ufeff"))))
    assert dict(values(tomllib.loads(new.removeprefix("\ufeff")))) == {**before, **changes}
    assert new.startswith("\ufeff") == old.startswith("\ufeff")
    assert new.count("\n") == new.count("\r\n") or "\r" not in old


def test_broken_text_is_not_edited() -> None:
    """A file with a mistake is refused with the mistake; so is a value that would be one."""
    with pytest.raises(ConfigError, match=r"2:9: reminders\.eyes\.every: found 5"):
        edit.with_values("[reminders.eyes]\nevery = 5\n", {("work", "hours"): ["09:00-17:00"]})
    with pytest.raises(ConfigError, match=r'work\.hours\[0\]: found "9"'):
        edit.with_values("", {("work", "hours"): ["9"]})
    with pytest.raises(ConfigError, match=r"work\.hourz: unknown key"):
        edit.with_values("", {("work", "hourz"): ["09:00-17:00"]})


def test_what_stands_in_the_way_is_a_refusal() -> None:
    """A path that leads through a value changes nothing and is told by its name."""
    with pytest.raises(ConfigError, match=r"version\.minor cannot be changed"):
        edit.with_values("version = 1\n", {("version", "minor"): 2})


def test_change_begins_with_what_is_there(tmp_path: Path) -> None:
    """The person's text is what is changed; without a file it is the commented one."""
    path = tmp_path / "ergobreak.toml"
    assert edit.current(path) == SHIPPED
    path.write_bytes(b"# mine\r\n")
    assert edit.current(path) == "# mine\r\n"
    path.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        edit.current(path)


def test_new_file_is_private(tmp_path: Path) -> None:
    """A file that was not there is its owner's alone, and so is its folder."""
    path = tmp_path / "folder" / "ergobreak.toml"

    edit.write(path, "version = 1\r\n")

    assert path.read_bytes() == b"version = 1\r\n"
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)


@pytest.mark.posix("permissions")
def test_written_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    """A link stays a link, its target changes, and who may read it is as before."""
    target, link = tmp_path / "dotfiles.toml", tmp_path / "ergobreak.toml"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target.name)

    edit.write(link, "new")

    assert link.is_symlink()
    assert (target.read_text(), mode(target)) == ("new", 0o640)
    assert sorted(each.name for each in tmp_path.iterdir()) == [target.name, link.name]


@pytest.mark.posix("a limit to the size of files")
def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    """A disk that is full half way changes nothing and leaves nothing behind."""
    path = tmp_path / "ergobreak.toml"
    path.write_text("old")
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from ergobreak.config import edit\n"
        "from ergobreak.errors import ConfigError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        "try:\n"
        "    edit.write(Path(sys.argv[1]), 'new' * 1000)\n"
        "except ConfigError as error:\n"
        "    print(error.title)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert "ergobreak.toml cannot be written: File too large" in done.stdout
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where a folder should be is told in a sentence."""
    (tmp_path / "folder").write_text("")

    with pytest.raises(ConfigError, match="cannot be written"):
        edit.write(tmp_path / "folder" / "ergobreak.toml", "")
