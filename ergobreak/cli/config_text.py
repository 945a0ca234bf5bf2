"""Settings in words and lines for a terminal: what differs, where a value is from. Pure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ergobreak.config import default_reminders, keys
from ergobreak.config.layers import origins as layer_origins
from ergobreak.config.toml_text import written
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.config.edit import Key
    from ergobreak.config.layers import Layer

WIDTH: Final = 80
NONE: Final = "-"
FILE: Final = "file"
PROFILE: Final = "profile "
# translators: where a value of the settings is from.
_SOURCES: Final = {"default": N_("default"), "derived": N_("derived")}
_SHOWN: Final = {
    "tray": N_("in the tray"),
    "toast": N_("a toast"),
    "panel": N_("a panel"),
    "fullscreen": N_("a fullscreen"),
}


class Origin(NamedTuple):
    """Where a value is from: a file (with its line), the defaults, or other values.

    `file`: the path of one for everybody; empty for the person's own.
    """

    source: str  # file | system | default | derived | profile NAME
    line: int = 0
    file: str = ""

    def text(self, name: str) -> str:
        """Return it in a word, `name` being that of the person's file."""
        if not self.line:
            return _(_SOURCES[self.source])
        if self.source.startswith(PROFILE):
            return _("profile {name}, {words}").format(
                name=self.source.removeprefix(PROFILE), words=self.words
            )
        return f"{self.file or name}:{self.line}"

    @property
    def words(self) -> str:
        """Return which file for everybody says it, as it stands in a sentence."""
        return (
            _("{file}, line {line}").format(file=self.file, line=self.line)
            if self.file
            else _("line {line}").format(line=self.line)
        )


def flat(table: Mapping[str, Any], path: Key = ()) -> dict[Key, Any]:
    """Return every value by its path; what `postpone` holds stays one value, as in the file."""
    found: dict[Key, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict) and key != "postpone":
            found |= flat(value, (*path, key))
        else:
            found[*path, key] = value
    return found


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[Key, tuple[Any, Any]]:
    """Return the values that differ in two settings, each as it was and as it is; None: not."""
    before, after = flat(old), flat(new)
    paths = [*before, *(path for path in after if path not in before)]
    pairs = {path: (before.get(path), after.get(path)) for path in paths}
    return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}


def told(changes: Mapping[Key, tuple[Any, Any]]) -> list[str]:
    """Return differences as lines: the key, what it was, what it is."""
    return lined([(keys.text(path), toml(old), toml(new)) for path, (old, new) in changes.items()])


def lined(changes: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return keys with old and new as lines; two more where one does not fit the screen."""
    width = max((len(name) for name, _unused, _unused in changes), default=0)
    lines = []
    for name, old, new in changes:
        line = f"  {name:{width}}  {old} -> {new}"
        long = [f"  {name}", f"       {old}", f"    -> {new}"]
        lines += [line] if len(line) <= WIDTH else long
    return lines


def origins(
    settings: Mapping[str, Any], set_by: Mapping[Key, Origin], profile: str = ""
) -> dict[Key, tuple[Any, Origin]]:
    """Return every value with where it is from; `set_by` has those that a file sets.

    `profile` is the one that the settings are those of.
    """
    found = {}
    for path, value in flat(settings).items():
        own = set_by.get(("profiles", profile, *path)) if profile else None
        named = own._replace(source=f"{PROFILE}{profile}") if own else None
        found[path] = (value, named or _origin(path, value, set_by))
    return found


def table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return rows of two columns, indented; the second folds at the edge of the screen."""
    width = max((len(first) for first, _unused in rows), default=0) + 2
    lines: list[str] = []
    for first, second in rows:
        lines += folded(second, f"  {first:{width}}", " " * (width + 2))
    return lines


def folded(text: str, first: str = "", rest: str = "") -> list[str]:
    """Return a text in lines that fit the screen."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    ) or [first.rstrip()]


def in_short(reminder: Mapping[str, Any]) -> str:
    """Return when a reminder comes, how long it is and how loud, in a few words."""
    if "every" not in reminder:
        return _("inside a break")
    parts = [_("every {every}").format(every=reminder["every"])]
    parts += [_("for {for_}").format(for_=reminder["for"])] if "for" in reminder else []
    shown = _SHOWN[reminder["show"]]
    parts.append(_(shown))
    told = ", ".join(parts)
    # translators: {what} is "every 90m, for 5m, a panel"; the reminder is switched off.
    return told if reminder["enabled"] else _("{what}; off").format(what=told)


def toml(value: object) -> str:
    """Return a value as the file has it; a dash where there is none."""
    return NONE if value is None else written(value)


def set_by(layers: Sequence[Layer]) -> dict[Key, Origin]:
    """Return which file sets a value, and where in it; inside of lists nothing is told apart."""
    return {
        tuple(map(str, path)): Origin("system" if layer.name else "file", spot.key[0], layer.name)
        for path, (layer, spot) in layer_origins(layers).items()
        if all(isinstance(part, str) for part in path)
    }


def _origin(path: Key, value: object, set_by: Mapping[Key, Origin]) -> Origin:
    if path in set_by:
        return set_by[path]
    base = keys.default(path)
    is_new = path[0] == "reminders" and path[1] not in default_reminders.REMINDERS
    # A shorter break needs less to count; a title is made of a name.
    changed = value != base if not is_new else path[-1] in {"title", "counts"}
    return Origin("derived" if changed else "default")
