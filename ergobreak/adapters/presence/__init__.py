"""Who tells that the person is there: input, locks, sleep. One source a file."""
