"""A hospital's report on its way: discharged, sheet, received, filed, address unclear."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import (
    AlreadyLeft,
    NotReported,
    NotYetGiven,
    ReasonNeeded,
    ValidityReversed,
)
from domain.fact import Fact
from domain.person.discharge import note_discharge, record_discharge_sheet
from domain.person.person import Person
from domain.person.plan import VisitPlanned
from domain.person.reporting import (
    file_case,
    miss_address,
    receive_report,
    report_card,
    send_back,
)
from domain.person.residence import Residence, record_residence
from domain.person.standing import Death, record_death
from domain.rules.parameters import NATIONAL, InForce
from domain.values.calendar import ListedWorkingDays
from domain.values.discharge_sheet import DischargeSheet
from domain.values.findings import TreatmentEffect
from domain.values.reporting import ReportState, ReportWhat
from domain.values.visit_details import Rehabilitation
from tests.streams import a_person

CALENDAR = InForce(calendar=ListedWorkingDays.of([2024, 2026]))
A_SHEET = DischargeSheet(
    hospital="演示医院",
    case_number="演示0007",
    admitted_on=date(2026, 1, 5),
    discharged_on=date(2026, 2, 27),
    admissions=2,
    diagnosis="精神分裂症",
    icd10="F20",
    past_grade=2,
    drugs=("利培酮",),
    no_drug_needed=False,
    effect=TreatmentEffect.IMPROVED,
    drug_guidance="每晚服用，四周后复诊",
    rehabilitation=(Rehabilitation.DAILY_LIVING,),
    doctor="演示医生",
    phone="0000-0000004",
    filled_on=date(2026, 3, 2),
)
TODAY = date(2026, 3, 2)


@pytest.fixture
def person() -> Person:
    found = a_person()
    where = Residence("110101001001", "演示路1号", None, None, "2020-01-01")
    record_residence(found, where)
    found.collect_events()
    return found


def facts(person: Person) -> list[tuple[str, dict[str, Any]]]:
    """Return what was recorded, without the visit a discharge plans."""
    return [
        (fact.TOPIC, vars(fact))
        for fact in person.collect_events()
        if isinstance(fact, Fact) and not isinstance(fact, VisitPlanned)
    ]


def test_t55_a_discharge_begins_the_sheet_s_clock_and_is_noted_once() -> None:
    person = a_person()
    person.collect_events()

    for _ in range(2):
        note_discharge(person, date(2024, 3, 1), "演示医院", TODAY, CALENDAR)

    [(topic, said)] = facts(person)
    assert topic == "person.discharged"
    assert said["sheet_due_on"] == "2024-03-15"
    assert [why["code"] for why in said["because"]] == ["report.discharge"]


def test_the_beijing_row_holds_where_the_person_lives(person: Person) -> None:
    note_discharge(person, date(2024, 3, 1), "演示医院", TODAY, CALENDAR)

    [(_, said)] = facts(person)
    assert said["sheet_due_on"] == "2024-03-12"
    assert [why["code"] for why in said["because"]] == ["report.discharge_beijing"]


def test_the_sheet_notes_the_discharge_says_whether_it_is_late_and_is_received_once(
    person: Person,
) -> None:
    sheet, of = ReportWhat.DISCHARGE_SHEET, "2026-02-27"
    with pytest.raises(NotReported):
        receive_report(person, sheet, of)

    record_discharge_sheet(person, A_SHEET, TODAY, CALENDAR)
    record_discharge_sheet(person, A_SHEET, TODAY, CALENDAR)
    receive_report(person, sheet, of)
    receive_report(person, sheet, of)

    told = facts(person)
    assert [topic for topic, _ in told] == [
        "person.discharged",
        "person.discharge_sheet_recorded",
        "person.report_received",
    ]
    assert (told[1][1]["is_late"], told[1][1]["receive_by"]) == (False, "2026-03-09")
    late = TODAY + timedelta(days=60)
    again = replace(A_SHEET, remark="更正")
    record_discharge_sheet(person, again, late, CALENDAR)
    [(_, said)] = facts(person)
    assert said["is_late"]


def test_what_cannot_be_is_refused(person: Person) -> None:
    with pytest.raises(NotYetGiven):
        note_discharge(person, date(2026, 3, 3), "演示医院", TODAY, CALENDAR)
    reversed_stay = replace(A_SHEET, admitted_on=date(2026, 2, 28))
    with pytest.raises(ValidityReversed):
        record_discharge_sheet(person, reversed_stay, TODAY, CALENDAR)
    record_death(person, Death("2026-02-01", 1, 3))
    with pytest.raises(AlreadyLeft):
        record_discharge_sheet(person, A_SHEET, TODAY, CALENDAR)


@pytest.mark.parametrize(
    ("since", "on_paper", "today", "late"),
    [
        pytest.param((3, 4), False, (3, 11), False, id="T58"),
        pytest.param((3, 4), False, (3, 12), True, id="T58-late"),
        pytest.param((3, 15), True, (3, 22), False, id="T56"),
        pytest.param((3, 15), True, (3, 25), True, id="T56-late"),
    ],
)
def test_a_card_in_time_or_late(
    person: Person,
    since: tuple[int, int],
    *,
    on_paper: bool,
    today: tuple[int, int],
    late: bool,
) -> None:
    confirmed, now = date(2024, *since), date(2024, *today)

    report_card(person, confirmed, confirmed, now, CALENDAR, on_paper=on_paper)

    [(_, said)] = facts(person)
    assert said["is_late"] is late
    assert person.reports == {"card": ReportState.SENT}


def test_an_unclear_address_goes_to_the_police_and_then_back_to_the_county(
    person: Person,
) -> None:
    with pytest.raises(NotReported):
        miss_address(person, TODAY, CALENDAR)
    report_card(person, TODAY, TODAY, TODAY, NATIONAL, on_paper=False)
    with pytest.raises(NotReported):
        send_back(person, "协查无果", TODAY)

    miss_address(person, TODAY, CALENDAR)
    miss_address(person, TODAY, CALENDAR)
    with pytest.raises(ReasonNeeded):
        send_back(person, " ", TODAY)
    send_back(person, "协查无果", TODAY)
    send_back(person, "协查无果", TODAY)

    assert [topic for topic, _ in facts(person)] == [
        "person.card_reported",
        "person.address_not_found",
        "person.sent_back_to_county",
    ]


def test_filing_receives_what_nobody_received(person: Person) -> None:
    report_card(person, TODAY, TODAY, TODAY, CALENDAR, on_paper=False)
    report_card(person, TODAY, TODAY, TODAY, CALENDAR, on_paper=False)

    with pytest.raises(NotYetGiven):
        file_case(person, TODAY + timedelta(days=1), TODAY)
    file_case(person, TODAY, TODAY)
    file_case(person, TODAY, TODAY)

    assert [topic for topic, _ in facts(person)] == [
        "person.card_reported",
        "person.report_received",
        "person.case_filed",
    ]
