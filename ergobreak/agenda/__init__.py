"""Reads calendars, public holidays and days off: a short-lived child of the daemon.

The libraries for this weigh more than the daemon, and a calendar may be broken, huge or endless. So
all of it happens in a process of its own, which answers one question and ends.

One JSON object on standard input:

    zone        the time zone that times without one are meant in
    from, to    the appointments of this span, in microseconds UTC
    first, last the days off from date to date, both included
    calendars   [{name, path, busy, days_off, events}]: a file or a folder of files; what is wanted
                of it: where somebody is busy, whole days, and all events of some length
    holidays    ["DE-BE"]: countries, or parts of them

One JSON object on standard output:

    appointments  [[start, end, calendar]] in microseconds UTC, sorted, without overlap
    days_off      {"holidays:DE-BE": ["2026-12-25"], "calendar": [dates of its all-day events]}
    events        {"calendar": [[start, end]]}, sorted, without overlap
    problems      [{where, what}]: what could not be read at all
    omissions     [{where, what}]: single events that make no sense

Rules of these files:
1. No title, place or person leaves this process, not even in a problem's words.
2. Whatever stands in a file costs at most that file's events, never the answer.
"""
