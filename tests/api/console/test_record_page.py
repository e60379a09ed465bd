"""The record page: each section saves on its own, and tags are shown to few."""

import re

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import CHINESE, browser
from tests.api.township import Township
from tests.registering import register


def signed_in(township: Township, key: str) -> TestClient:
    by = browser(township, key)
    by.headers.update(CHINESE)
    return by


@pytest.fixture
def address(township: Township) -> str:
    person = register(township.web.clerk, township.offices["hospital"])
    township.fold()
    return f"/people/{person}/record"


def hidden(text: str, action: str) -> dict[str, str]:
    form = text[text.index(f'action="{action}"') :]
    return {
        name: found[1]
        for name in ("csrf", "command_id")
        if (found := re.search(f'name="{name}" value="([^"]+)"', form))
    }


@pytest.mark.parametrize(
    ("section", "values", "shown"),
    [
        (
            "supplement",
            {
                "employment": "3",
                "past_symptoms": ["1", "9"],
                "conduct.self_harm": "2",
                "medicated_before": "yes",
                "filled_on": "2026-03-02",
            },
            'id="past_symptoms-9" name="past_symptoms" value="9" checked',
        ),
        (
            "report-card",
            {
                "reporter": "演示医生",
                "reported_on": "2026-03-02",
                "reporting_unit": "演示医院",
                "drugs": "利培酮\n奥氮平",
            },
            "利培酮\n奥氮平",
        ),
        (
            "basic-information",
            {"nation": "01", "health.rh": "2"},
            'value="01" selected',
        ),
        (
            "guardian-assessments",
            {
                "assessed_on": "2026-03-02",
                "alive": "yes",
                "able": "no",
                "willing": "yes",
            },
            "2027-03-02 再次评估",
        ),
        (
            "consents",
            {"answer": "refused", "signed_by": "本人", "signed_on": "2026-03-02"},
            "2027-03-02 再次征求意见",
        ),
        (
            "tags",
            {
                "group": "veteran",
                "source_office": "演示民政",
                "valid_from": "2026-01-01",
            },
            "复员退伍军人 · 演示民政",
        ),
    ],
)
def test_a_section_saves_on_its_own_and_shows_what_stands(
    township: Township,
    address: str,
    section: str,
    values: dict[str, str | list[str]],
    shown: str,
) -> None:
    doctor = signed_in(township, "doctor")
    empty = doctor.get(address, params={"section": section}).text
    fresh = hidden(empty, f"{address}/{section}")

    sent = doctor.post(f"{address}/{section}", data={**values, **fresh})

    assert sent.status_code == 303, sent.text
    assert shown in doctor.get(sent.headers["location"]).text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    township: Township, address: str
) -> None:
    doctor = signed_in(township, "doctor")
    fresh = hidden(doctor.get(address).text, f"{address}/supplement")

    sent = doctor.post(
        f"{address}/supplement", data={"specialist_opinion": "演示意见", **fresh}
    )

    assert sent.status_code == 422
    assert 'href="#filled_on"' in sent.text
    assert "演示意见" in sent.text


def test_tags_are_no_section_of_the_village_doctor_s(
    township: Township, address: str
) -> None:
    village = signed_in(township, "village")

    assert "section=tags" not in village.get(address).text
    assert village.get(address, params={"section": "tags"}).status_code == 404
    assert signed_in(township, "officer").get(address).status_code == 403


def test_t107_the_chart_of_who_refused_says_when_to_ask_again_until_they_agree(
    township: Township, address: str
) -> None:
    doctor = signed_in(township, "doctor")
    chart = address.removesuffix("/record")

    def answered(answer: str) -> str:
        consents = doctor.get(address, params={"section": "consents"}).text
        fresh = hidden(consents, f"{address}/consents")
        values = {"answer": answer, "signed_by": "本人", "signed_on": "2026-03-02"}
        assert (
            doctor.post(f"{address}/consents", data={**values, **fresh}).status_code
            == 303
        )
        return doctor.get(chart).text

    assert "2027-03-02 再次征求意见" in answered("refused")
    assert "再次征求意见" not in answered("agreed")
