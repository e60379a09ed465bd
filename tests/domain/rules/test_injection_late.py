"""The injection clock against the labels as remembered: every case is grade K.

A pharmacist reviews this table before release; a row put right here is put right in one
row of the rule.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.clause import Evidence
from domain.rules.injection_late import REASONS, TABLE, WINDOWS, way_on
from domain.values.injection import LatePath

GIVEN = date(2026, 1, 5)
PP, RM, AD, HD, FD = (
    "paliperidone_palmitate",
    "risperidone_microspheres",
    "aripiprazole_depot",
    "haloperidol_decanoate",
    "fluphenazine_depot",
)
NAMED = {
    "early": LatePath.EARLY,
    "time": LatePath.ON_TIME,
    "now": LatePath.GIVE_NOW,
    "twice": LatePath.GIVE_TWICE,
    "oral": LatePath.WITH_ORAL,
    "reload": LatePath.RELOAD,
    "ask": LatePath.ASK,
}

# drug, weeks that were to follow, doses on record, days since the last, the way on
CASES = [
    # The second loading dose of paliperidone: a week after the first, four days around it.
    *[(PP, 1, 1, days, way) for days, way in (
        (0, "early"), (2, "early"), (3, "time"), (7, "time"), (11, "time"), (12, "now"),
        (27, "now"), (28, "twice"), (49, "twice"), (50, "reload"), (400, "reload"),
    )],
    # Its maintenance doses: monthly, a week around the day.
    *[(PP, 4, 6, days, way) for days, way in (
        (1, "early"), (20, "early"), (21, "time"), (28, "time"), (35, "time"),
        (36, "now"), (41, "now"), (42, "twice"), (120, "twice"), (182, "twice"),
        (183, "reload"), (365, "reload"),
    )],
    # A month from the first on record: loaded elsewhere.
    (PP, 4, 1, 36, "now"),
    # Risperidone microspheres: the first four.
    *[(RM, 2, 2, days, way) for days, way in (
        (10, "early"), (11, "time"), (17, "time"), (18, "now"), (27, "now"),
        (28, "oral"), (90, "oral"),
    )],
    # and later.
    *[(RM, 2, 4, days, way) for days, way in (
        (14, "time"), (18, "now"), (28, "now"), (42, "now"), (43, "oral"), (200, "oral"),
    )],
    # Aripiprazole: second and third dose.
    *[(AD, 4, 1, days, way) for days, way in (
        (25, "early"), (26, "time"), (35, "time"), (36, "oral"),
    )],
    *[(AD, 4, 2, days, way) for days, way in ((35, "time"), (36, "oral"), (60, "oral"))],
    # From the fourth on.
    *[(AD, 4, 3, days, way) for days, way in (
        (26, "time"), (35, "time"), (36, "now"), (42, "now"), (43, "oral"), (100, "oral"),
    )],
    # Haloperidol decanoate.
    *[(HD, 4, 5, days, way) for days, way in (
        (20, "early"), (21, "time"), (35, "time"), (36, "now"), (42, "now"), (43, "oral"),
        (91, "oral"), (92, "reload"),
    )],
    # Fluphenazine depot.
    *[(FD, 2, 5, days, way) for days, way in (
        (10, "early"), (11, "time"), (17, "time"), (18, "now"), (42, "now"), (43, "oral"),
        (84, "oral"), (85, "ask"),
    )],
    # A drug nobody knows: its day is its window.
    *[("", 3, 2, days, way) for days, way in ((20, "early"), (21, "time"), (22, "ask"))],
]  # fmt: skip


@pytest.mark.parametrize(
    ("drug", "weeks", "doses", "days", "way"),
    CASES,
    ids=[f"K {drug or 'other'} {w}w #{n} +{d}d" for drug, w, n, d, _ in CASES],
)
def test_what_the_labels_say_as_remembered(
    drug: str, weeks: int, doses: int, days: int, way: str
) -> None:
    found = way_on(
        drug,
        given_on=GIVEN,
        every_weeks=weeks,
        doses=doses,
        day=GIVEN + timedelta(days=days),
    )

    assert found.path is NAMED[way]
    assert found.days_since == days
    assert found.is_late == (way not in {"early", "time"})


def test_there_are_sixty_cases_and_more() -> None:
    assert len(CASES) >= 60


def test_nothing_here_claims_to_have_been_read() -> None:
    read = {why.clause.evidence for why in REASONS}

    assert read == {Evidence.REMEMBERED, Evidence.DECIDED}


def test_the_rows_of_a_drug_and_phase_follow_each_other() -> None:
    for window in WINDOWS:
        for phase in {row.phase for row in TABLE}:
            ends = [
                row.until
                for row in TABLE
                if (row.drug, row.phase) == (window.drug, phase)
            ]
            known = [end for end in ends if end is not None]
            assert known == sorted(set(known))
            assert None not in ends[:-1]


@given(
    drug=st.sampled_from([PP, RM, AD, HD, FD, ""]),
    weeks=st.integers(1, 12),
    doses=st.integers(1, 9),
    days=st.integers(0, 500),
)
def test_every_day_has_one_way_on_and_later_never_becomes_early_again(
    drug: str, weeks: int, doses: int, days: int
) -> None:
    def on(after: int) -> LatePath:
        return way_on(
            drug,
            given_on=GIVEN,
            every_weeks=weeks,
            doses=doses,
            day=GIVEN + timedelta(days=after),
        ).path

    order = list(LatePath)
    assert on(days) in order
    if on(days) not in {LatePath.EARLY, LatePath.ON_TIME}:
        assert on(days + 1) not in {LatePath.EARLY, LatePath.ON_TIME}
