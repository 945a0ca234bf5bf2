"""Settings carried to another machine: what leaves, what comes in, and what is refused."""

from __future__ import annotations

import io
import json
import os
import shlex
import stat
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.config import bundle
from ergobreak.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[[str], str]

MINE: Final = """# mine
[exercises]
hide = ["neck"]

[calendars.work]
path = "~/calendars/work.ics"

[reminders.stretch]
every = "1h"
"""
CHECK: Final = """
[checks.feet]
question = "Are both feet on the floor?"
fix = "Put them down."
glance = "Both feet down?"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an instance's folder with settings and a check, next to where the person stands."""
    folder = tmp_path / "home"
    (folder / "content").mkdir(mode=0o700, parents=True)
    (folder / "ergobreak.toml").write_text(MINE)
    (folder / "content" / "feet.toml").write_text(CHECK)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def ergobreak(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs `ergobreak config ...` and returns its output, ended by an exit code."""
    del home

    def run(line: str) -> str:
        code = cli.main(["config", *shlex.split(line)])
        out, err = capsys.readouterr()
        return f"{out}{err}" if not code else f"{out}{err}[{code}]"

    return run


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ergobreak: Run) -> Path:
    """Return an empty folder of another machine, which has been sent `ergobreak-settings.zip`."""
    ergobreak("export")
    folder = tmp_path / "elsewhere"
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def zipped(**files: str) -> bytes:
    """Return a zip; of a name "a__b" the file is "a/b"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


# ---------------------------------------------------------------- export


def test_what_leaves_is_told_value_by_value(ergobreak: Run, tmp_path: Path) -> None:
    """All that is in it is said, places of this machine too; it is for the person alone."""
    said = ergobreak("export")

    made = tmp_path / "ergobreak-settings.zip"
    assert said == (
        "Written to ergobreak-settings.zip, which only you can read. It holds:\n"
        "  content/feet.toml\n"
        "  ergobreak.toml\n"
        '    exercises.hide = ["neck"]\n'
        '    calendars.work.path = "~/calendars/work.ics"\n'
        '    reminders.stretch.every = "1h"\n'
        "Places of this machine, not what is in them: calendars.work.path.\n"
    )
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    files = bundle.unpacked(made.read_bytes(), made.name)
    assert files == {"ergobreak.toml": MINE.encode(), "content/feet.toml": CHECK.encode()}
    assert bundle.packed(files) == made.read_bytes()


def test_nothing_is_overwritten_unasked(ergobreak: Run, tmp_path: Path) -> None:
    """A file of that name stays, but for --yes; what takes its place is private."""
    there = tmp_path / "mine.toml"
    there.write_text("old")
    there.chmod(0o644)

    assert ergobreak("export mine.toml").endswith("[2]")
    assert there.read_text() == "old"
    assert "The files in content are not in it" in ergobreak("export mine.toml --yes")
    assert (there.read_text(), stat.S_IMODE(there.stat().st_mode)) == (MINE, 0o600)


def test_what_could_not_be_taken_over_does_not_leave(ergobreak: Run, home: Path) -> None:
    """A mistake is told by its line, and no file is made."""
    (home / "content" / "feet.toml").write_text("[check.feet]\n")
    assert "content/feet.toml:1" in ergobreak("export")
    (home / "ergobreak.toml").write_text("[wrok]\n")
    assert "ergobreak.toml:1:2: wrok" in ergobreak("export")

    assert list(Path.cwd().glob("ergobreak-settings*")) == []


# ---------------------------------------------------------------- import


def test_there_and_back(ergobreak: Run, home: Path, elsewhere: Path) -> None:
    """On the other machine all is as it was here, and private."""
    shown = ergobreak("import ergobreak-settings.zip")
    assert '  reminders.stretch.every  "1h 30m" -> "1h"' in shown
    assert "  content/feet.toml  is new\n" in shown
    assert "If it is meant: --yes" in shown
    assert not elsewhere.exists()

    ergobreak("import ergobreak-settings.zip --yes")

    assert tree(elsewhere) == tree(home)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in elsewhere.rglob("*")]
    assert sorted(modes) == [0o600, 0o600, 0o700]
    assert "is so already" in ergobreak("import ergobreak-settings.zip --yes")
    assert "content: 1 check" in ergobreak("check")


def test_what_was_there_is_kept(ergobreak: Run, elsewhere: Path) -> None:
    """Files of the same name are kept under another, others stay as they are."""
    (elsewhere / "content").mkdir(parents=True)
    (elsewhere / "ergobreak.toml").write_text("# old\n")
    (elsewhere / "content" / "feet.toml").write_text("# old\n")
    (elsewhere / "content" / "other.toml").write_text("# other\n")

    said = json.loads(ergobreak("import ergobreak-settings.zip --yes --json"))

    assert said["files"] == ["content/feet.toml", "ergobreak.toml"]
    assert len(said["kept"]) == 2
    assert tree(elsewhere) == {
        "ergobreak.toml": MINE.encode(),
        "ergobreak.toml.old-1": b"# old\n",
        "content/feet.toml": CHECK.encode(),
        "content/feet.toml.old-1": b"# old\n",
        "content/other.toml": b"# other\n",
    }


def test_a_plain_file_of_settings_is_one_too(ergobreak: Run, home: Path) -> None:
    """Whoever has only settings carries a text; content that is here stays."""
    Path("new.toml").write_text('[reminders.stretch]\nevery = "2h"\n')

    assert '"1h" -> "2h"' in ergobreak("import new.toml --yes")
    assert (home / "ergobreak.toml").read_text() == Path("new.toml").read_text()
    assert (home / "content" / "feet.toml").read_text() == CHECK


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"ergobreak.toml": "[wrok]\n"}, "in.zip: ergobreak.toml:1:2: wrok: unknown key"),
        ({"ergobreak.toml": "", "content/a.toml": "[check.a]\n"}, "in.zip: content/a.toml:1:2:"),
        ({"ergobreak.toml": "", "content/b.toml": CHECK}, "in.zip: content/"),  # its name is taken
        ({"content/feet.toml": CHECK}, "in.zip has no ergobreak.toml in it"),
        ({"ergobreak.toml": "", "../evil.toml": ""}, '"../evil.toml" has no place'),
        ({"ergobreak.toml": "", "content/../../evil.toml": ""}, "has no place"),
        ({"ergobreak.toml": "", "/etc/evil.toml": ""}, "has no place"),
        ({"ergobreak.toml": "", "content/.evil.toml": ""}, "has no place"),
        ({"ergobreak.toml": "", "content/a\\..\\b.toml": ""}, "has no place"),
        ({"ergobreak.toml": "", "content/a.py": ""}, "has no place"),
        ({"ergobreak.toml": "#" * 300_000}, "is too long"),
    ],
)
def test_what_is_refused_changes_nothing(
    ergobreak: Run, home: Path, files: dict[str, str], said: str
) -> None:
    """Each mistake is told by its file and line; not a byte is written anywhere."""
    Path("in.zip").write_bytes(zipped(**files))
    before = tree(home.parent)

    told = ergobreak("import in.zip --yes")

    assert said in told
    assert told.endswith("[2]")
    assert tree(home.parent) == before


@pytest.mark.posix("a pipe in a folder")
def test_what_is_no_zip_or_no_file(ergobreak: Run, home: Path) -> None:
    """Damage, links, doubles, folders and pipes are refused as well, never with a traceback."""
    whole = zipped(**{"ergobreak.toml": MINE})
    Path("torn.zip").write_bytes(whole[: len(whole) // 2])
    link = zipfile.ZipInfo("ergobreak.toml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile("link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with zipfile.ZipFile("two.zip", "w") as archive:
        archive.writestr("ergobreak.toml", "")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("ergobreak.toml", "")
    Path("folder").mkdir()
    os.mkfifo("pipe")
    Path("bytes.toml").write_bytes(b"\xff\xfe")
    before = tree(home)

    for name in ("torn.zip", "link.zip", "two.zip", "folder", "pipe", "bytes.toml", "gone.zip"):
        assert ergobreak(f"import {name} --yes").endswith("[2]"), name
    assert tree(home) == before


def test_all_or_nothing_is_written(ergobreak: Run, elsewhere: Path) -> None:
    """Where the settings cannot be written, the content that came before them goes again."""
    (elsewhere / "content").mkdir(parents=True)
    (elsewhere / "content" / "feet.toml").write_text("# old\n")
    (elsewhere / "ergobreak.toml").symlink_to("/proc/none/there.toml")
    before = tree(elsewhere)

    said = ergobreak("import ergobreak-settings.zip --yes")

    assert said.endswith("[2]")
    assert tree(elsewhere) == before


def test_a_zip_is_checked_before_it_is_believed() -> None:
    """A size that lies, or an encrypted file, is told in words."""
    bad = bytearray(zipped(**{"ergobreak.toml": "x" * 100}))
    bad[bad.index(b"PK\x01\x02") + 8] |= 1  # "encrypted", in the list at the end
    with pytest.raises(ConfigError, match="no ordinary file, or encrypted"):
        bundle.unpacked(bytes(bad), "in.zip")
    many = {f"content/a{number}.toml": b"" for number in range(102)}
    crowd = bundle.packed(many | {"ergobreak.toml": b""})
    with pytest.raises(ConfigError, match="more than"):
        bundle.unpacked(crowd, "in.zip")
    assert bundle.unpacked(b"[work]\n", "a.toml") == {"ergobreak.toml": b"[work]\n"}
