"""Hooks: programs of the person's own, run on what is written into the journal."""
