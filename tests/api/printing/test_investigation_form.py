"""Form 13, and the written report of a loss: what is on record stands on the sheet."""

from datetime import date
from uuid import UUID

import pytest

from api.printing.every import FORMS
from api.printing.forms.investigation import occasions
from api.printing.making import sheet_of
from domain.registry.away import LossReport, ReportLoss
from domain.registry.danger import IncidentForm, Investigate, RecordIncident
from domain.registry.standing import Loss, RecordLoss
from domain.values.danger import IncidentCause, IncidentKind, Investigation
from domain.values.findings import Grade
from tests.api.printing.test_forms_printed import BY, fields_of, filled
from tests.api.township import Township
from tests.registering import register
from tests.streams import NOON


@pytest.fixture
def person(township: Township) -> UUID:
    return register(township.web.clerk, township.offices["hospital"])


def test_form_13_is_one_for_each_breach_of_order_or_crime(
    township: Township, person: UUID
) -> None:
    blank = fields_of(sheet_of(FORMS[13], filled(township, person), None, BY))
    for kind in (IncidentKind.CRIMINAL, IncidentKind.DISTURBANCE):
        form = IncidentForm(kind, date(2026, 3, 2), "演示经过", grade=Grade.LEVEL_3)
        township.run(RecordIncident(person, form))
    (one,) = occasions(filled(township, person))
    found = Investigation(
        investigated_on=NOON.date().isoformat(),
        triggers=(IncidentCause.QUARREL, IncidentCause.STOPPED_MEDICINE),
        reimbursed_percent=70,
    )
    township.run(Investigate(person, one.one, found))

    shown = fields_of(sheet_of(FORMS[13], filled(township, person), None, BY))

    assert blank["姓名"].value == "演示甲"
    assert blank["经过"].value == ""
    assert (shown["经过"].value, shown["发生日期"].value) == ("演示经过", "2026-03-02")
    assert shown["治疗费用报销比例（%）"].value == "70"
    assert [box for box in shown["诱因"].boxes if box] != []


def test_the_written_report_of_a_loss_names_reason_search_and_receivers(
    township: Township, person: UUID
) -> None:
    township.run(RecordLoss(person, "2026-03-01", Loss(5, "举家迁走")))
    report = LossReport(date(2026, 3, 2), "演示1号", "走访村委会和亲属")
    township.run(ReportLoss(person, report))

    shown = fields_of(sheet_of(FORMS[0], filled(township, person), None, BY))

    assert shown["失访日期"].value == "2026-03-01"
    assert (shown["失访原因"].boxes, shown["失访原因"].value) == (("5",), "举家迁走")
    assert shown["查找经过"].value == "走访村委会和亲属"
    assert shown["报告对象"].boxes == ("1", "2")
    assert (shown["报告编号"].value, shown["报告日期"].value) == (
        "演示1号",
        "2026-03-02",
    )
