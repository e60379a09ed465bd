"""What a quick report (速报) says beside the level: closed lists, ready to be told.

Whoever comes needs to know where to go, whom to look for and what was asked of them; none
of it says how the person fares.
"""

from enum import StrEnum


class HelpWanted(StrEnum):
    """What the doctor asks the offices for."""

    POLICE_ON_THE_SPOT = "police_on_the_spot"
    """出警协助."""
    ESCORT_TO_HOSPITAL = "escort_to_hospital"
    """协助送诊."""
    HOME_VISIT_TOGETHER = "home_visit_together"
    """联合入户."""
    BE_REACHABLE = "be_reachable"
    """待命."""
    OTHER = "other"
    """To be asked by telephone."""


class InDanger(StrEnum):
    """Who is in danger."""

    SELF = "self"
    FAMILY = "family"
    NEIGHBOURS = "neighbours"
    STAFF = "staff"
    PUBLIC = "public"


class Seen(StrEnum):
    """Whether something is there; whoever was not asked is `unknown`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
