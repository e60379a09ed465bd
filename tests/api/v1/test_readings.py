"""Readings over HTTP: who looked at whom, for auditors; looking is noted too."""

from uuid import UUID

import pytest

from domain.registry.registration import RegisterPerson
from tests.api.township import Township
from tests.registering import a_registration

READINGS = "/api/v1/readings"


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(a_registration(unit), id_claim=None))


def test_an_auditor_sees_who_looked_in_which_role_and_for_what(
    township: Township, person: UUID
) -> None:
    address = f"/api/v1/people/{person}"
    township.client("doctor").get(address)
    township.client("county", **{"X-Purpose": "supervision"}).get(address)
    township.fold()
    auditor = township.client("auditor")

    lines = auditor.get(READINGS, params={"person": str(person)}).json()["items"]

    seen = {(line["actor"], line["role"], line["purpose"]) for line in lines}
    accounts = township.accounts
    assert seen == {
        (str(accounts["doctor"]), "township_doctor", "care"),
        (str(accounts["county"]), "county_smi", "supervision"),
    }
    assert {line["actor_name"] for line in lines} == {
        "演示township_doctor",
        "演示county_smi",
    }


def test_looking_at_the_readings_is_itself_noted(
    township: Township, person: UUID
) -> None:
    auditor = township.client("auditor")
    auditor.get(READINGS, params={"person": str(person)})
    township.fold()

    (line,) = auditor.get(READINGS, params={"person": str(person)}).json()["items"]

    assert line["operation"] == "read_reading_log"
    assert line["actor"] == str(township.accounts["auditor"])


def test_readings_come_page_by_page(township: Township, person: UUID) -> None:
    doctor, auditor = township.client("doctor"), township.client("auditor")
    for _ in range(5):
        doctor.get(f"/api/v1/people/{person}")
    township.fold()

    first = auditor.get(READINGS, params={"person": str(person), "limit": 3})
    second = auditor.get(first.links["next"]["url"])

    lines = first.json()["items"] + second.json()["items"]
    assert len({line["id"] for line in lines}) == len(lines) == 5
    assert "next" not in second.links


@pytest.mark.parametrize("who", ["doctor", "village", "officer", "admin"])
def test_nobody_else_reads_the_reading_log(
    township: Township, person: UUID, who: str
) -> None:
    answer = township.client(who).get(READINGS, params={"person": str(person)})

    assert answer.status_code == 403
