"""The way in: daily commands take the short way, everything else goes through `cli`."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command of this process and return its exit code."""
    try:
        from ergobreak.control.client import quick

        code = quick(sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        code = 0  # whoever read our output has seen enough
    except Exception:  # noqa: BLE001  the long way meets it again, and has words for it
        code = None
    if code is None:
        from ergobreak import cli

        return cli.main(sys.argv[1:])
    # The answer is on the screen; taking the interpreter apart would only keep the prompt waiting.
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
