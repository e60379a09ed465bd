"""How often a process looks for garbage that holds on to itself.

A page of the log is thousands of young values at once, all of them kept until the page is
folded, and so are the classes and tables a process is made of while it starts; Python's
default of 700 looks through them again and again and finds nothing.
"""

import gc
from typing import Final

YOUNG: Final = 50_000
"""Values made since the last look before the next."""
OLDER: Final = 20
"""Looks at the young ones before one at the older, and of those before one at all."""


def look_seldom() -> None:
    """Look seldom; a process that starts so is up half a second sooner."""
    gc.set_threshold(YOUNG, OLDER, OLDER)


def settle() -> None:
    """Never look again at what the process has made up to now.

    For a process that has just put its parts together and now serves until it is stopped.
    """
    gc.collect()
    gc.freeze()
    look_seldom()
