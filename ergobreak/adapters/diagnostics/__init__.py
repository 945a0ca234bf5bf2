"""What is kept for a bug report: the diagnostic log, and a report after a crash.

All of it stays on this machine, in files that nobody else can read.
"""
