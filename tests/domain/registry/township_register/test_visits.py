"""A row of the follow-ups, kind of dirt by kind of dirt."""

from datetime import date
from typing import Any

import pytest

from domain.registry.township_register.columns import VISITS
from domain.registry.township_register.fault_texts import AS_IN_REGISTER
from domain.registry.township_register.fault_texts import FaultCode as F
from domain.registry.township_register.sheet import Cell, CellKind
from domain.registry.township_register.visits import VisitRow, read_visit_row
from domain.registry.township_register.written import RiskCodes
from domain.values.findings import (
    AdverseReaction,
    FollowUpClass,
    Grade,
    Incidents,
    Insight,
    Symptom,
    WorkLevel,
)
from tests.domain.registry.township_register.rows import (
    A_VISIT,
    a_row,
    accepted_visit,
    codes_of,
    terms,
    visit,
)

# fmt: off
REFUSED: tuple[tuple[str, dict[str, Any], F], ...] = (
    ("no number", {"key": ""}, F.KEY_MISSING),
    ("no day", {"visited_on": ""}, F.VISIT_DAY_MISSING),
    ("a day in words", {"visited_on": "上月"}, F.VISIT_DAY_UNREADABLE),
    ("only a month", {"visited_on": "2026年3月"}, F.VISIT_DAY_UNREADABLE),
    ("30 February", {"visited_on": "2026-02-30"}, F.VISIT_DAY_UNREADABLE),
    ("tomorrow", {"visited_on": "2026-11-25"}, F.VISIT_IN_FUTURE),
    ("no way", {"form": ""}, F.FORM_UNREADABLE),
    ("a fourth way", {"form": "4"}, F.FORM_UNREADABLE),
    ("two grades", {"risk": "3或4"}, F.RISK_UNREADABLE),
    ("grade 6", {"risk": "6"}, F.RISK_OUTSIDE_CODES),
    ("high", {"risk": "高危"}, F.RISK_IN_THREE_WORDS),
    ("class 4", {"judged": "4"}, F.CLASS_UNREADABLE),
    ("code and word that differ", {"judged": "1 稳定"}, F.CLASS_UNREADABLE),
    ("not reached", {"judged": "0"}, F.NOT_REACHED),
    ("nothing to judge by", {"judged": "", "insight": "", "risk": ""}, F.CLASS_MISSING),
)
DOUBTED: tuple[tuple[str, dict[str, Any], F], ...] = (
    ("not assessed", {"risk": ""}, F.RISK_NOT_ASSESSED),
    ("nobody spoken with", {"spoke_with": ""}, F.SPOKE_WITH_MISSING),
    ("insight 4", {"insight": "4"}, F.ANSWER_UNREADABLE),
    ("insight mistyped", {"insight": "自知力完权"}, F.ANSWER_UNREADABLE),
    ("the stray button", {"symptom_codes": "幻觉、搜索"}, F.ANSWERS_LEFT_OUT),
    ("a symptom there is not", {"symptom_codes": "1,13"}, F.ANSWERS_LEFT_OUT),
    ("incidents in words", {"public_order": "几次"}, F.ANSWER_UNREADABLE),
    ("the next day in words", {"due_on": "三个月后"}, F.DUE_UNREADABLE),
    ("the next day is this one", {"due_on": "2026-03-02"}, F.DUE_NOT_AFTER),
)
# fmt: on


@pytest.mark.parametrize(
    ("cells", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_row_is_refused_with_its_reason(cells: dict[str, Any], code: F) -> None:
    assert codes_of(visit(**cells)) == ("refused", [code])


@pytest.mark.parametrize(
    ("cells", "code"), [row[1:] for row in DOUBTED], ids=[row[0] for row in DOUBTED]
)
def test_a_row_is_recorded_and_doubted(cells: dict[str, Any], code: F) -> None:
    assert codes_of(visit(**cells)) == ("accepted", [code])


def test_a_doubt_names_the_column() -> None:
    (fault,) = accepted_visit(insight="4").doubts

    assert fault.zh == "自知力无法识别，按未记录处理"


@pytest.mark.parametrize(
    "written",
    [
        Cell("2026-03-02", CellKind.DATE),
        Cell("46083", CellKind.NUMBER),
        "46083",
        "2026-03-02",
        "2026/3/2",
        "2026.3.2",
        "2026年3月2日",
        "2026 年 3 月 2 日",
        "20260302",
        "２０２６．３．２",
        "'2026-03-02 ",
        "2026-03-02 09:30:00",
        "2026-03-02T00:00:00",
    ],
)
def test_a_day_is_read_in_every_form_it_is_written_in(written: str | Cell) -> None:
    assert accepted_visit(visited_on=written).form.visited_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    "written",
    ["2", "2 自知力不全", "2.自知力不全", "自知力不全", "不全", "２", "②", " 2 "],
)
def test_an_answer_is_read_by_code_by_word_and_by_both(written: str) -> None:
    found = accepted_visit(insight=written).form.findings

    assert found.insight is Insight.INCOMPLETE


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("0", 0),
        ("5", 5),
        ("3级", 3),
        ("三级", 3),
        ("０级", 0),
        ("未评估", None),
        ("", None),
    ],
)
def test_a_grade_is_read_and_not_assessed_is_not_0(
    written: str, grade: int | None
) -> None:
    assert accepted_visit(risk=written).form.findings.risk is Grade(grade)


@pytest.mark.parametrize(("code", "grade"), [("1", 0), ("4", 3), ("6", 5)])
def test_codes_1_to_6_are_one_too_high(code: str, grade: int) -> None:
    shifted = terms(risk_codes=RiskCodes.ONE_TO_SIX)

    read = read_visit_row(a_row(VISITS, {**A_VISIT, "risk": code}), shifted)

    assert isinstance(read, VisitRow)
    assert read.form.findings.risk is Grade(grade)
    assert read.row.clinical["危险性评估"] == code
    assert read.row.map == "township-register/1 risk=1-6"


def test_under_codes_1_to_6_there_is_no_0() -> None:
    shifted = terms(risk_codes=RiskCodes.ONE_TO_SIX)

    read = read_visit_row(a_row(VISITS, {**A_VISIT, "risk": "0"}), shifted)

    assert codes_of(read) == ("refused", [F.RISK_OUTSIDE_CODES])


def test_symptoms_are_read_by_code_or_word_and_the_stray_one_is_left_out() -> None:
    assert accepted_visit(symptom_codes="1、 3;11").form.findings.symptom_codes == {
        Symptom.HALLUCINATIONS,
        Symptom.SUSPICIOUS,
        Symptom.WITHDRAWN_IDLE,
    }
    assert accepted_visit(symptom_codes="幻觉、搜索").form.findings.symptom_codes == {
        Symptom.HALLUCINATIONS
    }
    assert accepted_visit(symptom_codes="无").doubts == ()


def test_a_number_of_several_digits_is_not_several_symptoms() -> None:
    read = accepted_visit(symptom_codes=Cell("13", CellKind.NUMBER))

    assert codes_of(read) == ("accepted", [F.ANSWERS_LEFT_OUT])
    assert read.form.findings.symptom_codes == frozenset()


def test_a_reaction_of_the_form_s_code_2_is_not_graded() -> None:
    found = accepted_visit(adverse_reaction="2").form.findings

    assert found.adverse_reaction is AdverseReaction.UNGRADED


def test_work_may_not_apply() -> None:
    found = accepted_visit(work="9").form.findings

    assert found.social.work is WorkLevel.NOT_APPLICABLE


def test_incidents_left_empty_are_not_recorded_and_one_count_records_the_rest_as_0() -> (
    None
):
    assert accepted_visit().form.findings.incidents is None
    assert accepted_visit(self_harm="2次").form.findings.incidents == Incidents(
        self_harm=2
    )


def test_the_register_s_class_stands_with_its_reason_where_the_rules_differ() -> None:
    form = accepted_visit(risk="3", judged="3").form

    assert (form.judged, form.why) == (FollowUpClass.STABLE, AS_IN_REGISTER)


def test_the_register_s_class_needs_no_reason_where_the_rules_agree() -> None:
    form = accepted_visit(risk="3", judged="1").form

    assert (form.judged, form.why) == (FollowUpClass.UNSTABLE, "")


def test_without_a_class_the_rules_are_left_to_propose_one() -> None:
    assert accepted_visit(risk="3", judged="").form.judged is None


def test_the_next_day_that_is_not_after_is_left_to_be_proposed() -> None:
    assert accepted_visit(due_on="2026-03-02").form.due_on is None
    assert accepted_visit(due_on="2026-03-03").form.due_on == date(2026, 3, 3)


def test_in_hospital_no_class_is_needed() -> None:
    assert codes_of(visit(hospital="1", judged="", risk="0")) == ("accepted", [])


def test_the_finding_s_cells_are_clinical_and_the_doctor_is_not() -> None:
    row = accepted_visit(doctor="演示村医", name="张演安").row

    assert row.identity == {"编号": "YS001", "姓名": "张演安", "医生": "演示村医"}
    assert row.clinical["危险性评估"] == "0"
