"""What comes of a line, of the time, and of a press: pages, and lines for the daemon."""

from __future__ import annotations

from typing import Any

import pytest

from ergobreak.dataclass import replace
from ergobreak.window.breaks import page as pages
from ergobreak.window.breaks import rehearsal
from ergobreak.window.breaks.page import AFTER_HURT, FAREWELL, OVERDUE, UNUSED_FOR, Phase
from ergobreak.window.breaks.pressing import AT_FIRST, pressed
from ergobreak.window.breaks.told import Going
from tests.window.breaks import ASKED, SET, prompt, running

LATER = AT_FIRST + 1


def answers(lines: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """Return lines without what is the same in all of them."""
    return [
        {key: value for key, value in line.items() if key not in {"told", "prompt"}}
        for line in lines
    ]


# ---------------------------------------------------------------- the prompt


@pytest.mark.parametrize(
    ("name", "line", "phase"),
    [
        ("take", {"answer": "take"}, Phase.PROMPT),
        ("walked", {"answer": "walked"}, Phase.PROMPT),
        ("brief", {"answer": "brief"}, Phase.PROMPT),
        ("done", {"answer": "done"}, Phase.HIDDEN),
        ("did", {"answer": "done"}, Phase.HIDDEN),
        ("done:fine", {"answer": "done", "found": "fine"}, Phase.HIDDEN),
        ("postpone:600", {"answer": "postpone", "seconds": 600}, Phase.HIDDEN),
        ("skip", {"answer": "skip", "why": ""}, Phase.HIDDEN),
        ("leave", {"answer": "skip", "why": ""}, Phase.HIDDEN),
        ("hurt", {"answer": "hurt", "area": ""}, Phase.HURT),
    ],
)
def test_each_button_of_a_prompt_has_its_answer(
    name: str, line: dict[str, Any], phase: Phase
) -> None:
    """One press, one line; what is over goes out of the way at once."""
    page, lines = pressed(prompt(), name, LATER)

    assert answers(lines) == [line]
    assert lines[0]["prompt"] == "p1"
    assert page.phase is phase


def test_done_at_once_is_asked_about() -> None:
    """Within five seconds "done" may have meant "start"; later it means what it says."""
    page, lines = pressed(prompt(), "done", AT_FIRST - 1)

    assert (page.asking, lines) == ("sure", ())
    assert answers(pressed(page, "take", AT_FIRST)[1]) == [{"answer": "take"}]
    assert answers(pressed(page, "did", AT_FIRST)[1]) == [{"answer": "done"}]


def test_a_prompt_without_a_break_is_done_at_once() -> None:
    """Where nothing can be started nothing is asked."""
    assert answers(pressed(prompt(length=0), "done", 1)[1]) == [{"answer": "done"}]


def test_a_reason_is_asked_only_where_it_is_wanted() -> None:
    """With ask_reason a skip first asks why; Escape does not."""
    page, lines = pressed(prompt(ask_reason=True), "skip", LATER)
    _, told = pressed(page, "skip:In a meeting", LATER)

    assert (page.asking, lines) == ("reasons", ())
    assert answers(told) == [{"answer": "skip", "why": "In a meeting"}]
    assert answers(pressed(prompt(ask_reason=True), "leave", LATER)[1]) == [
        {"answer": "skip", "why": ""}
    ]


def test_later_opens_only_what_is_there() -> None:
    """The lengths open in place, and not at all once the postpones are used up."""
    assert pressed(prompt(), "later", 1)[0].asking == "later"
    assert pressed(prompt(postpone=()), "later", 1)[0].asking == ""
    assert pressed(running(), "later", 1)[0].asking == ""


def test_only_a_full_screen_starts_by_itself() -> None:
    """It says that it is painted, then takes; a card waits, and so does what is tried out."""
    unseen = pages.hidden(0)
    told = {
        (level, preview): [
            line.get("answer", line["told"])
            for line in pages.painted(
                pages.prompted(unseen, replace(ASKED, level=level, preview=preview), SET, 0), 1
            )[1]
        ]
        for level in (2, 3)
        for preview in (False, True)
    }

    assert told == {
        (2, False): ["painted"],
        (2, True): ["painted"],
        (3, False): ["painted", "take"],
        (3, True): ["painted"],
    }


# ---------------------------------------------------------------- the break


def test_exercises_are_told_of_as_they_end() -> None:
    """Hands-free, the daemon hears of each exercise once."""
    page, lines = pages.ticked(running(), 26)

    assert lines == ({"told": "exercise", "prompt": "p1", "exercise": "turn"},)
    assert pages.ticked(page, 26)[1] == ()


def test_a_standstill_holds_everything() -> None:
    """While it is paused neither countdown nor exercise moves; they go on where they were."""
    stopped, lines = pressed(running(), "pause", 10)
    later, none = pages.ticked(stopped, 500)
    going, more = pressed(later, "pause", 500)  # the key that paused it lets it go on

    assert answers(lines) == [{"answer": "pause"}]
    assert none == ()
    assert later.left(500) == 290
    assert later.ends_itself_at is None
    assert answers(more) == [{"answer": "continue"}]
    assert going.left(500) == 290
    assert going.spot(500) == running().spot(10)


def test_the_daemon_has_the_last_word_on_the_countdown() -> None:
    """A break told of anew keeps its course, and has the rest and the standstill as told."""
    page = running()
    rest = pages.begun(page, ASKED, Going(left=100, length=300), (), 10)
    paused = pages.begun(page, ASKED, Going(left=100, length=300, paused=True), (), 10)

    assert rest.left(10) == 100
    assert rest.course == page.course
    assert paused.left(90) == 100


def test_a_taste_is_told_and_taken_back() -> None:
    """The heart turns on and off; "never" goes on to the next exercise and counts nothing."""
    liked, on = pressed(running(), "favourite", 10)
    _, off = pressed(liked, "favourite", 11)
    gone, never = pressed(liked, "never", 24)

    assert [line["taste"] for line in (*on, *off, *never)] == ["favourite", "nothing", "never"]
    assert gone.course is not None
    assert gone.course.current is SET[1]


@pytest.mark.parametrize(
    ("name", "answer"), [("skip", "skip"), ("leave", "skip"), ("finish", "done")]
)
def test_a_break_can_be_left(name: str, answer: str) -> None:
    """Skip and Escape leave it, Finish ends it; the window is gone at once."""
    page, lines = pressed(running(), name, 60)

    assert [line["answer"] for line in lines] == [answer]
    assert not page.is_shown


def test_a_walk_has_nothing_to_follow() -> None:
    """Who walks instead is not led through exercises."""
    page = pages.begun(prompt(), ASKED, Going(left=300, length=300, walked=True), SET, 0)

    assert page.is_walk
    assert page.spot(10) is None


# ---------------------------------------------------------------- after "This hurts"


def test_it_is_said_at_once_with_its_area() -> None:
    """The area is that of the exercise under way; one that is only announced hurts nobody."""
    assert answers(pressed(running(), "hurt", 10)[1]) == [{"answer": "hurt", "area": "neck"}]
    assert answers(pressed(running(), "hurt", 2)[1]) == [{"answer": "hurt", "area": ""}]


def test_its_page_stays_until_the_person_closes_it() -> None:
    """The daemon's close leaves it there; Close, Undo and two minutes do not."""
    page, _ = pressed(running(), "hurt", 10)
    kept = pages.closed(page, "hurt", "p1", 10.1)
    undone, told = pressed(kept, "undo", 20)

    assert kept.phase is Phase.HURT
    assert pressed(kept, "close", 20)[0].phase is Phase.ENDED
    assert (undone.phase, answers(told)) == (Phase.ENDED, [{"answer": "undo_hurt"}])
    assert pages.ticked(kept, 10 + AFTER_HURT)[0].phase is Phase.ENDED


def test_its_choices_are_told() -> None:
    """An area, and the rest of the day."""
    page, _ = pressed(prompt(), "hurt", LATER)
    page, area = pressed(page, "area:lower back", LATER)
    page, still = pressed(page, "still_today", LATER)

    assert answers(area) == [{"answer": "hurt", "area": "lower back"}]
    assert answers(still) == [{"answer": "still_today"}]
    assert page.noted == {"area:lower back", "still_today"}


# ---------------------------------------------------------------- the end


@pytest.mark.parametrize(
    ("page", "lasts"),
    [
        (pages.hidden(0), UNUSED_FOR),
        (running(left=60), 60 + OVERDUE),
        (pages.closed(running(left=60), "completed", "p1", 60), 60 + FAREWELL),
    ],
    ids=["never shown", "break", "farewell"],
)
def test_it_ends_by_itself(page: pages.Page, lasts: float) -> None:
    """A daemon that says nothing more leaves no window behind."""
    assert pages.ticked(page, lasts - 0.1)[0].phase is not Phase.ENDED
    assert pages.ticked(page, lasts)[0].phase is Phase.ENDED


def test_a_close_of_something_else_is_passed_over() -> None:
    """Only its own prompt takes it away, or a close without a name."""
    assert pages.closed(prompt(), "", "p0", 1).phase is Phase.PROMPT
    assert pages.closed(prompt(), "", "p1", 1).phase is Phase.ENDED
    assert pages.closed(prompt(), "", "", 1).phase is Phase.ENDED


def test_a_farewell_is_for_those_who_stayed() -> None:
    """A break cut short ends without a word."""
    assert pages.closed(running(left=60), "completed", "p1", 30).phase is Phase.ENDED


# ---------------------------------------------------------------- tried out


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("take", {"do": "break", "left": 300, "walked": False}),
        ("walked", {"do": "break", "left": 300, "walked": True}),
        ("brief", {"do": "break", "left": 60, "length": 60}),
        ("pause", {"do": "break", "left": 42, "paused": True}),
        ("continue", {"do": "break", "left": 42, "paused": False}),
        ("skip", {"do": "close", "prompt": "p1"}),
        ("done", {"do": "close", "prompt": "p1"}),
        ("hurt", {}),
    ],
)
def test_a_preview_is_answered_by_the_window_itself(answer: str, expected: dict[str, Any]) -> None:
    """What is tried out behaves like the real one, and nobody hears of it."""
    line = {"do": "prompt", "prompt": "p1", "length": 300, "preview": True}
    found = rehearsal.reply(line, {"told": "answer", "answer": answer}, 42)

    assert {key: found[key] for key in expected} == expected
    assert bool(found) == bool(expected)
