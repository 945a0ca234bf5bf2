"""Water, and "this hurts": what a person tells at any time, asked or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import cycle, dues, moment
from ergobreak.core.effects import AskEasy, CloseBreak, OfferLongerAway, Withdraw
from ergobreak.core.model import DAY, Kind
from ergobreak.core.state import Easy
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.core.events import Drank, Hurt, Preferred
    from ergobreak.core.turn import Turn

EASY_FOR: Final = 2 * DAY  # behaviour 3.13
OFTEN: Final = 3  # after so many corrections the threshold itself is wrong (behaviour 3.8)
ANSWERS: Final = ("better", "keep", "still")
HURT: Final = "hurt"  # the taste of an area that hides its exercises; the others: never, favourite
TASTES: Final = ("", "never", "favourite")


def drink(t: Turn, event: Drank) -> None:
    """Note a drink; it answers a water prompt and starts the reminder anew."""
    rule = next((rule for rule in t.plan.reminders if rule.kind is Kind.HYDRATION), None)
    ml = event.ml or (rule.amount_ml if rule else 0)
    if not 0 < ml <= 5000:
        raise CommandRejected(_("A drink is 1 ml to 5 l."), _("For example: ergobreak drink 250ml"))
    if rule is not None:
        if dues.complete_rider(t, rule.name, "drink"):
            pass
        elif rule.name in moment.in_flight(t):
            dues.let_go(t, [rule.name], "completed", "drink")
        else:
            cycle.restart(t, rule, "every")
    pour(t, ml)


def pour(t: Turn, ml: int) -> None:
    """Add an amount to the day's total."""
    if ml <= 0:
        return
    t.record("drank", ml=ml)
    today = t.plan.hours.day(t.at.wall)
    t.water_ml = ml + (t.water_ml if t.water_day == today else 0)
    t.water_day = today
    t.drinks = (*(drink for drink in t.drinks if drink[0] > t.at.mono - DAY), (t.at.mono, ml))


def hurt(t: Turn, event: Hurt) -> None:
    """Stop what runs, ask nothing, begin easy days; the area stays hidden until brought back."""
    area = dues.one_line(event.area)
    prompt = None
    if t.running is not None:
        prompt, t.running = t.running.prompt, None
        t.effects.append(CloseBreak(prompt.id, "hurt"))
    elif t.shown is not None and event.prompt in ("", t.shown.id):
        prompt, t.shown = t.shown, None
        t.effects.append(Withdraw(prompt.id))
    if prompt is None:
        t.record("hurt", reason=area)
    else:
        for member in prompt.members:
            dues.finish(t, member, "hurt", reason=area)
    still = t.plan.hours.tomorrow(t.at.wall) if event.still else 0
    t.easy = replace(
        _hidden(t, area, event.prompt),
        until=t.at.wall + EASY_FOR,
        asked=False,
        still_until=max(still, 0 if t.easy is None else t.easy.still_until),
    )
    undelivered = [p for p in (t.waiting, t.shown, *t.postponed) if p is not None]
    members = [member for prompt in undelivered for member in prompt.members]
    unfit = [m.rule.name for m in members if dues.refusal(t, m.rule) == dues.EASY]
    dues.let_go(t, unfit, "expired", dues.EASY)


def _hidden(t: Turn, area: str, prompt: str) -> Easy:
    """Hide an area and return the easy days that know how to bring it back.

    Another area named for the same prompt corrects the first one, which was only guessed.
    """
    easy = t.easy or Easy(0)
    if not area:
        return replace(easy, prompt=prompt or easy.prompt)
    before = dict(easy.before)
    if prompt and prompt == easy.prompt and easy.area in before and easy.area != area:
        _set_taste(t, easy.area, before.pop(easy.area))
    before.setdefault(area, dict(t.tastes).get(area, ""))
    _set_taste(t, area, HURT)
    return replace(easy, area=area, before=tuple(before.items()), prompt=prompt or easy.prompt)


def prefer(t: Turn, event: Preferred) -> None:
    """Keep what the person likes and what is not to come again; without a taste both are over."""
    if event.taste not in TASTES:
        raise CommandRejected(
            _("{word} is no taste.").format(word=repr(event.taste)),
            # translators: "never" and "favourite" are typed as they stand here.
            _("never, favourite or nothing"),
        )
    if not dues.is_name(event.what):
        raise CommandRejected(_("That is the name of no exercise."), "ergobreak exercises list")
    known = dict(t.tastes).get(event.what, "")
    if known == event.taste:
        # translators: {what} is an exercise or a part of the body; {taste} is never or favourite.
        said = _("{what} is {taste} already.")
        if not known:
            said = _("{what} is neither hidden nor marked.")
        raise CommandRejected(said.format(what=event.what, taste=known))
    t.record("preferred", reason=event.taste or "allowed", exercises=(event.what,))
    _set_taste(t, event.what, event.taste)


def _set_taste(t: Turn, what: str, taste: str) -> None:
    kept = tuple(pair for pair in t.tastes if pair[0] != what)
    t.tastes = (*kept, (what, taste)) if taste else kept


def correct_absence(t: Turn) -> None:
    """Take back, in the log alone, that the last time away was a break; no timer moves."""
    if not t.rested:
        raise CommandRejected(
            _("No time away has counted as a break lately that you can have spent sitting here."),
            _("Time asleep of the computer stays a break. ergobreak log tells what was noted."),
        )
    for name in t.rested:
        t.record("undone", name, reason="sitting")
    t.rested = ()
    t.corrected += 1
    if t.corrected % OFTEN == 0:
        t.effects.append(OfferLongerAway(t.plan.presence.away_after))


def undo_hurt(t: Turn) -> None:
    """End the easy days: it was pressed by mistake."""
    if t.easy is None:
        raise CommandRejected(_("There is nothing to undo: these are no easy days."))
    t.record("undone", reason="hurt")
    for area, taste in t.easy.before:
        _set_taste(t, area, taste)
    t.easy = None


def answer_easy(t: Turn, answer: str) -> None:
    """Take the answer at the end of the easy days: better | keep | still."""
    if t.easy is None:
        raise CommandRejected(_("These are no easy days."))
    if answer not in ANSWERS:
        raise CommandRejected(
            _("{word} is no answer.").format(word=repr(answer)),
            # translators: the three words are typed as they stand here.
            _("better, keep or still"),
        )
    if answer == "better":
        t.record("undone", reason="better")
        t.easy = None
    else:
        t.record("hurt", reason=answer)
        t.easy = replace(t.easy, until=t.at.wall + EASY_FOR, asked=False)


def ask_easy(t: Turn, easy: Easy) -> None:
    """Ask the one question at the end of the easy days."""
    t.easy = replace(easy, asked=True)
    t.effects.append(AskEasy(easy.area))
