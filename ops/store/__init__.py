"""The log in PostgreSQL: mapper, recorder, chain."""
