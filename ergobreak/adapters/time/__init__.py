"""Clocks, the one alarm, calendar rules, and what happens to clock and zone."""
