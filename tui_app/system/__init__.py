"""What every way of running needs of the system: signals, threads, streams, environment, crash report."""
