"""Walks the tables of rules: every case there is, or many drawn from a seed."""
