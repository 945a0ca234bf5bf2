"""What the daemon tells the window, as values; guidance.py has the lines. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.content.exercise import Wishes
from ergobreak.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    Line = Mapping[str, Any]

FULL_SCREEN: Final = 3  # the level of a prompt that fills the screen


@dataclass(frozen=True, slots=True)
class Look:
    """How the window is wanted: the tables `[window]` and `[sound]`."""

    theme: str = "auto"
    accent: str = ""
    text: str = "normal"
    motion: str = "auto"
    monitors: str = "all"
    avoid: tuple[str, ...] = ()
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for what, and for whom. Spans are in seconds."""

    prompt: str
    kind: str = "stretch"
    title: str = ""
    text: str = ""
    level: int = 2
    strict: str = "off"
    ask_reason: bool = False
    length: int = 0
    counts: int = 0
    brief: bool = False
    easy: bool = False
    postpone: tuple[int, ...] = ()
    wishes: Line = field(default_factory=dict)
    preview: bool = False

    @property
    def is_full(self) -> bool:
        """Tell whether it fills the screen."""
        return self.level >= FULL_SCREEN or self.strict == "firm"


@dataclass(frozen=True, slots=True)
class Going:
    """How a break stands. `exercises`: ids of what is to be done in it; empty: chosen here."""

    left: int
    length: int
    tip: str = ""
    walked: bool = False
    paused: bool = False
    exercises: tuple[str, ...] = ()


def look_of(line: Line) -> Look:
    """Return the look that a line brings; what it does not name is as usual."""
    told: Line = line.get("look") or {}
    return Look(
        theme=told.get("theme", "auto"),
        accent=told.get("accent", ""),
        text=told.get("text", "normal"),
        motion=told.get("motion", "auto"),
        monitors=told.get("monitors", "all"),
        avoid=tuple(told.get("avoid", ())),
        focus=told.get("focus", False),
    )


def asked_of(line: Line) -> Asked:
    """Return what a `prompt` or a `break` is about. Raises KeyError without the id of a prompt."""
    return Asked(
        prompt=line["prompt"],
        kind=line.get("kind", "stretch"),
        title=line.get("title", ""),
        text=line.get("text", ""),
        level=line.get("level", 2),
        strict=line.get("strict", "off"),
        ask_reason=line.get("ask_reason", False),
        length=line.get("length", 0),
        counts=line.get("counts", 0),
        brief=line.get("brief", False),
        easy=line.get("easy", False),
        postpone=tuple(line.get("postpone", ())),
        wishes=line.get("wishes") or {},
        preview=line.get("preview", False),
    )


def going_of(line: Line) -> Going:
    """Return how the break of a line stands."""
    length = line.get("length", 0)
    return Going(
        left=line.get("left", length),
        length=length,
        tip=line.get("tip", ""),
        walked=line.get("walked", False),
        paused=line.get("paused", False),
        exercises=tuple(line.get("exercises", ())),
    )


def wishes_of(asked: Asked, going: Going) -> Wishes:
    """Return what the exercises of a break have to suit."""
    told = asked.wishes
    return Wishes(
        seconds=going.left,
        kind="walk" if going.walked else asked.kind,
        place=told.get("place", "office"),
        seated=told.get("seated", False),
        discreet=told.get("discreet", False),
        call=told.get("call", False),
        easy=told.get("easy", asked.easy),
        hidden=frozenset(told.get("hidden", ())),
        favourites=frozenset(told.get("favourites", ())),
        lately=tuple(told.get("lately", ())),
        seed=told.get("seed", asked.prompt),
    )
