"""Values to HTML: the templates of this folder, with their style, script and colours in the page.

Every value is escaped, unless it is Markup. The page names its own script by its hash, so that
nothing else can run in it, whatever a name from the settings may hold.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import language
from ergobreak.report import look

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_HERE: Final = Path(__file__).parent


def render(name: str, **values: object) -> str:
    """Return the page that a template of this folder makes of these values.

    `base.html.j2` is the frame: a template that extends it fills the blocks `title`, `main` and,
    if it likes, `style`.
    """
    return _environment().get_template(name).render(values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style, script = (
        (_HERE / name).read_text(encoding="utf-8") for name in ("style.css", "marks.js")
    )
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        # Both are files of this folder, and hold nothing that ends their element.
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
        "_": language._,
        "ngettext": language.ngettext,
        "pgettext": language.pgettext,
        "tag": lambda: language.spoken().replace("_", "-"),
        "is_right_to_left": language.is_right_to_left,
        "light": look.as_style(look.LIGHT),
        "dark": look.as_style(look.DARK),
    }
    made.filters["with_code"] = _with_code
    return made


def _with_code(text: str, **commands: str) -> Markup:
    """Return a text with commands in its placeholders, set as such."""
    from markupsafe import Markup, escape

    as_code = {name: Markup("<code>{}</code>").format(said) for name, said in commands.items()}
    return escape(text).format(**as_code)
