"""Ask for a face visit (面访) where the person has not been seen for too long.

Decision: whether the next follow-up should be face to face.
Source:   field notes 1 (K): two contacts in a row with relatives only, or half a year
          without a face visit. Configurable; no text read sets either limit.
Hit rule: every matching reason is given.
Silence:  D-V2: half a year is counted from the last face visit, and from the first
          follow-up on record where there was none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.calendar import Interval
from domain.values.findings import SpokeWith, VisitForm, is_face_visit

NOTES = Clause("K", "field notes 1, 面访", Evidence.REMEMBERED)
HALF_A_YEAR: Final = Interval(months=6)
IN_A_ROW: Final = 2

RELATIVES_ONLY = Reason(
    "face.relatives_only",
    NOTES,
    "Two contacts in a row with relatives only: see the person face to face.",
    "连续两次仅联系到家属或知情人：下次应面访本人",
)
LONG_UNSEEN = Reason(
    "face.half_a_year",
    NOTES,
    "Half a year without a face visit: see the person face to face.",
    "已满半年未面访：下次应面访本人",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A follow-up as this rule sees it."""

    on: date
    form: VisitForm
    spoke_with: frozenset[SpokeWith]

    @property
    def was_face(self) -> bool:
        """Return whether the person was met."""
        return is_face_visit(self.form, self.spoke_with)

    @property
    def was_relative(self) -> bool:
        """Return whether only others were spoken with (据知情人述)."""
        return bool(self.spoke_with) and SpokeWith.PERSON not in self.spoke_with


def asks(contacts: Sequence[Contact]) -> tuple[Reason, ...]:
    """Return why the next visit should be face to face; contacts are oldest first."""
    if not contacts:
        return ()
    latest = contacts[-IN_A_ROW:]
    row = len(latest) == IN_A_ROW and all(each.was_relative for each in latest)
    since = next((c.on for c in reversed(contacts) if c.was_face), contacts[0].on)
    long = contacts[-1].on >= HALF_A_YEAR.after(since)
    return (*([RELATIVES_ONLY] if row else []), *([LONG_UNSEEN] if long else []))
