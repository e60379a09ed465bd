"""What medicine asks for next, over HTTP: injections, pick-ups, checks, programmes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import a_person
from tests.api.township import Township, key
from tests.api.v1.following_up import a_follow_up, findings

TODAY = date(2026, 3, 2)


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def day(ago: int) -> str:
    return (TODAY - timedelta(days=ago)).isoformat()


def record(by: TestClient, person: UUID, path: str, /, **body: Any) -> int:
    sent = by.post(
        f"/api/v1/people/{person}/medication/{path}", json=body, headers=key()
    )
    return sent.status_code


def inject(by: TestClient, person: UUID, ago: int, **named: Any) -> int:
    body: dict[str, Any] = {
        "drug": "haloperidol_decanoate",
        "mg": "50",
        "given_on": day(ago),
        "given_by": "演示护士",
        **named,
    }
    return record(by, person, "injections", **body)


def a_regimen(by: TestClient, person: UUID, ago: int, *drugs: dict[str, Any]) -> int:
    return record(
        by,
        person,
        "regimens",
        drugs=list(drugs),
        from_on=day(ago),
        source="hospital",
        reason="演示",
    )


def due(by: TestClient, kind: str, **asked: Any) -> dict[str, Any]:
    answer = by.get("/api/v1/medicine-due", params={"kind": kind, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_late_injection_is_listed_with_its_way_on_and_who_was_told(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    inject(doctor, person, 50)
    told = record(
        doctor,
        person,
        "late-injections",
        name="癸酸氟哌啶醇",
        told="guardian",
        who="演示监护人",
        told_on=day(0),
        answer="明日来院",
    )
    township.fold()

    found = due(doctor, "injection")
    read = doctor.get(f"/api/v1/people/{person}/medication").json()

    assert told == 201
    assert (found["people"], found["overdue"]) == (1, 1)
    ((line,),) = [row["awaited"] for row in found["items"]]
    assert (line["name"], line["days_over"]) == ("癸酸氟哌啶醇", 22)
    assert line["way_on"]["path"] == "with_oral"
    assert {why["clause"][:2] for why in line["way_on"]["because"]} == {"K "}
    (clock,) = read["clocks"]
    assert clock["told"][0]["answer"] == "明日来院"
    assert read["covered"] == {"days": 29, "of": 51}


def test_an_injection_another_way_needs_a_reason(
    doctor: TestClient, person: UUID
) -> None:
    inject(doctor, person, 50)

    assert inject(doctor, person, 0, path="reload") == 409
    assert inject(doctor, person, 0, path="reload", path_why="医嘱") == 201


def test_a_drug_left_out_awaits_no_injection(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    inject(doctor, person, 50)
    a_regimen(doctor, person, 1, {"drug": "olanzapine", "evening_mg": "10"})
    township.fold()

    assert due(doctor, "injection")["items"] == []


def test_checks_come_with_the_regimen_and_results_move_them(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    a_regimen(doctor, person, 100, {"drug": "lithium_carbonate", "evening_mg": "500"})
    township.fold()
    before = due(doctor, "laboratory")
    entered = record(
        doctor,
        person,
        "results",
        check="lithium_level",
        taken_on=day(0),
        value="0.7",
        unit="mmol/L",
        abnormal=False,
    )
    township.fold()
    after = due(doctor, "laboratory", day=day(-28))

    assert entered == 201
    assert [each["name"] for each in before["items"][0]["awaited"]] == ["lithium_level"]
    assert before["items"][0]["awaited"][0]["days_over"] == 86
    (line,) = after["items"][0]["awaited"]
    assert (line["name"], line["due_on"]) == ("lithium_level", day(-28))
    read = doctor.get(f"/api/v1/people/{person}/medication").json()
    assert [(r["check"], r["value"]) for r in read["results"]] == [
        ("lithium_level", "0.7")
    ]
    assert {c["check"] for c in read["checks"]} == {
        "lithium_level",
        "kidney",
        "thyroid",
    }


def test_a_hand_out_is_awaited_on_its_pick_up_day_and_covers_the_enrolled(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    office = township.offices["hospital"]
    lot = doctor.post(
        f"/api/v1/stocks/{office}/deliveries",
        json={
            "medicine": "奥氮平",
            "strength": "5 mg/片",
            "unit": "片",
            "batch": "A1",
            "expires_on": "2027-08-31",
            "quantity": 100,
            "received_on": day(40),
        },
        headers=key(),
    ).json()["id"]
    a_regimen(doctor, person, 60, {"drug": "olanzapine", "evening_mg": "10"})
    handed = doctor.post(
        f"/api/v1/people/{person}/hand-outs",
        json={
            "lot": lot,
            "quantity": 56,
            "handed_on": day(30),
            "received_by": "self",
            "programme": "free_medicine",
        },
        headers=key(),
    )
    joined = record(
        doctor,
        person,
        "programmes",
        programme="free_medicine",
        on=day(60),
        why="县残联批准",
    )
    township.fold()

    found = due(doctor, "pick_up")
    enrolled = doctor.get("/api/v1/programmes/free_medicine/people").json()["items"]

    assert (handed.status_code, joined) == (201, 201)
    (line,) = found["items"][0]["awaited"]
    assert (line["name"], line["due_on"], line["days_over"]) == ("奥氮平", day(3), 3)
    assert enrolled[0]["since"] == day(60)
    assert enrolled[0]["covered"] == {"days": 28, "of": 31}


def test_a_reaction_of_a_follow_ups_form_stands_with_the_others(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    told = findings(
        adverse_reaction="mild",
        reactions=[{"drug": "氯氮平", "reaction": "流涎", "severity": "mild"}],
    )
    sent = doctor.post(
        f"/api/v1/people/{person}/follow-ups",
        json=a_follow_up(findings=told),
        headers=key(),
    )
    township.fold()

    read = doctor.get(f"/api/v1/people/{person}/medication").json()["reactions"]

    assert sent.status_code == 201, sent.text
    assert [(r["name"], r["reaction"], r["severity"]) for r in read] == [
        ("氯氮平", "流涎", "mild")
    ]
    assert read[0]["follow_up"]


def test_who_left_a_programme_is_listed_no_more_and_the_list_is_as_then_known(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    inject(doctor, person, 50)
    township.fold()
    position = due(doctor, "injection")["position"]
    inject(doctor, person, 0)
    township.fold()

    assert due(doctor, "injection")["items"] == []
    assert len(due(doctor, "injection", as_of=position)["items"]) == 1


def test_others_see_only_whom_they_look_after(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    inject(doctor, person, 50)
    township.fold()

    assert len(due(township.client("village"), "injection")["items"]) == 1
    assert (
        township.client("officer")
        .get("/api/v1/medicine-due", params={"kind": "injection"})
        .status_code
        == 403
    )


def test_who_has_had_no_check_up_this_year_is_listed(
    doctor: TestClient, person: UUID
) -> None:
    found = doctor.get("/api/v1/check-ups-due").json()

    assert (found["registered"], found["without"]) == (1, 1)
    assert found["due_on"] == "2026-12-31"
    assert [row["person"] for row in found["items"]] == [str(person)]
    assert found["items"][0]["last_on"] is None
