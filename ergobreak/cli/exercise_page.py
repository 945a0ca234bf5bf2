"""One exercise as a page of its own: the moving figure, its steps, and what to take care of."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from ergobreak.cli import exercise_text as text
from ergobreak.cli import page_file
from ergobreak.content import safety
from ergobreak.figure import svg
from ergobreak.figure.palette import as_style, named, palette
from ergobreak.language import is_right_to_left, spoken

if TYPE_CHECKING:
    from ergobreak.content.exercise import Exercise
    from ergobreak.paths import Paths

FILE: Final = "exercise.html"  # in the folder for state; each one that is opened replaces it

_PAGE: Final = """\
<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --page: #fbfbfa; --text: #1f2a33; --dim: #5a6670; {light} }}
@media (prefers-color-scheme: dark) {{
  :root {{ --page: #1f2429; --text: #e9edf0; --dim: #a3afb8; {dark} }}
}}
* {{ box-sizing: border-box; }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page);
  color: var(--text); font: 17px/1.5 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; }}
main {{ display: grid; grid-template-columns: minmax(16rem, 26rem) minmax(18rem, 28rem);
  gap: 3rem; align-items: center; padding: 2rem; }}
figure {{ margin: 0; padding: 1.5rem; border-radius: 1.2rem; background: var(--ground-of-figure); }}
svg {{ display: block; width: 100%; height: auto; max-height: 70vh; }}
h1 {{ margin: 0; font-size: 1.7rem; line-height: 1.2; }}
p {{ margin: .4rem 0; }}
ol {{ padding-left: 1.4rem; }}
li {{ margin: .5rem 0; }}
.dim {{ color: var(--dim); font-size: .93rem; }}
@media (max-width: 46rem) {{ main {{ grid-template-columns: 1fr; gap: 1.2rem; }} }}
</style>
</head>
<body>
<main>
<figure>{figure}</figure>
<section>
<h1>{title}</h1>
<p class="dim">{facts}</p>
<ol>
{steps}
</ol>
<p>{care}</p>
<p class="dim">{safety}</p>
</section>
</main>
</body>
</html>"""


def page(exercise: Exercise) -> str:
    """Return the whole page; it refers to nothing outside, and is light or dark as the reader."""
    facts = (text.area_and_position(exercise), text.length(exercise.seconds))
    return _PAGE.format(
        language=spoken().replace("_", "-"),
        direction="rtl" if is_right_to_left() else "ltr",
        title=escape(exercise.title),
        light=as_style(palette("light")),
        dark=as_style(palette("dark")),
        figure=svg.animated(exercise, named(palette("light"))),
        facts=escape(", ".join(facts)),
        steps="\n".join(f"<li>{escape(step)}</li>" for step in exercise.steps),
        care=escape(exercise.care),
        safety=escape(safety.note("while-moving")),
    )


def opened(html: str, places: Paths) -> str:
    """Put a page where the browser finds it, open it, and return what to say."""
    path = places.state_dir / FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    page_file.write(html, path)
    return page_file.show(path)
