"""The child itself: one JSON request in, one JSON reply out, and the end."""

from __future__ import annotations

import json
import sys

from ergobreak.agenda.answer import Answer
from ergobreak.agenda.limits import bound_process
from ergobreak.language import _


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    bound_process()
    try:
        answer = Answer(json.load(sys.stdin.buffer))
    except (ValueError, KeyError, TypeError) as error:
        print(_("no request: {error}").format(error=repr(error)), file=sys.stderr)  # noqa: T201 - it is a program
        return 2
    json.dump(answer.find(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
