"""Small immutable words; no behaviour beyond arithmetic and checks."""
