"""Calendars and public holidays, read by a short-lived child."""
