"""Excluding a diagnosis over HTTP and on screen: proposed, confirmed by another, undone."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.registry.registration import RegisterPerson
from tests.api.console.test_doctor_pages import hidden, signed_in
from tests.api.township import Township, key
from tests.registering import a_registration as known

OPINION = {
    "kind": "forensic_opinion",
    "opinion_on": "2026-03-05",
    "institution": "演示医院",
    "conclusion": "不是严重精神障碍",
}


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    someone = township.register(RegisterPerson(known(unit), id_claim=None))
    township.web.clock.pass_by(timedelta(days=10))
    return someone


def left(township: Township, person: UUID) -> str:
    township.fold()
    by = township.client("doctor")
    return by.get(f"/api/v1/people/{person}").json()["standing"]["left"]


def test_a_doctor_proposes_the_county_confirms_and_undoes(
    township: Township, person: UUID
) -> None:
    doctor, county = township.client("doctor"), township.client("county")
    address = f"/api/v1/people/{person}/exclusion"

    village = township.client("village").post(address, json=OPINION, headers=key())
    proposed = doctor.post(address, json=OPINION, headers=key())
    before = left(township, person)
    waiting = county.get("/api/v1/exclusions").json()["items"]
    own = doctor.post(f"{address}/confirmation", json={}, headers=key())
    confirmed = county.post(f"{address}/confirmation", json={}, headers=key())
    after = left(township, person)
    undone = county.post(
        f"{address}/undoing", json={"reason": "鉴定有误"}, headers=key()
    )

    statuses = [a.status_code for a in (village, proposed, own, confirmed, undone)]
    assert statuses == [403, 201, 403, 201, 201]
    assert [line["person"] for line in waiting] == [str(person)]
    assert (before, after, left(township, person)) == ("", "excluded", "")
    assert county.get("/api/v1/exclusions").json()["items"] == []


def test_a_declined_proposal_waits_no_more(township: Township, person: UUID) -> None:
    doctor, county = township.client("doctor"), township.client("county")
    address = f"/api/v1/people/{person}/exclusion"
    doctor.post(address, json=OPINION, headers=key())

    declined = county.post(
        f"{address}/refusal", json={"reason": "缺少鉴定报告"}, headers=key()
    )

    assert declined.status_code == 201
    assert left(township, person) == ""
    again = county.post(f"{address}/confirmation", json={}, headers=key())
    assert again.status_code == 409


def test_the_pages_lead_from_the_proposal_to_the_undoing(
    township: Township, person: UUID
) -> None:
    doctor, county = signed_in(township, "doctor"), signed_in(township, "county")
    address = f"/people/{person}/exclusion"

    empty = doctor.post(address, data=hidden(doctor.get(address).text))
    sent = doctor.post(address, data={**OPINION, **hidden(doctor.get(address).text)})
    township.fold()
    own = doctor.get(address).text
    listed = county.get("/exclusions").text
    waits = doctor.get(f"/people/{person}").text
    form = county.get(address).text
    confirmed = county.post(f"{address}/confirmation", data=hidden(form))
    township.fold()
    standing = county.get(address).text
    chart = county.get(f"/people/{person}").text

    assert (empty.status_code, sent.status_code) == (422, 303)
    assert "您是提议人" in own
    assert "排除诊断待第二人确认" in waits
    assert address in listed
    assert confirmed.status_code == 303
    assert "撤销排除，恢复在册" in standing
    assert "排除诊断" in chart
    undone = county.post(
        f"{address}/undoing", data={"reason": "鉴定有误", **hidden(standing)}
    )
    assert undone.status_code == 303
    assert "此前的排除诊断已撤销" in county.get(address).text
