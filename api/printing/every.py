"""Every form that can be printed, by its number."""

from collections.abc import Mapping
from typing import Final

from api.printing.form import Form
from api.printing.forms import (
    basic_information,
    clue_check,
    consent,
    discharge_sheet,
    emergency_consent,
    emergency_record,
    follow_up,
    investigation,
    loss_report,
    referral,
    report_card,
    screening,
    supplement,
)

FORMS: Final[Mapping[int, Form]] = {
    form.number: form
    for form in (
        screening.FORM,
        clue_check.FORM,
        report_card.FORM,
        discharge_sheet.FORM,
        consent.FORM,
        basic_information.FORM,
        supplement.FORM,
        follow_up.FORM,
        referral.FORM,
        emergency_consent.FORM,
        emergency_record.FORM,
        investigation.FORM,
        loss_report.FORM,
    )
}
