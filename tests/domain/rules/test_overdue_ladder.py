"""Who is reminded of a missed visit and when; every day count here is D-O1 or K."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from domain.rules.overdue_ladder import TABLE, Kind, Pressing, Rung, pressing, reached
from domain.rules.parameters import NATIONAL, InForce, Override
from domain.values.findings import FollowUpClass, Grade

DUE = date(2026, 3, 16)
CLASSES = (None, *FollowUpClass)
UNSTABLE, BASIC, STABLE = FollowUpClass


def kinds(judged: FollowUpClass | None, grade: Grade, over: int) -> list[str]:
    return [row.kind for row in reached(judged, grade, DUE, DUE + timedelta(days=over))]


@pytest.mark.parametrize(
    ("judged", "grade", "over", "expected"),
    [
        (STABLE, Grade.LEVEL_0, -1, []),
        (STABLE, Grade.LEVEL_0, 0, ["due"]),
        (STABLE, Grade.LEVEL_0, 1, ["overdue"]),
        (STABLE, Grade.LEVEL_0, 13, ["overdue"]),
        (STABLE, Grade.LEVEL_0, 14, ["overdue", "unit"]),
        (STABLE, Grade.LEVEL_0, 30, ["overdue", "unit"]),
        (STABLE, Grade.LEVEL_0, 31, ["overdue", "unit", "county"]),
        (BASIC, Grade.LEVEL_0, 6, ["overdue"]),
        (BASIC, Grade.LEVEL_0, 7, ["overdue", "unit"]),
        (None, Grade.NOT_ASSESSED, 14, ["overdue", "unit", "county"]),
        (UNSTABLE, Grade.LEVEL_0, 2, ["overdue"]),
        (UNSTABLE, Grade.LEVEL_0, 3, ["overdue", "unit"]),
        (STABLE, Grade.LEVEL_3, 7, ["overdue", "unit", "county"]),
    ],
)
def test_a_missed_visit_climbs_the_ladder(
    judged: FollowUpClass | None, grade: Grade, over: int, expected: list[str]
) -> None:
    assert kinds(judged, grade, over) == expected


@pytest.mark.parametrize(("judged", "grade"), list(product(CLASSES, Grade)))
def test_a_reminder_once_reached_stays_reached_and_the_doctor_comes_first(
    judged: FollowUpClass | None, grade: Grade
) -> None:
    days = [set(kinds(judged, grade, over)) - {Kind.DUE} for over in range(400)]

    assert all(before <= after for before, after in pairwise(days))
    assert days[-1] == {Kind.OVERDUE, Kind.UNIT, Kind.COUNTY}
    first = [next(n for n, day in enumerate(days) if k in day) for k in list(Kind)[1:]]
    assert first == sorted(first)


@pytest.mark.parametrize("how", Pressing)
def test_every_kind_has_one_row_for_each_who_is_so_pressing(how: Pressing) -> None:
    rows = [row for row in TABLE if how in row.pressing]

    assert [row.kind for row in rows] == list(Kind)
    assert [row.rung for row in rows] == [Rung.DOCTOR, *Rung]


@pytest.mark.parametrize(("judged", "grade"), list(product(CLASSES, Grade)))
def test_the_unstable_and_level_3_are_the_most_pressing(
    judged: FollowUpClass | None, grade: Grade
) -> None:
    most = judged is UNSTABLE or (grade.value or 0) >= 3

    assert (pressing(judged, grade) is Pressing.MOST) is most


def test_a_place_may_set_a_rung_sooner_or_later() -> None:
    unit = next(row for row in TABLE if row.why.code == "overdue.unit_less")
    local = InForce((Override("ladder.unit_less", "99", 5, "2020-01-01", "本地"),))

    def kinds(over: int, held: InForce) -> set[Kind]:
        day = DUE + timedelta(days=over)
        return {row.kind for row in reached(STABLE, Grade.LEVEL_0, DUE, day, held)}

    assert unit.kind not in kinds(5, NATIONAL)
    assert unit.kind in kinds(5, local.at("990101001001"))
    assert unit.kind not in kinds(5, local.at("110101001001"))
