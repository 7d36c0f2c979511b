"""What each mode of the program needs of the system.

Signals, threads, streams, environment, terminal modes and the crash report.
"""
