"""Which config is in force, and the plan that it makes where and when the person is."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.core.appointments import Spans
from ergobreak.core.dues import MOVEMENT
from ergobreak.dataclass import dataclass, replace
from ergobreak.errors import ConfigError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ergobreak.config import Loaded
    from ergobreak.config.problems import Problem
    from ergobreak.config.settings import Settings
    from ergobreak.content.posture import PostureCheck
    from ergobreak.content.tips import Tip
    from ergobreak.core.model import Plan
    from ergobreak.core.profiles import Profile
    from ergobreak.paths import Paths

_log = logging.getLogger(__name__)

# What holds while something is wrong: told apart in English, and translated where it is shown.
LAST_GOOD: Final = N_("your last good settings are in force")
DEFAULTS: Final = N_("the defaults are in force")
REST: Final = N_("all other settings are in force")
SEE: Final = N_("See: ergobreak config check")
SEE_HOOKS: Final = N_("See: ergobreak hooks")


@dataclass(frozen=True, slots=True)
class InForce:
    """The person's own settings, the last good ones, or the defaults; and why not their own.

    `trouble` is for a line that stays: what is wrong, or nothing. `mistake` says of the first one
    where it is, and what. `standing` is what holds while the file cannot be used.
    """

    settings: Settings
    trouble: str = ""
    mistake: tuple[str, str] = ("", "")
    standing: str = LAST_GOOD
    is_first_start: bool = False
    is_missing: bool = False  # there is no file, so the defaults are meant
    ignore_hours: bool = False
    checks: tuple[PostureCheck, ...] = ()  # the person's own, and
    tips: tuple[Tip, ...] = ()
    hooks_off: str = ""  # why the hooks of the file are not in `settings`

    @property
    def moving(self) -> list[str]:
        """Return the names of the reminders that mean movement, those of every profile too."""
        every = (self.settings, *self.settings.in_profile.values())
        rules = (rule for each in every for rule in each.reminders.items())
        return sorted({name for name, rule in rules if rule.kind in MOVEMENT})

    def profiles_for(self, zone: str, spans: Spans | None = None) -> tuple[Profile, ...]:
        """Return when each profile is in force, in a time zone, by what the calendars say."""
        if not self.settings.profiles:
            return ()
        from ergobreak.config.conditions import conditions

        return conditions(self.settings, calendar, zone, spans)

    def plan_for(self, zone: str, spans: Spans | None = None, profile: str = "") -> Plan:
        """Return the plan for a time zone (IANA name) and what the calendars say, once read.

        `profile` empty: the plan without any.
        """
        known = spans or Spans()
        hours = calendar.always(zone) if self.ignore_hours else None
        settings = self.settings.in_profile[profile] if profile else self.settings
        plan = config.compile_plan(settings, calendar, zone, hours=hours, days_off=known.days_off)
        sources = config.sources_of(self.settings)
        is_unread = bool(sources) and spans is None
        return replace(
            plan,
            sources=sources or None,
            appointments=None if is_unread else known.appointments,
            profile=profile,
            profiles=self.profiles_for(zone, spans),
            trouble=self.trouble or next(iter(known.problems), ""),
        )


def choose(paths: Paths, explicit: Path | None = None, *, ignore_hours: bool = False) -> InForce:
    """Return the settings to run on.

    An explicit file must be good: ConfigError. Otherwise there always are some; what is wrong with
    the person's own file stands in `trouble`.
    """
    if explicit is not None:
        found = InForce(config.load_explicit(explicit, calendar), ignore_hours=ignore_hours)
        return _without_exposed_hooks(_with_own(found, paths.content), explicit)
    is_first_start = config.first_file(paths)
    loaded = config.load(paths, calendar)
    found = InForce(
        loaded.settings,
        standing=DEFAULTS if loaded.source == "defaults" else LAST_GOOD,
        is_first_start=is_first_start,
        is_missing=loaded.is_missing,
        ignore_hours=ignore_hours,
    )
    if errors := _errors(loaded.problems):
        found = _in_trouble(_but_one(found, loaded), paths.config.name, errors)
    try:
        _try_plans(found)
    except ConfigError as error:
        refused = replace(found, settings=config.defaults(), standing=DEFAULTS)
        found = _refused(refused, error)
    found = _with_own(found, paths.content)
    found = _without_exposed_hooks(found, *_files(paths, None))
    if found.trouble:
        _log.warning("%s", found.trouble)
    return found


def choose_again(before: InForce, paths: Paths, explicit: Path | None = None) -> InForce:
    """Return the settings to go on with, now that a file may have been saved or removed.

    A file that cannot be used leaves those from before in force. Without the person's own file
    these are the defaults; one that was named has to be there. Never raises.
    """
    before = replace(before, standing=LAST_GOOD if before.standing == REST else before.standing)
    whole = replace(before, trouble="", mistake=("", ""))
    if explicit is not None:
        checked = config.read_file(explicit, calendar)
        loaded = None if checked.settings is None else config.Loaded(checked.settings, "file")
        problems = checked.problems
    else:
        loaded = config.load(paths, calendar)
        problems = loaded.problems
    name, errors = (explicit or paths.config).name, _errors(problems)
    if loaded is None or (errors and loaded.source != "file" and not loaded.is_missing):
        kept = replace(whole, is_missing=False)
        return _with_own(_in_trouble(kept, name, errors), paths.content)
    standing = DEFAULTS if loaded.is_missing else LAST_GOOD
    found = replace(
        whole,
        settings=loaded.settings,
        standing=standing,
        is_missing=loaded.is_missing,
        hooks_off="",
    )
    try:
        _try_plans(found)
    except ConfigError as error:
        found = _refused(before, error)
    if errors and not found.trouble:
        found = _in_trouble(_but_one(found, loaded), name, errors)
    found = _with_own(found, paths.content)
    return _without_exposed_hooks(found, *_files(paths, explicit))


def _files(paths: Paths, explicit: Path | None) -> tuple[Path, ...]:
    """Return what the settings may come from.

    The copy of the last good ones may hold what somebody else has written into the file.
    """
    if explicit is not None:
        return (explicit,)
    return (paths.config, *paths.for_everybody, paths.last_good)


def _without_exposed_hooks(found: InForce, *files: Path) -> InForce:
    """Turn hooks off where others may write what names the commands; all else stays in force."""
    hooks = found.settings.hooks
    if not hooks:
        return found
    from msgspec.structs import replace as with_values

    from ergobreak.adapters.hooks.exposure import exposure

    told = next(filter(None, map(exposure, files)), "")
    if not told:
        return found
    found = replace(found, settings=with_values(found.settings, hooks={}), hooks_off=told)
    if found.trouble:
        return found
    return replace(
        found,
        # translators: {why} is as in "others may write FILE".
        trouble=f"{_('Hooks are off: {why}.').format(why=told)} {_(SEE_HOOKS)}",
        mistake=(_("Hooks are off"), told),
        standing=REST,
    )


def _but_one(found: InForce, loaded: Loaded) -> InForce:
    """Say what holds while a file for everybody is left out: all but that one."""
    is_all = loaded.source == "file" or loaded.is_missing
    return replace(found, standing=REST) if is_all else found


def _try_plans(found: InForce) -> None:
    """Make every plan that may come into force. Raises ConfigError where one cannot be made."""
    for profile in ("", *found.settings.profiles):
        found.plan_for("UTC", None, profile)


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.is_error]


def _in_trouble(found: InForce, name: str, errors: Sequence[Problem]) -> InForce:
    """Say that a file cannot be used: in a line that stays, and of the first mistake all."""
    first = errors[0]
    name = first.file or name
    place = f"{name}:{first.line}" if first.line else name
    where = f"{place} ({first.key})" if first.key else place
    # translators: {place} is a file, a line and a key; {standing} says which settings hold.
    told = _("Mistake in {place}; {standing}.").format(place=where, standing=_(found.standing))
    sentence = first.sentence
    if more := len(errors) - 1:
        # translators: {sentence} is the first mistake; {count} is the number of the others.
        sentence = _("{sentence}; and {count} more").format(sentence=sentence, count=more)
    return replace(
        found,
        trouble=f"{told} {_(SEE)}",
        mistake=(": ".join(filter(None, (place, first.key))), sentence),
    )


def _refused(found: InForce, error: ConfigError) -> InForce:
    """Say that the settings make no plan."""
    title = error.title.partition("\n")[0]
    mistake = (_("The settings cannot be used"), title)
    return replace(found, trouble=f"{title}. {_(SEE)}", mistake=mistake)


def _with_own(found: InForce, folder: Path) -> InForce:
    """Add the person's own checks and tips; most people have none, and pay nothing."""
    if not folder.is_dir():
        return replace(found, checks=(), tips=())
    own = config.own_content(folder)
    if own.problems and not found.trouble:
        names = ", ".join(name for name, _problems in own.problems)
        file, problems = own.problems[0]
        found = _in_trouble(found, f"{folder.name}/{file}", problems)
        told = _("{files} cannot be used.").format(files=names)
        found = replace(found, trouble=f"{told} {_(SEE)}")
    return replace(found, checks=own.checks, tips=own.tips)
