"""Say how long handed-out medicine lasts, when it is due again, and what must be asked.

Decision: the days a hand-out covers, the day of the next pick-up, whether it needs a
          reason, and whether a batch is about to expire.
Source:   no text read says any of it; K for the warning before expiry as pharmacies keep
          it, D-J1 to D-J4 for the rest (sources.md).
Hit rule: every row that fits speaks; one that asks for a reason is enough to need it.
Silence:  without a readable strength or daily dose no days are proposed, and whoever hands
          out says how long it lasts (D-J1).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition
from domain.values.calendar import months_after

K_SHELF = Clause("K", "近效期管理", Evidence.REMEMBERED)
OURS_DAYS = Clause("OURS", "D-J1", Evidence.DECIDED)
OURS_EARLY = Clause("OURS", "D-J2", Evidence.DECIDED)
OURS_OTHER = Clause("OURS", "D-J3", Evidence.DECIDED)

NEAR_MONTHS: Final = 6
"""Months before expiry in which a batch is called near it."""
EARLY_DAYS: Final = 7
"""Days of medicine still in hand above which a hand-out is an early one (D-J2)."""

STRENGTH: Final = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*mg", re.IGNORECASE | re.ASCII)

# fmt: off
NEAR_EXPIRY = Reason("dispensing.near_expiry", K_SHELF,
    "Within six months of its expiry.", "距有效期不足6个月")
COVERS = Reason("dispensing.covers", OURS_DAYS,
    "Quantity times strength, divided by the milligrams a day of the standing regimen.",
    "数量×规格÷现行治疗方案每日剂量")
AFTER_LAST = Reason("dispensing.after_last", OURS_DAYS,
    "What is still in hand of the last hand-out is used up first.",
    "先用完上次尚余药量")
EARLY = Reason("dispensing.early", OURS_EARLY,
    "More than a week of this medicine is still in hand.",
    "此药尚余一周以上用量")
NOT_PRESCRIBED = Reason("dispensing.not_prescribed", OURS_OTHER,
    "The standing regimen does not have this medicine.",
    "现行治疗方案没有此药")
# fmt: on

ASK: Final = (EARLY, NOT_PRESCRIBED)
"""Each of these needs a reason from whoever hands out."""

REASONS: Final = (NEAR_EXPIRY, COVERS, AFTER_LAST, EARLY, NOT_PRESCRIBED)
EDITIONS: Final[tuple[Edition[tuple[Reason, ...]], ...]] = (
    Edition("dispensing/ours-2026", date(2026, 1, 1), REASONS),
)


@dataclass(frozen=True, slots=True)
class Supply:
    """What a hand-out is proposed to come to; `days` is None when nobody can tell."""

    days: int | None
    begins_on: date
    because: tuple[Reason, ...]

    @property
    def needs_reason(self) -> bool:
        """Return whether whoever hands out must say why."""
        return any(why in ASK for why in self.because)

    def covered_until(self, days: int) -> date:
        """Return the last day that is covered; the day handed out is the first (D-J1)."""
        return self.begins_on + timedelta(days=days - 1)


def supply(
    quantity: int,
    strength: str,
    daily_mg: str | None,
    *,
    handed_on: date,
    in_hand_until: date | None,
    is_prescribed: bool,
) -> Supply:
    """Return how long a quantity lasts, from when on, and what has to be asked."""
    days = _days(quantity, strength, daily_mg)
    because: list[Reason] = [COVERS] if days is not None else []
    begins_on = handed_on
    if in_hand_until is not None and in_hand_until >= handed_on:
        begins_on = in_hand_until + timedelta(days=1)
        because.append(AFTER_LAST)
        if (in_hand_until - handed_on).days + 1 > EARLY_DAYS:
            because.append(EARLY)
    if not is_prescribed:
        because.append(NOT_PRESCRIBED)
    return Supply(days, begins_on, tuple(because))


def near_expiry(expires_on: date, today: date) -> Reason | None:
    """Return the reason when a batch that is still good expires within the months."""
    is_near = today <= expires_on <= months_after(today, NEAR_MONTHS)
    return NEAR_EXPIRY if is_near else None


def _days(quantity: int, strength: str, daily_mg: str | None) -> int | None:
    each = STRENGTH.search(strength)
    if each is None or daily_mg is None or not Decimal(daily_mg):
        return None
    return int(quantity * Decimal(each[1]) / Decimal(daily_mg)) or None
