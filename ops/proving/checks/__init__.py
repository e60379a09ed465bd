"""One claim a file: its long form injects and counts, its short form runs in `test`."""
