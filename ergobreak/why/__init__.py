"""Why: what the journal says about a reminder or a moment, as a chain of sentences. Pure.

Rules of this package:
1. Each sentence names the records that it is made of. Without them it is not said.
2. What has not been written down is not known, and is said to be unknown.
"""

from __future__ import annotations

from ergobreak.why.moments import of_moment, of_now
from ergobreak.why.reminders import of_coming, of_reminder, waiting
from ergobreak.why.sentence import Sentence, Subject

__all__ = ["Sentence", "Subject", "of_coming", "of_moment", "of_now", "of_reminder", "waiting"]
