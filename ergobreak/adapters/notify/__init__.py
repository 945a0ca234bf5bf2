"""How a notice reaches the screen, and what becomes of it there."""
