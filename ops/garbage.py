"""How often a process looks for garbage that holds on to itself.

A page of the log is thousands of young values at once, all of them kept until the page is
folded; Python's default of 700 looks through them again and again and finds nothing.
"""

import gc
from typing import Final

YOUNG: Final = 50_000
"""Values made since the last look before the next."""
OLDER: Final = 20
"""Looks at the young ones before one at the older, and of those before one at all."""


def settle() -> None:
    """Look seldom, and never again at what the process has made up to now.

    For a process that has just put its parts together and now serves until it is stopped.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
