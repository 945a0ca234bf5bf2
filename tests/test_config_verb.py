"""The verb `config`: settings shown, explained and changed from the command line."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli, config, paths
from ergobreak.adapters.time import calendar
from ergobreak.cli import config_edit
from ergobreak.config import edit, schema
from ergobreak.errors import ErgobreakError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Run = Callable[[str], str]

SHIPPED: Final = edit.current(Path("/nowhere/ergobreak.toml"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an instance's folder, with nothing in it."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    return folder


@pytest.fixture
def file(home: Path) -> Path:
    """Return where the settings are."""
    return home / "ergobreak.toml"


@pytest.fixture
def ergobreak(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs `ergobreak config ...` and returns its output, ended by an exit code."""

    def run(line: str) -> str:
        code = cli.main(["config", *shlex.split(line)])
        out, err = capsys.readouterr()
        if line.partition(" ")[0] in {"explain", "preset", "diff"}:
            is_exempt = str(home) in out or "json" in line
            assert is_exempt or max(map(len, out.splitlines()), default=0) <= 80
        return f"{out}{err}" if not code else f"{out}{err}[{code}]"

    return run


def as_json(text: str) -> Any:
    """Return what a command printed for programs."""
    return json.loads(text)


# ---------------------------------------------------------------- set, unset


def test_set_writes_one_line_and_says_what_it_was(ergobreak: Run, file: Path) -> None:
    """A value takes the place of its commented line, and the default that it replaces is told."""
    said = ergobreak("set reminders.stretch.every 60m")

    assert said == (
        '  reminders.stretch.every  "1h 30m" (the default) -> "60m"\n' + f"Written to {file}.\n"
    )
    assert file.read_text() == SHIPPED.replace(
        '#kind = "stretch"\n#every = "90m"', '#kind = "stretch"\nevery = "60m"'
    )


def test_unset_leaves_the_file_as_it_was(ergobreak: Run, file: Path) -> None:
    """Whatever was set in the commented file and unset again: not a byte is left of it."""
    keys = {
        "work.hours": "9:00-12:30 13:15-17:30",
        "sound.start": "on",
        "delivery.per_hour": "4",
        "reminders.walk.for": "4m",
        "reminders.eyes.for": "25s",
        "reminders.stretch.postpone.by": "5m 20m",
        "reminders.plants.at": "10:00",
    }
    for key, value in keys.items():
        ergobreak(f"set {key} {value}")
    assert "per_hour = 4\n" in file.read_text()
    assert config.load_explicit(file, calendar).reminders["plants"].at == (600,)

    for key in keys:
        ergobreak(f"unset {key.removesuffix('.at')}")

    assert file.read_text().rstrip() == SHIPPED.rstrip()


def test_comments_and_order_stay(ergobreak: Run, file: Path) -> None:
    """In a file of the person's own making a change touches its own value alone."""
    mine = '# mine\n[reminders.eyes]\n  every="25m"   # often\n\nfor = "10s"\n'
    file.write_text(mine)

    ergobreak("set reminders.eyes.every 30m")
    assert file.read_text() == mine.replace("25m", "30m")

    ergobreak("unset reminders.eyes.for")
    assert file.read_text() == mine.replace("25m", "30m").replace('\nfor = "10s"\n', "\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "reminders.stretch.every 60x",
            (
                'config set: reminders.stretch.every: found "60x"; allowed: a span such as "30s", '
                '"90m" or "1h 30m"\n'
                '    reminders.stretch.every = "60x"\n'
                "                              ^\n"
                "Nothing has changed.\n[2]"
            ),
        ),
        (
            "work.days mon funday",
            (
                'config set: work.days[1]: found "funday"; allowed: mon, tue, wed, thu, fri, sat, '
                'sun\n    work.days = ["mon", "funday"]\n'
                "                        ^\nNothing has changed.\n[2]"
            ),
        ),
        (
            "reminders.stretch.counts 50m",
            (
                'config set: reminders.stretch.counts: found "50m"; allowed: at most as long as '
                '`for` (5m)\n    counts = "50m"\n             ^\nNothing has changed.\n[2]'
            ),
        ),
        (
            "reminders.stretch.evry 60m",
            (
                '"reminders.stretch.evry": unknown key; did you mean "every"?\n'
                "See: ergobreak config explain\n[2]"
            ),
        ),
    ],
)
def test_mistake_is_told_and_nothing_written(
    ergobreak: Run, file: Path, words: str, said: str
) -> None:
    """A value that cannot be used is told with its marker and what is allowed; no file is made."""
    assert ergobreak(f"set {words}") == said
    assert not file.exists()


def test_names_and_warnings_are_told(ergobreak: Run, file: Path) -> None:
    """What is near to the name of an exercise is refused; what is odd is written and warned of."""
    assert 'did you mean "neck"' in ergobreak("set exercises.hide nek")

    said = ergobreak("set reminders.strech.every 30m")

    assert 'warning: reminders.strech: a reminder of its own; did you mean "stretch"?' in said
    assert tomllib.loads(file.read_text())["reminders"]["strech"] == {"every": "30m"}


def test_set_tells_the_warnings_of_its_key_again(ergobreak: Run, file: Path) -> None:
    """What stays odd about a value that is changed is told; what is odd elsewhere is known."""
    file.write_text('presence.away_after = "1m"\nreminders.strech = { every = "1h" }\n')

    said = ergobreak("set reminders.strech.every 2h")

    assert "warning: reminders.strech: a reminder of its own" in said
    assert "away_after" not in said


def test_a_line_that_is_told_is_one_of_the_file(ergobreak: Run, file: Path) -> None:
    """A change that is refused for an older mistake tells where that stands now."""
    file.write_text('[sound]\n[work]\nhours = "9-5"\n')

    assert ergobreak("set sound.start true").startswith("ergobreak.toml:3:9: work.hours: found")


def test_reminder_has_one_time(ergobreak: Run, file: Path) -> None:
    """A new time takes the place of the one of another sort, and of the hours with it."""
    ergobreak('set reminders.plants \'{ at = ["10:00"], title = "Plants" }\'')
    ergobreak("set reminders.plants.hours 9-17")
    ergobreak("set work '{ hours = [\"8-18\"] }'")
    assert file.read_text().startswith(SHIPPED.partition("#hours")[0])

    said = ergobreak("set reminders.plants.every 3h")

    assert 'reminders.plants.at     ["10:00"] -> nothing' in said
    assert tomllib.loads(file.read_text())["reminders"]["plants"] == {
        "every": "3h",
        "title": "Plants",
    }


@pytest.mark.parametrize(
    "text", ["[work\nhours = [1\n", '"', "[", 'hours = "', "a.", "[work]\nhours = {", "\\", "\0a"]
)
def test_a_key_is_explained_beside_a_broken_file(ergobreak: Run, file: Path, text: str) -> None:
    """What the file is like does not matter to what a key means; the other verbs say its line."""
    file.write_text(text)

    assert "takes " in ergobreak("explain work.hours")
    assert "work.hours = " in ergobreak("show --effective --origin")
    for verb in ("check", "show", "diff", "upgrade", "set sound.start true", "unset work.hours"):
        said = ergobreak(verb)
        assert said.endswith("[2]"), said
        assert "ergobreak.toml:" in said
    assert file.read_text() == text


def test_set_can_mend_a_mistake(ergobreak: Run, file: Path) -> None:
    """A file with a mistake is changed if that mends it; another mistake is told with its line."""
    file.write_text('[work]\nhours = "9-5"\n')
    broken = ergobreak("set sound.start true")
    assert broken.startswith('ergobreak.toml:2:9: work.hours: found "9-5"')
    assert file.read_text() == '[work]\nhours = "9-5"\n'

    ergobreak("set work.hours 9-17")
    assert file.read_text() == '[work]\nhours = ["9-17"]\n'

    file.write_text('[work]\nhours = ["9-5\n')
    assert ergobreak("set sound.start true").startswith(
        "ergobreak.toml:2:10: work.hours: the text has no end"
    )


def test_change_is_told_to_programs(ergobreak: Run, file: Path) -> None:
    """With --json the change comes as data."""
    assert as_json(ergobreak("set sound.volume 30 --json")) == {
        "path": str(file),
        "changed": {"sound.volume": {"was": None, "is": 30}},
        "warnings": [],
    }
    assert "is so already" in ergobreak("set sound.volume 30")
    assert "does not set sound.start" in ergobreak("unset sound.start")


# ---------------------------------------------------------------- show, diff, explain


def test_origin_names_the_line_of_each_value(ergobreak: Run, file: Path) -> None:
    """Each value is from a line of the file, from the defaults, or follows from another value."""
    file.write_text('[reminders.walk]\nfor = "1m"\n\n[reminders.plants]\nat = ["10:00"]\n')

    lines = ergobreak("show --origin").splitlines()

    assert 'ergobreak.toml:2  reminders.walk.for = "1m"' in lines
    assert 'derived           reminders.walk.counts = "1m"' in lines
    assert 'default           reminders.walk.first = "45m"' in lines
    assert 'derived           reminders.plants.title = "plants"' in lines
    data = as_json(ergobreak("show --origin --json"))["values"]
    assert data["reminders.plants.at"] == {"value": ["10:00"], "origin": "file", "line": 5}


def test_effective_is_what_a_daemon_runs_on(ergobreak: Run, file: Path, home: Path) -> None:
    """With a broken file it is the last good copy, else the defaults, and that is said."""
    places = paths.find(str(home))
    file.write_text('[sound]\nvolume = "x"\n')
    assert ergobreak("show").endswith("[2]")
    first, *rest = ergobreak("show --effective").splitlines()
    assert first == "# ergobreak.toml has mistakes, so these are the defaults."
    assert "volume = 50" in rest

    places.last_good.parent.mkdir(exist_ok=True)
    places.last_good.write_text("[sound]\nvolume = 20\n")

    first, *rest = ergobreak("show --effective").splitlines()
    assert first == "# ergobreak.toml has mistakes, so this is its last good copy."
    assert "volume = 20" in rest
    assert "last-good.toml:2  sound.volume = 20" in ergobreak("show --effective --origin")


def test_diff_tells_what_is_not_the_default(ergobreak: Run, file: Path) -> None:
    """Only what means something else is told; of a table that only the file has, what it says."""
    assert ergobreak("diff") == "Nothing differs from the defaults.\n"
    file.write_text(
        '[reminders.stretch]\nevery = "60m"\nfor = "300s"\n[reminders.plants]\nat = ["10"]\n'
    )

    assert ergobreak("diff") == (
        '  reminders.stretch.every  "1h 30m" -> "1h"\n  reminders.plants.at      - -> ["10:00"]\n'
    )
    assert as_json(ergobreak("diff --json"))["reminders.stretch.every"] == {
        "default": "1h 30m",
        "yours": "1h",
    }


def test_explain_says_meaning_default_and_source(ergobreak: Run, file: Path) -> None:
    """A key is explained with what it takes, the value in force with its line, and the evidence."""
    file.write_text('[reminders.eyes]\nevery = "25m"\n')

    said = ergobreak("explain reminders.eyes.every")

    assert said.startswith(
        "reminders.eyes.every\n  So much active time at the computer.\n\n"
        '  takes    a span such as "30s", "90m" or "1h 30m"\n'
        '  default  "20m"\n'
        '  yours    "25m"  (ergobreak.toml:2)\n'
        "  source   A rule that is easy to remember"
    )
    data = as_json(ergobreak("explain reminders.eyes.every --json"))
    assert (data["default"], data["yours"], data["line"]) == ("20m", "25m", 2)
    assert 'did you mean "window.theme"?' in ergobreak("explain theme")


def test_explain_lists_what_there_is(ergobreak: Run) -> None:
    """Without a key every table is listed, of a table every key, of the reminders every one."""
    assert "\n  delivery    When and how often a prompt may come.\n" in ergobreak("")
    assert '\n  gap              "15m"\n' in ergobreak("explain delivery")
    assert "\n  eyes       every 20m, for 20s, in the tray\n" in ergobreak("explain reminders")


def test_explain_of_a_table_tells_what_is_set(ergobreak: Run, file: Path) -> None:
    """Beside the defaults stands what the file sets, sound or not; of a reminder, its keys."""
    file.write_text(
        'work.days = 2026-01-01\n[reminders.stretch]\nevery = "2m"\npostpone = { at_most = 1 }\n'
    )

    said = ergobreak("explain reminders.stretch")

    assert '\n  every       "1h 30m"\n              yours: "2m"\n' in said
    assert said.count("yours:") == 2
    assert "a panel\n             you set: every, postpone\n" in ergobreak("explain reminders")
    assert "yours: 2026-01-01\n" in ergobreak("explain work")
    data = as_json(ergobreak("explain reminders.stretch --json"))
    assert data["yours"]["reminders.stretch.every"] == "2m"


# ---------------------------------------------------------------- preset, reset


def test_preset_shows_the_difference_first(ergobreak: Run, file: Path) -> None:
    """Without a yes only the difference is shown; with one it is written, and is in force."""
    assert "* every-45" in ergobreak("preset")

    shown = ergobreak("preset light")

    assert '  reminders.stretch.every    "1h 30m" -> "2h"\n' in shown
    assert shown.endswith("Nothing has changed. If it is meant: --yes\n")
    assert not file.exists()
    assert 'reminders.stretch.every    "1h 30m" (the default) -> "2h"' in ergobreak(
        "preset light --yes"
    )
    assert "* light" in ergobreak("preset")
    assert ergobreak("preset light --yes") == "light is in force already.\n"
    assert ergobreak("preset ligt").startswith("There is no preset 'ligt'.\nDid you mean light?")


def test_reset_keeps_the_old_file(ergobreak: Run, file: Path) -> None:
    """All is as at the beginning, also after a broken file, and each old one is there beside it."""
    file.write_bytes(b"mine = [\xff")
    file.chmod(0o640)
    assert "If it is meant: --yes" in ergobreak("reset")
    assert file.read_bytes() == b"mine = [\xff"

    ergobreak("reset --yes")
    assert file.read_text() == SHIPPED
    old = file.with_name("ergobreak.toml.old-1")
    assert old.read_bytes() == b"mine = [\xff"
    assert old.stat().st_mode & 0o777 == 0o640
    assert "is so already" in ergobreak("reset --yes")

    ergobreak("set sound.start yes")
    ergobreak("reset --yes")
    assert "\nstart = true\n" in file.with_name("ergobreak.toml.old-2").read_text()


def test_reset_of_a_table_leaves_the_others(ergobreak: Run, file: Path) -> None:
    """Behind `reset` a key or a table goes back, and nothing else."""
    ergobreak("set work.days mon")
    ergobreak("set work.hours 9-17")
    ergobreak("set sound.start yes")

    ergobreak("reset work")

    assert file.read_text() == SHIPPED.replace("#start = false", "start = true")


# ---------------------------------------------------------------- schema, edit


def test_schema_is_printed_or_put_beside_the_file(
    ergobreak: Run, file: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is what the types say; written, the file's first line names it, once."""
    assert cli.main(["config", "schema"]) == 0
    assert as_json(capsys.readouterr().out) == schema.schema()

    ergobreak("schema --write")
    ergobreak("schema --write")

    assert as_json((home / schema.NAME).read_text()) == schema.schema()
    assert file.read_text() == SHIPPED
    assert SHIPPED.startswith(f"#:schema ./{schema.NAME}\n")
    assert config.load_explicit(file, calendar) == config.defaults()


EDITOR: Final = """
import sys
from pathlib import Path
*_, line, name = ["", *sys.argv[1:]]
log = Path(name).with_name("opened")
log.write_text((log.read_text() if log.exists() else "") + f"{line}|")
Path(name).write_text("[sound]\\nvolume = 500\\n" if line == "" else "[sound]\\nvolume = 5\\n")
"""


def test_editor_comes_back_at_the_line(
    file: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a mistake the editor opens once more at its line, until the file is sound."""
    editor = home / "vim"
    editor.write_text(f"#!{sys.executable}{EDITOR}")
    editor.chmod(0o700)
    asked: list[str] = []

    def yes(question: str) -> str:
        asked.append(question)
        return ""

    args = Namespace(home=str(home), json=False)
    code = config_edit.edited(args, paths.find(str(home)), str(editor), yes)

    assert code == 0
    assert asked == ["Open it again at line 2? [Y/n] "]
    assert (home / "opened").read_text() == "|+2|"
    assert "ergobreak.toml:2:10: sound.volume: found 500" in capsys.readouterr().out
    assert file.read_text() == "[sound]\nvolume = 5\n"


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        (["vim"], ["vim", "+7", "f"]),
        (["/usr/bin/nano", "-l"], ["/usr/bin/nano", "-l", "+7", "f"]),
        (["code", "--wait"], ["code", "--wait", "--goto", "f:7"]),
        (["hx"], ["hx", "f:7"]),
        (["gedit"], ["gedit", "f"]),
    ],
)
def test_each_editor_is_told_the_line_its_own_way(
    editor: Sequence[str], command: list[str]
) -> None:
    """Editors whose way is known open at the line, all others at least the file."""
    assert config_edit.at_line(editor, Path("f"), 7) == command
    assert config_edit.at_line(editor, Path("f"), 0)[-1] == "f"


def test_words_that_make_no_sense(ergobreak: Run) -> None:
    """A slip in the first word, and too few or too many behind it, are told with the form."""
    assert "Did you mean explain?" in ergobreak("exlpain work")
    assert "Form: ergobreak config set reminders" in ergobreak("set work.hours")
    assert "Too many words" in ergobreak("unset work.hours work.days")


@pytest.mark.parametrize(
    ("editor", "code", "told"),
    [
        ("sh -c 'exit 3'", 1, "The editor ended with exit code 3."),
        ("sh -c 'echo [work > \"$0\"; exit 3'", 2, "The editor ended with exit code 3."),
        ("no-such-editor", 1, "The editor cannot be started: no-such-editor: No such file"),
        ("'", 1, "The editor cannot be started: ': No closing quotation."),
    ],
)
def test_an_editor_that_fails_has_no_say_in_the_exit_code(
    home: Path, capsys: pytest.CaptureFixture[str], editor: str, code: int, told: str
) -> None:
    """What it wrote is checked all the same, and its own code is told, not passed on."""
    args = Namespace(home=str(home), json=False)
    try:
        ended = config_edit.edited(args, paths.find(str(home)), editor, lambda _: "n")
        said = capsys.readouterr().err
    except ErgobreakError as error:
        ended, said = error.exit_code, str(error)

    assert (ended, told in said) == (code, True), said


def test_an_editor_needs_no_terminal(home: Path, file: Path) -> None:
    """What $EDITOR names is used in a script as well, once, and its work is checked."""
    env = {**os.environ, "EDITOR": 'sh -c \'echo [work > "$0"; echo x >> "${0%/*}/runs"\''}
    env.pop("VISUAL", None)

    done = subprocess.run(
        [sys.executable, "-m", "ergobreak", "config", "edit"],
        env={**env, "PYTHONPATH": os.pathsep.join(sys.path)},
        input="y\ny\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, file.read_text()) == (2, "[work\n"), done.stderr
    assert (home / "runs").read_text() == "x\n"
    assert "Open it again" not in done.stdout
