"""How long a proposal to destroy a person's keys may be confirmed.

Decision: whether somebody may still confirm it.
Source:   D-E1, a decision of ours; no text read says how two people come together.
Hit rule: one limit.
Silence:  none; every proposal lapses.
"""

from datetime import date, timedelta
from typing import Final

LAPSES_AFTER: Final = timedelta(days=30)
"""A forgotten proposal must not lie about loaded (D-E1)."""


def may_be_confirmed(proposed_on: str, day: str) -> bool:
    """Return whether a proposal of one day may be confirmed on another (D-E1)."""
    return date.fromisoformat(day) - date.fromisoformat(proposed_on) <= LAPSES_AFTER
