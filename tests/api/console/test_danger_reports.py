"""A report from elsewhere: police see only how far their own is, one tap leads to a report."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import CHINESE, a_person, actions, browser, send
from tests.api.township import HERE, Township, key

WHAT = "持棍砸门（演示）"
TYPED = {
    "channel": "call_110",
    "village": HERE,
    "what": WHAT,
    "name": "演示甲",
    "place": "演示村口小卖部",
}


@pytest.fixture
def person(township: Township) -> UUID:
    found = a_person(township)
    township.fold()
    return found


@pytest.fixture
def officer(township: Township) -> TestClient:
    return browser(township, "officer")


def taken(township: Township, by: TestClient) -> str:
    sent = send(by, by.get("/danger-reports/new"), "/danger-reports/new", **TYPED)
    assert sent.status_code == 303
    township.fold()
    doctor = township.client("doctor")
    return doctor.get("/api/v1/danger-reports").json()["items"][0]["id"]


def test_police_see_how_far_their_own_report_is_and_nothing_else(
    township: Township, person: UUID, officer: TestClient
) -> None:
    report = taken(township, officer)
    doctor = township.client("doctor")
    body = {"grade": 4, "happening": "演示", "danger_report": report}

    mine = officer.get("/danger-reports/own", headers=CHINESE).text
    others = browser(township, "other_officer").get("/danger-reports/own").text
    graded = doctor.post(f"/api/v1/people/{person}/grades", json=body, headers=key())
    township.fold()
    after = officer.get("/danger-reports/own", headers=CHINESE).text

    assert "110警情" in mine
    assert "待核实" in mine
    assert "110" not in others
    assert graded.status_code == 201
    assert "已核实" in after
    for told in (WHAT, "演示甲", "演示村口", str(person), "已给出危险性评估"):
        assert told not in mine + after
    for path in ("/danger-reports", f"/danger-reports/{report}"):
        assert officer.get(path).status_code == 403


def test_one_tap_from_a_report_leads_to_the_short_form_with_only_the_place(
    township: Township, person: UUID, officer: TestClient
) -> None:
    report = taken(township, officer)
    doctor = browser(township, "doctor")

    home = doctor.get("/", headers=CHINESE).text
    shown = doctor.get(f"/danger-reports/{report}").text
    address = f"/people/{person}/quick-report?danger_report={report}"
    form = doctor.get(address)
    sent = send(
        doctor,
        form,
        f"/people/{person}/quick-report",
        grade="4",
        happening="已到场（演示）",
    )
    township.fold()
    after = township.client("doctor").get(f"/api/v1/danger-reports/{report}").json()

    assert "待核实的险情报告" in home
    assert address in shown
    assert "演示村口小卖部" in form.text
    assert WHAT not in form.text
    assert sent.status_code == 303
    assert (after["state"], after["outcome"]) == ("assessed", "graded")
    assert after["person"] == str(person)


def test_somebody_not_on_the_register_stays_off_it_and_the_report_is_closed(
    township: Township, officer: TestClient
) -> None:
    report = taken(township, officer)
    doctor = browser(township, "doctor")
    at = f"/danger-reports/{report}"

    kept = send(doctor, doctor.get(at), f"{at}/assessment", remark="查无此人（演示）")
    typed = {"outcome": "not_registered", "remark": "查无此人（演示）"}
    found = send(doctor, doctor.get(at), f"{at}/assessment", **typed)
    township.fold()
    shown = doctor.get(at)
    closed = send(doctor, shown, f"{at}/closing")
    township.fold()
    people = township.client("doctor").get(f"/api/v1{at}").json()

    assert kept.status_code == 422
    assert "查无此人（演示）" in kept.text
    assert found.status_code == 303
    assert "/clues/new" in shown.text
    assert closed.status_code == 303
    assert people["state"] == "closed"
    assert people["person"] is None
    assert people["erased_on"]


def test_over_the_api_a_report_is_linked_assessed_and_closed_once(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    entered = doctor.post("/api/v1/danger-reports", json=TYPED, headers=key())
    at = f"/api/v1/danger-reports/{entered.json()['id']}"
    steps: tuple[tuple[str, dict[str, str]], ...] = (
        ("link", {"person": str(person)}),
        ("assessment", {"outcome": "no_danger", "remark": "误会（演示）"}),
        ("closing", {}),
    )

    sent = [
        doctor.post(f"{at}/{step}", json=body, headers=key()) for step, body in steps
    ]
    again = doctor.post(f"{at}/closing", json={}, headers=key())

    assert [answer.status_code for answer in sent] == [201, 201, 201]
    assert again.status_code == 409
    officer = township.client("officer")
    assert officer.get("/api/v1/danger-reports").status_code == 403
    assert officer.get("/api/v1/danger-reports/own").json() == {"items": []}


def test_one_tap_says_whom_a_report_is_about_and_another_that_it_is_somebody_else(
    township: Township, person: UUID, officer: TestClient
) -> None:
    other = a_person(township)
    township.fold()
    report = taken(township, officer)
    doctor, at = browser(township, "doctor"), f"/danger-reports/{report}"

    def linked() -> tuple[str, str | None]:
        township.fold()
        now = township.client("doctor").get(f"/api/v1{at}").json()
        return now["state"], now["person"]

    first = send(doctor, doctor.get(at), f"{at}/link", person=str(person))
    after_first = linked()
    shown = doctor.get(at, headers=CHINESE).text
    second = send(doctor, doctor.get(at), f"{at}/link", person=str(other))

    assert (first.status_code, second.status_code) == (303, 303)
    assert after_first == ("linked", str(person))
    assert linked() == ("linked", str(other))
    assert "所述患者" in shown
    assert "就是此人" in shown
    assert f'name="person" value="{other}"' in shown
    assert f'name="person" value="{person}"' not in shown


def test_who_may_not_look_into_a_report_says_of_nobody_that_it_is_about_them(
    township: Township, person: UUID, officer: TestClient
) -> None:
    report = taken(township, officer)
    doctor, at = browser(township, "doctor"), f"/danger-reports/{report}"
    page = doctor.get(at)
    over = {"outcome": "no_danger", "remark": "误会（演示）"}

    nobody = send(doctor, page, f"{at}/link", person="")
    unknown = send(doctor, doctor.get(at), f"{at}/link", person=report)
    fields = {"csrf": "", "command_id": "", "person": str(person)}
    police = officer.post(f"{at}/link", data=fields)
    audited = browser(township, "auditor").get(at)
    send(doctor, page, f"{at}/assessment", **over)
    township.fold()
    late = send(doctor, page, f"{at}/link", person=str(person))
    now = township.client("doctor").get(f"/api/v1{at}").json()

    assert nobody.status_code == 422
    assert f"{at}/link" in actions(nobody)
    assert (unknown.status_code, police.status_code) == (404, 403)
    assert audited.status_code == 200
    assert f"{at}/link" not in actions(audited)
    assert late.status_code == 409
    assert "not at this step any more" in late.text
    assert f"{at}/link" not in actions(late)
    assert now["person"] is None
