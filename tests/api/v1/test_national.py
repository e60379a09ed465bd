"""The second entry over HTTP and on screen: waiting, copied, marked, exported, given back."""

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest

from domain.export import Made
from domain.person.guardian import Guardian
from domain.registry.record import RecordGuardian
from domain.registry.registration import RegisterPerson
from tests.api.console.test_doctor_pages import hidden, signed_in
from tests.api.township import Township, key
from tests.api.v1.following_up import a_follow_up
from tests.registering import a_registration as known


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    someone = township.register(RegisterPerson(known(unit), id_claim=None))
    doctor = township.client("doctor")
    doctor.post(
        f"/api/v1/people/{someone}/follow-ups", json=a_follow_up(), headers=key()
    )
    township.web.clock.pass_by(timedelta(days=30))
    township.fold()
    return someone


def test_a_doctor_copies_the_sheet_and_marks_it_with_the_number(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    waiting = doctor.get("/api/v1/national-entries").json()["items"]
    visit = next(w["record"] for w in waiting if w["kind"] == "follow_up")
    address = f"/api/v1/people/{person}/national-entries"

    sheet = doctor.get(f"{address}/{visit}").json()["lines"]
    village = township.client("village").get("/api/v1/national-entries")
    marked = doctor.post(f"{address}/{visit}", json={"number": "77"}, headers=key())
    nobody = doctor.post(f"{address}/loss", json={"number": "77"}, headers=key())
    township.fold()

    assert {w["record"] for w in waiting} == {"registration", visit}
    assert all(w["is_overdue"] for w in waiting)
    assert [line["name"] for line in sheet[:3]] == ["visited_on", "form", "spoke_with"]
    risk = next(line for line in sheet if line["name"] == "risk")
    assert (risk["code"], risk["is_verified"]) == ("0", True)
    assert (village.status_code, marked.status_code) == (403, 201)
    assert nobody.status_code == 404
    after = {e["record"]: e["state"] for e in doctor.get(address).json()["items"]}
    assert after == {"registration": "pending", visit: "entered"}
    undone = doctor.post(
        f"{address}/{visit}/undoing", json={"reason": "误标记"}, headers=key()
    )
    assert undone.status_code == 201


def test_what_was_put_right_since_is_marked_on_the_sheet(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    address = f"/api/v1/people/{person}/national-entries/registration"
    doctor.post(address, json={"number": "77"}, headers=key())
    before = doctor.get(address).json()["lines"]
    guardian = Guardian("演示监护人乙", "child", None, "statutory", "strong")

    township.run(RecordGuardian(person, guardian))

    after = doctor.get(address).json()["lines"]
    marked = [line["name"] for line in after if line["is_put_right"]]
    assert not any(line["is_put_right"] for line in before)
    assert set(marked) == {"guardian_name", "guardian_relation", "guardian_phone"}
    waiting = doctor.get("/api/v1/national-entries").json()["items"]
    states = {line["record"]: line["state"] for line in waiting}
    assert states["registration"] == "changed"


def test_numbers_given_back_are_taken_one_by_one(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    items = [
        {"person": str(person), "record": "registration", "number": "77"},
        {"person": str(person), "record": "supplement", "number": "77"},
    ]

    answer = doctor.post(
        "/api/v1/national-numbers", json={"items": items}, headers=key()
    ).json()

    assert (answer["entered"], answer["refused"]) == (1, [f"{person}/supplement"])


def test_a_system_takes_the_file_for_a_purpose(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    body = {"kind": "follow_up", "why": "录入国家系统"}

    file = doctor.post("/api/v1/national-exports", json=body, headers=key())
    aimless = doctor.post(
        "/api/v1/national-exports", json={**body, "why": ""}, headers=key()
    )

    assert file.headers["content-type"].startswith("text/csv")
    assert str(person) in file.text
    assert aimless.status_code == 422


def test_every_code_of_the_forms_is_listed_with_its_clause(township: Township) -> None:
    items = township.client("doctor").get("/api/v1/national-codes").json()["items"]

    found = {item["list_name"]: item for item in items}
    assert found["Insight"]["is_verified"]
    assert not found["Disease"]["is_verified"]
    assert {"value": "severe", "code": "2"} in found["AdverseReaction"]["codes"]


def test_the_page_leads_from_sheet_to_sheet(township: Township, person: UUID) -> None:
    by = signed_in(township, "doctor")
    listed = by.get("/national").text
    address = f"/people/{person}/national/registration"

    form = by.get(address).text
    empty = by.post(address, data=hidden(form))
    sent = by.post(address, data={"number": "990101-7", **hidden(form)})
    township.fold()

    assert address in listed
    assert "已逾期" in listed or "逾期" in listed
    assert "证件号码" in form
    assert "代码未核实" in form
    assert empty.status_code == 422
    assert sent.headers["location"].startswith(f"/people/{person}/national/follow_up.")
    following = by.get(sent.headers["location"]).text
    assert 'value="990101-7"' in following
    assert "自知力" in following
    everything = by.get(f"/people/{person}/national").text
    assert "已录入" in everything


def fields_of(page: str, action: str) -> dict[str, str]:
    form = page[page.index(f'action="{action}"') :]
    return {
        name: form.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
        for name in ("csrf", "command_id")
    }


def test_a_file_is_handed_out_for_a_purpose_and_its_numbers_come_back(
    township: Township, person: UUID
) -> None:
    by = signed_in(township, "doctor")
    page = by.get("/national").text
    export = fields_of(page, "/national/export")
    back = fields_of(page, "/national/numbers")

    without = by.post("/national/export", data={"kind": "follow_up", **export})
    file = by.post(
        "/national/export",
        data={"kind": "follow_up", "why": "录入国家系统", **export},
    )
    rows = list(csv.reader(io.StringIO(file.text.lstrip("\ufeff"))))
    table = f"{rows[1][0]},78\nnobody/loss,1\n"
    sent = by.post("/national/numbers", data={"table": table, **back})
    township.fold()
    again = fields_of(by.get("/national").text, "/national/numbers")
    many = {"table": "nobody/loss,1\n" * 501, **again}
    beyond = by.post("/national/numbers", data=many)

    assert beyond.headers["location"] == "/national?entered=0&refused=501"
    assert without.status_code == 422
    assert file.headers["content-type"].startswith("text/csv")
    assert rows[0][:2] == ["记录标识", "国家系统编号"]
    assert rows[1][0].startswith(f"{person}/follow_up.")
    noted = [f.fact for f in township.web.clerk.log.after(0, 1000)]
    assert [
        (fact.purpose, fact.people) for fact in noted if isinstance(fact, Made)
    ] == [("录入国家系统", [str(person)])]
    assert sent.headers["location"] == "/national?entered=1&refused=1"
    assert "已标记录入 1 条" in by.get(sent.headers["location"]).text
