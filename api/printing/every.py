"""Every form that can be printed, by its number."""

from collections.abc import Mapping
from typing import Final

from api.printing.form import Form
from api.printing.forms import (
    basic_information,
    consent,
    emergency_consent,
    emergency_record,
    follow_up,
    investigation,
    referral,
    report_card,
    supplement,
)

FORMS: Final[Mapping[int, Form]] = {
    form.number: form
    for form in (
        report_card.FORM,
        consent.FORM,
        basic_information.FORM,
        supplement.FORM,
        follow_up.FORM,
        referral.FORM,
        emergency_consent.FORM,
        emergency_record.FORM,
        investigation.FORM,
    )
}
