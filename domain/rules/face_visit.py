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
from domain.rules.parameters import NATIONAL, InForce, Unit, default
from domain.values.findings import SpokeWith, VisitForm, is_face_visit

NOTES = Clause("K", "field notes 1, 面访", Evidence.REMEMBERED)

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


IN_A_ROW: Final = default(
    "face.in_a_row", Unit.TIMES, 2, RELATIVES_ONLY, at_least=1, at_most=6
)
HALF_A_YEAR: Final = default(
    "face.months", Unit.MONTHS, 6, LONG_UNSEEN, at_least=1, at_most=12
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


def asks(contacts: Sequence[Contact], local: InForce = NATIONAL) -> tuple[Reason, ...]:
    """Return why the next visit should be face to face; contacts are oldest first."""
    if not contacts:
        return ()
    on = contacts[-1].on
    times, unseen = local.setting(IN_A_ROW, on), local.setting(HALF_A_YEAR, on)
    latest = contacts[-times.value :]
    row = len(latest) == times.value and all(each.was_relative for each in latest)
    since = next((c.on for c in reversed(contacts) if c.was_face), contacts[0].on)
    long = on >= unseen.interval.after(since)
    return (*([times.why] if row else []), *([unseen.why] if long else []))
