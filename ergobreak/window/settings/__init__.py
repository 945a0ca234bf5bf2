"""The settings window: the few settings that most people change, on three short pages.

Rules of this package:
1. Only `panel` and `controls` import tkinter, and only the process with the window them.
2. What can be set is data (`rows`): a line there is all that a new setting takes.
3. It knows no file: it is given what holds, and hands back what was typed and pressed.
"""
