"""Builds and runs everything; the only room that reads the clock and the environment."""
