from itertools import product

import pytest

from domain.rules.lowering import TWO_PEOPLE, Graded, needs_second
from domain.rules.parameters import NATIONAL, InForce, Override
from domain.values.findings import Grade
from domain.values.people import Role

LOW = {Grade.LEVEL_0, Grade.LEVEL_1, Grade.LEVEL_2}
GRADES = [grade for grade in Grade if grade.is_assessed]
OFF = InForce((Override(TWO_PEOPLE.code, "990101", 0, "2024-01-01", "演示县通知"),))


@pytest.mark.parametrize("role", Role)
def test_only_a_psychiatrist_lowers_three_or_more_alone(role: Role) -> None:
    for was, new, on in product(GRADES, GRADES, ("2024-03-01", "2024-03-02")):
        asked = needs_second(Graded(was, "2024-03-02"), Graded(new, on), role)

        lowers = was not in LOW and new in LOW and on == "2024-03-02"
        assert (asked is not None) is (lowers and role is not Role.PSYCHIATRIST)


def test_a_first_grade_lowers_nothing_and_a_place_may_do_without() -> None:
    was, new = Graded(Grade.LEVEL_4, "2024-03-01"), Graded(Grade.LEVEL_1, "2024-03-02")

    assert needs_second(None, new, Role.VILLAGE_DOCTOR) is None
    assert needs_second(was, new, Role.VILLAGE_DOCTOR, NATIONAL) is not None
    assert needs_second(was, new, Role.VILLAGE_DOCTOR, OFF) is None
