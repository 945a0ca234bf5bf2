"""The command line: finds the verb, runs it, and turns every error into a sentence.

Rules of this package:
1. A verb is one function: it asks, prints, and returns an exit code. Heavy imports stand inside.
2. Only `main` catches. Nobody ever sees a traceback, unless ERGOBREAK_DEBUG is set.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from ergobreak.control import client
from ergobreak.errors import ErgobreakError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Never raises."""
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
    except SystemExit as ended:  # argparse has said what there is to say
        return ended.code if isinstance(ended.code, int) else 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; what is left must not fail once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ErgobreakError as error:
        client.tell(error.exit_code, f"{error.title}\n{error.hint}".rstrip())
        return error.exit_code
    except Exception as error:  # noqa: BLE001  the last line of defence
        if os.environ.get("ERGOBREAK_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        client.tell(1, _sentence(error))
        return 1
    return code


def _sentence(error: Exception) -> str:
    """Say what went wrong: a file that cannot be used is no bug, so it is named."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        what = _("{path} cannot be used: {why}.").format(
            path=os.fsdecode(error.filename), why=error.strerror
        )
        return _("{what}\nChoose another folder: ergobreak --home DIR").format(what=what)
    return _("unexpected: {name}: {error}").format(name=type(error).__name__, error=error)


def _home(argv: list[str]) -> str | None:
    """Return the home that is named among the words; the parser looks at it again."""
    for word, following in zip(argv, [*argv[1:], ""], strict=True):
        if word == "--home" or word.startswith("--home="):
            return word.partition("=")[2] or following
    return None


def _run(argv: list[str]) -> int:
    """Find the verb, read its arguments, run it."""
    from ergobreak import spoken
    from ergobreak.cli import plain_run, verbs

    spoken.settle(_home(argv))

    if plain := plain_run.read(argv):
        return verbs.run(plain)
    from ergobreak.cli import arguments

    home, typed, rest = arguments.head(argv)
    name = arguments.known(typed)
    parser = arguments.parser(name)
    # `config check --json FILE` is as good as with the file first; only these have the trouble.
    is_mixed = name in {"config", "exercises", "log"}
    args = (parser.parse_intermixed_args if is_mixed else parser.parse_args)(rest)
    args.home = args.home or home
    return verbs.verb(name)(args)
