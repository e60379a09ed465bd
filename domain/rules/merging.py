"""How two records of one person come together, and apart again.

Decision: who may confirm a merge, and for how long a proposal stands.
Source:   D-X5 and D-X6, decisions of ours; no text read says how two records are joined.
Hit rule: one limit.
Silence:  none; every proposal lapses.
"""

from datetime import date, timedelta
from typing import Final

LAPSES_AFTER: Final = timedelta(days=30)
"""As long as a proposal to erase (D-X5)."""


def may_be_confirmed(proposed_on: str, day: str) -> bool:
    """Return whether a proposal of one day may be confirmed on another (D-X5)."""
    return date.fromisoformat(day) - date.fromisoformat(proposed_on) <= LAPSES_AFTER
