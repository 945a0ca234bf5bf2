"""What the plan says besides the rules, when settings are exchanged under a running engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak import language, paths, spoken
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.tray.find import NoTray
from ergobreak.config import defaults, from_table
from ergobreak.core import engine, events
from ergobreak.core.model import MINUTE, Now
from ergobreak.core.state import Hand
from ergobreak.dataclass import replace
from ergobreak.in_force import InForce
from ergobreak.monday import Monday
from ergobreak.reload import Reload
from ergobreak.senses import Senses
from ergobreak.surroundings import Surroundings
from tests.services.waiting import wait_for
from tests.test_screen import Office

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ergobreak.core.model import Plan
    from ergobreak.core.tray_view import TrayView

DEFAULTS = InForce(defaults())


class Icon(NoTray):
    """An icon that keeps its pictures."""

    def __init__(self) -> None:
        super().__init__("none")
        self.pictures: list[TrayView] = []
        self.languages: list[str] = []

    def update(self, view: TrayView) -> None:
        """Keep it, and the language that it was drawn in."""
        self.pictures.append(view)
        self.languages.append(language.spoken())

    def has(self, word: str) -> bool:
        """Tell whether the last picture has this in its lines."""
        return bool(self.pictures) and any(word in line for line in self.pictures[-1].lines)


def test_trouble_is_drawn_at_once_and_writes_nothing(tmp_path: Path) -> None:
    """What is wrong with settings is in the tray without a change of the rules, and goes again."""
    office, icon = Office(tmp_path, DEFAULTS.plan_for("UTC")), Icon()
    office.host.tray = icon
    surroundings = Surroundings(office.host, DEFAULTS, "UTC")
    with office:
        wait_for(lambda: icon.pictures)
        office.runtime.do(lambda: surroundings.follow(replace(DEFAULTS, trouble="Line 3.")))
        wait_for(lambda: icon.has("Line 3."))
        assert icon.pictures[-1].icon == "error"

        office.runtime.do(lambda: surroundings.follow(DEFAULTS))
        wait_for(lambda: not icon.has("Line 3."))
        assert "config_changed" not in [line["event"] for line in office.lines]


def test_trouble_of_the_journal_outlives_a_change_of_the_settings(tmp_path: Path) -> None:
    """What is wrong until the next start is still said when other settings are in force."""
    office = Office(tmp_path, DEFAULTS.plan_for("UTC"))
    surroundings = Surroundings(office.host, DEFAULTS, "UTC")
    surroundings.complain("The journal was damaged.")
    assert office.runtime.plan.trouble == "The journal was damaged."
    chosen = replace(DEFAULTS, settings=from_table({"presence": {"settle": "4m"}}))
    with office:
        office.runtime.do(lambda: surroundings.follow(chosen))
        wait_for(lambda: "config_changed" in [line["event"] for line in office.lines])

        wait_for(lambda: surroundings.in_force == chosen)
        assert office.runtime.plan.trouble == "The journal was damaged."


def test_another_language_is_drawn_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that name another language have the tray drawn in it, without a restart."""
    monkeypatch.delenv(language.VARIABLE, raising=False)
    places, icon = paths.find(str(tmp_path / "home")), Icon()
    places.config_dir.mkdir()
    places.config.write_text('[locale]\nlanguage = "en"\n')
    office, inotify = Office(tmp_path, DEFAULTS.plan_for("UTC")), Inotify()
    office.host.tray, office.host.monday = icon, Monday(places, office.host.notify)
    english = replace(DEFAULTS, settings=from_table({"locale": {"language": "en"}}))
    surroundings = Surroundings(office.host, english, "UTC")
    reload = Reload(places, None, office.host, surroundings)
    try:
        with office:
            wait_for(lambda: icon.pictures)
            reload.start(inotify, Senses(office.host.post, None, lambda _zone: None))
            other = spoken.available()[1]
            places.config.write_text(f'[locale]\nlanguage = "{other}"\n')
            wait_for(lambda: icon.languages[-1] == other, what="a picture in another language")
            assert icon.languages[0] == "en"
            reload.stop()
    finally:
        inotify.stop()
        language.speak(language.ENGLISH)


def test_another_profile_is_another_plan_for_all_who_go_by_it(tmp_path: Path) -> None:
    """A choice by hand puts the plan of the profile into force, and lets the senses go by it."""
    table = {"profiles": {"home": {"presence": {"idle_after": "1m"}}}}
    chosen = InForce(from_table(table))
    office = Office(tmp_path, chosen.plan_for("UTC"))
    surroundings = Surroundings(office.host, chosen, "UTC")
    office.host.screen.use_profile = surroundings.use_profile
    heard: list[Plan] = []
    surroundings.listen = heard.append
    with office:
        office.runtime.post(events.ProfileChosen("home"))
        wait_for(lambda: office.runtime.plan.profile == "home" and heard)
        assert office.runtime.plan.presence.idle_after == heard[-1].presence.idle_after == MINUTE

        office.runtime.post(events.ProfileLeft())
        wait_for(lambda: office.runtime.plan.profile == "" and len(heard) > 1)
        assert "config_changed" not in [line["event"] for line in office.lines]


def test_it_begins_in_the_profile_that_it_ended_in(tmp_path: Path) -> None:
    """A saved choice by hand is in force with the first step; one whose time is over is not."""
    chosen = InForce(from_table({"profiles": {"home": {"delivery": {"per_hour": 1}}}}))
    plan = chosen.plan_for("UTC")
    state, _ = engine.start(plan, Now(0, 0), "boot")
    saved = replace(state, hand=Hand("home", until=10))
    found = []
    for wall in (9, 10):
        folder = tmp_path / str(wall)
        folder.mkdir()
        office = Office(folder, plan)
        surroundings = Surroundings(office.host, chosen, "UTC")
        surroundings.begin(saved, wall)
        found.append((office.runtime.plan.profile, office.runtime.plan.delivery.per_hour))

    assert found == [("home", 1), ("", 3)]
