"""The machine: database, processes, first-run secrets, doctor."""
