"""One form a file: its number, its title, and what stands where."""
