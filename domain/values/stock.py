"""Dispensing and stock: who received medicine, why it left the stock, which programme pays.

Source:   7.2 of the domain rules for 免费服药 and 长效针剂, field-notes 4 for 门诊慢特病.
          No national code list of any of them was found; the codes are ours (D-J4).
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

MOST_UNITS: Final = 100_000
"""Units of one entry; nobody moves more at once."""

MOST_DAYS: Final = 366
"""Days one hand-out lasts at most."""


class Receiver(StrEnum):
    """Who took the medicine home."""

    SELF = "self"
    """The person."""
    GUARDIAN = "guardian"
    FAMILY = "family"
    """Somebody else of the family."""
    WORKER = "worker"
    """Somebody who brings it: village doctor, grid worker."""
    OTHER = "other"


class OffCause(StrEnum):
    """Why medicine left the stock without being handed out."""

    EXPIRED = "expired"
    DAMAGED = "damaged"
    LOST = "lost"
    SENT_BACK = "sent_back"
    """Back to who delivered it."""
    PASSED_ON = "passed_on"
    """To another office, which records its own receipt."""


class Programme(StrEnum):
    """What pays for somebody's medicine, beside insurance."""

    FREE_MEDICINE = "free_medicine"
    """免费服药."""
    FREE_INJECTION = "free_injection"
    """长效针剂."""
    CHRONIC_OUTPATIENT = "chronic_outpatient"
    """门诊慢特病."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Lot:
    """One batch of one medicine; `balance` in its units, `expires_on` as ISO text."""

    drug: str
    name: str
    strength: str
    unit: str
    batch: str
    expires_on: str
    balance: int = 0

    def is_same(self, other: "Lot") -> bool:
        """Return whether both are one batch of one medicine."""
        return replace(self, balance=0) == replace(other, balance=0)
