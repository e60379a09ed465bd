"""Builds and runs everything; the only room that reads the clock and the environment."""

from ops.garbage import look_seldom

look_seldom()
