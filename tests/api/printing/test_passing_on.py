"""What a receiving unit gets and what is copied by hand, on paper as on the screen."""

from uuid import UUID

import pytest

from api.console.national_sheets import SheetLine
from api.printing.passing_on import copy_sheet, transfer_sheet
from domain.values.national import RecordKind
from projections.custody import Custody
from tests.api.console.browsing import browser
from tests.api.printing.test_forms_printed import BY, filled, visited
from tests.api.township import Township
from tests.registering import register


@pytest.fixture
def person(township: Township) -> UUID:
    found = register(township.web.clerk, township.offices["hospital"])
    visited(township, found)
    township.fold()
    return found


def test_the_transfer_sheet_says_who_it_is_how_they_are_and_who_is_asked(
    township: Township, person: UUID
) -> None:
    shown = filled(township, person)
    offer = {"to_name": "演示二镇卫生院", "respond_by": "2026-03-09"}

    texts = list(transfer_sheet(shown, Custody(person, offer=offer), BY).texts())

    assert shown.card is not None
    for said in (shown.card.name, "演示二镇卫生院", "2026-03-09", "2026-03-02"):
        assert said in texts
    assert shown.unit in texts
    assert any("非正式表单" in each for each in texts)


def test_a_transfer_sheet_without_an_offer_leaves_the_receiver_open(
    township: Township, person: UUID
) -> None:
    sheet = transfer_sheet(filled(township, person), None, BY)

    first = sheet.plain()["parts"][0]["rows"][0]
    assert [field["value"] for field in first][1:] == ["", ""]


def test_the_copy_sheet_keeps_the_forms_order_and_marks_what_nobody_could_verify(
    township: Township, person: UUID
) -> None:
    lines = [
        SheetLine("name", "姓名", "", "演示甲", is_verified=True),
        SheetLine("x", "项目", "3", "演示", is_verified=False, is_put_right=True),
    ]

    sheet = copy_sheet(
        RecordKind.REGISTRATION, filled(township, person), "N-1", lines, BY
    )

    assert sheet.plain()["parts"][1]["lines"] == (
        ("姓名", "", "演示甲", ""),
        ("项目", "3※", "演示", "改"),
    )
    assert "N-1" in list(sheet.texts())


def test_both_come_as_pdf_from_the_page_and_over_the_api_to_who_sees_the_page(
    township: Township, person: UUID
) -> None:
    doctor, api = browser(township, "doctor"), township.client("doctor")
    listed = api.get(f"/api/v1/people/{person}/national-entries").json()["items"]
    record = listed[0]["record"]
    pages = (
        (doctor, f"/people/{person}/responsibility/sheet.pdf"),
        (doctor, f"/people/{person}/national/{record}/sheet.pdf"),
        (api, f"/api/v1/people/{person}/responsibility/sheet"),
        (api, f"/api/v1/people/{person}/national-entries/{record}/sheet"),
    )

    for by, address in pages:
        got = by.get(address)
        assert got.status_code == 200, got.text
        assert got.content.startswith(b"%PDF")

    officer = township.client("officer")
    for _, address in pages[2:]:
        assert officer.get(address).status_code == 403
    assert "sheet.pdf" in doctor.get(f"/people/{person}/responsibility/sheet").text
