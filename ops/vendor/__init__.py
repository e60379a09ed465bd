"""Makes the data files that travel with the program; not needed to run it."""
