"""The control channel: a local socket that carries one question and its answer as JSON lines."""
