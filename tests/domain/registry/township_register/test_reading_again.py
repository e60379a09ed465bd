"""A row put together from what was kept of it reads as it did when it was found."""

from domain.registry.township_register.columns import VISITS, ColumnKind
from domain.registry.township_register.sheet import (
    Cell,
    CellKind,
    Sheet,
    kept_row,
    rows_under,
)
from domain.registry.township_register.visits import VisitRow, read_visit_row
from domain.registry.township_register.written import RiskCodes
from tests.domain.registry.township_register.rows import A_VISIT, a_sheet, terms


def test_a_kept_row_reads_the_same_and_by_another_map_its_grade_alone_differs() -> None:
    written = {
        **A_VISIT,
        "risk": Cell("4", CellKind.NUMBER),
        "visited_on": Cell("46083", CellKind.NUMBER),
        "due_on": Cell("2026-06-02", CellKind.DATE),
    }
    sheet = a_sheet("随访", VISITS, written)
    headings, cells = sheet.rows
    more = Sheet(
        "随访",
        [
            [*headings, Cell("危险性"), Cell("备注"), Cell("手机#")],
            [*cells, Cell("9"), Cell("又一备注"), Cell("0000")],
        ],
    )
    (found,) = rows_under(more, 0, VISITS)

    kept = kept_row(
        "随访",
        2,
        found.raw(ColumnKind.CLINICAL),
        found.raw(ColumnKind.IDENTITY),
        VISITS,
    )
    first = read_visit_row(found, terms())
    again = read_visit_row(kept, terms())
    shifted = read_visit_row(kept, terms(risk_codes=RiskCodes.ONE_TO_SIX))

    assert isinstance(first, VisitRow)
    assert isinstance(again, VisitRow)
    assert isinstance(shifted, VisitRow)
    assert (again.key, again.form, again.doubts) == (
        first.key,
        first.form,
        first.doubts,
    )
    assert first.form.findings.risk.value == 4
    assert shifted.form.findings.risk.value == 3
