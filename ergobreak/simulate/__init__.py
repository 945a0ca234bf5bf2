"""Composition root of the simulated day: a scenario in, its transcript out.

`play` is the whole of it: the engine, a person and a machine whose clocks leap from one deadline
to the next. What a scenario file may say is in scenario.py and happenings.py, what it may expect
in expectations.py.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.errors import UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from ergobreak.config.settings import Settings
    from ergobreak.core.appointments import Spans
    from ergobreak.core.model import Plan
    from ergobreak.simulate.scenario import Scenario
    from ergobreak.simulate.transcript import Transcript


UNREAD: Final = N_(
    "Calendars and public holidays are not read in a simulation: they count as empty."
)


def main(args: Namespace) -> int:
    """Run the verb: a scenario, ordinary days, or else one's own day, as arguments.py names them.

    Returns 1 if the scenario expects what did not come, told on standard error. Raises
    ConfigError for a scenario or a config that cannot be used.
    """
    # Imported late: the other verbs must not pay for them.
    from ergobreak import plain
    from ergobreak.simulate import agenda, expectations
    from ergobreak.simulate.transcript import Transcript

    if not args.scenario and args.days is None:
        from ergobreak.simulate import own_day

        return own_day.main(args, *_settings(args))
    scenario = _scenario(args)
    if _names_calendars(scenario):
        sys.stderr.write(f"{UNREAD}\n")
    expected = scenario.expectations
    transcript = Transcript(
        sys.stdout.buffer if args.jsonl else None, keep=not args.jsonl or bool(expected)
    )
    refusals, unrefused = play(scenario, transcript)
    transcript.flush()
    if not args.jsonl:
        sys.stdout.writelines(f"{plain.text(one)}\n" for one in agenda.agenda(transcript.lines))
    wrong = [*unrefused, *expectations.failures(expected, transcript.lines)]
    sys.stderr.writelines(f"{plain.text(one)}\n" for one in [*refusals, *wrong])
    return 1 if wrong else 0


def plan_for(settings: Settings, zone: str, profile: str = "", spans: Spans | None = None) -> Plan:
    """Return the plan of these settings in a zone and a profile, with what the calendars say."""
    from ergobreak import config
    from ergobreak.adapters.time import calendar
    from ergobreak.config.conditions import conditions
    from ergobreak.core.appointments import Spans
    from ergobreak.dataclass import replace

    said = spans or Spans()
    chosen = settings.in_profile[profile] if profile else settings
    plan = config.compile_plan(chosen, calendar, zone, days_off=said.days_off)
    known = conditions(settings, calendar, zone, said) if settings.profiles else ()
    return replace(plan, profile=profile, profiles=known)


def play(
    scenario: Scenario,
    transcript: Transcript,
    planned: Callable[[Settings, str, str], Plan] | None = None,
) -> tuple[list[str], list[str]]:
    """Play a scenario into a transcript; `planned` makes a plan of settings, zone and profile.

    Returns what was refused though the scenario did not say so, and what was not though it did.
    """
    from functools import partial

    from ergobreak.core.appointments import spans_of
    from ergobreak.person import Person
    from ergobreak.simulate.machine import Machine

    person = Person(scenario.answer, scenario.answers)
    planned = planned or partial(plan_for, spans=spans_of(scenario.appointments or ()))
    machine = Machine(scenario, person, planned, transcript.write)
    machine.run()
    return machine.refusals, machine.unrefused


def _names_calendars(scenario: Scenario) -> bool:
    """Tell whether one of its configs wants something read that a simulation has not."""
    from ergobreak.config import sources_of

    later = (each.settings for each in scenario.happenings)
    return any(each and sources_of(each) for each in (scenario.settings, *later))


def _scenario(args: Namespace) -> Scenario:
    """Return what the command line asks for."""
    from ergobreak.simulate import scenario
    from ergobreak.simulate.working_days import working_days

    if args.json or args.day is not None:
        option = "--json" if args.json else "--day"
        hint = _("The journal of scenarios and of --days is printed by --jsonl.")
        raise UsageError(
            _("{option} goes without a scenario and without --days.").format(option=option), hint
        )
    if args.scenario:
        if args.days:
            raise UsageError(
                _("--days goes without a scenario"), _("Its own `until` says when it ends.")
            )
        return scenario.load(Path(args.scenario), Path(args.config) if args.config else None)
    if args.days < 1:
        raise UsageError(_("nothing to simulate"), _("Name a scenario, or give --days 1."))
    return working_days(_settings(args)[0], args.days)


def _settings(args: Namespace) -> tuple[Settings, str]:
    """Return the settings that are meant and the name of their file, empty for the defaults."""
    from ergobreak import config, paths
    from ergobreak.adapters.time import calendar

    if args.config:
        path = Path(args.config)
        return config.load_explicit(path, calendar), path.name
    places = paths.find(args.home)
    return config.load_current(places, calendar), places.config.name * places.config.exists()
