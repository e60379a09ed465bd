"""Form 4 (出院信息单): what a hospital tells of a stay when it is over (C3, domain rules 2.5).

Identity, the report card and its diagnosis are recorded once, by their own facts, and are
not asked again here.
"""

from dataclasses import dataclass
from datetime import date

from domain.values.findings import TreatmentEffect
from domain.values.visit_details import Rehabilitation


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeSheet:
    """The sheet as it came; `drugs` is none with `no_drug_needed`."""

    hospital: str
    case_number: str = ""
    admitted_on: date
    discharged_on: date
    admissions: int | None = None
    """How many stays so far, this one included."""
    diagnosis: str
    icd10: str = ""
    past_grade: int | None = None
    """既往危险性评估, 0-5."""
    drugs: tuple[str, ...] = ()
    no_drug_needed: bool | None = None
    effect: TreatmentEffect | None = None
    """住院疗效."""
    drug_guidance: str = ""
    no_guidance_needed: bool | None = None
    rehabilitation: tuple[Rehabilitation, ...] = ()
    rehabilitation_other: str = ""
    remark: str = ""
    doctor: str
    phone: str = ""
    filled_on: date
