"""Everything that touches the world: one outside thing a file; app and simulate name them."""
