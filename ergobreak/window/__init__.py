"""The status window: short-lived, in a process of its own, for desktops without a tray.

Rules of this package:
1. Only `panel` imports tkinter, and only the process that shows the window imports `panel`.
2. It knows neither socket nor journal: it is given pictures of the state, and passes on commands.
"""
