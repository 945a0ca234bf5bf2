"""The verb `doctor`: what serves as what here, what lacks, what that costs, and what mends it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.adapters.agenda import served
from ergobreak.cli import checkup, survey
from ergobreak.cli.formats import printable
from ergobreak.cli.remedies import Finding, Look, diagnose
from ergobreak.cli.source_looks import of_reader, of_sources, together
from ergobreak.cli.surroundings import System
from ergobreak.control import client
from ergobreak.dataclass import asdict
from ergobreak.errors import ErgobreakError
from ergobreak.language import _, ngettext, pgettext

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ergobreak.config import Settings
    from ergobreak.core.appointments import Sources as Wanted
    from ergobreak.paths import Paths

_HEAD: Final = 9, 15  # characters for the state, and for the title, at least


def doctor(args: Namespace) -> int:
    """Say how well the main job can be done; the exit code is 1 if it cannot."""
    if args.bundle:
        from ergobreak.cli import bug_report

        return bug_report.bundle(args)
    found, is_running = findings(args.home)
    if args.json:
        client.tell(0, as_json(found, is_running=is_running))
    else:
        client.tell(0, text(found, is_running=is_running))
    return 1 if any(each.is_fatal for each in found) else 0


def findings(home: str | None) -> tuple[tuple[Finding, ...], bool]:
    """Return what was found for each part, and whether a daemon runs."""
    places = paths.find(home)
    program, data = checkup.program(home, places)
    is_running = bool(data)
    libraries = checkup.libraries(is_linux=sys.platform.startswith("linux"))
    looks = [program, libraries, *_of_machine(places, data)]
    name = f"ergobreak --home {home}" if home else "ergobreak"
    here = System(program=name, is_running=is_running)
    if libraries.state == "ok" or libraries.is_bearable:  # else nothing more can be looked at
        looks = together([*looks, *_of_rest(home, places, data)])
        here = survey.system(daemon=data.get("pid"), program=name)
    return diagnose(looks, here), is_running


def _of_machine(places: Paths, data: Mapping[str, Any]) -> list[Look]:
    """Return the looks that take no library; `data` is what `status` says, if a daemon runs."""
    return [
        checkup.window(),
        checkup.sound(),
        checkup.disk(places),
        checkup.version(installed(), str(data.get("version", ""))),
    ]


def _of_rest(home: str | None, places: Paths, data: Mapping[str, Any]) -> list[Look]:
    """Return the looks at files, clock and desktop."""
    from ergobreak import config
    from ergobreak.adapters.time import calendar

    there = checkup.is_there(places.config)
    known = config.current(places, calendar)
    found = known if there or known.problems else None
    chosen = known.settings or config.defaults()
    trouble = str(data.get("trouble", ""))
    diary, last = checkup.diary(home, places, trouble)
    odd = checkup.clock(last)
    return [
        diary,
        checkup.settings(places, found, trouble),
        checkup.calendars(chosen),
        *_of_desktop(data, chosen),
        *([odd] if odd else []),
    ]


def _of_desktop(data: Mapping[str, Any], chosen: Settings) -> list[Look]:
    """Return the looks at the sources: the daemon's own, or what one would find here."""
    try:
        sources, is_read_aloud = data["sources"], bool(data.get("aloud"))
    except KeyError:
        try:
            sources, is_read_aloud = _survey(chosen)
        except ErgobreakError as error:
            return [Look("notifications", "wrong", error.title, mend=error.hint)]
    turned_off = () if chosen.busy.fullscreen else ("fullscreen",)
    reader = of_reader(chosen.access.screen_reader, is_read_aloud=is_read_aloud)
    return [*of_sources(sources, turned_off), reader]


def _survey(chosen: Settings) -> tuple[survey.Sources, bool]:
    from ergobreak import config
    from ergobreak.adapters.time import calendar

    zone = calendar.zone_name()
    plan = config.compile_plan(chosen, calendars=calendar, zone=zone)
    sources, is_read_aloud = survey.look_round(plan, zone)
    if wanted := config.sources_of(chosen):
        sources["calendar"] = _read_calendars(wanted, zone)
    return sources, is_read_aloud


def _read_calendars(wanted: Wanted, zone: str) -> dict[str, str]:
    """Return the calendars as a source, read once as a daemon would."""
    from ergobreak.adapters.agenda.child import Child, Failed
    from ergobreak.adapters.time.clock import SystemClock

    try:
        return served(Child(wanted, zone, SystemClock().now().wall).answer().problems)
    except Failed as failure:
        return served([str(failure)])


def installed() -> str:
    """Return the version that the next daemon would have, as a daemon names its own."""
    from ergobreak.control import installed

    return installed.version()


# ---------------------------------------------------------------- what is printed


def as_json(findings: Sequence[Finding], *, is_running: bool) -> str:
    """Return the findings for programs."""
    is_well = not any(each.is_fatal for each in findings)
    data = {"ok": is_well, "running": is_running, "parts": [asdict(each) for each in findings]}
    return json.dumps(data, ensure_ascii=False)


def text(findings: Sequence[Finding], *, is_running: bool) -> str:
    """Return the findings for people: a verdict, and a line for each part, grouped."""
    lines = [_verdict(findings, is_running=is_running)]
    group = ""
    state = max([_HEAD[0], *(len(_state(each)) + 2 for each in findings)])
    title = max([_HEAD[1], *(len(each.title) + 1 for each in findings)])
    for each in findings:
        if each.group != group:
            group = each.group
            lines += ["", group]
        lines += _lines(each, state, title)
    return "\n".join(map(printable, lines))


def _lines(one: Finding, state: int, title: int) -> list[str]:
    """Return what is printed of one part; `state`, `title`: characters for these."""
    margin = " " * (2 + state)
    lines = [f"  {_state(one):{state}}{one.title:{title}} {one.told}".rstrip()]
    if one.costs:
        lines.append(_("{margin}costs: {costs}").format(margin=margin, costs=one.costs))
    if one.mend:
        lines.append(_("{margin}mend:  {mend}").format(margin=margin, mend=one.mend))
    return lines


def _state(one: Finding) -> str:
    """Return how a part does, as a word in a column."""
    match one.state:
        case "ok":
            return pgettext("state of a part", "ok")
        case "missing":
            return pgettext("state of a part", "missing")
        case "wrong":
            return pgettext("state of a part", "wrong")
        case "off":
            return pgettext("state of a part", "off")


def _verdict(findings: Sequence[Finding], *, is_running: bool) -> str:
    fatal = [each.title for each in findings if each.is_fatal]
    others = [each for each in findings if each.mend and each.part != "program"]
    if fatal:
        return _("ergobreak cannot do its job here. First to mend: {parts}.").format(
            parts=", ".join(fatal)
        )
    first = _("ergobreak does its job.") if is_running else _("ergobreak does not run, and could.")
    if not others:
        return _("{first} Nothing is missing.").format(first=first)
    return ngettext(
        "{first} One thing could be better.",
        "{first} {count} things could be better.",
        len(others),
    ).format(first=first, count=len(others))
