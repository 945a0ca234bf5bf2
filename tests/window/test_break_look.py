"""Where the break window opens, in which colours, and how it is laid out."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from ergobreak import spoken
from ergobreak.content.catalogue import catalogue
from ergobreak.dataclass import replace
from ergobreak.window.breaks import page as pages
from ergobreak.window.breaks import scene, theme, wide, words
from ergobreak.window.breaks.card import card
from ergobreak.window.breaks.layout import Layout, wrapped
from ergobreak.window.breaks.monitors import Area, Monitor, corner, for_card, to_cover
from ergobreak.window.breaks.pressing import pressed
from ergobreak.window.breaks.told import Going
from tests.window.breaks import ASKED, prompt, running

if TYPE_CHECKING:
    from ergobreak.content.exercise import Exercise
    from ergobreak.window.breaks.scene import Scene

LEFT = Monitor("HDMI-1", Area(0, 0, 1920, 1080))
RIGHT = Monitor("DP-1", Area(1920, 0, 1280, 1024), is_primary=True)
BOTH = [LEFT, RIGHT]


class Typewriter:
    """A ruler by which each letter is as wide as the others."""

    def width(self, role: str, text: str) -> int:
        """Return eight pixels a letter, and twice that in titles."""
        return len(text) * (16 if role == "title" else 8)

    def line(self, role: str) -> int:
        """Return how high a line is."""
        return 27 if role == "title" else 18


RULER = Typewriter()


def of(page: pages.Page, now: float = 10.0) -> Scene:
    """Return the scene of a page whose exercises are always at their second step."""
    return scene.of(page, now, lambda _: (1, False))


def names(shown: Scene) -> list[str]:
    """Return the names of all buttons."""
    return [each.name for each in shown.all_buttons]


# ---------------------------------------------------------------- monitors


@pytest.mark.parametrize(
    ("pointer", "avoid", "expected"),
    [
        ((10, 10), (), LEFT),
        ((2000, 10), (), RIGHT),
        ((10, 10), ("HDMI-1",), RIGHT),
        ((-5, 5000), (), RIGHT),  # a pointer in a dead corner: the primary one
        ((10, 10), ("HDMI-1", "DP-1"), None),
    ],
)
def test_a_card_opens_where_the_person_is(
    pointer: tuple[int, int], avoid: tuple[str, ...], expected: Monitor | None
) -> None:
    """On the pointer's monitor, never on one that others look at."""
    assert for_card(BOTH, pointer, avoid) is expected


@pytest.mark.parametrize(
    ("wish", "avoid", "expected"),
    [
        ("all", (), (LEFT, RIGHT)),
        ("all", ("DP-1",), (LEFT,)),
        ("pointer", (), (LEFT,)),
        ("primary", (), (RIGHT,)),
        ("DP-1", (), (RIGHT,)),
        ("gone", (), (LEFT,)),
        ("primary", ("DP-1",), (LEFT,)),
    ],
)
def test_a_full_screen_covers_what_is_wanted(
    wish: str, avoid: tuple[str, ...], expected: tuple[Monitor, ...]
) -> None:
    """All of them, one by its part or its name; a name that is gone costs no break."""
    assert to_cover(BOTH, (10, 10), avoid, wish) == expected


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ([], (1920 - 416, 16)),
        ([Area(0, 30, 1920, 1050)], (1920 - 416, 46)),
        ([Area(0, 0, 1920, 1040)], (1920 - 416, 1040 - 216)),
        ([Area(0, 0, 1860, 1080)], (1860 - 416, 16)),
        ([Area(0, 30, 3200, 1050)], (1920 - 416, 46)),  # one for the whole screen
        ([Area(1920, 0, 1280, 1000), Area(0, 30, 1920, 1050)], (1920 - 416, 46)),
    ],
    ids=["no panel", "above", "below", "at the right", "over both", "one for each"],
)
def test_a_card_is_near_the_tray(work: list[Area], expected: tuple[int, int]) -> None:
    """In the upper right corner, or the lower one where the panel is."""
    assert corner(LEFT, work, 400, 200, 16) == expected


def test_high_resolutions_are_drawn_larger() -> None:
    """4K is twice as large, also upright; a small laptop is not smaller than usual."""
    sizes = {(3840, 2160): 2, (2160, 3840): 2, (1920, 1080): 1, (1366, 768): 1, (1080, 1920): 1}

    assert {size: Monitor("", Area(0, 0, *size)).scale for size in sizes} == sizes


# ---------------------------------------------------------------- colours


@pytest.mark.parametrize("each", theme.THEMES.values(), ids=lambda each: each.name)
def test_text_can_be_read(each: theme.Theme) -> None:
    """Each text has a contrast of 4.5 on what it may stand on, shapes have 3."""
    text = [
        (each.text, each.ground),
        (each.text, each.button),
        (each.text, each.over),
        (each.dim, each.ground),
        (each.accent, each.ground),
        (each.on_accent, each.accent),
        (each.on_accent, each.accent_over),
    ]
    shapes = [(each.focus, each.ground), (each.dim, each.plate), (each.accent, each.plate)]

    assert [pair for pair in text if theme.contrast(*pair) < theme.READABLE] == []
    assert [pair for pair in shapes if theme.contrast(*pair) < 3] == []


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("accent", ["#ffffff", "#000000", "#ffff00", "#7a7a7a", "#1f6f5c"])
def test_any_accent_can_be_seen(name: str, accent: str) -> None:
    """A colour that would vanish is changed until it does not, and its buttons can be read."""
    found = theme.theme_of(name, accent, is_dark=False)

    assert theme.contrast(found.accent, found.ground) >= 3
    assert theme.contrast(found.on_accent, found.accent) >= theme.READABLE


def test_the_theme_follows_the_desktop() -> None:
    """`auto` is dark on a dark desktop; a name is that name; no colour is no accent."""
    assert theme.theme_of("auto", "", is_dark=True) is theme.DARK
    assert theme.theme_of("auto", "green", is_dark=False) is theme.LIGHT
    assert theme.theme_of("contrast", "", is_dark=True) is theme.CONTRAST


# ---------------------------------------------------------------- what is shown


def test_a_prompt_offers_all_answers() -> None:
    """Start, Later, Skip, and the quiet ones below."""
    assert names(of(prompt())) == ["take", "later", "skip", "done", "walked", "brief", "hurt"]


def test_a_prompt_offers_nothing_that_is_none() -> None:
    """No walk instead of a walk, no minute of a minute, no Later without one, no break of none."""
    assert names(of(prompt(kind="walk", length=60, postpone=()))) == [
        "take",
        "skip",
        "done",
        "hurt",
    ]
    assert names(of(prompt(kind="hydration", length=0))) == ["done", "later", "skip"]
    assert names(of(prompt(kind="posture", length=0, postpone=()))) == [
        "done:fine",
        "done:corrected",
        "skip",
    ]


def test_a_break_offers_what_helps() -> None:
    """Pause, Next, Skip; the heart and the small menu; Finish once it counts."""
    page = running()

    assert names(of(page)) == ["pause", "next", "skip", "favourite", "more", "hurt"]
    assert names(of(page, 130))[2] == "finish"
    assert names(of(pressed(page, "pause", 10)[0]))[0] == "continue"


def test_strictness_leaves_a_way_out() -> None:
    """`hold` wants Skip held down; `firm` has none, but a way to leave that is held down."""
    held = {each.name: each.hold for each in of(running(strict="hold")).all_buttons}
    firm = {each.name: each.hold for each in of(running(strict="firm")).all_buttons}

    assert held["skip"]
    assert "skip" not in firm
    assert firm["leave"]


def test_a_set_that_is_done_early_is_calm() -> None:
    """Nothing to follow any more, the time runs on, Finish is the button to press."""
    page, _ = pages.ticked(running(), 200)
    shown = of(page, 200)

    assert shown.title == words.OVER
    assert shown.steps == ()
    assert shown.has_ring
    assert shown.primary == "finish"


def test_a_walk_has_its_idea() -> None:
    """A walk shows the idea of its prompt, a walk instead of a stretch its own words."""
    walk = pages.begun(
        prompt(kind="walk", text="Fetch some water."),
        prompt(kind="walk", text="Fetch some water.").asked or ASKED,
        Going(left=180, length=180),
        (),
        0,
    )
    instead = pages.begun(prompt(), ASKED, Going(left=180, length=180, walked=True), (), 0)

    assert (of(walk).title, of(walk).text) == (words.WALKING, "Fetch some water.")
    assert of(instead).text == words.WALKING_TEXT


def test_return_never_presses_what_has_to_be_held() -> None:
    """The primary action is one that a single key may do."""
    assert of(running(strict="hold")).primary == "pause"
    assert of(prompt(strict="hold")).primary == "take"


def test_the_signs_are_one_step_away() -> None:
    """The page after "This hurts" leads to the emergency signs, and back."""
    page, _ = pressed(prompt(), "hurt", 10)
    signs, _ = pressed(page, "urgent", 11)

    assert "urgent" in names(of(page))
    assert "bladder" in " ".join(of(signs).paragraphs)
    assert pressed(signs, "back", 12)[0].asking == ""


def test_a_prompt_names_no_body() -> None:
    """Whatever exercises come, the prompt itself says what it was given to say."""
    shown = of(prompt())

    assert (shown.title, shown.text, shown.steps, shown.care) == ("Stretch", "Shall we?", (), "")


# ---------------------------------------------------------------- layouts


def parts(layout: Layout) -> list[Area]:
    """Return every area that must not touch another one."""
    buttons = [each.area for each in layout.buttons if each.button.role not in {"heart", "more"}]
    plain = [layout.ring, layout.figure, layout.dots]
    lines = [
        Area(each.x, each.y, RULER.width(each.role, each.text), RULER.line(each.role))
        for each in layout.lines
    ]
    return [*buttons, *filter(None, plain), *lines, *(each.area for each in layout.marks)]


def is_sound(layout: Layout) -> bool:
    """Tell whether nothing lies over another thing or beyond the edge."""
    screen = Area(0, 0, layout.width, layout.height)
    inside = all(part.within(screen) == part for part in parts(layout))
    return inside and not any(one.within(other) for one, other in combinations(parts(layout), 2))


@pytest.mark.parametrize("each", catalogue().exercises, ids=lambda each: each.id)
def test_every_exercise_fits_its_card(each: Exercise) -> None:
    """No text of any exercise is cut or lies over another, on a card and on small screens."""
    page = pages.begun(prompt(), ASKED, Going(300, 300, tip="A tip. " * 12), (each,), 0)
    shown = of(page)

    assert is_sound(card(shown, RULER, 1.0))
    assert is_sound(wide.wide(shown, RULER, 1.0, (1920, 1080)))


@pytest.mark.parametrize("name", spoken.available()[1:])
def test_every_exercise_and_choice_fits_in_each_language(name: str) -> None:
    """Words are longer elsewhere; still nothing is cut or lies over another."""
    cut = []
    try:
        spoken.follow(name)
        for each in catalogue().exercises:
            page = pages.begun(prompt(), ASKED, Going(300, 300, tip="A tip. " * 12), (each,), 0)
            if not is_sound(card(of(page), RULER, 1.0)):
                cut.append(each.id)
        cut += [
            asking or "buttons"
            for asking in ("", "later", "sure", "reasons")
            if not is_sound(card(of(replace(prompt(), asking=asking)), RULER, 1.0))
        ]
    finally:
        spoken.follow("en")
    assert cut == []


@pytest.mark.parametrize("asking", ["", "later", "sure", "reasons"])
def test_every_choice_fits_its_card(asking: str) -> None:
    """Whatever stands in the place of the buttons, all of it is there."""
    page = replace(prompt(), asking=asking)

    assert is_sound(card(of(page), RULER, 1.0))


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (1280, 800), (1080, 1920)])
def test_a_full_screen_fits_its_monitor(size: tuple[int, int]) -> None:
    """On every size all of it is there, and nothing lies over another."""
    layout = wide.wide(of(running()), RULER, 1.0, size)

    assert (layout.width, layout.height) == size
    assert is_sound(layout)


def test_nothing_jumps_within_a_set() -> None:
    """The buttons of the card stay where they are from one exercise to the next."""
    exercises = catalogue().exercises[:12]
    page = pages.begun(prompt(length=3000), ASKED, Going(3000, 3000), exercises, 0)
    places = set()
    for _ in exercises:
        layout = card(of(page), RULER, 1.0)
        places.add(next(each.area for each in layout.buttons if each.button.name == "pause"))
        page, _ = pressed(page, "next", 10)

    assert len(places) == 1


def test_lines_break_between_words() -> None:
    """A text is broken where it has to be, and no word is lost."""
    text = "Hold the seat with one hand and raise the other arm."
    lines = wrapped(text, "step", 160, RULER)

    assert " ".join(lines) == text
    assert all(RULER.width("step", line) <= 160 for line in lines)
    assert len(lines) > 1
