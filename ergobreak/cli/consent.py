"""Whether an answer in a terminal means yes."""

from __future__ import annotations

from ergobreak.language import pgettext


def is_yes(said: str) -> bool:
    """Tell whether this is a yes, in English or the language that is spoken, or begins one."""
    # translators: the answer to a question, typed out or as its first letter.
    own = pgettext("answer", "yes").casefold()
    return said.strip().casefold() in {"y", "yes", own, own[:1]}
