"""A whole register: rows held against each other, sheets found, every cell survived."""

from collections.abc import Sequence
from datetime import date
from string import Formatter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.person.follow_up import record_follow_up
from domain.person.person import Person
from domain.registry.township_register.columns import PEOPLE, VISITS, Column
from domain.registry.township_register.fault_texts import TEXTS
from domain.registry.township_register.fault_texts import FaultCode as F
from domain.registry.township_register.reading import read_register
from domain.registry.township_register.sheet import Cell, CellKind, Sheet
from domain.registry.township_register.written import RiskCodes
from domain.values.identity import check_digit
from tests.domain.registry.township_register.rows import (
    A_PERSON,
    A_VISIT,
    TODAY,
    people_sheet,
    reading,
    terms,
    visits_sheet,
)


def test_people_and_their_visits_are_read_oldest_visit_first() -> None:
    read = reading(
        [A_PERSON],
        [{**A_VISIT, "visited_on": "2026-06-01", "due_on": ""}, A_VISIT],
    )

    assert [person.key for person in read.people] == ["YS001"]
    assert [visit.form.visited_on for visit in read.visits["YS001"]] == [
        date(2026, 3, 2),
        date(2026, 6, 1),
    ]
    assert read.counts() == {
        "people": 1,
        "visits": 2,
        "refused_people": 0,
        "refused_visits": 0,
        "doubted_people": 0,
        "doubted_visits": 0,
    }


def test_the_number_is_the_same_person_s_whatever_its_width_and_case() -> None:
    read = reading([A_PERSON], [{**A_VISIT, "key": "'ｙｓ００１ "}])

    assert len(read.visits["YS001"]) == 1


# fmt: off
AGAINST: tuple[tuple[str, list[dict[str, Any]], list[dict[str, Any]], F, str], ...] = (
    ("the same number", [A_PERSON, {**A_PERSON, "name": "张演女"}], [],
     F.KEY_REPEATED, "编号与第2行重复，请核对"),
    ("the same id number", [A_PERSON, {**A_PERSON, "key": "B"}], [],
     F.ID_REPEATED, "身份证号与第2行重复，请确认是否同一人并合并"),
    ("nobody of that number", [A_PERSON], [{**A_VISIT, "key": "B"}],
     F.PERSON_NOT_LISTED, "患者表中没有此编号，请核对编号或补患者"),
    ("before registration", [A_PERSON], [{**A_VISIT, "visited_on": "2016-01-01"}],
     F.VISIT_BEFORE_REGISTRATION, "随访日期早于建档日期，请核对两个日期"),
    ("the same day twice", [A_PERSON], [A_VISIT, {**A_VISIT, "visited_on": "2026.3.2"}],
     F.VISIT_REPEATED, "与第2行为同一人同一天的随访，请合并为一次"),
)
# fmt: on


@pytest.mark.parametrize(
    ("people", "visits", "code", "zh"),
    [row[1:] for row in AGAINST],
    ids=[row[0] for row in AGAINST],
)
def test_a_row_is_refused_for_another_s_sake(
    people: Sequence[dict[str, Any]],
    visits: Sequence[dict[str, Any]],
    code: F,
    zh: str,
) -> None:
    read = reading(people, visits)

    (refused,) = (*read.refused_people, *read.refused_visits)
    assert [(fault.code, fault.zh) for fault in refused.faults] == [(code, zh)]


def test_the_day_of_registration_itself_is_not_before_it() -> None:
    read = reading([A_PERSON], [{**A_VISIT, "visited_on": "2016-01-02", "due_on": ""}])

    assert read.refused_visits == ()


def test_the_visits_of_a_refused_person_point_to_that_row() -> None:
    read = reading([{**A_PERSON, "id_number": "1.1E+17"}], [A_VISIT])

    (visit,) = read.refused_visits
    assert [(fault.code, fault.other_row) for fault in visit.faults] == [
        (F.PERSON_REFUSED, 2)
    ]


def test_one_person_under_two_spellings_is_doubted_when_a_number_is_missing() -> None:
    again = {**A_PERSON, "key": "B", "name": "章演安", "id_number": ""}

    (_, second) = reading([A_PERSON, again]).people

    assert [(fault.code, fault.other_row) for fault in second.doubts] == [
        (F.IDENTITY_UNKNOWN, 0),
        (F.PERHAPS_SAME_PERSON, 2),
    ]


def test_two_with_their_own_numbers_are_two() -> None:
    digits = "99010119050505003"
    twin = {**A_PERSON, "key": "B", "id_number": digits + check_digit(digits)}

    read = reading([A_PERSON, twin])

    assert [person.doubts for person in read.people] == [(), ()]


def test_titles_stand_above_the_headings_and_rows_keep_the_sheet_s_number() -> None:
    sheet = people_sheet({**A_PERSON, "name": ""})
    titled = Sheet("Sheet1", [[Cell("登记表")], [], *sheet.rows])

    (refused,) = read_register([titled], terms()).refused_people

    assert (refused.sheet, refused.number) == ("Sheet1", 4)


def test_columns_may_be_called_otherwise_and_stand_in_any_order() -> None:
    headings = {
        "患者姓名 ": "张演安",
        "身份证号码*": "990101190505050013",
        "编  号": "YS001",
        "村名": "演示一村",
        "疾病名称": "精神分裂症",
        "建档时间（年月日）": "2016.1.2",
        "随便什么": "自定",
    }
    sheet = Sheet(
        "花名册",
        [[Cell(h) for h in headings], [Cell(text) for text in headings.values()]],
    )

    (person,) = read_register([sheet], terms()).people

    assert (person.key, person.residence.village) == ("YS001", "990101001001")
    assert person.row.identity["随便什么"] == "自定"


def test_a_missing_column_is_said_once_for_the_sheet() -> None:
    rows = people_sheet(A_PERSON).rows
    at = [column.name for column in PEOPLE].index("registered_on")
    cut = Sheet("患者", [[c for i, c in enumerate(row) if i != at] for row in rows])

    read = read_register([cut], terms())

    assert [(fault.code, fault.heading) for fault in read.doubts] == [
        (F.COLUMN_MISSING, "建档日期")
    ]


def test_without_a_list_of_people_the_register_says_so() -> None:
    notes = Sheet("填表说明", [[Cell("一、"), Cell("姓名必填")]])

    read = read_register([notes], terms())

    assert [fault.code for fault in read.doubts] == [F.NO_PEOPLE_SHEET]
    assert read.unread_sheets == ("填表说明",)


def test_a_6_without_any_0_makes_the_codes_doubtful_until_they_are_said() -> None:
    visits = [
        {**A_VISIT, "risk": risk, "visited_on": f"2026-0{n}-02"}
        for n, risk in enumerate(("1", "2", "6"), start=3)
    ]

    plain = reading([A_PERSON], visits)
    said = reading([A_PERSON], visits, risk_codes=RiskCodes.ONE_TO_SIX)
    with_a_0 = reading([A_PERSON], [*visits, {**A_VISIT, "risk": "0"}])

    assert [fault.code for fault in plain.doubts] == [F.RISK_CODES_DOUBTFUL]
    assert (said.doubts, with_a_0.doubts) == ((), ())


def test_reading_again_gives_the_same_keys() -> None:
    first, second = reading([A_PERSON], [A_VISIT]), reading([A_PERSON], [A_VISIT])

    assert first == second
    assert first.visits["YS001"][0].visit_key == "YS001 2026-03-02"


def test_every_fault_has_words_in_both_languages_and_they_name_no_cell() -> None:
    assert set(TEXTS) == set(F)
    used = {
        name
        for text in TEXTS.values()
        for words in text
        for _, name, _, _ in Formatter().parse(words)
    }
    assert used == {None, "heading", "row"}
    assert len({text.zh for text in TEXTS.values()}) == len(TEXTS)


ANYTHING = st.builds(
    Cell,
    st.one_of(
        st.text(max_size=20),
        st.floats().map(str),
        st.dates().map(str),
        st.from_regex(r"[0-9０-９.年/级-]{1,12}", fullmatch=True),
    ),
    st.sampled_from(CellKind),
)


def rows_of(columns: Sequence[Column], well: dict[str, Any]) -> st.SearchStrategy[Any]:
    spoilt = st.dictionaries(
        st.sampled_from([column.name for column in columns]), ANYTHING, max_size=6
    )
    return st.lists(spoilt.map(lambda cells: {**well, **cells}), max_size=4)


@settings(deadline=None)
@given(people=rows_of(PEOPLE, A_PERSON), visits=rows_of(VISITS, A_VISIT))
def test_no_cell_makes_the_reading_fail_and_every_row_is_accounted_for(
    people: list[Any], visits: list[Any]
) -> None:
    read = reading(people, visits)

    counts = read.counts()
    assert counts["people"] + counts["refused_people"] == len(people)
    assert counts["visits"] + counts["refused_visits"] == len(visits)
    assert all(row.faults for row in (*read.refused_people, *read.refused_visits))


@settings(deadline=None)
@given(cells=st.lists(st.lists(ANYTHING, max_size=6), max_size=6))
def test_no_sheet_makes_the_reading_fail(cells: list[list[Cell]]) -> None:
    headed = [*people_sheet().rows, *cells], [*visits_sheet().rows, *cells], cells

    read_register([Sheet("表", rows) for rows in headed], terms())


@settings(deadline=None)
@given(visits=rows_of(VISITS, A_VISIT))
def test_an_accepted_visit_can_always_be_recorded(visits: list[Any]) -> None:
    read = reading([A_PERSON], visits)
    person = Person.register(UUID(int=1), "2016-01-02", provisional=False)

    for number, row in enumerate(read.visits["YS001"]):
        record_follow_up(person, str(number), row.form, TODAY, imported=True)

    assert len(person.visits) == len(read.visits["YS001"])
