"""The review over HTTP and on screen: queue, call-back, sent back, answered, passed."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from domain.registry.registration import RegisterPerson
from tests.api.console.test_doctor_pages import signed_in
from tests.api.township import Township, key
from tests.api.v1.test_national import fields_of
from tests.registering import a_registration as known


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    someone = township.register(RegisterPerson(known(unit), id_claim=None))
    township.web.clock.pass_by(timedelta(days=10))
    township.client("doctor").post(
        f"/api/v1/people/{someone}/death",
        json={"died_on": "2026-03-07", "cause": 2},
        headers=key(),
    )
    township.fold()
    return someone


def death(township: Township) -> str:
    items = township.client("county").get("/api/v1/reviews?kind=death").json()["items"]
    (line,) = items
    assert line["sent_from"] == str(township.offices["hospital"])
    return line["fact"]


def test_a_case_goes_back_to_its_sender_and_passes_after_the_answer(
    township: Township, person: UUID
) -> None:
    county, doctor = township.client("county"), township.client("doctor")
    case = f"/api/v1/reviews/{death(township)}"

    own = doctor.post(f"{case}/acceptance", json={}, headers=key())
    called = county.post(
        f"{case}/call-backs",
        json={"result": "differs", "remark": "本人健在"},
        headers=key(),
    )
    back = county.post(f"{case}/return", json={"reason": "请核实"}, headers=key())
    township.fold()
    returned = doctor.get("/api/v1/returned-reviews").json()["items"]
    answered = doctor.post(f"{case}/answer", json={"answer": "已更正"}, headers=key())
    again = county.post(
        f"{case}/call-backs", json={"result": "confirmed"}, headers=key()
    )
    passed = county.post(f"{case}/acceptance", json={}, headers=key())
    township.fold()

    assert own.status_code == 403
    statuses = {a.status_code for a in (called, back, answered, again, passed)}
    assert statuses == {201}
    assert [line["person"] for line in returned] == [str(person)]
    shown = county.get(case).json()
    assert shown["state"] == "accepted"
    assert [step["what"] for step in shown["steps"]] == [
        "differs",
        "returned",
        "answered",
        "confirmed",
        "accepted",
    ]
    assert doctor.get("/api/v1/returned-reviews").json()["items"] == []


def test_the_pages_lead_from_the_queue_to_the_sender_and_back(
    township: Township, person: UUID
) -> None:
    assert person
    county, doctor = signed_in(township, "county"), signed_in(township, "doctor")
    address = f"/reviews/{death(township)}"

    queue = county.get("/reviews").text
    form = county.get(address).text
    empty = county.post(f"{address}/return", data=fields_of(form, f"{address}/return"))
    called = county.post(
        f"{address}/call-backs",
        data={"result": "confirmed", **fields_of(form, f"{address}/call-backs")},
    )
    sent = county.post(
        f"{address}/return",
        data={"reason": "缺少证明", **fields_of(form, f"{address}/return")},
    )
    township.fold()
    returned = doctor.get("/returned-reviews").text
    home = doctor.get("/").text
    too_long = doctor.post(
        f"{address}/answer",
        data={"answer": "长" * 301, **fields_of(returned, f"{address}/answer")},
    )
    answered = doctor.post(
        f"{address}/answer",
        data={"answer": "已补交", **fields_of(returned, f"{address}/answer")},
    )
    township.fold()

    assert address in queue
    assert "抽样比例" in form
    assert "2026-03-07 死亡" in form
    assert (empty.status_code, called.status_code, sent.status_code) == (422, 303, 303)
    assert "缺少证明" in returned
    assert "审核退回 <strong>1</strong>" in home
    assert "国家系统录入 <strong>1</strong>" in home
    assert (too_long.status_code, answered.status_code) == (422, 303)
    assert "没有退回事项" in doctor.get("/returned-reviews").text
    assert "已答复" in county.get(address).text


def test_what_was_not_drawn_passes_at_once(township: Township) -> None:
    unit = township.offices["hospital"]
    for _ in range(4):
        township.register(RegisterPerson(known(unit), id_claim=None))
    every = township.client("county").get("/api/v1/reviews").json()["items"]
    undrawn = {line["fact"] for line in every if not line["is_drawn"]}
    county = signed_in(township, "county")
    page = county.get("/reviews").text
    listed = re.findall(r'name="facts" value="([^"]+)"', page)

    sent = county.post(
        "/reviews/acceptance",
        data={"facts": listed, **fields_of(page, "/reviews/acceptance")},
    )
    township.fold()

    assert len(every) == 4
    assert set(listed) == undrawn
    assert sent.headers["location"] == f"/reviews?passed={len(undrawn)}&refused=0"
    passed = township.client("county").get("/api/v1/reviews?state=accepted").json()
    assert {line["fact"] for line in passed["items"]} == undrawn
