"""Who is counted by which indicator (T61 to T74), and the published figures (T75 to T82)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.rules.clause import Clause, Evidence
from domain.rules.indicator_conditions import (
    TESTS,
    Condition,
    CountedPerson,
    CountedVisit,
    Period,
    visits_needed,
)
from domain.rules.indicators import (
    EDITIONS,
    Membership,
    Target,
    definition_of,
    membership,
    registered,
)
from domain.values.figures import rate
from tests.domain.rules.test_sources import DECISIONS, SOURCES

YEAR = Period(2024, 12)
LONG_AGO = date(2020, 5, 1)
QUARTERLY = ("2024-01-02", "2024-04-30", "2024-07-01", "2024-10-31")


def on(*days: str, **named: Any) -> list[CountedVisit]:
    """Return complete follow-ups of somebody at home, stable and taking medicine."""
    facts: dict[str, Any] = {
        "has_grade": True,
        "hospital": 0,
        "adherence": 1,
        "judged": 3,
        **named,
    }
    return [
        CountedVisit(visited_on=date.fromisoformat(day), recorded=n, **facts)
        for n, day in enumerate(days)
    ]


def somebody(visits: Iterable[CountedVisit] = (), **named: Any) -> CountedPerson:
    facts: dict[str, Any] = {
        "registered_on": LONG_AGO,
        "disease": "schizophrenia",
        **named,
    }
    return CountedPerson(visits=list(visits), **facts)


def asked(
    code: str, person: CountedPerson | list[CountedVisit], period: Period = YEAR
) -> Membership:
    person = somebody(person) if isinstance(person, list) else person
    return membership(definition_of(code, period.last_day).rule, person, period)


def why_not(code: str, person: Any, period: Period = YEAR) -> str | None:
    found = asked(code, person, period)
    first = found.outside or found.against
    return first.reason.code if first else None


# The register


def test_t61_the_register_is_what_was_filed_less_the_dead_and_the_excluded() -> None:
    assert registered(filed=100, dead=3) == 97
    assert registered(filed=100, dead=3, excluded=2) == 95


@pytest.mark.parametrize(
    ("named", "now", "reading_of_2019"),
    [
        ({}, None, None),
        ({"registered_on": date(2025, 1, 1)}, "rate.not_yet", "rate.not_yet"),
        ({"died_on": date(2024, 12, 31)}, "rate.dead", None),
        ({"died_on": date(2025, 1, 1)}, None, None),
        ({"died_on": date(2023, 12, 31)}, "rate.dead", "rate.dead_earlier"),
        ({"excluded_on": date(2024, 3, 1)}, "rate.excluded", "rate.excluded"),
        ({"losses": [(date(2024, 3, 1), None)]}, None, None),
    ],
)
def test_t61_who_left_the_register_is_counted_nowhere_and_who_is_lost_stays(
    named: dict[str, Any], now: str | None, reading_of_2019: str | None
) -> None:
    person = somebody(on("2024-02-01"), **named)

    assert why_not("I-REG", person) == now
    assert why_not("I-MGT", person) == now
    assert why_not("I-REG-Y", person) == reading_of_2019


# 管理率


def test_t62_one_follow_up_with_a_grade_is_managed() -> None:
    assert asked("I-MGT", on("2024-06-01")).is_counted


def test_t63_one_follow_up_without_a_grade_and_not_in_hospital_is_not_managed() -> None:
    unassessed = on("2024-06-01", has_grade=False)

    assert why_not("I-MGT", unassessed) == "rate.incomplete"
    assert why_not("I-RISK", unassessed) == "rate.not_assessed"


def test_t64_in_hospital_now_counts_as_managed_without_a_grade() -> None:
    assert asked("I-MGT", on("2024-06-01", has_grade=False, hospital=1)).is_counted
    assert not asked("I-MGT", on("2024-06-01", has_grade=False, hospital=2)).is_counted


def test_nobody_seen_in_the_period_is_managed() -> None:
    assert why_not("I-MGT", on("2023-12-31", "2025-01-01")) == "rate.no_follow_up"


@pytest.mark.parametrize("day", ["2024-01-01", "2024-12-31"])
def test_the_period_holds_its_first_and_its_last_day(day: str) -> None:
    assert asked("I-MGT", on(day)).is_counted


# 规范管理率


def test_t65_january_april_july_and_october_is_standard() -> None:
    assert asked("I-STD-A", on(*QUARTERLY)).is_counted


def test_t66_january_and_may_is_managed_and_not_standard() -> None:
    visits, period = on("2024-01-02", "2024-05-01"), Period(2024, 6)
    found = asked("I-STD-A", visits, period)

    assert asked("I-MGT", visits, period).is_counted
    assert found.against
    assert found.against.reason.code == "rate.gap"
    assert found.against.gap == (date(2024, 1, 2), date(2024, 5, 1))


def test_t67_who_was_filed_within_the_year_is_counted_from_that_month() -> None:
    """D-R1 and D-R4: the months before filing ask for nothing."""
    filed = somebody(
        on("2024-09-01"), registered_on=date(2024, 6, 30), check_ups=[date(2024, 9, 1)]
    )

    assert asked("I-STD-A", filed, Period(2024, 9)).is_counted
    assert why_not("I-STD-B", filed, Period(2024, 9)) == "rate.few_visits"
    late = replace(filed, registered_on=date(2024, 7, 1))
    assert asked("I-STD-B", late, Period(2024, 9)).is_counted


def test_t68_four_visits_without_a_check_up_are_standard_by_a_and_not_by_b() -> None:
    visits = on(*QUARTERLY)

    assert asked("I-STD-A", visits).is_counted
    assert why_not("I-STD-B", visits) == "rate.no_check_up"


def test_t69_four_visits_and_a_check_up_are_standard_by_b() -> None:
    checked = somebody(on(*QUARTERLY), check_ups=[date(2024, 5, 1)])
    last_year = replace(checked, check_ups=[date(2023, 12, 31)])

    assert asked("I-STD-B", checked).is_counted
    assert asked("I-CHECK", checked).is_counted
    assert why_not("I-STD-B", last_year) == "rate.no_check_up"
    three = replace(checked, visits=checked.visits[:3])
    assert why_not("I-STD-B", three) == "rate.few_visits"


@pytest.mark.parametrize(
    ("filed", "month", "needed"),
    [
        ("2020-05-01", 12, 4),
        ("2020-05-01", 9, 3),
        ("2020-05-01", 2, 1),
        ("2024-03-31", 12, 4),
        ("2024-04-01", 12, 3),
        ("2024-12-31", 12, 1),
        ("2024-06-30", 6, 1),
    ],
)
def test_d_r4_reading_b_asks_for_one_follow_up_a_quarter(
    filed: str, month: int, needed: int
) -> None:
    assert visits_needed(date.fromisoformat(filed), Period(2024, month)) == needed


def test_month_numbers_count_and_days_do_not() -> None:
    far_days_near_months = on("2024-01-01", "2024-04-30")
    near_days_far_months = on("2024-01-31", "2024-05-01")

    assert asked("I-STD-A", far_days_near_months, Period(2024, 4)).is_counted
    assert not asked("I-STD-A", near_days_far_months, Period(2024, 5)).is_counted


def test_the_order_in_which_follow_ups_came_in_does_not_matter() -> None:
    assert asked("I-STD-A", on(*reversed(QUARTERLY))).is_counted


def test_the_first_follow_up_may_come_in_april_and_not_in_may() -> None:
    assert why_not("I-STD-A", on("2024-04-30"), Period(2024, 6)) is None
    assert why_not("I-STD-A", on("2024-05-01"), Period(2024, 6)) == "rate.first_gap"


def test_the_last_follow_up_may_be_three_months_old_and_not_four() -> None:
    seen = on("2024-03-01", "2024-06-01")

    assert why_not("I-STD-A", seen, Period(2024, 9)) is None
    assert why_not("I-STD-A", seen, Period(2024, 10)) == "rate.last_gap"


def test_a_follow_up_without_a_grade_does_not_bridge_a_gap() -> None:
    seen = [*on("2024-01-02", "2024-05-02"), *on("2024-03-02", has_grade=False)]

    assert why_not("I-STD-A", seen, Period(2024, 5)) == "rate.gap"


@pytest.mark.parametrize("code", ["I-STD-A", "I-STD-B", "I-STD-C"])
def test_nobody_is_standard_without_being_managed(code: str) -> None:
    for first in range(1, 13):
        for month in range(1, 13):
            seen = on(f"2024-{first:02}-01")
            period = Period(2024, month)

            assert (
                asked("I-MGT", seen, period).is_counted
                or not asked(code, seen, period).is_counted
            )


@pytest.mark.parametrize(
    ("judged", "in_time", "late"),
    [
        (1, "2024-02-15", "2024-02-16"),
        (2, "2024-03-01", "2024-03-02"),
        (3, "2024-05-01", "2024-05-02"),
        (None, "2024-02-15", "2024-02-16"),
    ],
)
def test_d_r8_by_class_the_next_one_comes_within_what_the_class_allows(
    judged: int | None, in_time: str, late: str
) -> None:
    first = on("2024-02-01", judged=judged)
    month = Period(2024, date.fromisoformat(late).month)

    assert why_not("I-STD-C", [*first, *on(in_time)], month) is None
    assert why_not("I-STD-C", [*first, *on(late)], month) == "rate.class_gap"


# 服药率 and 规律服药率


@pytest.mark.parametrize(
    ("named", "medicated", "regular"),
    [
        ({"adherence": 1}, None, None),
        pytest.param({"adherence": 2}, None, "rate.irregular", id="T70"),
        pytest.param({"adherence": 3}, "rate.not_taking", "rate.irregular", id="T71"),
        pytest.param(
            {"adherence": 4}, "rate.none_prescribed", "rate.irregular", id="T72"
        ),
        ({"adherence": None}, "rate.adherence_unknown", "rate.irregular"),
        pytest.param(
            {"adherence": None, "hospital": 1}, None, "rate.irregular", id="D-R6"
        ),
    ],
)
def test_the_last_follow_up_says_whether_medicine_is_taken(
    named: dict[str, Any], medicated: str | None, regular: str | None
) -> None:
    seen = [*on("2024-02-01"), *on("2024-11-01", **named)]

    assert why_not("I-MED", seen) == medicated
    assert why_not("I-SZMED", seen) == medicated
    assert why_not("I-REGMED", seen) == regular


def test_the_two_readings_of_regular_differ_where_it_was_not_always_so() -> None:
    seen = [*on("2024-02-01", adherence=2), *on("2024-11-01")]

    assert asked("I-REGMED", seen).is_counted
    assert why_not("I-REGMED-E", seen) == "rate.not_always_regular"


@pytest.mark.parametrize("code", ["I-MED", "I-REGMED", "I-REGMED-E"])
def test_medication_is_counted_over_the_managed_until_2016_then_over_the_register(
    code: str,
) -> None:
    unseen = somebody(registered_on=date(2010, 1, 1))

    assert not asked(code, unseen, Period(2016, 12)).is_over
    assert asked(code, unseen, Period(2017, 1)).is_over


def test_another_disease_is_not_in_the_denominator_of_schizophrenia() -> None:
    other = somebody(on("2024-11-01"), disease="bipolar")

    assert why_not("I-SZMED", other) == "rate.other_disease"
    assert asked("I-MED", other).is_counted


# 稳定率


def test_t73_a_managed_person_in_hospital_now_is_not_among_those_at_home() -> None:
    seen = on("2024-11-01", hospital=1)

    assert asked("I-MGT", seen).is_counted
    assert why_not("I-STAB", seen) == "rate.in_hospital"


@pytest.mark.parametrize(
    ("day", "named", "against"),
    [
        ("2024-10-01", {}, None),
        ("2024-09-30", {}, "rate.last_too_old"),
        ("2024-11-01", {"judged": 2}, "rate.not_stable"),
        ("2024-11-01", {"judged": None}, "rate.not_stable"),
        ("2024-11-01", {"hospital": 2}, None),
    ],
)
def test_t74_stable_counts_within_the_last_three_months_only(
    day: str, named: dict[str, Any], against: str | None
) -> None:
    """D-R5: the person stays in the denominator either way."""
    found = asked("I-STAB", on(day, **named))

    assert found.is_over
    assert why_not("I-STAB", on(day, **named)) == against


def test_a_managed_person_whose_stay_was_not_recorded_is_not_said_to_be_at_home() -> (
    None
):
    seen = on("2024-11-01", hospital=None)

    assert why_not("I-STAB", seen) == "rate.hospital_unknown"


def test_in_2016_stable_meant_the_whole_year() -> None:
    seen = [*on("2016-02-01", judged=2), *on("2016-11-01")]
    person = somebody(seen, registered_on=date(2012, 1, 1))

    assert why_not("I-STAB", person, Period(2016, 12)) == "rate.not_always_stable"


def test_d_r7_of_two_follow_ups_on_one_day_the_later_recorded_is_the_last() -> None:
    first = on("2024-11-01", adherence=3)
    later = [replace(on("2024-11-01")[0], recorded=9)]

    assert asked("I-MED", [*later, *first]).is_counted


# The others


@pytest.mark.parametrize(
    ("code", "named", "visit", "against"),
    [
        ("I-FACE", {}, {"is_face": True}, None),
        ("I-FACE", {}, {}, "rate.no_face_visit"),
        ("I-LOST", {"losses": [(date(2024, 3, 1), None)]}, {}, None),
        ("I-LOST", {"losses": [(date(2024, 3, 1), date(2025, 1, 1))]}, {}, None),
        (
            "I-LOST",
            {"losses": [(date(2024, 3, 1), date(2024, 12, 31))]},
            {},
            "rate.not_lost",
        ),
        ("I-CONS", {"consents": [(date(2024, 1, 1), "agreed")]}, {}, None),
        (
            "I-CONS",
            {"consents": [(date(2024, 1, 1), "agreed"), (date(2024, 5, 1), "refused")]},
            {},
            "rate.not_consented",
        ),
        (
            "I-CONS",
            {"consents": [(date(2025, 1, 1), "agreed")]},
            {},
            "rate.not_consented",
        ),
        ("I-INC1", {}, {"disturbed": True}, None),
        ("I-INC2", {}, {"harmed": True}, None),
        ("I-INC1", {}, {"harmed": True}, "rate.no_disturbance"),
        ("I-INC2", {}, {"disturbed": True}, "rate.no_harm"),
    ],
)
def test_each_other_indicator_counts_what_it_says(
    code: str, named: dict[str, Any], visit: dict[str, Any], against: str | None
) -> None:
    assert why_not(code, somebody(on("2024-02-01", **visit), **named)) == against


# Definitions as data


def test_the_period_ends_on_the_last_day_of_a_leap_february() -> None:
    assert Period(2024, 2).last_day == date(2024, 2, 29)


def test_every_condition_has_a_test_and_is_used_by_some_definition() -> None:
    used = {
        condition
        for editions in EDITIONS.values()
        for edition in editions
        for condition in (*edition.rule.top, *edition.rule.over)
    }

    assert set(TESTS) == set(Condition) == used


def test_every_definition_and_target_cites_a_source_and_every_decision_is_ours() -> (
    None
):
    rows = [edition.rule for editions in EDITIONS.values() for edition in editions]
    clauses: list[Clause] = [
        *(row.clause for row in rows),
        *(target.clause for row in rows for target in row.targets),
    ]

    assert {c for c in clauses if SOURCES.get(c.source) != c.evidence} == set()
    assert {d for row in rows for d in row.decisions} <= DECISIONS


def test_a_definition_that_rests_on_memory_or_on_us_says_so() -> None:
    said = {
        code: (editions[0].rule.clause.is_verified, editions[0].rule.rests_on_decisions)
        for code, editions in EDITIONS.items()
    }

    assert said["I-MGT"] == (True, False)
    assert said["I-STD-A"] == (True, True)
    assert said["I-FACE"] == (False, False)
    assert said["I-STD-C"] == (False, True)


def test_a_target_is_met_by_the_exact_ratio_and_never_over_nobody() -> None:
    target = Target(80, "2020", Clause("S2", "工作目标", Evidence.PRIMARY))

    assert target.is_met(80, 100)
    assert not target.is_met(79_999, 100_000)
    assert not target.is_met(0, 0)


@pytest.mark.parametrize(
    ("code", "source", "percent"),
    [
        ("I-MGT", "S2", 80),
        ("I-SZMED", "S2", 80),
        ("I-STD-A", "S3", 90),
        ("I-STD-B", "S3", 90),
        ("I-REGMED", "S3", 90),
        ("I-STD-A", "R19", 80),
        ("I-REGMED", "R19", 60),
        ("I-SZMED", "R19", 80),
    ],
)
def test_the_targets_of_the_plans_are_there(
    code: str, source: str, percent: int
) -> None:
    targets = definition_of(code, YEAR.last_day).rule.targets

    assert percent in {t.percent for t in targets if t.clause.source == source}


# The published figures (10.1): each rate from its counts, over what was used that year.

POPULATION, REGISTER, MANAGED, STANDARD, MEDICATED, REGULAR, STABLE, AT_HOME = range(8)
NATIONAL = {
    2015: (
        1_362_466_686,
        4_921_505,
        4_252_022,
        2_211_835,
        2_071_111,
        1_293_133,
        2_547_824,
        4_155_963,
    ),
    2017: (
        1_370_784_400,
        5_806_352,
        5_380_249,
        4_346_103,
        4_035_323,
        2_012_074,
        3_924_101,
        5_231_235,
    ),
    2020: (
        1_396_537_459,
        6_430_587,
        6_116_599,
        5_724_019,
        5_648_162,
        4_426_498,
        5_277_746,
        5_474_881,
    ),
}
PUBLISHED = {
    2015: "86.40 44.94 48.71 30.41 61.31",
    2017: "92.66 74.85 69.50 34.65 75.01",
    2020: "95.12 89.01 87.83 68.84 96.40",
}
OVER: dict[tuple[Condition, ...], int] = {
    (Condition.ON_REGISTER,): REGISTER,
    (Condition.ON_REGISTER, Condition.MANAGED): MANAGED,
    (Condition.ON_REGISTER, Condition.MANAGED, Condition.AT_HOME): AT_HOME,
}
PRINTED = (
    ("I-MGT", MANAGED),
    ("I-STD-A", STANDARD),
    ("I-MED", MEDICATED),
    ("I-REGMED", REGULAR),
    ("I-STAB", STABLE),
)


@pytest.mark.parametrize(
    "year",
    [pytest.param(y, id=i) for y, i in ((2015, "T76"), (2017, "T75"), (2020, "T79"))],
)
def test_the_national_tables_come_out_to_the_printed_digit(year: int) -> None:
    table = NATIONAL[year]
    printed = [
        rate(table[top], table[OVER[definition_of(code, date(year, 12, 31)).rule.over]])
        for code, top in PRINTED
    ]

    assert " ".join(printed) == PUBLISHED[year]


@pytest.mark.parametrize(
    ("year", "places", "printed"),
    [(2015, 3, "0.361"), (2017, 3, "0.424"), (2020, 2, "0.46")],
)
def test_the_national_prevalence_comes_out_to_the_printed_digit(
    year: int, places: int, printed: str
) -> None:
    table = NATIONAL[year]

    assert rate(table[REGISTER], table[POPULATION], places=places) == printed


@pytest.mark.parametrize(
    ("counted", "printed"), [(2_528_143, "46.81"), (1_594_562, "29.52")]
)
def test_t77_2016_restated_over_the_register_proves_the_change_of_2017(
    counted: int, printed: str
) -> None:
    assert rate(counted, 5_401_150) == printed


def test_t78_over_the_register_the_medication_of_2015_would_be_another_figure() -> None:
    table = NATIONAL[2015]

    assert rate(table[MEDICATED], table[REGISTER]) == "42.08"
    assert rate(table[REGULAR], table[REGISTER]) == "26.28"


def test_t80_the_prevalence_of_2016_in_per_mille() -> None:
    assert rate(5_401_150, 1_362_466_686, per=1000) == "3.96"


def test_t81_a_rate_over_nobody_is_a_dash() -> None:
    assert rate(0, 0) == "—"


@pytest.mark.parametrize(
    ("counted", "of", "printed"),
    [
        (1, 800, "0.13"),
        (3, 800, "0.38"),
        (12_345, 100_000, "12.35"),
        (12_344_999, 100_000_000, "12.34"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (99_995, 100_000, "100.00"),
    ],
)
def test_t82_a_rate_is_rounded_half_up_on_the_exact_ratio(
    counted: int, of: int, printed: str
) -> None:
    assert rate(counted, of) == printed
