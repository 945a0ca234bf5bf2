"""The status window: short-lived, in a process of its own, for desktops without a tray.

Rules of this package:
1. Only `panel` and `inbox` import tkinter, and only a process that shows a window imports these.
2. It knows neither socket nor journal: it is given pictures of the state, and passes on commands.
"""
