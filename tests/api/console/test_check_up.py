"""The check-up's form: recorded, shown on the chart and in the history."""

from uuid import UUID

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from domain.values.check_up import CheckUpItem
from tests.api.console.browsing import a_person, browser, send
from tests.api.township import Township

NATIONAL = [item.value for item in CheckUpItem][:7]


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return browser(township, "doctor")


def fill_in(by: TestClient, person: UUID, **typed: str) -> Response:
    address = f"/people/{person}/check-ups/new"
    return send(by, by.get(address), address, **typed)


def test_a_check_up_written_down_is_in_the_chart_and_the_history(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)
    results = dict.fromkeys(NATIONAL, "正常")

    recorded = fill_in(
        doctor, person, checked_on="2026-03-02", agreed_by="guardian", **results
    )
    township.fold()

    assert recorded.status_code == 303
    chart = doctor.get(f"/people/{person}").text
    assert "Next one by 2027-12-31" in chart
    assert "incomplete" not in chart
    history = doctor.get(f"/people/{person}/history").text
    assert "Annual check-up of 2026-03-02, agreed to by Guardian" in history
    assert "Last time: 正常" in doctor.get(f"/people/{person}/check-ups/new").text


def test_an_incomplete_one_says_so_and_this_year_s_is_still_due(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)

    fill_in(
        doctor, person, checked_on="2026-03-02", agreed_by="person", abnormal="weight"
    )
    township.fold()

    chart = doctor.get(f"/people/{person}").text
    assert "incomplete" in chart
    assert "Next one by 2026-12-31" in chart


def test_nothing_typed_is_lost_when_it_is_refused(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)

    nothing = fill_in(
        doctor, person, checked_on="2026-03-02", agreed_by="both", remark="演示备注"
    )
    unsaid = fill_in(doctor, person, checked_on="2026-03-02", ecg="窦性心律")

    assert (nothing.status_code, unsaid.status_code) == (409, 422)
    assert "Tick at least one item" in nothing.text
    assert "演示备注" in nothing.text
    assert 'value="窦性心律"' in unsaid.text
