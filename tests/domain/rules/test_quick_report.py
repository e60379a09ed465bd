"""Form 8 follows a quick report; what is entered a day late is marked so."""

from datetime import datetime, timedelta

import pytest

from domain.rules.parameters import InForce, Override
from domain.rules.quick_report import FORM_WITHIN, LATE_AFTER, form_due, told_late
from domain.values.calendar import SHANGHAI

NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("happened_at", "hours", "late"),
    [
        (NOON.isoformat(), 24, False),
        (NOON.isoformat(), 25, True),
        ("2026-03-02", 36, False),
        ("2026-03-02", 37, True),
        ("2026-03-03", 1, False),
    ],
)
def test_what_is_entered_more_than_a_day_late_is_marked(
    happened_at: str, hours: int, *, late: bool
) -> None:
    recorded_at = NOON + timedelta(hours=hours)

    assert (told_late(happened_at, recorded_at) is not None) is late


def test_a_place_sets_its_own_hours() -> None:
    local = InForce(
        (
            Override(LATE_AFTER.code, "990101", 2, "2026-01-01", "演示县通知"),
            Override(FORM_WITHIN.code, "990101", 12, "2026-01-01", "演示县通知"),
        )
    ).at("990101001001")

    assert told_late(NOON.isoformat(), NOON + timedelta(hours=3), local)
    assert form_due(NOON, local) == NOON + timedelta(hours=12)
    assert form_due(NOON) == NOON + timedelta(hours=24)
