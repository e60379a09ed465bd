"""Acceptance by telephone and slip on the pages of those who told."""

from uuid import UUID, uuid4

import pytest

from api.notice_slip import code_of
from domain.values.acceptance import written_code
from tests.api.console.browsing import (
    CHINESE,
    a_person,
    actions,
    browser,
    send,
    told,
)
from tests.api.township import Township

CALL = {
    "spoke_with": "值班民警甲",
    "number": "0467-000000",
    "spoken_at": "2026-03-02T12:00",
}


@pytest.fixture
def notice(township: Township) -> UUID:
    return told(township, a_person(township))


def test_the_county_enters_and_a_doctor_confirms_on_the_page(
    township: Township, notice: UUID
) -> None:
    county, doctor = browser(township, "county"), browser(township, "doctor")
    address = f"/notices/{notice}"
    page = county.get(f"{address}/acceptance")
    entered = send(county, page, f"{address}/on-behalf", **CALL)
    assert entered.status_code == 303
    township.fold()
    assert (
        f"{address}/on-behalf/confirmation"
        not in county.get(f"{address}/acceptance").text
    )
    assert f"{address}/acceptance" in doctor.get("/acceptances").text
    assert "/acceptances" in doctor.get("/").text

    page = doctor.get(f"{address}/acceptance")
    confirmed = send(doctor, page, f"{address}/on-behalf/confirmation")

    assert confirmed.status_code == 303
    shown = county.get(f"{address}/acceptance", headers=CHINESE).text
    assert "电话签收，代为登记" in shown
    assert "值班民警甲" in shown


def test_a_slip_is_printed_and_its_code_typed_in(
    township: Township, notice: UUID
) -> None:
    doctor = browser(township, "doctor")
    address = f"/notices/{notice}"
    page = doctor.get(f"{address}/acceptance")
    printed = send(doctor, page, f"{address}/slip.pdf")
    assert printed.content.startswith(b"%PDF")
    township.fold()
    code = code_of(township.web.app.state.services.words_key, notice)
    page = doctor.get("/acceptances")
    wrong = send(
        doctor,
        page,
        "/acceptances/slips",
        code="1",
        signed_by="某",
        signed_on="2026-03-02",
    )
    assert wrong.status_code == 409
    assert 'href="#code"' in wrong.text

    taken = send(
        doctor,
        page,
        "/acceptances/slips",
        code=written_code(code),
        signed_by="值班民警乙",
        signed_on="2026-03-02",
    )

    assert taken.headers["location"] == f"{address}/acceptance"
    assert "值班民警乙" in doctor.get(f"{address}/acceptance").text


@pytest.mark.parametrize("who", ["doctor", "county"])
def test_those_who_told_close_a_notice_with_a_reason_and_once(
    township: Township, notice: UUID, who: str
) -> None:
    by = browser(township, who)
    address = f"/notices/{notice}"
    (person,) = {f.person for f in township.web.clerk.log.stream(notice)}
    assert f"{address}/acceptance" in by.get(f"/people/{person}").text
    page = by.get(f"{address}/acceptance", headers=CHINESE)
    assert "办结理由" in page.text

    refused = send(by, page, f"{address}/closing", closing_reason=" ")
    assert refused.status_code == 422
    assert 'href="#closing_reason"' in refused.text

    closed = send(by, refused, f"{address}/closing", closing_reason="病情已平稳(演示)")
    assert closed.headers["location"] == f"{address}/acceptance"
    shown = by.get(f"{address}/acceptance")
    assert f"{address}/closing" not in actions(shown)
    again = send(by, page, f"{address}/closing", closing_reason="再次(演示)")
    assert again.status_code == 303
    steps = list(township.web.clerk.log.stream(notice))
    assert [step.topic for step in steps] == ["notice.issued", "notice.closed"]


def test_the_county_closes_on_the_page_of_what_it_was_told_and_no_receiver_does(
    township: Township, notice: UUID
) -> None:
    to_county = told(township, a_person(township, name="演示乙"), office="smi")
    county, officer = browser(township, "county"), browser(township, "officer")

    of_county = county.get(f"/notices/{to_county}")
    of_officer = officer.get(f"/notices/{notice}")
    closing = f"/notices/{notice}/closing"

    assert f"/notices/{to_county}/closing" in actions(of_county)
    assert closing not in actions(of_officer)
    csrf = of_officer.text.split('name="csrf" value="')[1].split('"')[0]
    typed = {"csrf": csrf, "command_id": str(uuid4()), "closing_reason": "演示"}
    assert officer.post(closing, data=typed).status_code == 403


def test_a_receiver_sees_no_page_of_those_who_told(
    township: Township, notice: UUID
) -> None:
    officer = browser(township, "officer")

    assert officer.get("/acceptances").status_code == 403
    assert officer.get(f"/notices/{notice}/acceptance").status_code == 403
