"""What the tray shows: its picture, its words, and the menu as plain entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import appointments, presence, ring, view
from ergobreak.core.hours import local_of
from ergobreak.core.model import Kind
from ergobreak.core.tray_entry import RULE, Entry
from ergobreak.dataclass import dataclass
from ergobreak.language import _, pgettext

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import State


@dataclass(frozen=True, slots=True)
class TrayView:
    """One picture of the state for the tray.

    `icon`: running, due, break, held, quiet, paused, easy or error. `lines`: the next reminders in
    words. `answers`: (answer, label) pairs of the open prompt. `takes`: (reminder, label) pairs.
    `tomorrow`: the instant that "until tomorrow" means, as in "Mon 09:00". `ring`: how many of its
    twelve steps are filled, None where no break comes; `dot`: an eye rest is due. `meeting`: when
    the present appointment ends, as in "10:30". `drinks`: there is an amount to note. `ignore`:
    (reason, name) of what holds prompts. `sat`: the last time away can be corrected.
    `easy`: these are easy days. `icons`: (reminder, icon) pairs of those that have one.
    `profiles`: the names of all there are; `profile` is the one in force, `by_hand` if the person
    chose it. `installed`: the version that a restart would bring, nothing where it is the same.
    """

    icon: str
    headline: str
    lines: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    takes: tuple[tuple[str, str], ...] = ()
    paused: bool = False
    tomorrow: str = "tomorrow"
    ring: int | None = None
    dot: bool = False
    drinks: bool = True
    water: str = ""
    meeting: str = ""
    ignore: tuple[str, str] | None = None
    sat: bool = False
    easy: bool = False
    icons: tuple[tuple[str, str], ...] = ()
    profiles: tuple[str, ...] = ()
    profile: str = ""
    by_hand: bool = False
    installed: str = ""

    @property
    def picture(self) -> str:
        """Return the name of the picture: the icon, with the ring and the dot where it has them."""
        if self.icon != "running" or (self.ring is None and not self.dot):
            return self.icon
        return f"running-{self.ring or 0}{'-eyes' if self.dot else ''}"


def picture(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> TrayView:
    """Return what the tray shows."""
    words = view.status(state, plan, now, zone)
    coming = [view.sentence(one, now, zone) for one in view.upcoming(state, plan, now)[:3]]
    taken = (rule for rule in plan.reminders if rule.level and rule.kind is not Kind.TIP)
    takes = tuple((rule.name, view.title_of(rule)) for rule in taken)
    holding = presence.holding(state, plan)
    meeting = appointments.current(plan.appointments or (), now.wall)
    water = words.data["water_ml"]
    return TrayView(
        icon=words.icon,
        headline=words.headline,
        lines=(*words.lines, *(line for line in coming if line != words.headline)),
        answers=view.answers(state.shown) if state.running is None else (("done", _("Done")),),
        takes=takes,
        paused=state.pause is not None or state.quiet is not None,
        tomorrow=view.clock(plan.hours.tomorrow(now.wall), now.wall, zone),
        ring=ring.filled(state, plan),
        meeting="" if meeting is None else f"{local_of(meeting.end, zone):%H:%M}",
        dot=any(member.rule.kind is Kind.EYES for dot in state.dots for member in dot.members),
        drinks=any(rule.amount_ml for rule in plan.reminders),
        water=_("{ml} ml today").format(ml=water) if water else "",
        ignore=None if holding is None else (holding.reason, view.who(holding)),
        sat=bool(state.rested),
        easy=state.easy is not None,
        icons=tuple((rule.name, rule.icon) for rule in plan.reminders if rule.icon),
        profiles=tuple(one.name for one in plan.profiles),
        profile=state.profile.name,
        by_hand=state.hand is not None,
    )


def entries(shown: TrayView) -> tuple[Entry, ...]:
    """Return the menu, state first; a command reads as it would behind `ergobreak`."""
    state = tuple(Entry(words) for words in (shown.headline, *shown.lines))
    answers = tuple(Entry(label, answer) for answer, label in shown.answers)
    icons = dict(shown.icons)
    drink = _("Drink ({water})").format(water=shown.water) if shown.water else _("Drink")
    takes = tuple(
        Entry(label, f"take {name}", icon=icons.get(name, "")) for name, label in shown.takes
    )
    return (
        *state,
        *_newer(shown),
        *_corrections(shown),
        RULE,
        *answers,
        *((RULE,) if answers else ()),
        *((Entry(_("Take now"), inside=takes),) if takes else ()),
        *((Entry(drink, "drink"),) if shown.drinks else ()),
        RULE,
        *((Entry(_("Resume"), "resume"),) if shown.paused else ()),
        _no_prompts(shown),
        *((_profiles(shown),) if shown.profiles else ()),
        Entry(_why(shown), "why"),
        Entry(_("This hurts"), "hurt"),
        RULE,
        Entry(_("Today's log"), "log"),
        Entry(_("Settings"), "settings"),
        _more(shown.tomorrow),
        RULE,
        Entry(_("Quit"), "quit"),
    )


def _newer(shown: TrayView) -> tuple[Entry, ...]:
    """Return the offer to run what was installed meanwhile."""
    if not shown.installed:
        return ()
    offer = _("ergobreak {version} is installed: restart").format(version=shown.installed)
    return (Entry(offer, "restart"),)


def _corrections(shown: TrayView) -> tuple[Entry, ...]:
    """Return what puts right what ergobreak has taken for a break, or for a call."""
    found = (Entry(_("I was sitting"), "sitting"),) if shown.sat else ()
    if shown.easy:
        found = (*found, Entry(_("End the easy days"), "hurt --undo"))
    if shown.ignore is None:
        return found
    reason, name = shown.ignore
    # translators: {name} is a program, or what holds prompts, as in "microphone".
    return (*found, Entry(_("Ignore {name}").format(name=name), f"ignore {reason}"))


def _no_prompts(shown: TrayView) -> Entry:
    meeting = _("Until this meeting ends ({clock})").format(clock=shown.meeting)
    tomorrow = _("Until tomorrow ({clock})").format(clock=shown.tomorrow)
    return Entry(
        # translators: a submenu; its lines are "30 min", "1 h", "Until tomorrow (Mon 09:00)".
        _("No prompts for"),
        inside=(
            Entry(_("30 min"), "quiet 30m"),
            Entry(_("1 h"), "quiet 1h"),
            Entry(_("2 h"), "quiet 2h"),
            *((Entry(meeting, f"quiet until {shown.meeting}"),) if shown.meeting else ()),
            Entry(tomorrow, "quiet until tomorrow"),
        ),
    )


def _profiles(shown: TrayView) -> Entry:
    """Return the profiles, that in force marked, and the way back to the choice by itself."""
    names = (*shown.profiles, "")
    return Entry(
        _("Profile"),
        inside=(
            *(
                Entry(
                    name or pgettext("profile", "None"),
                    f"profile use {name or 'none'}",
                    mark="radio",
                    is_marked=name == shown.profile,
                )
                for name in names
            ),
            RULE,
            Entry(
                _("Chosen by itself"),
                "profile auto",
                mark="checkmark",
                is_marked=not shown.by_hand,
            ),
        ),
    )


def _why(shown: TrayView) -> str:
    if shown.icon == "due":
        return _("Why now?")
    return _("Why silent?") if shown.icon in ("held", "quiet", "paused") else _("Why?")


def _more(tomorrow: str) -> Entry:
    """Return what few people need: to stop the counting itself, and the page of help."""
    until = _("Pause counting until tomorrow ({clock})").format(clock=tomorrow)
    return Entry(
        _("More"),
        inside=(
            Entry(_("Pause counting for 30 min"), "pause 30m"),
            Entry(_("Pause counting for 1 h"), "pause 1h"),
            Entry(until, "pause until tomorrow"),
            RULE,
            Entry(_("Help"), "help"),
        ),
    )
