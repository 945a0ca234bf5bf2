"""The break window: a process of its own, how it is kept, and what it says."""
