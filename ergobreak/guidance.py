"""What the daemon tells the process of the break window, and hears from it: one JSON object a line.

To the window, `do` is the first key:
    prepare  build everything, hidden; the first line always (`look`, as _look returns it)
    prompt   show a prompt and its buttons (`asked`, as of_prompt returns it)
    break    guide through the break, or set its countdown anew (as of_break returns it)
    close    take it off the screen; `how` the break ended
From the window, `told` is the first key:
    ready    it is built, hidden
    painted  `prompt` and `phase` (prompt | break): the person can see it
    answer   `prompt` and `answer`: take, walked, brief, done, postpone (`seconds`), skip (`why`),
             hurt (`area`), undo_hurt, still_today, pause, continue
    exercise `prompt` and `exercise`: one is done
    taste    `exercise` and `taste`: never | favourite | nothing
    failed   `why` it cannot go on; the process ends after it
A window whose input ends closes itself; so nothing is left behind by a daemon that died.

Rules of this file:
1. Spans are whole seconds, texts are ready for the screen, empty values are there too: the other
   side needs no defaults.
2. Nothing here is private beyond what the break itself shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak import notices
from ergobreak.core import appointments, moment
from ergobreak.core.model import MINUTE, SECOND

if TYPE_CHECKING:
    from ergobreak.core.model import Plan
    from ergobreak.core.state import Prompt, State

Line = dict[str, Any]


def of_preparation(plan: Plan) -> Line:
    """Return what a window that is built in advance has to know."""
    return {"do": "prepare", "look": _look(plan)}


def of_prompt(prompt: Prompt, state: State, plan: Plan, *, preview: bool = False) -> Line:
    """Return an open prompt as the window shows it. `preview`: its answers lead nowhere."""
    return {
        "do": "prompt",
        "look": _look(plan, prompt),
        **_asked(prompt, state, plan),
        "preview": preview,
    }


def of_break(
    prompt: Prompt, state: State, plan: Plan, *, left: int, tip: str, walked: bool, paused: bool
) -> Line:
    """Return a running break; `left` (microseconds) is what remains of it."""
    length = left if state.running is None else state.running.length
    return {
        "do": "break",
        "look": _look(plan, prompt),
        **_asked(prompt, state, plan),
        "length": length // SECOND,
        "left": left // SECOND,
        "tip": tip,
        "walked": walked,
        "paused": paused,
    }


def of_end(prompt_id: str, how: str) -> Line:
    """Return the end of a prompt or a break; `how` is empty where nothing is to be said."""
    return {"do": "close", "prompt": prompt_id, "how": how}


def _asked(prompt: Prompt, state: State, plan: Plan) -> Line:
    """Return what prompt and break have in common: who asks, for what, and for whom."""
    leader = prompt.leader
    length = max((member.rule.length for member in prompt.members), default=0)
    if prompt.brief:
        length = min(length, appointments.BRIEF)
    notice = notices.of_prompt(
        prompt,
        state.active,
        drunk=notices.drunk_today(state, plan),
        sight=plan.access.sight,
        place=plan.exercises.place,
    )
    return {
        "prompt": prompt.id,
        "kind": leader.kind.value,
        "title": notice.title,
        "text": notice.body,
        "level": int(prompt.level),
        "strict": leader.strict,
        "ask_reason": leader.ask_reason,
        "length": length // SECOND,
        "counts": leader.counts // SECOND,
        "brief": prompt.brief,
        "easy": prompt.gentle,
        "postpone": _postpones(prompt),
        "wishes": _wishes(prompt, state, plan),
    }


def _postpones(prompt: Prompt) -> list[int]:
    """Return the lengths that it can be postponed by; none when that is used up."""
    if not moment.can_postpone(prompt):
        return []
    return [by // SECOND for by in prompt.leader.postpone_by if by >= MINUTE]


def _wishes(prompt: Prompt, state: State, plan: Plan) -> Line:
    """Return what the exercises have to suit, without their length."""
    tastes = plan.exercises
    hidden = {what for what, taste in state.tastes if taste != "favourite"}
    if not plan.access.sight:
        hidden.add("eyes")
    liked = {what for what, taste in state.tastes if taste == "favourite"}
    return {
        "kind": prompt.leader.kind.value,
        "place": tastes.place,
        "seated": tastes.seated,
        "discreet": tastes.discreet,
        "call": any(busy.reason == "call" and not busy.ignored for busy in state.busy),
        "easy": prompt.gentle,
        "hidden": sorted({*tastes.hide, *hidden}),
        "favourites": sorted({*tastes.favourites, *liked}),
        "lately": list(state.lately),
        "seed": prompt.id,
    }


def _look(plan: Plan, prompt: Prompt | None = None) -> Line:
    """Return the tables `[window]` and `[sound]`, as the window wants them for this prompt."""
    window, sound = plan.window, plan.sound
    is_mute = prompt is not None and prompt.leader.sound == "none"
    return {
        "theme": window.theme,
        "accent": window.accent,
        "text": window.text,
        "motion": window.motion,
        "monitors": window.monitors,
        "avoid": list(window.avoid),
        "focus": window.focus,
        "sound_start": sound.start and not is_mute,
        "sound_end": "never" if is_mute else sound.end,
        "volume": sound.volume,
        "speech": sound.speech,
    }
