from datetime import UTC, date, datetime, timedelta

import pytest

from domain.rules.book import PARAMETERS
from domain.rules.follow_up_classification import classify
from domain.rules.follow_up_interval import propose_due
from domain.rules.notice_clocks import CLOCKS, EVERY_CLOCK, deadlines
from domain.rules.notice_policy import (
    RECEIVERS,
    NoticeField,
    edition_on,
    must_be_told,
    receivers_for,
)
from domain.rules.parameters import InForce, Override
from domain.values.calendar import SHANGHAI
from domain.values.findings import Findings, FollowUpClass, Grade, Insight
from domain.values.notices import Trigger
from domain.values.people import OfficeKind, Purpose
from tests.domain.rules.findings import well

DAY = date(2024, 3, 4)

TOLD = {
    (OfficeKind.COUNTY_SMI, Purpose.REPORT),
    (OfficeKind.POLICE_STATION, Purpose.RESPONSE),
    (OfficeKind.GRID_CENTRE, Purpose.RESPONSE),
    (OfficeKind.CIVIL_AFFAIRS, Purpose.JOINT_FOLLOW_UP),
    (OfficeKind.DISABILITY_FEDERATION, Purpose.JOINT_FOLLOW_UP),
}


def told(grade: Grade) -> set[tuple[OfficeKind, Purpose]]:
    return {
        (rule.kind, rule.purpose)
        for rule in receivers_for(Trigger.FIRST_HIGH, grade, DAY)
    }


def clock(grade: Grade, purpose: Purpose, at: str) -> tuple[str, str]:
    set_by = deadlines(
        Trigger.FIRST_HIGH, purpose, grade, datetime.fromisoformat(f"{at}+08:00")
    )
    return (
        f"{set_by.remind_at:%Y-%m-%d %H:%M}",
        f"{set_by.accept_by:%Y-%m-%d %H:%M}",
    )


def fields_of(kind: OfficeKind) -> set[NoticeField]:
    return {field for rule in RECEIVERS if rule.kind is kind for field in rule.fields}


@pytest.mark.parametrize("grade", [Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5])
def test_t41_level_3_and_higher_is_reported_and_told(grade: Grade) -> None:
    assert told(grade) == TOLD
    assert must_be_told(grade)


@pytest.mark.parametrize("grade", [Grade.LEVEL_0, Grade.LEVEL_1, Grade.LEVEL_2])
def test_t42_level_2_and_lower_tells_nobody(grade: Grade) -> None:
    assert told(grade) == set()
    assert not must_be_told(grade)


def test_t44_unstable_by_insight_alone_is_referred_and_tells_nobody() -> None:
    found = well(insight=Insight.ABSENT)

    judged = classify(found, DAY).proposed

    assert judged is FollowUpClass.UNSTABLE
    assert propose_due(judged, DAY).refer_at_once
    assert told(found.risk) == set()


def test_a_grade_that_was_not_assessed_tells_nobody() -> None:
    assert told(Grade.NOT_ASSESSED) == set()
    assert not must_be_told(Grade.NOT_ASSESSED)


def test_reporting_and_telling_rest_on_the_plan_and_helpers_on_our_decision() -> None:
    cited = {rule.kind: str(rule.why.clause) for rule in RECEIVERS}

    assert cited == {
        OfficeKind.COUNTY_SMI: "S2 二(三)2 [P]",
        OfficeKind.POLICE_STATION: "S2 二(三)2 [P]",
        OfficeKind.GRID_CENTRE: "S2 二(三)2 [P]",
        OfficeKind.CIVIL_AFFAIRS: "OURS D-P1 [D]",
        OfficeKind.DISABILITY_FEDERATION: "OURS D-P1 [D]",
    }
    assert {str(rule.basis) for rule in RECEIVERS} == {"S2 二(三)2 [P]"}


@pytest.mark.parametrize(
    "kind", [OfficeKind.CIVIL_AFFAIRS, OfficeKind.DISABILITY_FEDERATION]
)
def test_helpers_see_the_level_band_only_and_no_id_number(kind: OfficeKind) -> None:
    seen = fields_of(kind)

    assert NoticeField.LEVEL_BAND in seen
    assert not seen & {
        NoticeField.GRADE,
        NoticeField.ID_NUMBER_MASKED,
        NoticeField.DANGER_FLAGS,
    }


def test_only_the_police_see_an_id_number_and_that_masked() -> None:
    seeing = {
        kind for kind, _ in TOLD if NoticeField.ID_NUMBER_MASKED in fields_of(kind)
    }

    assert seeing == {OfficeKind.POLICE_STATION}


def test_the_commissioner_does_not_see_the_guardians_telephone() -> None:
    seeing = {kind for kind, _ in TOLD if NoticeField.GUARDIAN_PHONE in fields_of(kind)}

    assert seeing == {kind for kind, _ in TOLD} - {OfficeKind.DISABILITY_FEDERATION}


def test_every_receiver_is_told_who_sends_on_which_basis_and_what_is_asked() -> None:
    needed = {
        NoticeField.REFERENCE,
        NoticeField.LEGAL_BASIS,
        NoticeField.SENDER,
        NoticeField.CALL_BACK,
        NoticeField.NAME,
        NoticeField.WHAT_TO_DO,
    }

    assert all(needed <= set(rule.fields) for rule in RECEIVERS)


def test_nothing_clinical_has_a_field() -> None:
    clinical = set(Findings().facts()) | {
        "diagnosis",
        "medication",
        "class",
        "judged",
        "remark",
        "history",
        "id_number",
    }

    assert not clinical & {field.value for field in NoticeField}


@pytest.mark.parametrize(
    ("grade", "purpose", "at", "remind", "accept"),
    [
        (
            5,
            Purpose.RESPONSE,
            "2024-03-04T03:00",
            "2024-03-04 03:15",
            "2024-03-04 04:00",
        ),
        (4, Purpose.REPORT, "2024-03-04T14:00", "2024-03-04 14:15", "2024-03-04 15:00"),
        (
            3,
            Purpose.RESPONSE,
            "2024-03-04T14:00",
            "2024-03-04 15:00",
            "2024-03-04 18:00",
        ),
        (
            3,
            Purpose.RESPONSE,
            "2024-03-04T16:00",
            "2024-03-04 17:00",
            "2024-03-04 20:00",
        ),
        (
            3,
            Purpose.RESPONSE,
            "2024-03-04T16:01",
            "2024-03-04 17:01",
            "2024-03-05 08:01",
        ),
        (
            3,
            Purpose.RESPONSE,
            "2024-03-04T19:30",
            "2024-03-05 08:30",
            "2024-03-05 11:30",
        ),
        (3, Purpose.REPORT, "2024-03-04T03:00", "2024-03-04 09:00", "2024-03-04 12:00"),
        (
            3,
            Purpose.RESPONSE,
            "2024-03-04T20:00",
            "2024-03-05 09:00",
            "2024-03-05 12:00",
        ),
        (
            3,
            Purpose.RESPONSE,
            "2024-03-04T08:00",
            "2024-03-04 09:00",
            "2024-03-04 12:00",
        ),
        (
            5,
            Purpose.JOINT_FOLLOW_UP,
            "2024-03-04T14:00",
            "2024-03-05 14:00",
            "2024-03-06 14:00",
        ),
    ],
)
def test_clocks_run_by_level_and_hour(
    grade: int, purpose: Purpose, at: str, remind: str, accept: str
) -> None:
    assert clock(Grade(grade), purpose, at) == (remind, accept)


def test_a_clock_is_the_same_whatever_zone_the_instant_comes_in() -> None:
    at = datetime(2024, 3, 4, 6, tzinfo=UTC)

    theirs = deadlines(Trigger.FIRST_HIGH, Purpose.RESPONSE, Grade.LEVEL_3, at)
    ours = deadlines(
        Trigger.FIRST_HIGH, Purpose.RESPONSE, Grade.LEVEL_3, at.astimezone(SHANGHAI)
    )

    assert theirs == ours


@pytest.mark.parametrize("grade", [Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5])
def test_every_receiver_has_a_clock_at_every_level_and_hour(grade: Grade) -> None:
    midnight = datetime(2024, 3, 4, tzinfo=SHANGHAI)

    for hour in range(24):
        at = midnight + timedelta(hours=hour)
        for rule in receivers_for(Trigger.FIRST_HIGH, grade, DAY):
            set_by = deadlines(Trigger.FIRST_HIGH, rule.purpose, grade, at)
            assert at < set_by.remind_at < set_by.accept_by


def test_every_clock_says_that_it_is_ours() -> None:
    assert {str(row.why.clause) for row in CLOCKS} == {"OURS D-P2 [D]"}
    assert {row.why.clause.source for row in EVERY_CLOCK} == {"OURS"}


def test_the_policy_names_its_edition() -> None:
    assert edition_on(DAY) == "notice-policy/ours-2026"


def test_a_place_may_set_clocks_and_tell_helpers_later_but_never_police() -> None:
    at = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
    local = InForce(
        (
            Override("clock.three.accept", "9901", 120, "2020-01-01", "本地"),
            Override("notice.joint_civil_affairs.level", "99", 4, "2020-01-01", "本地"),
        )
    ).at("990101001001")

    here = deadlines(Trigger.FIRST_HIGH, Purpose.RESPONSE, Grade.LEVEL_3, at, local)
    told = {
        rule.kind
        for rule in receivers_for(Trigger.FIRST_HIGH, Grade.LEVEL_3, DAY, local)
    }

    assert (here.accept_by - at) == timedelta(hours=2)
    assert here.overrides == ("override/9901/clock.three.accept=120/2020-01-01",)
    assert OfficeKind.CIVIL_AFFAIRS not in told
    assert {OfficeKind.POLICE_STATION, OfficeKind.GRID_CENTRE} <= told
    assert "notice.tell_police.level" not in PARAMETERS
