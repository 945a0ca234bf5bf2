"""The report: what the journal holds as one page of HTML that needs nothing from elsewhere.

    days       the days of the report, one value each
    figures    their sums as charts and sentences: words and numbers, no pictures
    timeline   a day as a band from morning to evening
    heat       weekday and hour as a table with shades
    words      spans, dates and counts as people say them
    charts     numbers to pictures (pygal)
    look       the colours by day and by night
    template   values to HTML (Jinja2): base.html.j2 is the frame of every page, parts.html.j2 its
               pieces, style.css and marks.js what is put into each
    build      the page as a whole
    sheet      another page: one sheet of paper to take along

Rules of these files:
1. Picture and table come from the same value, so that they cannot differ.
2. No colour means anything by itself: shape, place or a figure says the same.
3. Nothing is asked from outside: no address, font, picture or script. The page says so to the
   browser, and names the two scripts and styles that are its own.
4. What was not recorded is called so. It is never 0, and nobody is blamed.
"""

from __future__ import annotations

from ergobreak.report.build import Asked, page
from ergobreak.report.days import Day, days
from ergobreak.report.template import render

__all__ = ["Asked", "Day", "days", "page", "render"]
