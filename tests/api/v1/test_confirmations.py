"""A village doctor's follow-up waits to be confirmed; its notice does not. The grading aid."""

from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from tests.api.console.test_doctor_pages import hidden, signed_in, well
from tests.api.township import Township, key
from tests.api.v1.following_up import a_follow_up
from tests.registering import a_registration as known


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(known(unit), id_claim=None))


def collected(township: Township, person: UUID, by: str = "village") -> str:
    answer = township.client(by).post(
        f"/api/v1/people/{person}/follow-ups", json=a_follow_up(), headers=key()
    )
    township.fold()
    return answer.json()["id"]


def waiting(by: TestClient) -> list[str]:
    answer = by.get("/api/v1/confirmations")
    return [line["follow_up"] for line in answer.json()["items"]]


def test_what_a_village_doctor_collected_waits_until_the_township_confirms(
    township: Township, person: UUID
) -> None:
    follow_up = collected(township, person)
    doctor = township.client("doctor")
    before = waiting(doctor)
    address = f"/api/v1/people/{person}/follow-ups"

    own = township.client("village").post(
        f"{address}/{follow_up}/confirmation", json={}, headers=key()
    )
    answer = doctor.post(f"{address}/{follow_up}/confirmation", json={}, headers=key())
    unknown = doctor.post(f"{address}/{uuid4()}/confirmation", json={}, headers=key())
    township.fold()

    assert before == [follow_up]
    assert (own.status_code, answer.status_code, unknown.status_code) == (403, 201, 404)
    assert waiting(doctor) == []
    (line,) = doctor.get(address).json()["items"]
    assert line["collected_by"] == str(township.accounts["village"])
    assert line["confirmed_by"] == str(township.accounts["doctor"])
    assert not line["awaits_confirmation"]


def test_what_the_township_collected_itself_waits_for_nobody(
    township: Township, person: UUID
) -> None:
    collected(township, person, by="doctor")

    assert waiting(township.client("doctor")) == []


def test_the_chart_has_a_button_and_the_page_lists_what_waits(
    township: Township, person: UUID
) -> None:
    follow_up = collected(township, person)
    by = signed_in(township, "doctor")
    listed = by.get("/confirmations").text
    chart = by.get(f"/people/{person}").text
    address = f"/people/{person}/follow-ups/{follow_up}/confirmation"

    form = chart[chart.index(f'<form method="post" action="{address}"') :]
    sent = by.post(address, data=hidden(form))

    assert f"/people/{person}" in listed
    assert "待确认" in chart
    assert "已确认" in by.get(sent.headers["location"]).text
    township.fold()
    assert "没有待确认的随访" in by.get("/confirmations").text


@pytest.mark.parametrize(
    ("seen", "grade", "code"),
    [
        pytest.param({"threatens": True}, 1, "risk.words", id="T01"),
        pytest.param({"smashing": "some"}, 2, "risk.at_home", id="T02"),
        pytest.param({"harms_self": True}, 4, "risk.self_harm", id="T05"),
        pytest.param({"violence": "armed"}, 5, "risk.armed", id="T07"),
        pytest.param({}, 0, "risk.none", id="T09"),
    ],
)
def test_the_aid_suggests_a_level_with_its_clause(
    township: Township, seen: dict[str, object], grade: int, code: str
) -> None:
    answer = township.client("doctor").post("/api/v1/risk-suggestions", json=seen)

    assert answer.status_code == 200
    assert answer.json()["grade"] == grade
    assert [why["code"] for why in answer.json()["because"]] == [code]


def test_the_form_s_aid_suggests_and_keeps_what_was_typed(
    township: Township, person: UUID
) -> None:
    by = signed_in(township, "doctor")
    address = f"/people/{person}/follow-ups"
    fresh = hidden(by.get(f"{address}/new").text)
    values = well("2026-03-02", remark="演示备注", smashing="some", outside="yes")

    page = by.post(f"{address}/aid", data={**values, **fresh})
    sent = by.post(f"{address}/new", data={**values, **fresh})

    assert page.status_code == 200
    assert "所勾选的情况符合3级" in page.text
    assert "演示备注" in page.text
    assert sent.status_code == 303
