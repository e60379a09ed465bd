"""The words of a merge."""

from enum import StrEnum


class Side(StrEnum):
    """One of the two records of a merge."""

    SURVIVOR = "survivor"
    """The record that goes on."""
    RETIRED = "retired"
    """The record that is read there from now on."""
