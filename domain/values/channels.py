"""The ways by which an office is told beside its inbox, in closed words.

The inbox and the feed are always there and nobody can switch them off.
"""

from enum import StrEnum
from typing import Final


class WayOut(StrEnum):
    """A way that brings a notice to an office; its address is the office's own."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    SMS = "sms"


class SwitchedOff(StrEnum):
    """Why a way is not used any more."""

    BY_HAND = "by_hand"
    GONE = "gone"
    """Its address said that it takes nothing any more (410)."""


LONGEST_ADDRESS: Final = 500
MOST_MINUTES: Final = 24 * 60
"""The longest time the next way waits for this one."""
OVERLAP_HOURS: Final = 24
"""How long an old secret still signs beside the new one, unless said otherwise (D-CH2)."""
MOST_OVERLAP_HOURS: Final = 7 * 24
