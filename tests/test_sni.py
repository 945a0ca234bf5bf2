"""The icon over D-Bus: a real bus, and a panel that holds every word against the interfaces."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import sys
import time
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jeepney import HeaderFields
from PIL import Image

from ergobreak.adapters.dbus.bus import Bus, BusError
from ergobreak.adapters.tray.icons import STATES, picture
from ergobreak.adapters.tray.icons.pixmaps import PIXELS, pixmaps
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.adapters.tray.sni_item import NO_PANEL
from ergobreak.core.tray_view import TrayView, entries
from ergobreak.dataclass import replace
from tests.services.private_bus import PrivateBus
from tests.services.published import table
from tests.services.waiting import wait_for
from tests.services.watcher import ITEM, KNOWN, MENU, Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

VIEW = TrayView(
    icon="running",
    headline="Stretch about 10:30",
    lines=("Walk about 9:45", "Water & tea"),
    takes=(("walk", "Walk"), ("long_walk", "Long_walk")),
)
DUE = replace(VIEW, icon="due", headline="Time for a walk", answers=(("done", "Done"),))
ERROR = "org.freedesktop.DBus.Error."
PROPERTIES = "org.freedesktop.DBus.Properties"


class Tray:
    """A tray that runs, what it has answered, and what it sees when it looks."""

    def __init__(self, address: str | None, view: TrayView = VIEW) -> None:
        self.view = view
        self.answers: list[str] = []
        self.bus = Bus(address)
        self.bus.start()
        self.tray = SniTray(self.bus, self.answers.append, lambda: self.view)
        self.runs = Thread(target=self.tray.run, daemon=True)
        self.runs.start()

    def show(self, view: TrayView) -> None:
        """Do what the engine does after a step."""
        self.view = view
        self.tray.update(view)

    def end(self) -> None:
        """Stop it and hang up."""
        self.tray.stop()
        self.runs.join(5)
        assert not self.runs.is_alive()
        self.bus.stop()


@pytest.fixture(scope="module")
def shared_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBus]:
    """Yield a bus; it is empty again after each test."""
    with PrivateBus(tmp_path_factory.mktemp("bus")) as bus:
        yield bus


@pytest.fixture
def tray(shared_bus: PrivateBus) -> Iterator[Tray]:
    """Yield a running tray."""
    tray = Tray(shared_bus.address)
    yield tray
    tray.end()


@pytest.fixture
def panel(shared_bus: PrivateBus, tray: Tray) -> Iterator[Watcher]:
    """Yield a panel that shows the icon, and has heard nothing since."""
    with Watcher(shared_bus.address) as panel:
        wait_for(lambda: tray.tray.is_hosted)
        panel.catch_up()
        panel.signals.clear()
        yield panel


def error_of(
    panel: Watcher,
    interface: str,
    method: str,
    signature: str,
    *values: object,
    said_to: str | None = None,
) -> str:
    """Return the D-Bus name of the error that a call gets, without what all have in common."""
    with pytest.raises(BusError) as caught:
        panel.raw(interface, method, signature, values, said_to=said_to)
    return caught.value.name.removeprefix(ERROR)


# -------------------------------------------------------------------- the icon


@pytest.mark.parametrize("interface", [ITEM, MENU])
def test_it_describes_itself_as_the_desktops_expect(panel: Watcher, interface: str) -> None:
    """Introspected, icon and menu tell exactly the members and types of the published interface."""
    (text,) = panel.raw(interface, "Introspect", "", (), said_to="").body

    told = {member: types for member, types in table(text).items() if member[0] == interface}
    assert told == {member: types for member, types in KNOWN.items() if member[0] == interface}


def test_the_icon_says_what_the_view_says(panel: Watcher, tray: Tray) -> None:
    """Title and tool tip are the headline and the lines, in the words of the view."""
    assert (panel.get("Id"), panel.get("Title"), panel.get("Status")) == (
        "ergobreak", "Stretch about 10:30", "Active",
    )  # fmt: skip
    assert panel.get("ToolTip") == (
        "", [], "Stretch about 10:30", "Walk about 9:45\nWater &amp; tea",
    )  # fmt: skip
    assert panel.get("ItemIsMenu") is False
    assert panel.get("IconPixmap") == list(pixmaps("running"))


def test_all_properties_can_be_read_at_once(panel: Watcher) -> None:
    """GetAll tells each property with its published type, for the icon and for the menu."""
    for interface in (ITEM, MENU):
        (found,) = panel.raw(interface, "GetAll", "s", (interface,), said_to=PROPERTIES).body

        types = {name: signature for name, (signature, _) in found.items()}
        assert types == {
            name: known[1]
            for (owner, tag, name), known in KNOWN.items()
            if (owner, tag) == (interface, "property")
        }


def test_what_is_due_asks_for_attention(panel: Watcher, tray: Tray) -> None:
    """A prompt changes picture, title, tip and status, and says so once each; its end as well."""
    tray.show(DUE)
    wait_for(lambda: ("NewStatus", ("NeedsAttention",)) in panel.signals)

    assert panel.get("Status") == "NeedsAttention"
    assert panel.get("IconPixmap") == panel.get("AttentionIconPixmap") == list(pixmaps("due"))
    panel.catch_up()
    said = [name for name, _ in panel.signals if name.startswith("New")]
    assert sorted(said) == ["NewIcon", "NewStatus", "NewTitle", "NewToolTip"]
    tray.show(VIEW)
    wait_for(lambda: ("NewStatus", ("Active",)) in panel.signals)


def test_the_picture_that_asks_for_attention_is_known_beforehand(panel: Watcher) -> None:
    """GNOME's extension reads it when it meets the icon, and never again: it is right by then."""
    assert panel.get("IconPixmap") == list(pixmaps("running"))
    assert panel.get("AttentionIconPixmap") == list(pixmaps("due"))


def test_nothing_new_is_said_by_nobody(panel: Watcher, tray: Tray) -> None:
    """An update that changes nothing that can be seen sends no signal."""
    tray.show(replace(VIEW))
    tray.show(VIEW)
    tray.show(replace(VIEW, icon="break"))  # a picture, and nothing else
    wait_for(lambda: panel.signals)
    panel.catch_up()

    assert panel.signals == [("NewIcon", ())]


def test_a_left_click_opens_the_small_window_and_nothing_else_does(
    panel: Watcher, tray: Tray
) -> None:
    """Middle and right click and the wheel get an answer and start nothing; no click a break."""
    for method in ("SecondaryActivate", "ContextMenu"):
        assert panel.call(ITEM, method, 10, 20) == ()
    assert panel.call(ITEM, "Scroll", -120, "vertical") == ()
    assert tray.answers == []
    assert panel.call(ITEM, "Activate", 10, 20) == ()
    assert tray.answers == ["window"]


def test_what_is_unknown_gets_the_error_of_its_kind(panel: Watcher) -> None:
    """Each wrong call is told apart: property, method, interface, arguments, read-only."""

    def of_property(method: str, signature: str, *values: object) -> str:
        return error_of(panel, ITEM, method, signature, *values, said_to=PROPERTIES)

    assert of_property("Get", "ss", ITEM, "XAyatanaLabel") == "UnknownProperty"
    assert of_property("Get", "ss", "org.example.Other", "Title") == "UnknownInterface"
    assert of_property("Set", "ssv", ITEM, "Title", ("s", "mine")) == "PropertyReadOnly"
    assert of_property("Get", "s", ITEM) == "InvalidArgs"
    other = error_of(panel, ITEM, "Activate", "ii", 0, 0, said_to="org.example.Other")
    assert other == "UnknownInterface"
    assert error_of(panel, ITEM, "ProvideXdgActivationToken", "s", "x") == "UnknownMethod"
    assert error_of(panel, ITEM, "Activate", "s", "x") == "InvalidArgs"
    assert error_of(panel, MENU, "GetLayout", "iias", 4711, -1, []) == "InvalidArgs"
    assert error_of(panel, MENU, "GetProperty", "is", 0, "no-such") == "UnknownProperty"
    assert error_of(panel, MENU, "Event", "isvu", 4711, "clicked", ("i", 0), 0) == "InvalidArgs"
    assert error_of(panel, MENU, "AboutToShow", "i", 4711) == "InvalidArgs"


# -------------------------------------------------------------------- the panel comes and goes


@pytest.fixture
def said() -> Iterator[list[str]]:
    """Yield what the tray's adapters log; name it before `tray`, whose first word comes early.

    A handler of our own: pytest's is taken off between the set-up of a test and its call.
    """
    words: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: words.append(record.getMessage())  # type: ignore[method-assign]  # all that it does
    logger = logging.getLogger("ergobreak.adapters")
    logger.addHandler(handler)
    yield words
    logger.removeHandler(handler)


def test_a_panel_may_come_late_and_again(
    shared_bus: PrivateBus, said: list[str], tray: Tray
) -> None:
    """Without a panel the reason says so; each that comes gets the icon, once, as it is then."""
    wait_for(lambda: "no panel" in tray.tray.reason)
    for headline in ("First", "Second"):
        tray.show(replace(VIEW, headline=headline))  # taken up before the panel, in turn
        with Watcher(shared_bus.address) as panel:
            wait_for(lambda: tray.tray.is_hosted)
            assert tray.tray.reason == ""
            assert panel.items == [tray.bus.name]
            assert panel.get("Title") == headline
        wait_for(lambda: not tray.tray.is_hosted)
        assert "no panel" in tray.tray.reason
    assert said == [NO_PANEL]  # however often panels go


def test_a_host_may_come_later_than_its_watcher(shared_bus: PrivateBus, tray: Tray) -> None:
    """A watcher that nobody draws for is no place; when somebody does, it is, and back again."""
    with Watcher(shared_bus.address, is_host=False) as panel:
        wait_for(lambda: panel.items)
        assert not tray.tray.is_hosted
        wait_for(lambda: "no panel" in tray.tray.reason)
        panel.draws(True)
        wait_for(lambda: tray.tray.is_hosted)
        panel.draws(False)
        wait_for(lambda: not tray.tray.is_hosted)
        assert panel.items == [tray.bus.name]


def test_a_panel_that_refuses_is_named(shared_bus: PrivateBus, tray: Tray) -> None:
    """The reason holds the panel's own words; the next panel is asked afresh."""
    with Watcher(shared_bus.address, refuses=True):
        wait_for(lambda: "refuses the icon" in tray.tray.reason)
        assert "not this one" in tray.tray.reason
    wait_for(lambda: "no panel" in tray.tray.reason)
    with Watcher(shared_bus.address):
        wait_for(lambda: tray.tray.is_hosted)
        assert tray.tray.reason == ""


def test_a_bus_that_dies_and_returns_is_found_again(shared_bus: PrivateBus, tray: Tray) -> None:
    """With the bus the icon is lost, and says so; with the next one it is back, as it is now."""
    with Watcher(shared_bus.address):
        wait_for(lambda: tray.tray.is_hosted)
        shared_bus.kill()
        wait_for(lambda: "bus is away" in tray.tray.reason)
        tray.show(DUE)
    shared_bus.start()
    with Watcher(shared_bus.address) as panel:
        wait_for(lambda: tray.tray.is_hosted)
        wait_for(lambda: panel.get("Title") == "Time for a walk")
        panel.click("Done")
        assert tray.answers == ["done"]


def test_without_a_bus_it_waits_and_can_be_stopped() -> None:
    """A session that names no bus has no icon, a reason, and an end."""
    tray = Tray(None)
    tray.show(DUE)
    wait_for(lambda: "bus is away" in tray.tray.reason)
    tray.end()


def test_it_may_be_stopped_before_it_runs() -> None:
    """A stop that comes first lets `run` return at once."""
    tray = SniTray(Bus(None), print, lambda: VIEW)
    assert tray.reason == ""  # nobody knows yet
    tray.stop()
    run = Thread(target=tray.run, daemon=True)
    run.start()
    run.join(5)

    assert not run.is_alive()


def test_a_view_that_cannot_be_had_costs_no_icon(
    shared_bus: PrivateBus, caplog: pytest.LogCaptureFixture
) -> None:
    """Where looking fails there is a line in the log, and the next update shows the icon."""
    bus = Bus(shared_bus.address)
    bus.start()

    def look() -> TrayView:
        raise LookupError("nothing yet")

    tray = SniTray(bus, print, look)
    run = Thread(target=tray.run, daemon=True)
    with Watcher(shared_bus.address) as panel:
        run.start()
        wait_for(lambda: tray.is_hosted)
        tray.update(VIEW)
        wait_for(lambda: panel.get("Status") == "Active")
        assert panel.get("Title") == VIEW.headline
        assert [record.message for record in caplog.records] == ["the tray icon failed"]
    tray.stop()
    run.join(5)
    bus.stop()


def test_when_it_stops_it_hides(panel: Watcher, tray: Tray) -> None:
    """The icon goes with `stop`, even if the connection stays; what comes later shows nothing."""
    tray.tray.stop()
    wait_for(lambda: ("NewStatus", ("Passive",)) in panel.signals)
    tray.runs.join(5)
    tray.show(DUE)

    assert panel.get("Status") == "Passive"
    assert panel.call(MENU, "AboutToShow", 0) == (False,)
    assert panel.get("Title") == VIEW.headline


# -------------------------------------------------------------------- the menu


def test_the_menu_holds_what_can_be_done(panel: Watcher) -> None:
    """All entries come in their order, with what is inside them; `_` never underlines a letter."""
    labels = [label for label, _ in panel.menu()]

    assert labels == [
        "Stretch about 10:30", "Walk about 9:45", "Water & tea", "",
        "Take now", "Walk", "Long__walk", "Drink", "",
        "No prompts for", "30 min", "1 h", "2 h", "Until tomorrow (tomorrow)",
        "Why?", "This hurts", "", "Today's log", "Settings",
        "More", "Pause counting for 30 min", "Pause counting for 1 h",
        "Pause counting until tomorrow (tomorrow)", "", "Help", "", "Quit",
    ]  # fmt: skip


def test_each_line_tells_what_it_is(panel: Watcher) -> None:
    """Words are disabled, rules are separators, submenus say so, and only that differs."""
    _, (_, of_root, lines) = panel.call(MENU, "GetLayout", 0, -1, [])
    words, rule, submenu, drink = (lines[place][1] for place in (0, 3, 4, 5))

    assert of_root == {"children-display": ("s", "submenu")}
    assert words[1] == {"label": ("s", "Stretch about 10:30"), "enabled": ("b", False)}
    assert rule[1] == {"type": ("s", "separator")}
    assert submenu[1] == {"label": ("s", "Take now"), "children-display": ("s", "submenu")}
    assert drink[1] == {"label": ("s", "Drink")}
    assert [line[1][1]["label"][1] for line in submenu[2]] == ["Walk", "Long__walk"]


def test_a_panel_may_ask_for_a_part(panel: Watcher) -> None:
    """Depth, starting line and names limit a layout; groups and single properties follow suit."""
    inside = dict(panel.menu())
    _, (_, _, flat) = panel.call(MENU, "GetLayout", 0, 1, ["type"])
    assert [line[1][2] for line in flat] == [[]] * len(flat)
    assert {name for line in flat for name in line[1][1]} == {"type"}
    _, bare = panel.call(MENU, "GetLayout", 0, 0, ["label"])
    assert bare == (0, {}, [])
    _, (number, _, lines) = panel.call(MENU, "GetLayout", inside["More"], -1, [])
    assert (number, len(lines)) == (inside["More"], 5)

    asked = [inside["Drink"], 4711, inside["Quit"]]
    assert panel.call(MENU, "GetGroupProperties", asked, ["label"]) == (
        [(inside["Drink"], {"label": ("s", "Drink")}), (inside["Quit"], {"label": ("s", "Quit")})],
    )
    assert len(panel.call(MENU, "GetGroupProperties", [], [])[0]) == len(panel.menu()) + 1
    words = inside["Walk about 9:45"]
    assert panel.call(MENU, "GetProperty", words, "enabled") == (("b", False),)
    assert panel.call(MENU, "GetProperty", inside["Quit"], "enabled") == (("b", True),)


def test_a_click_answers_once_and_words_do_nothing(panel: Watcher, tray: Tray) -> None:
    """A click on a command answers it; words, rules, submenus and other events do not."""
    numbers = dict(panel.menu())
    for label in ("Stretch about 10:30", "", "Take now", "Drink", "1 h"):
        panel.click(label)
    for event in ("hovered", "opened", "closed", "x-other"):
        panel.call(MENU, "Event", numbers["Quit"], event, ("s", ""), 1)

    assert tray.answers == ["drink", "quiet 1h"]


def test_events_and_menus_come_in_groups_too(panel: Watcher, tray: Tray) -> None:
    """A group does all it can, and names the lines that do not exist."""
    numbers = dict(panel.menu())
    clicks = [(numbers[label], "clicked", ("i", 0), 0) for label in ("Drink", "Walk")]
    stray = (4711, "clicked", ("i", 0), 0)

    assert panel.call(MENU, "EventGroup", [clicks[0], stray, clicks[1]]) == ([4711],)
    assert tray.answers == ["drink", "take walk"]
    tray.view = replace(VIEW, headline="Stretch about 10:35")
    group = [0, numbers["More"], 4711]
    assert panel.call(MENU, "AboutToShowGroup", group) == (group[:2], [4711])
    assert panel.call(MENU, "AboutToShowGroup", group) == ([], [4711])


def test_new_words_keep_an_open_menu_open(panel: Watcher, tray: Tray) -> None:
    """The same lines with other words are updated in place, and only those that changed."""
    numbers = dict(panel.menu())
    tray.show(replace(VIEW, headline="Stretch_about 10:35"))
    wait_for(lambda: "ItemsPropertiesUpdated" in dict(panel.signals))
    panel.catch_up()

    (changed,) = [values for name, values in panel.signals if name == "ItemsPropertiesUpdated"]
    label = {"label": ("s", "Stretch__about 10:35")}
    assert changed == ([(numbers["Stretch about 10:30"], label)], [])
    assert "LayoutUpdated" not in dict(panel.signals)


def test_the_profile_in_force_is_marked_and_the_mark_moves(panel: Watcher, tray: Tray) -> None:
    """Profiles are one of several, with a mark that moves in place; a click chooses."""
    profiled = replace(VIEW, profiles=("home", "office"), profile="office")
    tray.show(profiled)
    wait_for(lambda: "LayoutUpdated" in dict(panel.signals))
    numbers = dict(panel.menu())
    names = ["toggle-type", "toggle-state"]
    asked = [numbers[label] for label in ("home", "office", "None", "Chosen by itself")]
    (lines,) = panel.call(MENU, "GetGroupProperties", asked, names)
    assert [[one["toggle-type"][1], one["toggle-state"][1]] for _, one in lines] == [
        ["radio", 0],
        ["radio", 1],
        ["radio", 0],
        ["checkmark", 1],
    ]

    panel.signals.clear()
    tray.show(replace(profiled, profile="home", by_hand=True))
    wait_for(lambda: "ItemsPropertiesUpdated" in dict(panel.signals))
    ((changed, _),) = [v for name, v in panel.signals if name == "ItemsPropertiesUpdated"]
    assert [(number, words["toggle-state"]) for number, words in changed] == [
        (numbers["home"], ("i", 1)),
        (numbers["office"], ("i", 0)),
        (numbers["Chosen by itself"], ("i", 0)),
    ]
    panel.click("office")
    assert tray.answers == ["profile use office"]


def test_new_lines_make_a_new_layout(panel: Watcher, tray: Tray) -> None:
    """Lines that come or go raise the revision, which is told; what stays keeps its number."""
    before = panel.call(MENU, "GetLayout", 0, -1, [])[0]
    numbers = dict(panel.menu())
    tray.show(DUE)
    wait_for(lambda: "LayoutUpdated" in dict(panel.signals))

    revision, root = dict(panel.signals)["LayoutUpdated"]
    assert (revision > before, root) == (True, 0)
    assert panel.call(MENU, "GetLayout", 0, -1, [])[0] == revision
    now = dict(panel.menu())
    assert {label: now[label] for label in ("Drink", "Quit", "Walk")} == {
        label: numbers[label] for label in ("Drink", "Quit", "Walk")
    }


def test_new_lines_do_not_hide_new_words(panel: Watcher, tray: Tray) -> None:
    """Lines come and a word changes: the word is told too, for GNOME asks for it no more."""
    numbers = dict(panel.menu())
    tray.show(replace(DUE, headline="Time to walk"))
    wait_for(lambda: "LayoutUpdated" in dict(panel.signals))
    panel.catch_up()

    changed = dict(panel.signals)["ItemsPropertiesUpdated"][0]
    assert (numbers["Stretch about 10:30"], {"label": ("s", "Time to walk")}) in changed


def test_what_stays_keeps_its_number_and_its_place(panel: Watcher, tray: Tray) -> None:
    """Lines that come leave all others, menus and rules too, as they were and in their order."""
    tray.show(replace(VIEW, takes=()))
    wait_for(lambda: "LayoutUpdated" in dict(panel.signals))
    before = panel.menu()
    panel.signals.clear()
    tray.show(DUE)
    wait_for(lambda: "LayoutUpdated" in dict(panel.signals))
    after = panel.menu()

    stayed = {number for _, number in before}
    assert [number for _, number in after if number in stayed] == [number for _, number in before]
    assert dict(after)["More"] == dict(before)["More"]


def test_a_panel_that_reads_one_menu_at_a_time_hears_of_those_inside(panel: Watcher) -> None:
    """Read before they are opened they open where they fit; not read, they are told of once."""
    inside = dict(panel.menu())
    panel.call(MENU, "GetLayout", 0, 1, [])
    panel.call(MENU, "GetLayout", 0, 1, [])
    panel.catch_up()
    assert {name for name, _ in panel.signals} == {"LayoutUpdated"}
    told = [inside[name] for name in ("Take now", "No prompts for", "More")]
    assert [number for _, (_, number) in panel.signals] == told

    panel.call(MENU, "GetLayout", inside["More"], 1, [])
    panel.call(MENU, "GetLayout", 0, -1, [])
    panel.catch_up()
    assert len(panel.signals) == 3
    panel.call(MENU, "GetLayout", 0, 1, [])
    panel.catch_up()
    assert len(panel.signals) == 6


def test_a_late_click_never_does_something_else(panel: Watcher, tray: Tray) -> None:
    """The number of a line that has gone is given to no other command, ever."""
    tray.show(DUE)
    wait_for(lambda: "Done" in dict(panel.menu()))
    done = dict(panel.menu())["Done"]
    for answers in ((("skip", "Skip"),), (), (("postpone", "Later"), ("skip", "Skip"))):
        tray.show(replace(DUE, answers=answers))
        wait_for(lambda: "Done" not in dict(panel.menu()))
        assert error_of(panel, MENU, "Event", "isvu", done, "clicked", ("i", 0), 0) == "InvalidArgs"
    assert tray.answers == []
    tray.show(DUE)
    wait_for(lambda: dict(panel.menu()).get("Done") == done)


def test_the_words_are_fresh_when_the_menu_opens(panel: Watcher, tray: Tray) -> None:
    """What has changed without a word to the tray is seen at the next opening, and told as new."""
    assert panel.call(MENU, "AboutToShow", 0) == (False,)
    tray.view = replace(VIEW, headline="Stretch about 10:35")
    assert panel.call(MENU, "AboutToShow", 0) == (True,)
    assert "Stretch about 10:35" in dict(panel.menu())
    assert panel.get("Title") == "Stretch about 10:35"
    assert panel.call(MENU, "AboutToShow", 0) == (False,)


# -------------------------------------------------------------------- under load


def test_eight_threads_may_update_at_once(panel: Watcher, tray: Tray) -> None:
    """10,000 updates from 8 threads while menus open: none waits, none fails, the last is shown."""
    begin = Barrier(9)
    took: list[float] = []

    def flood(thread: int) -> None:
        begin.wait()
        started = time.monotonic()
        for number in range(1250):
            icon = STATES[number % len(STATES)]
            lines = VIEW.lines[: number % 3]
            tray.show(replace(VIEW, icon=icon, headline=f"{thread} {number}", lines=lines))
        took.append(time.monotonic() - started)

    threads = [Thread(target=flood, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    begin.wait()
    for _ in range(20):
        assert panel.menu()
    for thread in threads:
        thread.join(20)
    tray.show(DUE)

    assert len(took) == 8
    assert max(took) < 5
    wait_for(lambda: panel.get("Title") == "Time for a walk")
    assert panel.get("Status") == "NeedsAttention"


def test_a_bus_that_stands_still_holds_up_nobody_who_updates(
    shared_bus: PrivateBus, tray: Tray
) -> None:
    """The bus is frozen and its buffers are full: an update returns at once all the same."""
    with Watcher(shared_bus.address) as panel:
        wait_for(lambda: tray.tray.is_hosted)
        shared_bus.freeze()
        started = time.monotonic()
        for number in range(3000):
            tray.show(replace(VIEW, headline=f"{number} {'x' * 400}"))
        took = time.monotonic() - started
        shared_bus.thaw()
        tray.show(DUE)
        wait_for(lambda: tray.tray.is_hosted)
        wait_for(lambda: panel.get("Title") == "Time for a walk")
    assert took < 1


names = st.sampled_from(["label", "enabled", "type", "children-display", "", "x"])
numbers = st.integers(-3, 30) | st.sampled_from([-(2**31), 2**31 - 1])
events = st.sampled_from(["clicked", "hovered", "opened", ""])
variants = st.sampled_from([("i", 0), ("s", ""), ("av", []), ("a{sv}", {"k": ("b", True)})])
stamps = st.integers(0, 2**32 - 1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "": st.just(()),
    "i": st.tuples(numbers),
    "ii": st.tuples(numbers, numbers),
    "is": st.tuples(numbers, names),
    "ai": st.tuples(st.lists(numbers, max_size=5)),
    "aias": st.tuples(st.lists(numbers, max_size=5), st.lists(names, max_size=3)),
    "iias": st.tuples(numbers, numbers, st.lists(names, max_size=3)),
    "isvu": st.tuples(numbers, events, variants, stamps),
    "a(isvu)": st.tuples(st.lists(st.tuples(numbers, events, variants, stamps), max_size=4)),
}
METHODS = sorted(
    (interface, name)
    for interface, tag, name in KNOWN
    if tag == "method" and interface in (ITEM, MENU)
)
calls = st.tuples(
    st.sampled_from(METHODS), st.sampled_from(sorted(VALUES)).flatmap(
        lambda signature: st.tuples(st.just(signature), VALUES[signature])
    ), st.booleans(),
)  # fmt: skip


def outcome_of(
    panel: Watcher, interface: str, method: str, signature: str, values: tuple[Any, ...]
) -> str:
    """Return the signature of the reply to a call, or the name of its error."""
    try:
        answer = panel.raw(interface, method, signature, values)
    except BusError as error:
        return error.name
    return str(answer.header.fields.get(HeaderFields.signature, ""))


def test_no_call_does_harm(panel: Watcher, tray: Tray) -> None:
    """Any call, right or wrong, gets its published reply or a standard error, and the next too."""
    commands = {one.command for entry in entries(VIEW) for one in (entry, *entry.inside)}

    @given(st.data())
    def pelt(data: st.DataObject) -> None:
        drawn = data.draw(st.lists(calls, min_size=1, max_size=12))
        for (interface, method), wrong, is_right in drawn:
            takes, gives = KNOWN[interface, "method", method]
            signature, values = (takes, data.draw(VALUES[takes])) if is_right else wrong
            outcome = outcome_of(panel, interface, method, signature, values)
            right = gives if signature == takes else ""
            assert outcome in (right, f"{ERROR}InvalidArgs", f"{ERROR}UnknownProperty")
            assert signature == takes or outcome == f"{ERROR}InvalidArgs"
        assert set(tray.answers) <= commands | {"window"}
        assert panel.get("Title") == VIEW.headline

    pelt()


# -------------------------------------------------------------------- in a process of its own

LEAN = """
import os, sys
from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.core.tray_view import TrayView
SniTray(Bus(None), print, lambda: TrayView("due", "Now"))
from ergobreak.adapters.tray.icons.pixmaps import pixmaps
assert len(pixmaps("due")) == 5
print([name for name in ("PIL", "Xlib", "gi") if name in sys.modules],
      os.environ.get("PYSTRAY_BACKEND"))
os.environ["PYSTRAY_BACKEND"] = "xorg"
from ergobreak.adapters.tray.find import find_tray
print(find_tray(print, lambda: None).reason)
"""

RUNNING = """
import signal, sys
from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.core.tray_view import TrayView
bus = Bus(sys.argv[1])
bus.start()
tray = SniTray(bus, print, lambda: TrayView("running", "Now"))
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: (print("heard"), tray.stop()))
print("ready", flush=True)
tray.run()
print("ended", flush=True)
"""


def start(code: str, *arguments: str, **env: str) -> subprocess.Popen[str]:
    """Start a child that knows no display but what `env` says."""
    path = ":".join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={"PYTHONPATH": path, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("choice", [{}, {"PYSTRAY_BACKEND": "gtk"}])
def test_it_loads_neither_pillow_nor_a_desktop(choice: dict[str, str]) -> None:
    """No Pillow, no Xlib, the person's choice as it was, and the X11 icon can still be tried."""
    out, error = start(LEAN, DISPLAY=":48917", **choice).communicate(timeout=20)

    assert error == ""
    first, reason = out.splitlines()
    assert first == f"[] {choice.get('PYSTRAY_BACKEND')}"
    assert "dummy" not in reason
    assert "display" in reason


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once(shared_bus: PrivateBus, number: signal.Signals) -> None:
    """A signal to the main thread runs its handler while the icon is shown, and `run` returns."""
    with Watcher(shared_bus.address) as panel:
        child = start(RUNNING, shared_bus.address)
        wait_for(lambda: panel.items)
        child.send_signal(number)
        out, error = child.communicate(timeout=5)

    assert (child.returncode, out, error) == (0, "ready\nheard\nended\n", "")


# -------------------------------------------------------------------- its pictures


def test_the_pixels_are_those_of_the_pictures() -> None:
    """Each state has each size, and every pixel is that of the PNG file, alpha first."""
    for state in STATES:
        assert [(width, height) for width, height, _ in pixmaps(state)] == [
            (side, side) for side in PIXELS
        ]
        for side, _, data in pixmaps(state):
            with Image.open(picture(state, side)) as image:
                red, green, blue, alpha = (band.tobytes() for band in image.split())
            assert (data[1::4], data[2::4], data[3::4], data[::4]) == (red, green, blue, alpha)


def test_a_state_that_nobody_drew_looks_like_another() -> None:
    """A new word in the view does not cost the icon."""
    assert pixmaps("no such state") == pixmaps("running")
