"""The figure as SVG: a still, or an animation without a script; whole in itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from ergobreak.figure import drawing, outline
from ergobreak.figure.shapes import Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.content.exercise import Exercise, Motion
    from ergobreak.figure.palette import Palette
    from ergobreak.figure.shapes import Shape

GLIDE_SAMPLES: Final = 6  # instants of a glide; in between a browser draws straight lines


def still(exercise: Exercise, palette: Palette) -> str:
    """Return one picture of an exercise."""
    paths = "".join(_path(shape, palette) for shape in drawing.still(exercise.motion))
    return _svg(exercise, palette, f"<g>{paths}</g>")


def animated(exercise: Exercise, palette: Palette) -> str:
    """Return the moving picture of an exercise; still where the reader wants no motion."""
    motion = exercise.motion
    times = _instants(motion)
    if exercise.sides == "each":
        pictures = [
            drawing.crossing(motion, at, mirrored=mirrored)
            for mirrored in (False, True)
            for at in times
        ]
        times = [*times, *(at + motion.seconds for at in times)]
    else:
        pictures = [drawing.shapes(motion, at) for at in times]
    total = motion.seconds * (2 if exercise.sides == "each" else 1)
    # The last instant is the first one of the next round.
    pictures.append(pictures[0])
    shares = [*(at / total for at in times), 1.0]
    moving = "".join(
        _moving([picture[place] for picture in pictures], shares, total, palette)
        for place in range(len(pictures[0]))
    )
    resting = "".join(_path(shape, palette) for shape in drawing.still(motion))
    style = (
        "<style>.rest{display:none}@media(prefers-reduced-motion:reduce)"
        "{.rest{display:inline}.move{display:none}}</style>"
    )
    return _svg(
        exercise, palette, f'{style}<g class="move">{moving}</g><g class="rest">{resting}</g>'
    )


def _svg(exercise: Exercise, palette: Palette, inside: str) -> str:
    box = drawing.frame_of(exercise.motion)
    left, top, width, height = (
        round(edge * outline.FINE) for edge in (box.left, -box.top, box.width, box.height)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}"'
        f' role="img" aria-label={quoteattr(exercise.title)}>'
        f"<title>{escape(exercise.title)}</title>"
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}"'
        f' fill="{palette.ground}"/>{inside}</svg>'
    )


def _instants(motion: Motion) -> list[float]:
    """Return the instants of a cycle that have to be drawn: a glide, and the ends of a rest."""
    found, at = [], 0.0
    frames = motion.frames
    for place, frame in enumerate(frames):
        found.append(at)
        if frame.hold:
            at += frame.hold
            found.append(at)
        glide = frames[(place + 1) % len(frames)].glide
        found += [at + glide * step / GLIDE_SAMPLES for step in range(1, GLIDE_SAMPLES)]
        at += glide
    return found


def _path(shape: Shape, palette: Palette, inside: str = "") -> str:
    colour = palette.colour(shape.tone)
    halo = ""
    if isinstance(shape, Stroke) and shape.halo:
        halo = (
            f' stroke="{palette.ground}" stroke-width="{2 * shape.halo * outline.FINE:g}"'
            ' stroke-linejoin="round" paint-order="stroke"'
        )
    return f'<path d="{outline.of(shape)}" fill="{colour}"{halo}>{inside}</path>'


def _moving(
    through: Sequence[Shape], shares: Sequence[float], total: float, palette: Palette
) -> str:
    lines = [outline.of(shape) for shape in through]
    if len(set(lines)) == 1:
        return _path(through[0], palette)
    kept = [
        place
        for place in range(len(lines))
        if place in {0, len(lines) - 1} or not lines[place - 1] == lines[place] == lines[place + 1]
    ]
    shares, lines = [shares[place] for place in kept], [lines[place] for place in kept]
    times = ";".join(f"{share:.4f}".rstrip("0").rstrip(".") for share in shares)
    move = (
        f'<animate attributeName="d" dur="{total:g}s" repeatCount="indefinite"'
        f' keyTimes="{times}" values="{";".join(lines)}"/>'
    )
    return _path(through[0], palette, move)
