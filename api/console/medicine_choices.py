"""The codes of dispensing, checks of the blood and services with their words."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from api.language import msg
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.stock import OffCause, Programme, Receiver

MEDICINE_CHOICES: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    Receiver: {
        Receiver.SELF: msg("The person"),
        Receiver.GUARDIAN: msg("Guardian"),
        Receiver.FAMILY: msg("Somebody of the family"),
        Receiver.WORKER: msg("Somebody who brings it"),
        Receiver.OTHER: msg("Somebody else"),
    },
    OffCause: {
        OffCause.EXPIRED: msg("Expired"),
        OffCause.DAMAGED: msg("Damaged"),
        OffCause.LOST: msg("Lost"),
        OffCause.SENT_BACK: msg("Sent back to the supplier"),
        OffCause.PASSED_ON: msg("Passed on to another office"),
    },
    LatePath: {
        LatePath.EARLY: msg("Too early, it can wait"),
        LatePath.ON_TIME: msg("In time"),
        LatePath.GIVE_NOW: msg("Give it as soon as possible"),
        LatePath.GIVE_TWICE: msg("Give it now and again after a week"),
        LatePath.WITH_ORAL: msg("Inject, and add the medicine by mouth"),
        LatePath.RELOAD: msg("Load anew"),
        LatePath.ASK: msg("Ask a psychiatrist"),
    },
    Told: {
        Told.PERSON: msg("The person"),
        Told.GUARDIAN: msg("Guardian"),
        Told.PSYCHIATRIST: msg("Psychiatrist"),
        Told.UNIT: msg("Responsible unit"),
        Told.COUNTY: msg("County SMI office"),
    },
    LabCheck: {
        LabCheck.BLOOD_COUNT: msg("Blood count with white-cell differential"),
        LabCheck.LITHIUM_LEVEL: msg("Lithium level"),
        LabCheck.VALPROATE_LEVEL: msg("Valproate level"),
        LabCheck.CARBAMAZEPINE_LEVEL: msg("Carbamazepine level"),
        LabCheck.LIVER: msg("Liver function"),
        LabCheck.KIDNEY: msg("Kidney function"),
        LabCheck.THYROID: msg("Thyroid function"),
        LabCheck.SODIUM: msg("Sodium"),
        LabCheck.GLUCOSE_LIPIDS: msg("Blood glucose and lipids"),
        LabCheck.ECG: msg("Electrocardiogram"),
    },
    Programme: {
        Programme.FREE_MEDICINE: msg("Free medication"),
        Programme.FREE_INJECTION: msg("Long-acting injections"),
        Programme.CHRONIC_OUTPATIENT: msg("Chronic and special out-patient diseases"),
        Programme.OTHER: msg("Other"),
    },
}
"""One table per list, in the order of the forms."""
