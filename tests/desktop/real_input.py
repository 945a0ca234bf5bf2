"""What must hold on every desktop, done as a person does it: a real pointer, real services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.desktop.desktop import BUS
from tests.desktop.test_main_job import CONFIG, DONE, SOON, Program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from tests.desktop.menu import Tray

# Nothing is due while the test runs, unless it advances the clock.
CALM: Final = CONFIG.replace('first = "1s"', 'first = "1h"')
WET: Final = CALM.replace("[reminders.hydration]\nenabled = false", "[reminders.hydration]")
BACK: Final = ["due", "prompted", "held", "released", "prompted", "completed"]


def menu_reaches_the_log(program: Program, tray: Tray, shot: str) -> None:
    """Click on a line of the menu and on one inside another: both stand in the journal."""
    tray.waits_for("running")
    tray.choose("drink")
    wait_for(lambda: program.events() == ["drank"], SOON, "the drink is logged")
    tray.choose("quiet 1h", shot)
    wait_for(lambda: program.events() == ["drank", "quiet"], SOON, "the quiet hour is logged")
    tray.waits_for("quiet")


def prompt_is_seen_and_answered(program: Program, tray: Tray) -> None:
    """Let time pass until a prompt is due: icon and notice tell, and a click on Done answers."""
    tray.waits_for("running")
    program.does("advance", "1h")
    tray.waits_for("due")
    program.presses(DONE)
    program.waits_for_nothing()
    tray.waits_for("running")
    assert program.events() == ["due", "prompted", "completed"]


def panel_may_go_and_come(program: Program, tray: Tray, panel: str) -> None:
    """Kill the panel and start it: the icon is back as it is by then, and its menu works."""
    tray.waits_for("running")
    program.desktop.kill(panel)
    tray.waits_for_none()
    program.does("pause")
    program.desktop.start(panel)
    tray.waits_for("paused")
    tray.choose("resume")
    wait_for(lambda: program.events() == ["paused", "resumed"], SOON, "the click is logged")
    tray.waits_for("running")


def server_may_go_and_come(program: Program, server: str) -> None:
    """Kill the notification server under a prompt: the next one shows it, and its button works."""
    program.notice()
    program.desktop.kill(server)
    wait_for(lambda: "held" in program.events(), SOON, "the prompt is held")
    program.desktop.start(server)
    program.presses(DONE)
    program.waits_for_nothing()
    wait_for(lambda: program.events() == BACK, SOON, f"{BACK} is logged")


def bus_may_go_and_come(program: Program, tray: Tray, panel: str, server: str) -> None:
    """Kill the session bus and all that hangs on it: icon and prompt come back by themselves."""
    tray.waits_for("due")
    program.notice()
    for service in (BUS, panel, server):
        program.desktop.kill(service)
    wait_for(lambda: "held" in program.events(), SOON, "the prompt is held")
    for service in (BUS, server, panel):
        program.desktop.start(service)
    tray.waits_for("due")
    program.presses(DONE)
    program.waits_for_nothing()
    wait_for(lambda: program.events() == BACK, SOON, f"{BACK} is logged")
    tray.waits_for("running")
