"""Hooks: programs of the person's own, run on what is written into the journal."""

from __future__ import annotations

import os
from typing import Final

from ergobreak.language import N_

# A process is waited for by a handle of its own, which other systems do not have.
LACKS: Final = "" if hasattr(os, "pidfd_open") else N_("they need Linux")
