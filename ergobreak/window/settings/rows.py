"""What can be set in the window: the pages, their rows, and what the window is told. Data.

Rules of this file:
1. A row is named by the key that it sets. Two are none: `PRESET` sets several at once, `LOGIN`
   is no matter of the file.
2. The words are English; they are translated where they are shown. A page goes by its English name.
3. An answer is a text (forms `text` and `one`), several values (`many`), or yes and no (`switch`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.dataclass import dataclass, field
from ergobreak.language import N_
from ergobreak.window.welcome import questions
from ergobreak.window.welcome.questions import Option

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = str | bool | tuple[str, ...]
Answers = Mapping[str, Answer]

PRESET: Final = "preset"
LOGIN: Final = "login"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting. `form`: text | one | many | switch. `letters`: how wide a text is.

    `behind` stands behind a text, or beside the tick of a switch. `switch` is the key that the
    label turns on and off, where the row has one. `above`: words over it and those that follow.
    """

    key: str
    label: str
    form: str
    options: tuple[Option, ...] = ()
    behind: str = ""
    letters: int = 8
    switch: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, its rows, and a line that says what is not plain."""

    name: str
    rows: tuple[Row, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the window.

    `fixed`: by key, what the file says in a way that no field can show. `notes`: by page, what else
    there is to know. `trouble`: why nothing can be set here, in lines.
    """

    answers: Answers = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of something that was pressed: a line, what is wrong by key, what holds now.

    `form` is None where all stays as it is on the screen.
    """

    told: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    form: Form | None = None


class Desk(Protocol):
    """Where the window gets what it shows, and takes what was pressed."""

    @property
    def can_undo(self) -> bool:
        """Tell whether there is something that `undo` would put back."""

    def read(self, key: str, typed: str) -> str:
        """Return a text in its usual form; raises ValueError with what would be right."""

    def preset(self, name: str) -> Answers:
        """Return the answers that a preset gives."""

    def preset_of(self, answers: Answers) -> str:
        """Return which preset the answers make; nothing: none."""

    def save(self, answers: Answers) -> Outcome:
        """Write what has changed, all or nothing."""

    def undo(self) -> Outcome:
        """Put the file back as it was before the last `save`."""

    def look_again(self, answers: Answers) -> Outcome | None:
        """Return what holds now if the file has changed meanwhile."""

    def open_file(self) -> str:
        """Open the file itself and return what to say."""


def _reminder(name: str, label: str, above: str = "") -> Row:
    key = f"reminders.{name}"
    return Row(f"{key}.every", label, "text", switch=f"{key}.enabled", above=above)


_THEMES: Final = (
    Option("auto", N_("As the desktop")),
    Option("light", N_("Light")),
    Option("dark", N_("Dark")),
    Option("contrast", N_("High contrast")),
)
_SIZES: Final = (
    Option("normal", N_("Normal")),
    Option("large", N_("Large")),
    Option("larger", N_("Larger")),
)
_ENDS: Final = (
    Option("hands-free", N_("If you are away from the keys")),
    Option("always", N_("Always")),
    Option("never", N_("Never")),
)

PAGES: Final = (
    Page(
        N_("When"),
        (
            Row("work.days", N_("Days"), "many", questions.DAYS.options),
            Row("work.hours", N_("Hours"), "text", letters=26),
            Row(PRESET, N_("How often"), "one", questions.PRESETS),
            Row(LOGIN, N_("At login"), "switch", behind=N_("start ergobreak")),
        ),
        N_(
            "Outside these days and hours everything stands still. Several ranges leave lunch "
            "free: 09:00-12:30, 13:15-17:30"
        ),
    ),
    Page(
        N_("Reminders"),
        (
            _reminder(
                "stretch", N_("Stretch break"), N_("Each after so much time at the computer:")
            ),
            _reminder("walk", N_("Short walk")),
            _reminder("posture", N_("Posture check")),
            _reminder("eyes", N_("Rest for the eyes")),
            _reminder("hydration", N_("Water")),
            Row("reminders.hydration.amount", N_("Your glass"), "text"),
            Row(
                "reminders.hydration.goal",
                N_("Water in a day"),
                "text",
                behind=N_("a yardstick, 1l to 3l"),
            ),
        ),
        N_("While you are away the clocks stand still. A prompt waits for a pause in your typing."),
    ),
    Page(
        N_("Sound and look"),
        (
            Row("sound.start", N_("When a break starts"), "switch", behind=N_("a soft sound")),
            Row("sound.end", N_("Sound at its end"), "one", _ENDS),
            Row("sound.volume", N_("How loud"), "text", behind=N_("percent"), letters=4),
            Row("window.theme", N_("Colours"), "one", _THEMES),
            Row("window.text", N_("Size of words"), "one", _SIZES),
        ),
        N_("Colours and size are those of the breaks, and of this window when it opens again."),
    ),
)


def each() -> Iterator[Row]:
    """Yield every row, page by page."""
    for page in PAGES:
        yield from page.rows


def page_of(key: str) -> Page:
    """Return the page on which a key can be set; the first one for a key that is on none."""
    found = (page for page in PAGES for row in page.rows if key in (row.key, row.switch))
    return next(found, PAGES[0])
