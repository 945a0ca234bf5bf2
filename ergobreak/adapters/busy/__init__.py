"""Who tells that a prompt would disturb: calls, cameras, films, full screens. One source a file."""
