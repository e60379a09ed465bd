"""Forms 1, 2 and 4 show what was recorded, and are open where nothing was."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from api.printing.every import FORMS
from api.printing.form import Filled
from api.printing.making import sheet_of
from api.printing.sheet import Table
from domain.registry.clues import ReviewClue, VerifyClue
from domain.registry.reporting import RecordDischargeSheet
from tests.api.console.browsing import browser
from tests.api.printing.test_forms_printed import BY, fields_of, filled
from tests.api.township import Township
from tests.domain.registry.test_clues import A_CLUE, said, verified
from tests.domain.registry.test_reporting import A_SHEET
from tests.registering import register


@pytest.fixture
def clue(township: Township) -> UUID:
    key = township.run(A_CLUE).facts[0].stream
    township.run(VerifyClue(key, verified()))
    township.run(ReviewClue(key, said()), role="psychiatrist", division="990101")
    return key


def test_forms_1_and_2_show_the_clue(township: Township, clue: UUID) -> None:
    of = Filled(facts=township.web.clerk.log.stream(clue))

    first, second = (sheet_of(FORMS[number], of, clue, BY) for number in (1, 2))

    assert fields_of(first)["姓名"].value == "演示线索"
    [table] = [part for part in first.parts if isinstance(part, Table)]
    answers = [line[2] for line in table.lines]
    assert answers == ["否", "否", "否", "是", "是", "否", "否", "否", "否"]
    shown = fields_of(second)
    assert shown["条目"].boxes == ("4", "5")
    assert shown["复核人员"].value == "演示村医、演示民警"
    assert (shown["诊断"].value, shown["精神科医师"].value) == (
        "精神分裂症",
        "演示医生",
    )


def test_blank_ones_are_open(township: Township) -> None:
    person = register(township.web.clerk, township.offices["hospital"])
    of = filled(township, person)

    sheets = [sheet_of(FORMS[number], of, None, BY) for number in (1, 2, 4)]

    assert "□是  □否" in set(sheets[0].texts())
    assert fields_of(sheets[1])["复核结果"].boxes == ("",)
    assert fields_of(sheets[2])["出院日期"].value == ""


def test_form_4_shows_the_stay_and_the_advice(township: Township) -> None:
    person = register(township.web.clerk, township.offices["hospital"])
    township.run(
        RecordDischargeSheet(person, A_SHEET), role="psychiatrist", division="990101"
    )

    shown = fields_of(sheet_of(FORMS[4], filled(township, person), None, BY))

    assert shown["出院日期"].value == "2026-02-27"
    assert shown["住院用药"].value == "利培酮"
    assert shown["康复措施"].boxes[0] == "1"
    assert shown["住院疗效"].boxes == ("2",)


def test_a_clue_s_forms_are_printed_for_those_who_see_it(
    township: Township, clue: UUID
) -> None:
    def kinds(by: TestClient) -> list[str]:
        return [
            by.get(f"/clues/{clue}/forms/1.pdf").headers["content-type"],
            by.get("/clues/forms/2.pdf").headers["content-type"],
        ]

    assert kinds(browser(township, "doctor")) == ["application/pdf"] * 2
    officer = browser(township, "officer")
    assert officer.get(f"/clues/{clue}/forms/1.pdf").status_code == 403
    assert browser(township, "doctor").get("/clues/forms/3.pdf").status_code == 404
    read = township.client("doctor").get(f"/api/v1/clues/{clue}/forms/2")
    assert read.content[:5] == b"%PDF-"
