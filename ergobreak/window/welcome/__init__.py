"""The welcome: a few questions on four short pages, in a window of its own.

Rules of this package:
1. Only `panel`, `fields` and `plates` import tkinter, and only the process with the window them.
2. What is asked is data (`questions`), so that a terminal can ask the same.
3. It knows no file: it is given what holds, and hands back answers.
"""
