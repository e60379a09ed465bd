from itertools import product

import pytest

from domain.rules.leaving import leaving, lost, police_at_once
from domain.values.findings import FollowUpClass, Grade

HIGH = {Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5}


@pytest.mark.parametrize("grade", Grade)
def test_the_police_are_told_at_once_of_level_3_and_higher_and_of_the_unstable(
    grade: Grade,
) -> None:
    for judged, known in product((*FollowUpClass, None), (False, True)):
        at_once = grade in HIGH or judged is FollowUpClass.UNSTABLE

        found = leaving(whereabouts_known=known, grade=grade, judged=judged)

        codes = [why.code for why in found.because]
        assert found.police_at_once is police_at_once(grade, judged) is at_once
        assert ("loss.police_at_once" in codes) is at_once
        assert codes[0] == ("away.stays_due" if known else "away.begins_loss")
        assert found.is_loss is not known


def test_a_loss_is_reported_in_writing() -> None:
    codes = [why.code for why in lost(Grade.LEVEL_0, FollowUpClass.STABLE)]

    assert codes == ["loss.written_report", "loss.township"]
