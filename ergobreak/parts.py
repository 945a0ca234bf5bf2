"""What stands between the daemon and the person: which adapters serve here, with these options."""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.session.here import Here
    from ergobreak.adapters.session.tray import SessionTray
    from ergobreak.adapters.tray.sni_first import FirstIcon
    from ergobreak.adapters.window.page import BreakPage
    from ergobreak.core.events import Event
    from ergobreak.core.model import Plan
    from ergobreak.core.state import Prompt
    from ergobreak.hooks import Hooks
    from ergobreak.host import Host
    from ergobreak.monday import Monday
    from ergobreak.paths import Paths
    from ergobreak.ports import BreakWindow, Notifier, Tray
    from ergobreak.senses import Senses
    from ergobreak.senses.elsewhere import SystemSenses


class Seen(NamedTuple):
    """What the person can see already: their session, where there is one, and the icon in it."""

    session: Here | None = None
    icon: FirstIcon | None = None


def find_session(*, headless: bool) -> Here | None:
    """Return the session that the daemon serves, if sessions come and go here."""
    if headless or not sys.platform.startswith("linux"):
        return None
    from ergobreak.adapters.session.here import Here

    return Here()


def find_senses(
    post: Callable[[Event], None],
    here: Here | None,
    zone_changed: Callable[[str], None],
    *,
    headless: bool,
) -> Senses | SystemSenses:
    """Return what tells of person and machine."""
    from ergobreak import senses

    if here is None and not headless:
        from ergobreak.senses import elsewhere

        if (found := elsewhere.find(post, zone_changed)) is not None:
            return found
    return senses.Senses(post, here, zone_changed)


def find_notifier(here: Here | None, paths: Paths, *, headless: bool) -> Notifier:
    """Return what shows notifications."""
    from ergobreak.adapters.notify.chain import Silent, choose
    from ergobreak.adapters.tray.icons import app_picture

    if headless:
        return Silent()
    return choose(None if here is None else here.bus, app_picture(), paths.on_screen)


def find_first_icon(here: Here | None) -> FirstIcon | None:
    """Show the icon before anything stands behind it, where it may be one on the bus."""
    if here is None:
        return None
    from ergobreak.adapters.tray import sni_first

    if not sni_first.is_wanted():
        return None
    first = sni_first.FirstIcon(here.bus)
    first.show()
    return first


def find_session_tray(here: Here | None, host: Host, first: FirstIcon | None) -> SessionTray | None:
    """Return the icon that follows the session, where there is one to follow."""
    if here is None:
        return None
    from ergobreak.adapters.session.tray import SessionTray
    from ergobreak.adapters.tray import find as tray

    bus = here.bus
    return SessionTray(
        lambda: tray.find_tray(host.command, host.look, bus, first),
        lambda present: tray.judge(present, bus),
    )


def find_tray(host: Host, *, headless: bool) -> Tray:
    """Return the icon where sessions do not come and go."""
    from ergobreak.adapters.tray import find as tray

    return tray.NoTray("headless") if headless else tray.find_tray(host.command, host.look)


def find_window(paths: Paths, *, headless: bool) -> BreakWindow:
    """Return what shows the break; without Tk or a display it says so when it is to be used."""
    from ergobreak.adapters.window.break_window import ProcessWindow
    from ergobreak.control import lifecycle

    return ProcessWindow(
        [sys.executable, "-m", "ergobreak.guided", str(paths.content)],
        lifecycle.environment,
        lambda: not headless and _has_display() and _has_tk(),
    )


def find_monday(paths: Paths, host: Host) -> Monday:
    """Return what tells of the week before."""
    from ergobreak.monday import Monday

    return Monday(paths, host.notify)


def find_chime(*, headless: bool) -> Callable[[Prompt, Plan], object]:
    """Return what lets hear that a prompt comes, where its reminder has a sound."""

    def chime(prompt: Prompt, plan: Plan) -> None:
        wanted = prompt.leader.sound
        if wanted in {"", "none"} or headless or plan.sound.volume <= 0:
            return
        # Imported late: few reminders have one.
        from ergobreak.adapters.sound import chime as heard

        heard.play(wanted, plan.sound.volume, os.environ)

    return chime


def find_answer(answer: str, post: Callable[..., None]) -> Callable[[Prompt], None] | None:
    """Return what answers prompts in a tester's stead, if that is wanted."""
    if not answer:
        return None
    from ergobreak.person import Person
    from ergobreak.screen import answering

    return answering(Person(answer), post)


def find_hooks(paths: Paths) -> Hooks:
    """Return what runs the person's hooks."""
    from ergobreak.hooks import Hooks
    from ergobreak.paths import find

    # Named where it is not the usual one, so that a hook which calls ergobreak finds this one.
    return Hooks("" if paths == find() else str(paths.state_dir))


def find_page(paths: Paths, *, headless: bool) -> BreakPage | None:
    """Return what opens the break in the browser, where only Tk is missing for a window."""
    if headless or _has_tk():
        return None
    from ergobreak.adapters.window.page import BreakPage
    from ergobreak.control import lifecycle

    page = paths.runtime_dir / "break.html"
    return BreakPage(
        page,
        [sys.executable, "-m", "ergobreak.browsed", str(page), str(paths.content)],
        lifecycle.environment,
    )


def _has_display() -> bool:
    """Tell whether Tk has a display in the session as it is now: on Linux it speaks X11 alone."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY"))


@functools.cache
def _has_tk() -> bool:
    """Tell whether this Python has Tk, which Debian packs by itself. It is not loaded for that."""
    return importlib.util.find_spec("_tkinter") is not None
