"""The break window: a process of its own that asks, guides through a break, and goes away again."""
