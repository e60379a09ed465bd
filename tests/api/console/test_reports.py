"""The report pages: a card, a paper, primary care's steps, a discharge and its sheet."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import a_person, browser, send
from tests.api.township import HERE, Township

PERSON = {
    "id_kind": "unknown",
    "name": "演示患者",
    "village": HERE,
    "address": "演示路7号",
    "disease": "schizophrenia",
    "hospital": "演示医院",
    "diagnosed_on": "2026-03-02",
    "consent": "not_asked",
    "registered_on": "2026-03-02",
}
CARD = {
    "source": "2",
    "senders": "2",
    "drugs": "利培酮",
    "reporter": "演示医生",
    "reported_on": "2026-03-02",
    "reporting_unit": "演示医院",
}
SHEET = {
    "hospital": "演示医院",
    "admitted_on": "2026-01-05",
    "discharged_on": "2026-02-27",
    "diagnosis": "精神分裂症",
    "rehabilitation": "1",
    "doctor": "演示医生",
    "filled_on": "2026-03-02",
}


@pytest.fixture
def county(township: Township) -> TestClient:
    return browser(township, "county")


def reported(township: Township, by: TestClient, page: str, **typed: Any) -> str:
    unit = str(township.offices["hospital"])
    form = {**PERSON, **CARD, "unit": unit, **typed}
    sent = send(by, by.get(page), "/people/new/report", **form)
    assert sent.status_code == 303, sent.text
    township.fold()
    return sent.headers["location"].partition("?")[0]


def test_a_card_is_entered_received_and_filed_from_the_list(
    township: Township, county: TestClient
) -> None:
    at = reported(township, county, "/people/new/report")
    doctor = browser(township, "doctor")
    listed = doctor.get("/reports").text

    assert f"{at}/reports" in listed
    assert "Primary care receives the card" in listed
    assert "not verified" in listed
    step = f"{at}/reports/step"
    for which in ("receive_card", "file"):
        sent = send(doctor, doctor.get(f"{at}/reports"), step, step=which)
        assert sent.status_code == 303
        township.fold()
    assert "No report waits for anybody." in doctor.get("/reports").text
    assert "Record made on 2026-03-02." in doctor.get(f"{at}/reports").text


def test_an_unclear_address_is_asked_for_and_the_card_sent_back(
    township: Township, county: TestClient
) -> None:
    at = reported(township, county, "/people/new/report")
    doctor, step = browser(township, "doctor"), f"{at}/reports/step"

    send(doctor, doctor.get(f"{at}/reports"), step, step="ask_police")
    township.fold()
    silent = send(doctor, doctor.get(f"{at}/reports"), step, step="county")
    back = send(
        doctor, doctor.get(f"{at}/reports"), step, step="county", reason="协查无果"
    )
    township.fold()

    assert (silent.status_code, back.status_code) == (409, 303)
    assert "finds out where to" in county.get("/reports").text


def test_a_paper_is_noted_and_entered_from_the_list(
    township: Township, county: TestClient
) -> None:
    noted = {"hospital": "演示医院", "number": "演示0008", "received_on": "2026-03-02"}
    sent = send(county, county.get("/reports"), "/reports/papers", **noted)
    assert sent.status_code == 303
    township.fold()
    listed = county.get("/reports").text
    assert "演示0008" in listed
    page = listed[listed.index("/people/new/report?paper=") :].partition('"')[0]

    at = reported(township, county, page)

    assert "No paper waits to be entered." in county.get("/reports").text
    assert "It came on paper." in county.get(f"{at}/reports").text


def test_a_discharge_and_its_sheet(township: Township, county: TestClient) -> None:
    at = f"/people/{a_person(township)}"
    village = browser(township, "village")
    left = {"left_on": "2026-02-27", "left_from": "演示医院"}
    discharge = f"{at}/reports/discharge"
    assert (
        send(village, village.get(f"{at}/reports"), discharge, **left).status_code
        == 303
    )
    township.fold()
    assert "enters the discharge sheet" in county.get("/reports").text

    sheet = f"{at}/reports/sheet"
    lacking = send(
        county, county.get(f"{at}/reports"), sheet, **{**SHEET, "doctor": ""}
    )
    sent = send(county, county.get(f"{at}/reports"), sheet, **SHEET)
    township.fold()

    assert lacking.status_code == 422
    assert 'value="精神分裂症"' in lacking.text
    assert sent.status_code == 303
    assert "receives the discharge sheet" in county.get("/reports").text


def test_nothing_typed_is_lost_and_an_anxiety_disorder_is_refused(
    township: Township, county: TestClient
) -> None:
    unit = str(township.offices["hospital"])
    form = {**PERSON, **CARD, "unit": unit, "disease": "other"}

    refused = send(
        county, county.get("/people/new/report"), "/people/new/report", **form
    )

    assert refused.status_code == 409
    assert "not a case of the register" in refused.text
    assert 'value="演示患者"' in refused.text


def test_the_police_see_no_report(township: Township) -> None:
    assert browser(township, "officer").get("/reports").status_code == 403


def test_somebody_on_the_register_is_reported_from_a_paper(
    township: Township, county: TestClient
) -> None:
    noted = {"hospital": "演示医院", "number": "演示0009", "received_on": "2026-03-02"}
    send(county, county.get("/reports"), "/reports/papers", **noted)
    township.fold()
    at = f"/people/{a_person(township)}/reports"
    form = county.get(f"{at}/card").text
    paper = form[form.index('<option value="', form.index('id="paper"')) :]
    key = next(part for part in paper.split('"') if len(part) == 36)

    lacking = send(county, county.get(f"{at}/card"), f"{at}/card", reporter="演示医生")
    typed = {**CARD, "confirmed_on": "2026-03-02", "paper": key}
    sent = send(county, county.get(f"{at}/card"), f"{at}/card", **typed)
    township.fold()

    assert lacking.status_code == 422
    assert sent.status_code == 303, sent.text
    assert "No paper waits to be entered." in county.get("/reports").text
    assert "Primary care receives the card" in county.get(at).text
