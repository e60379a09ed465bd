from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from domain.rules.emergency import (
    CHECKS,
    CHECKS_OFF,
    CHECKS_ON,
    RECORD_HOURS,
    after_disposal,
    bed_by,
    may_stop,
    not_called,
    referral_by,
)
from domain.rules.parameters import InForce, Override
from domain.rules.referral import AS_AT_HOME, look_after, proposes_referral
from domain.values.calendar import SHANGHAI
from domain.values.emergency import Called, Steadiness
from domain.values.findings import FollowUpClass
from domain.values.referral import Direction

ENDED = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
HERE = "990101001001"
OK, BAD = Steadiness.STABLE, Steadiness.UNSTABLE


def test_form_12_is_due_24_hours_after_the_end_and_checks_are_off_by_default() -> None:
    found = after_disposal(ENDED, checks=None)

    assert found.record_by == ENDED + timedelta(hours=24)
    assert found.check_every_hours is None
    assert found.because[-1] is CHECKS_OFF
    assert not CHECKS_OFF.clause.is_verified


def test_a_doctor_may_order_the_checks_or_leave_them_out() -> None:
    ordered = after_disposal(ENDED, checks=True)

    assert (ordered.check_every_hours, ordered.because[-1]) == (4, CHECKS)
    assert after_disposal(ENDED, checks=False).check_every_hours is None


def test_a_place_may_turn_the_checks_on_and_ask_for_form_12_sooner() -> None:
    local = InForce(
        (
            Override("emergency.checks", "990101", 1, "2026-01-01", "演示县文件"),
            Override("emergency.record", "990101", 12, "2026-01-01", "演示县文件"),
            Override("emergency.record", "990102", 6, "2026-01-01", "邻县文件"),
        )
    )

    found = after_disposal(ENDED, checks=None, local=local.at(HERE))

    assert found.check_every_hours == 4
    assert found.record_by == ENDED + timedelta(hours=12)
    assert len(found.editions) == 3
    assert not CHECKS_ON.allows(2)
    assert not RECORD_HOURS.allows(25)


def test_a_place_s_limits_hold_from_its_own_midnight_and_only_those_that_spoke_are_kept() -> (
    None
):
    every = Override("emergency.check_every", "990101", 2, "2026-03-02", "演示县文件")
    off = Override("emergency.checks", "990101", 0, "2026-03-02", "演示县文件")
    local = InForce((every, off)).at(HERE)
    after_midnight = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)

    ordered = after_disposal(after_midnight, checks=True, local=local)
    unordered = after_disposal(after_midnight, checks=None, local=local)
    before = after_disposal(
        after_midnight - timedelta(hours=1), checks=True, local=local
    )

    assert (ordered.check_every_hours, ordered.editions[1:]) == (2, (every.edition,))
    assert (unordered.check_every_hours, unordered.editions[1:]) == (
        None,
        (off.edition,),
    )
    assert (before.check_every_hours, before.editions[1:]) == (4, ())


def test_t49_two_stable_checks_in_a_row_may_end_them() -> None:
    assert may_stop([OK, OK])


@pytest.mark.parametrize(
    "found", [list(f) for n in range(5) for f in product((OK, BAD), repeat=n)]
)
def test_checks_go_on_until_the_last_two_were_stable(found: list[Steadiness]) -> None:
    assert may_stop(found) is (len(found) > 1 and found[-2:] == [OK, OK])


def test_police_station_and_village_committee_are_called_first() -> None:
    assert not_called(()) == (Called.POLICE_STATION, Called.VILLAGE_COMMITTEE)
    assert not_called({Called.POLICE_STATION, Called.GUARDIAN}) == (
        Called.VILLAGE_COMMITTEE,
    )


def test_beds_and_referrals_have_clocks_of_ours() -> None:
    assert bed_by(ENDED, pressing=True) == ENDED + timedelta(hours=2)
    assert bed_by(ENDED, pressing=False) == ENDED + timedelta(days=1)
    assert referral_by(ENDED) == ENDED + timedelta(days=2)


@pytest.mark.parametrize("judged", [None, *FollowUpClass])
def test_only_unstable_proposes_a_referral(judged: FollowUpClass | None) -> None:
    assert bool(proposes_referral(judged)) is (judged is FollowUpClass.UNSTABLE)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("out_of_area", [True, False])
def test_every_referral_is_asked_after_within_two_weeks(
    direction: Direction, *, out_of_area: bool
) -> None:
    found = look_after(direction, ENDED.date(), out_of_area=out_of_area)

    assert (found.by - ENDED.date()).days == 14
    assert (AS_AT_HOME in found.because) is out_of_area
