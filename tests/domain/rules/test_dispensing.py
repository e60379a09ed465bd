"""How long handed-out medicine lasts, and what is asked."""

from datetime import date, timedelta

import pytest

from domain.rules.dispensing import near_expiry, supply

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("quantity", "strength", "daily", "days"),
    [
        (28, "5 mg/片", "10", 14),
        (60, "0.25mg", "0.5", 30),
        (30, "100MG/片", "150", 20),
        (1, "5 mg", "10", None),
        (28, "片", "10", None),
        (28, "5 mg/片", None, None),
        (28, "5 mg/片", "0", None),
    ],
    ids=lambda value: f"D-J1 {value}",
)
def test_days_follow_from_strength_and_daily_dose(
    quantity: int, strength: str, daily: str | None, days: int | None
) -> None:
    found = supply(
        quantity,
        strength,
        daily,
        handed_on=DAY,
        in_hand_until=None,
        is_prescribed=True,
    )

    assert found.days == days
    assert found.begins_on == DAY
    assert not found.needs_reason
    assert found.covered_until(14) == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("in_hand", "begins_in", "codes"),
    [
        (-1, 0, []),
        (0, 1, ["after_last"]),
        (6, 7, ["after_last"]),
        (7, 8, ["after_last", "early"]),
    ],
    ids=["used up", "last day", "a week", "D-J2"],
)
def test_what_is_in_hand_is_used_up_first_and_much_of_it_is_asked_about(
    in_hand: int, begins_in: int, codes: list[str]
) -> None:
    found = supply(
        1,
        "",
        None,
        handed_on=DAY,
        in_hand_until=DAY + timedelta(days=in_hand),
        is_prescribed=True,
    )

    assert (found.begins_on - DAY).days == begins_in
    assert [why.code for why in found.because] == [f"dispensing.{c}" for c in codes]
    assert found.needs_reason == ("early" in codes)


def test_d_j3_what_nobody_prescribed_is_asked_about() -> None:
    found = supply(1, "", None, handed_on=DAY, in_hand_until=None, is_prescribed=False)

    assert found.needs_reason


@pytest.mark.parametrize(
    ("expires_on", "is_near"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 9, 2), True),
        (date(2026, 9, 3), False),
    ],
)
def test_a_batch_is_near_its_expiry_for_six_months(
    expires_on: date,
    is_near: bool,  # noqa: FBT001 - a case
) -> None:
    assert (near_expiry(expires_on, DAY) is not None) is is_near
