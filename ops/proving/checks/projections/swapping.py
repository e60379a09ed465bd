"""Rebuilds every view and swaps it, for ever: a process to be killed in the middle of it."""

from os import environ
from typing import Final

from ops.proving.bed import Bed
from ops.rebuilding import Means, Rebuilt, rebuild
from ops.settings import Child
from projections.every import OF_THE_LOG

OWNER: Final = "SUIAN_OWNER"
"""The variable that holds the owner's URL."""


def means_of(bed: Bed) -> Means:
    """Return what a rebuild of a bed's views needs."""
    return Means(bed.url("owner"), bed.url("clerk"), bed.keys)


def swap_all(means: Means) -> list[Rebuilt]:
    """Rebuild every view beside the one that serves, compare the two, and swap them."""
    return rebuild(means, OF_THE_LOG)


def main() -> None:
    """Rebuild and swap until killed."""
    settings = Child.model_validate({})
    means = Means(environ[OWNER], settings.url, settings.keys)
    while True:
        swap_all(means)


if __name__ == "__main__":
    main()
