"""What stands below the verbs in `ergobreak --help`: options, examples, exit codes. Data."""

from __future__ import annotations

from typing import Final

from ergobreak.language import N_

EXIT_CODES: Final = N_("""\
exit codes:
  0 fine   1 unexpected   2 usage or config   3 not running   4 already running
  5 protocol or version   6 refused: it makes sense, but not now   130 interrupted""")

OPTIONS: Final = N_("""\
options, before or after the verb:
  --home DIR          keep config, state and socket of one instance in DIR
  --version           print the version
  -h, --help          this text; behind a verb: more about it""")

EXAMPLES: Final = N_("""\
examples:
  ergobreak                     how things stand
  ergobreak pause until 14:00   also: 30m, until tomorrow, until 2027-01-04
  ergobreak log --last 20       the last twenty lines of the journal
  ergobreak help pause          more about one command""")
