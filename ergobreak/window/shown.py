"""What stands in the status window: words and buttons, made of a picture of the state. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import _
from ergobreak.window import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOG_LINES: Final = 8
COMING_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Button:
    """One button: its label, and the command that it stands for, as behind `ergobreak`."""

    label: str
    command: str
    is_first_choice: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the window shows. `log`: (time, words) of today, the oldest first."""

    icon: str
    headline: str
    coming: tuple[str, ...]
    log: tuple[tuple[str, str], ...]
    answers: tuple[Button, ...]
    actions: tuple[Button, ...]
    below: tuple[Button, ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return all buttons, in the order in which Tab goes through them."""
        return (*self.answers, *self.actions, *self.below)

    def is_past(self, before: Shown | None, told_under: str) -> bool:
        """Tell whether an answer is old news by now; `told_under`: the headline it belongs to.

        The picture that a command has led to may come after its answer, and must not hide it.
        """
        has_changed = before is not None and before.headline != self.headline
        return has_changed and self.headline != told_under


def of(data: Mapping[str, Any], today: Sequence[Mapping[str, object]]) -> Shown:
    """Return what to show for `status --json` and the journal lines of today."""
    is_running = data["icon"] != "stopped"
    texts = [*data["lines"], *(one["text"] for one in data["next"])]
    coming = [text for text in texts if text != data["headline"]][:COMING_LINES]
    if data["water_ml"]:
        coming.append(_("Water today: {ml} ml").format(ml=data["water_ml"]))
    below = (Button(_("Settings"), "settings"), Button(_("Help"), "help"))
    end = (Button(_("Quit ergobreak"), "stop"),)
    return Shown(
        icon=data["icon"],
        headline=data["headline"],
        coming=tuple(coming) if is_running else (),
        log=tuple(words.of_log(today, data.get("titles", {}), LOG_LINES)),
        answers=_answers(data) if is_running else (),
        actions=_actions(data)
        if is_running
        else (Button(_("Start"), "start", is_first_choice=True),),
        below=(*below, *end) if is_running else below,
    )


def _answers(data: Mapping[str, Any]) -> tuple[Button, ...]:
    """Return the answers of the open prompt, or how to end a break."""
    if data["break"] is not None:
        return (Button(_("Done"), "done", is_first_choice=True),)
    return tuple(
        Button(one["label"], one["answer"], is_first_choice=not place)
        for place, one in enumerate(data["answers"])
    )


def _actions(data: Mapping[str, Any]) -> tuple[Button, ...]:
    """Return what can be done at any time."""
    take = () if data["break"] is not None else (Button(_("Take a break"), "take"),)
    is_silent = data["paused"] or data["quiet"]
    hush = (
        Button(_("Resume"), "resume") if is_silent else Button(_("Quiet for an hour"), "quiet 1h")
    )
    return (*take, Button(_("Drink"), "drink"), hush)
