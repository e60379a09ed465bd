"""Views: one file each, folded from the log and rebuilt at will."""
