"""What a simulated person answers to each prompt: for scenarios and for headless runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core.events import Done, Event, Hurt, Postponed, Skipped, Taken
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.core.state import Prompt

ANSWERS: Final = ("complete", "partial", "walked", "hurt", "skip", "postpone", "ignore")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the person does, `after` so many microseconds since the prompt."""

    event: Event
    after: int = 0


class Person:
    """Answers prompts from lists: the leader's list answers for all, its last entry repeats."""

    def __init__(
        self,
        default: str = "complete",
        answers: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Take the answer to everything, and lists by reminder; both of words in `ANSWERS`."""
        self._default = default
        self._answers = dict(answers or {})
        self._used: dict[str, int] = {}

    def answer(self, prompt: Prompt) -> tuple[Act, ...]:
        """Return what the person does about this prompt, and use up one answer of its leader."""
        name = prompt.leader.name
        listed = self._answers.get(name)
        if not listed:
            return acts(self._default, prompt)
        place = self._used.get(name, 0)
        self._used[name] = place + 1
        return acts(listed[min(place, len(listed) - 1)], prompt)


def acts(answer: str, prompt: Prompt) -> tuple[Act, ...]:
    """Return what an answer means for this prompt; nothing for `ignore`.

    The end of a completed break is the engine's own; leaving one early is the person's.
    """
    broken = next((member.rule for member in prompt.members if member.rule.length), None)
    match answer:
        case "complete" | "partial" | "walked" if broken is None:
            return (Act(Done(prompt=prompt.id)),)
        case "complete":
            return (Act(Taken(prompt=prompt.id)),)
        case "partial" if broken is not None:
            enough = broken.counts or broken.length
            return (Act(Taken(prompt=prompt.id)), Act(Skipped(prompt=prompt.id), enough // 2))
        case "walked":
            return (Act(Taken(prompt=prompt.id, walked=True)),)
        case "hurt":
            return (Act(Hurt(prompt=prompt.id)),)
        case "skip":
            return (Act(Skipped(prompt=prompt.id)),)
        case "postpone":
            return (Act(Postponed(prompt=prompt.id)),)
        case _:
            return ()
