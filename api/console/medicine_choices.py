"""The codes of dispensing, checks of the blood and services with their words."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from api.language import msg
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
    Programme: {
        Programme.FREE_MEDICINE: msg("Free medication"),
        Programme.FREE_INJECTION: msg("Long-acting injections"),
        Programme.CHRONIC_OUTPATIENT: msg("Chronic and special out-patient diseases"),
        Programme.OTHER: msg("Other"),
    },
}
"""One table per list, in the order of the forms."""
