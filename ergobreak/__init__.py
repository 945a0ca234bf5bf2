"""ergobreak: a break reminder that waits for the right moment and can say why."""
