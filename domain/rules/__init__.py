"""One decision a file, as a table whose rows cite their clause."""
