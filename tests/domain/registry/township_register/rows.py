"""Rows of a register for tests: everything well but for the cells that are named."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.registry.township_register.columns import PEOPLE, VISITS, Column
from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.faults import RefusedRow
from domain.registry.township_register.people import PersonRow, read_person_row
from domain.registry.township_register.reading import RegisterReading, read_register
from domain.registry.township_register.sheet import Cell, Sheet, SheetRow, rows_under
from domain.registry.township_register.terms import Terms
from domain.registry.township_register.visits import VisitRow, read_visit_row

TODAY = date(2026, 11, 24)
VILLAGES = {"990101001001": "演示一村", "990101001002": "演示二村"}
AN_ID = "990101190505050013"

A_PERSON: dict[str, str | Cell] = {
    "key": "YS001",
    "name": "张演安",
    "sex": "男",
    "id_number": AN_ID,
    "birth_date": "1905-05-05",
    "village": "990101001001",
    "village_name": "演示一村",
    "address": "演示路1号",
    "phone": "0000-1000001",
    "guardian": "张演监",
    "guardian_relation": "配偶",
    "guardian_phone": "0000-2000001",
    "diagnosis": "精神分裂症",
    "diagnosed_on": "2015-03-04",
    "hospital": "演示医院",
    "consent": "1",
    "consent_on": "2016-01-02",
    "registered_on": "2016-01-02",
}

A_VISIT: dict[str, str | Cell] = {
    "key": "YS001",
    "visited_on": "2026-03-02",
    "form": "2",
    "spoke_with": "1",
    "risk": "0",
    "symptoms": "基本消失",
    "insight": "1",
    "sleep": "1",
    "diet": "1",
    "self_care": "1",
    "housework": "1",
    "work": "1",
    "study": "1",
    "relations": "1",
    "hospital": "0",
    "adherence": "1",
    "adverse_reaction": "1",
    "physical_illness": "无或稳定",
    "judged": "3",
    "due_on": "2026-06-02",
}

Cells = Mapping[str, str | Cell]


def terms(**named: Any) -> Terms:
    facts: dict[str, Any] = {
        "source": "演示登记表",
        "today": TODAY,
        "scope": "990101001",
        "villages": VILLAGES,
        **named,
    }
    return Terms(**facts)


def a_sheet(name: str, columns: Sequence[Column], *rows: Cells) -> Sheet:
    def cell(found: str | Cell) -> Cell:
        return found if isinstance(found, Cell) else Cell(found)

    return Sheet(
        name,
        [
            [Cell(column.heading) for column in columns],
            *([cell(row.get(column.name, "")) for column in columns] for row in rows),
        ],
    )


def people_sheet(*rows: Cells) -> Sheet:
    return a_sheet("患者", PEOPLE, *rows)


def visits_sheet(*rows: Cells) -> Sheet:
    return a_sheet("随访", VISITS, *rows)


def a_row(columns: Sequence[Column], cells: Cells) -> SheetRow:
    (row,) = rows_under(a_sheet("表", columns, cells), 0, columns)
    return row


def person(**cells: str | Cell) -> PersonRow | RefusedRow:
    return read_person_row(a_row(PEOPLE, {**A_PERSON, **cells}), terms())


def visit(**cells: str | Cell) -> VisitRow | RefusedRow:
    return read_visit_row(a_row(VISITS, {**A_VISIT, **cells}), terms())


def accepted_person(**cells: str | Cell) -> PersonRow:
    read = person(**cells)
    assert isinstance(read, PersonRow), read
    return read


def accepted_visit(**cells: str | Cell) -> VisitRow:
    read = visit(**cells)
    assert isinstance(read, VisitRow), read
    return read


def codes_of(
    read: PersonRow | VisitRow | RefusedRow,
) -> tuple[str, list[FaultCode]]:
    """Return what became of a row, and every fault of it."""
    if isinstance(read, RefusedRow):
        return "refused", [fault.code for fault in read.faults]
    return "accepted", [fault.code for fault in read.doubts]


def reading(
    people: Sequence[Cells], visits: Sequence[Cells] = (), **named: Any
) -> RegisterReading:
    return read_register([people_sheet(*people), visits_sheet(*visits)], terms(**named))
