"""What `config check --simulate` adds: a working week on these settings, and what would annoy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli.config_text import folded
from ergobreak.config.checked import told
from ergobreak.config.files import text_of
from ergobreak.config.toml_source import parsed, placed
from ergobreak.core.counted import count
from ergobreak.dataclass import dataclass
from ergobreak.history.spoken import span, weekday
from ergobreak.language import _
from ergobreak.simulate import mending, own_week

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ergobreak.config.problems import Problem
    from ergobreak.config.settings import Settings
    from ergobreak.simulate.own_week import Week


@dataclass(frozen=True, slots=True)
class Played:
    """What came of the week: in words, as figures for programs, as warnings with their lines."""

    text: str
    data: Mapping[str, object]
    problems: tuple[Problem, ...]


def of(path: Path | None, settings: Settings) -> Played:
    """Return the week of a sound file and its settings; None: there is no file."""
    found = text_of(path) if path else ""
    clean = found.removeprefix("\N{BYTE ORDER MARK}") if isinstance(found, str) else ""
    table = parsed(clean)
    week = own_week.play(settings)
    problems = placed(mending.problems(week, table if isinstance(table, dict) else {}), clean)
    lines = folded(_words(week))
    if problems and path:
        lines += [
            told(problems, path.name),
            _("{name}: {counted} that would annoy").format(
                name=path.name, counted=count(len(problems), "thing")
            ),
        ]
    else:
        lines.append(_("Nothing in it that would annoy."))
    return Played("\n".join(lines), _figures(week), tuple(problems))


def _words(week: Week) -> str:
    figures = _figures(week)
    days = (
        _("{weekday} to {weekday_2}").format(
            weekday=weekday(week.days[0]), weekday_2=weekday(week.days[-1])
        )
        if week.days[1:]
        else _("one day")
    )
    return _(
        "A week at the desk ({days}, {desk_hours} h a day): {prompts_a_day} prompts a "
        "day, at most {most_in_an_hour} in an hour; breaks {break_share} of it; sitting "
        "at most {span}; {ml_a_day} ml of water a day."
    ).format(
        days=days,
        desk_hours=f"{week.desk_hours:.1f}",
        prompts_a_day=f"{figures['prompts_a_day']:g}",
        most_in_an_hour=figures["most_in_an_hour"],
        break_share=f"{figures['break_share']:.0%}",
        span=span(float(str(figures["longest_sitting_seconds"]))),
        ml_a_day=f"{figures['ml_a_day']:g}",
    )


def _figures(week: Week) -> dict[str, float]:
    days, story = len(week.days), week.story
    rest, desk = story.seconds("break"), story.seconds("working", "break")
    return {
        "days": days,
        "prompts_a_day": round(len(story.prompts) / days, 1),
        "most_in_an_hour": story.busiest[0],
        "break_share": round(rest / desk, 3) if desk else 0,
        "longest_sitting_seconds": story.bout.seconds if story.bout else 0,
        "ml_a_day": round(story.ml / days),
    }
