"""Forms 3 and 4 about somebody on the register, as data, in the order of the forms."""

from typing import Final

from api.console.record_fields import SECTIONS, Asked, Section
from api.language import msg
from api.v1.case_reports import DischargeSheetBody
from api.v1.record_body import ReportCardBody
from domain.values.findings import TreatmentEffect
from domain.values.visit_details import Rehabilitation

SHEET: Final = Section(
    "sheet",
    msg("Discharge sheet (form 4)"),
    DischargeSheetBody,
    (
        Asked("hospital", msg("Hospital"), "line"),
        Asked("case_number", msg("Case number"), "line"),
        Asked("admitted_on", msg("Admitted on"), "date"),
        Asked("discharged_on", msg("Discharged on"), "date"),
        Asked("admissions", msg("Stays so far, this one included"), "count"),
        Asked("diagnosis", msg("Discharge diagnosis"), "line"),
        Asked("icd10", msg("ICD-10 code"), "line"),
        Asked("past_grade", msg("Past danger assessment, 0–5"), "count"),
        Asked("drugs", msg("Drugs in hospital, one a line"), "lines"),
        Asked("no_drug_needed", msg("No drug needed"), "yes_no"),
        Asked("effect", msg("Effect of the treatment"), "choice", TreatmentEffect),
        Asked("drug_guidance", msg("Advice on medicine"), "area"),
        Asked("no_guidance_needed", msg("No advice needed"), "yes_no"),
        Asked("rehabilitation", msg("Rehabilitation"), "ticks", Rehabilitation),
        Asked("rehabilitation_other", msg("Which other"), "line"),
        Asked("remark", msg("Remark"), "area"),
        Asked("doctor", msg("Doctor"), "line"),
        Asked("phone", msg("Telephone"), "line"),
        Asked("filled_on", msg("Filled in on"), "date"),
    ),
)

CARD: Final = Section(
    "card",
    msg("Report card (form 3)"),
    ReportCardBody,
    SECTIONS["report-card"].fields,
)
"""The card of a hospital, which begins primary care's clocks."""
