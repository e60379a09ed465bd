"""The words of a danger report from elsewhere (险情报告): by which way it came, how far it is."""

from dataclasses import dataclass
from enum import StrEnum


class DangerChannel(StrEnum):
    """By which way it came."""

    CALL_110 = "call_110"
    HOTLINE = "hotline"
    """12345, 96525 and the like."""
    GRID = "grid"
    VILLAGE_COMMITTEE = "village_committee"
    GUARDIAN = "guardian"
    """BR-NOT-7: a guardian who sees dangerous behaviour tells at once."""
    POLICE_STATION = "police_station"
    OTHER = "other"


class DangerReportState(StrEnum):
    """How far a report has come; who sent it sees no more than this."""

    RECEIVED = "received"
    """待核实."""
    LINKED = "linked"
    """It is about somebody on the register; a doctor has still to look."""
    ASSESSED = "assessed"
    """已核实."""
    CLOSED = "closed"
    """已办结."""

    @property
    def awaits_assessment(self) -> bool:
        """Return whether a doctor has still to look."""
        return self in {DangerReportState.RECEIVED, DangerReportState.LINKED}


class Assessment(StrEnum):
    """What a doctor found."""

    GRADED = "graded"
    """A grade was given, by a quick report."""
    NO_DANGER = "no_danger"
    NOT_REGISTERED = "not_registered"
    """Nobody of the register: nobody is registered by it; a clue may be entered."""


@dataclass(frozen=True, slots=True)
class DangerTold:
    """What was told, by whom and about whom; hearsay, not a finding."""

    village: str
    what: str
    name: str = ""
    place: str = ""
    informant: str = ""
    phone: str = ""
