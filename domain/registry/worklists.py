"""What the lists of work rest on: half a year without a face visit, four visits a year."""

from datetime import date, timedelta

from domain.rules.face_visit import HALF_A_YEAR, LONG_UNSEEN
from domain.rules.four_a_year import Risk, at_risk
from domain.rules.leaving import BEGINS_LOSS, STAYS_DUE, WRITTEN
from domain.rules.locking import to_be_ended
from domain.rules.lowering import SECOND_PERSON
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.quick_report import FORM_FOLLOWS, form_due
from domain.values.calendar import months_after

ONE_DAY = timedelta(days=1)

__all__ = [
    "BEGINS_LOSS",
    "FORM_FOLLOWS",
    "LONG_UNSEEN",
    "SECOND_PERSON",
    "STAYS_DUE",
    "WRITTEN",
    "Risk",
    "at_risk",
    "form_due",
    "half_a_year_before",
    "to_be_ended",
]


def half_a_year_before(today: date, local: InForce = NATIONAL) -> date:
    """Return the last day from which half a year, or what holds here, is full today."""
    interval = local.setting(HALF_A_YEAR, today).interval
    day = months_after(today, -interval.months)
    while interval.after(day + ONE_DAY) <= today:
        day += ONE_DAY
    return day
