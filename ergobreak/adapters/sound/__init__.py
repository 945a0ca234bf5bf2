"""Sounds and speech of a break: made here, played by what the desktop has; both can be missing."""
