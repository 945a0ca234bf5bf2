"""Puts settings into force as soon as they are saved, and says so when they cannot be used.

Rules of this file:
1. They are read and checked on the watch's thread. The engine's thread only changes over, between
   two steps: nobody ever sees half of the old and half of the new.
2. What is wrong is told by one notice, which goes by itself once it is right; the same is not
   told again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ergobreak import in_force, notices, spoken
from ergobreak.adapters.settings_watch import SettingsWatch
from ergobreak.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.adapters.inotify import Inotify
    from ergobreak.host import Host
    from ergobreak.in_force import InForce
    from ergobreak.paths import Paths
    from ergobreak.senses import Senses
    from ergobreak.senses.elsewhere import SystemSenses
    from ergobreak.surroundings import Surroundings

_log = logging.getLogger(__name__)


class Reload:
    """Follows the person's file and those for everybody, or the `explicit` one, and own content."""

    def __init__(
        self,
        paths: Paths,
        explicit: Path | None,
        host: Host,
        surroundings: Surroundings,
    ) -> None:
        self._paths = paths
        self._explicit = explicit
        self._host = host
        self._surroundings = surroundings
        self._chosen = surroundings.in_force  # or about to be: the engine may be behind
        self._watch: SettingsWatch | None = None
        self._dress(self._chosen)

    def start(self, inotify: Inotify, senses: Senses | SystemSenses) -> None:
        """Begin; the daemon's parts are there, and `senses` have been started."""
        self._surroundings.listen = senses.follow_plan
        file = (self._explicit or self._paths.config).absolute()
        content = self._paths.content.absolute()
        others = () if self._explicit else self._paths.for_everybody
        self._watch = SettingsWatch(file, content, self._saved, inotify, others=others)
        self._watch.start()

    def stop(self) -> None:
        """End; what is saved from now on is for the next start."""
        if self._watch is not None:
            self._watch.stop()

    def _dress(self, chosen: InForce) -> None:
        """Give the parts that read no plan what the settings say. On the engine's thread."""
        spoken.follow(chosen.settings.locale.language)
        screen, monday, settings = self._host.screen, self._host.monday, chosen.settings
        self._host.hooks.follow(settings.hooks, chosen.hooks_off)
        screen.checks, screen.tips = chosen.checks, chosen.tips
        screen.week = monday.tell if settings.monday.line and screen.has_ring else None
        monday.asks = settings.discomfort.ask == "weekly"

    # ---------------------------------------------------------------- the watch's thread

    def _saved(self) -> None:
        before = self._chosen
        found = in_force.choose_again(before, self._paths, self._explicit)
        if found == before:
            return
        self._chosen = found

        def change_over() -> None:
            self._surroundings.follow(found)
            self._dress(found)

        self._host.runtime.do(change_over)
        self._tell(before, found)

    def _tell(self, before: InForce, found: InForce) -> None:
        """Say what is wrong when that is new, and take it back when it is right again."""
        screen = self._host.screen
        if found.mistake != before.mistake:
            if any(found.mistake):
                _log.warning("%s: %s", *found.mistake)
                is_hooks = bool(found.hooks_off) and found.mistake[1] == found.hooks_off
                see = _(in_force.SEE_HOOKS if is_hooks else in_force.SEE)
                notice = notices.of_mistake(*found.mistake, _(found.standing), see)
                self._host.notify(notice)
            else:
                self._host.runtime.do(lambda: screen.close(notices.TROUBLE))
        if found.is_missing and not before.is_missing:
            _log.warning("the file of settings is gone: %s", found.standing)
            self._host.notify(notices.of_no_settings())
        name = self._host.runtime.state.profile.name
        if name in before.settings.profiles and name not in found.settings.profiles:
            _log.warning("the profile %s is gone from the settings", name)
            self._host.notify(notices.of_no_profile(name))
