"""Being away from home (外出) and coming home (返乡): the closed list of what for."""

from enum import StrEnum


class AwayFor(StrEnum):
    """Why somebody is away."""

    WORK = "work"
    FAMILY = "family"
    TREATMENT = "treatment"
    OTHER = "other"
    UNKNOWN = "unknown"
