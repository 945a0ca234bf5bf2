"""Which lines count after the log was put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.history import corrected, water
from tests.history.logbook import log, played, transcript

if TYPE_CHECKING:
    from ergobreak.history import Line


def short(lines: list[Line]) -> list[str]:
    """Return what happened to which reminder, in order."""
    return [" ".join(str(line.get(key, "")) for key in ("event", "reminder")) for line in lines]


def test_a_replacement_counts_instead() -> None:
    """A line with `of` counts instead of the line it names, which is left out."""
    lines = log("""
        10:00 missed walk p1
        10:30 completed walk reason=corrected of=one0001
    """)

    assert short(corrected(lines)) == ["completed walk"]


def test_of_two_replacements_the_last_counts() -> None:
    """Of several lines that stand for the same one, the one written last counts, once."""
    lines = log("""
        10:00 missed walk p1
        10:00 completed walk reason=corrected of=one0001
        10:00 skipped walk reason=corrected of=one0001
    """)

    assert short(corrected(lines)) == ["skipped walk"]


def test_an_amended_amendment_leaves_one_line() -> None:
    """A correction of a correction stands for the first line: nothing of it comes back."""
    lines = log("""
        10:00 missed walk p1
        10:00 completed walk reason=corrected of=one0001
        10:00 partial walk reason=corrected of=one0002
    """)

    assert short(corrected(lines)) == ["partial walk"]


def test_undone_takes_a_line_away() -> None:
    """An undone line is gone, and so is the line that says so."""
    lines = log("""
        10:00 drank ml=250
        10:05 drank ml=300
        10:06 undone reason=corrected of=one0001
    """)

    assert short(corrected(lines)) == ["drank "]
    assert list(water(lines).values()) == [300]


def test_undoing_an_undo_brings_back() -> None:
    """What an undone `undone` had taken away counts again; a third one takes it away again."""
    lines = log("""
        10:00 drank ml=250
        10:06 undone reason=corrected of=one0001
        10:07 undone reason=corrected of=one0002
        10:08 undone reason=corrected of=one0003
    """)

    assert short(corrected(lines[:3])) == ["drank "]
    assert short(corrected(lines)) == []


def test_undoing_an_amendment_brings_back_what_stood_there() -> None:
    """An amendment that is undone leaves the line as it had been written."""
    lines = log("""
        10:00 missed walk p1
        10:00 completed walk reason=corrected of=one0001
        10:20 undone reason=corrected of=one0002
    """)

    assert short(corrected(lines)) == ["missed walk"]


def test_an_addition_counts_and_can_be_taken_back() -> None:
    """A corrected line that stands for none counts in addition, until it is undone."""
    lines = log("""
        10:00 completed stretch reason=corrected seconds=300
        10:20 undone reason=corrected of=one0001
    """)

    assert short(corrected(lines[:1])) == ["completed stretch"]
    assert short(corrected(lines)) == []


def test_a_correction_of_a_line_that_is_gone_counts_by_itself() -> None:
    """A line that stands for one that was purged is not lost."""
    lines = log("10:00 completed walk reason=corrected of=older")

    assert short(corrected(lines)) == ["completed walk"]


def test_a_correction_keeps_what_it_cannot_say() -> None:
    """Prompt, length and exercises are those of the line it stands for, the keys in their order."""
    lines = log("""
        10:00 completed stretch p1 seconds=300 exercises=neck-turn,back-arch
        10:02 completed stretch reason=corrected of=one0001
        11:00 completed stretch p2 seconds=300 exercises=neck-turn
        11:00 skipped stretch reason=corrected of=one0003
    """)

    first, second = corrected(lines)

    assert (first["prompt"], first["seconds"]) == ("p1", 300)
    assert first["exercises"] == ["neck-turn", "back-arch"]
    assert list(first)[:5] == ["id", "machine", "at", "event", "reminder"]
    assert "seconds" not in second
    assert "exercises" not in second


def test_the_start_of_a_corrected_break_is_left_out() -> None:
    """The length of a break is told by what counts, no more by the window that had been open."""
    lines = log("""
        10:00 started stretch p1 seconds=300
        10:05 completed stretch p1 seconds=300
        10:05 skipped stretch reason=corrected of=one0002
        11:00 started walk p2 seconds=180
        11:03 completed walk p2 seconds=180
    """)

    assert short(corrected(lines)) == ["skipped stretch", "started walk", "completed walk"]


def test_sitting_takes_back_the_last_absence_alone() -> None:
    """Who was sitting had no natural break in the last absence, and its `away` says so."""
    lines = log("""
        10:05 natural walk credit=yes
        10:30 away seconds=1800
        11:02 locked
        11:04 natural walk credit=yes
        11:04 natural stretch
        11:30 unlocked
        11:30 away seconds=1680
        11:31 undone walk reason=sitting
        11:31 undone stretch reason=sitting
    """)

    found = corrected(lines)

    assert short(found) == ["natural walk", "away ", "locked ", "unlocked ", "away "]
    assert [line.get("reason") for line in found if line["event"] == "away"] == [None, "sitting"]


def test_sitting_can_be_undone() -> None:
    """Who takes back "I was sitting" had been away after all."""
    lines = log("""
        11:04 natural walk credit=yes
        11:30 away seconds=1680
        11:31 undone walk reason=sitting
        11:40 undone reason=corrected of=one0003
    """)

    assert short(corrected(lines)) == ["natural walk", "away "]
    assert "reason" not in corrected(lines)[1]


def test_sitting_on_another_machine_touches_nothing_here() -> None:
    """Each machine takes back its own absence."""
    lines = log("11:04 natural walk credit=yes", machine="one")
    lines += log("11:31 undone walk reason=sitting", machine="two")

    assert short(corrected(lines)) == ["natural walk"]


def test_undone_hurt_takes_away_the_whole_prompt() -> None:
    """The last hurt is taken back for all members of its prompt; older ones and answers stay."""
    lines = log("""
        09:00 hurt walk p1
        10:00 hurt stretch p2
        10:00 hurt walk p2
        10:30 hurt reason=keep
        10:31 undone reason=hurt
    """)

    found = corrected(lines)

    assert short(found) == ["hurt walk", "hurt "]
    assert found[1]["reason"] == "keep"


def test_an_answer_that_takes_nothing_back_stays() -> None:
    """The answer "better" at the end of the easy days is no correction."""
    lines = log("""
        09:00 hurt stretch p1
        10:00 undone reason=better
    """)

    assert short(corrected(lines)) == ["hurt stretch", "undone "]


def test_a_chain_that_bites_its_tail_ends() -> None:
    """Two imported lines that stand for each other end the search, and count once at most."""
    lines = log("""
        10:00 completed walk reason=corrected of=one0002
        10:00 skipped walk reason=corrected of=one0001
    """)

    assert len(corrected(lines)) <= 1


def test_lines_without_an_instant_are_left_out() -> None:
    """What says no time, or a time without an offset, or no event, is in no figure."""
    odd: list[Line] = [
        {"id": "a", "event": "drank", "ml": 1},
        {"id": "b", "at": "2026-03-02T10:00:00", "event": "drank", "ml": 1},
        {"id": "c", "at": "yesterday", "event": "drank", "ml": 1},
        {"id": "d", "at": "2026-03-02T10:00:00+01:00"},
        {"id": "e", "at": "2026-03-02T10:00:00+01:00", "event": ["drank"]},
    ]

    assert corrected(odd) == []


def test_the_lines_themselves_are_not_changed() -> None:
    """Whoever passes lines has them afterwards as they were."""
    lines = log("""
        10:00 completed stretch p1 seconds=300
        10:02 completed stretch reason=corrected of=one0001
        11:30 away seconds=1680
    """)
    before = [dict(line) for line in lines]

    corrected(lines)

    assert lines == before


def test_asking_again_changes_nothing() -> None:
    """The lines that count are, asked again as plain lines, all that count."""
    for name in ("week", "coffee-trips", "clock-back-and-forth"):
        once = corrected(transcript(name))
        assert corrected(list(once)) == once


def test_what_the_engine_writes_of_sitting_is_understood() -> None:
    """After "I was sitting" nothing of that absence counts as a break."""
    lines = played("3.8-i-was-sitting")

    assert any(line["event"] == "natural" for line in lines)
    assert not {"natural", "undone"} & {str(line["event"]) for line in corrected(lines)}


def test_what_the_engine_writes_of_a_hurt_undone_is_understood() -> None:
    """A hurt that was pressed by mistake is gone."""
    lines = played("3.13-can-be-undone")

    assert any(line["event"] == "hurt" for line in lines)
    assert not {"hurt", "undone"} & {str(line["event"]) for line in corrected(lines)}
