"""Form 3 (患者报告卡): what it asks beside the other forms (domain rules 2.4).

Name, addresses, guardian, diagnosis, consent and what form 7 asks are recorded once, by
their own facts, and are not asked again here. The fields are C3's; the codes of source and
sender could not be read and are ours (D-F2).
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class PatientSource(IntEnum):
    """患者来源."""

    OUTPATIENT = 1
    INPATIENT = 2
    SCREENING = 3
    """线索调查."""
    EMERGENCY = 4
    """应急处置."""
    MOVED_IN = 5
    OTHER = 9


class Sender(IntEnum):
    """送诊主体 (P1 arts 28 and 30)."""

    SELF = 1
    RELATIVES = 2
    EMPLOYER = 3
    POLICE = 4
    CIVIL_AFFAIRS = 5
    COMMITTEE = 6
    """村(居)民委员会."""
    OTHER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCard:
    """The card as it came; `drugs` are at most three, and none with `no_drug_needed`."""

    card_number: str = ""
    source: PatientSource | None = None
    senders: tuple[Sender, ...] = ()
    sender_other: str = ""
    past_grade: int | None = None
    """既往危险性评估, 0-5."""
    drugs: tuple[str, ...] = ()
    no_drug_needed: bool | None = None
    """勿需用药."""
    household_unknown_why: str = ""
    """户别不详的原因."""
    reporter: str
    reported_on: date
    reporting_unit: str
    reporting_department: str = ""
    reporting_phone: str = ""
