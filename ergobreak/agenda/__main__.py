"""The child itself: one JSON request in, one JSON reply out, and the end."""

from __future__ import annotations

import json
import sys

from ergobreak import spoken
from ergobreak.agenda.answer import Answer
from ergobreak.agenda.limits import bound_process


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    bound_process()
    spoken.follow("auto")  # what the daemon speaks stands in the environment
    try:
        answer = Answer(json.load(sys.stdin.buffer))
    except (ValueError, KeyError, TypeError) as error:
        print(f"no request: {error!r}", file=sys.stderr)  # noqa: T201 - it is a program
        return 2
    json.dump(answer.find(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
