"""ergobreak at login, by what the system has for that: one way a file, and which one is right here.

Rules of this room:
1. Each way has `turn_on`, `turn_off` and `look`, and knows nothing of the others.
2. There is never more than one: whoever turns one on turns all the others off.
3. What was written is removed again, and with it each folder that is empty then.
"""
