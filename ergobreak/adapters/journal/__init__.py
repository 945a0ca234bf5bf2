"""The durable log and the saved state: one SQLite file."""
