"""A doctor's pages: found, registered, followed up, put right, reported, due."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import CHINESE, browser
from tests.api.township import HERE, Township
from tests.registering import AN_ID, a_form, follow_up, register

CANARY = "<script>演示</script>"
"""A name that would run if a page did not escape it."""


def signed_in(township: Township, key: str) -> TestClient:
    by = browser(township, key)
    by.headers.update(CHINESE)
    return by


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return signed_in(township, "doctor")


def somebody(township: Township, name: str = "李演示") -> str:
    person = register(township.web.clerk, township.offices["hospital"], name=name)
    township.fold()
    return str(person)


def hidden(text: str) -> dict[str, str]:
    """The fields of the page's form that people do not fill in."""
    form = text[text.index('<form method="post" action="/people') :]
    return {
        name: found[1]
        for name in ("csrf", "command_id", "seen")
        if (found := re.search(f'name="{name}" value="([^"]+)"', form))
    }


def well(on: str, **named: str) -> dict[str, str]:
    findings = dict.fromkeys(
        ("self_care", "housework", "work", "study", "relations"), "1"
    )
    return {
        "visited_on": on,
        "form": "2",
        "spoke_with": "1",
        "grade": "0",
        "symptoms": "gone",
        "insight": "1",
        "adverse_reaction": "none",
        "physical_illness": "none_or_stable",
        "other_abnormality": "no",
        "hospital": "0",
        **findings,
        **named,
    }


def a_registration(township: Township, **named: str) -> dict[str, str]:
    return {
        "id_kind": "resident_id",
        "id_number": AN_ID,
        "name": "曾演安",
        "village": HERE,
        "address": "演示路9号",
        "disease": "schizophrenia",
        "hospital": "演示医院",
        "diagnosed_on": "2025-11-03",
        "consent": "agreed",
        "unit": str(township.offices["hospital"]),
        "registered_on": "2026-03-02",
        **named,
    }


@pytest.mark.parametrize("words", ["李演", "liyanshi", "lys"])
def test_somebody_is_found_by_name_pinyin_or_initials(
    township: Township, doctor: TestClient, words: str
) -> None:
    person = somebody(township)
    csrf = hidden(doctor.get("/people").text)

    page = doctor.post("/people", data={"words": words, **csrf})
    part = doctor.post(
        "/people", data={"words": words, **csrf}, headers={"HX-Request": "true"}
    )

    assert f"/people/{person}" in page.text
    assert f"/people/{person}" in part.text
    assert "<html" not in part.text


def test_a_chart_masks_the_number_and_escapes_the_name(
    township: Township, doctor: TestClient
) -> None:
    values = {
        **a_registration(township, name=CANARY),
        **hidden(doctor.get("/people/new").text),
    }
    person = doctor.post("/people/new", data=values).headers["location"].split("?")[0]
    township.fold()

    chart = doctor.get(person)
    shown = doctor.post(f"{person}/id-number", data=hidden(chart.text))

    assert CANARY not in chart.text
    assert "&lt;script&gt;" in chart.text
    assert AN_ID not in chart.text
    assert AN_ID in shown.text


def test_a_number_on_record_leads_to_the_person_who_has_it(
    township: Township, doctor: TestClient
) -> None:
    fresh = hidden(doctor.get("/people/new").text)
    first = doctor.post("/people/new", data={**a_registration(township), **fresh})
    township.fold()
    again = hidden(doctor.get("/people/new").text)

    second = doctor.post("/people/new", data={**a_registration(township), **again})

    assert first.status_code == 303
    assert second.status_code == 409
    assert first.headers["location"].split("?")[0] in second.text
    assert 'value="演示路9号"' in second.text


def test_somebody_unknown_is_registered_without_a_number(
    township: Township, doctor: TestClient
) -> None:
    values = a_registration(township, id_kind="unknown", id_number="", name="无名氏")
    fresh = hidden(doctor.get("/people/new").text)

    sent = doctor.post("/people/new", data={**values, **fresh})
    soon = doctor.get(sent.headers["location"])
    township.fold()

    assert (soon.status_code, soon.headers["refresh"]) == (202, "1")
    assert "身份不明" in doctor.get(sent.headers["location"]).text


def test_a_follow_up_is_proposed_for_recorded_and_put_right(
    township: Township, doctor: TestClient
) -> None:
    person = somebody(township)
    address = f"/people/{person}/follow-ups"
    fresh = hidden(doctor.get(f"{address}/new").text)

    proposal = doctor.post(
        f"{address}/proposal",
        data={**well("2026-03-02"), **fresh},
        headers={"HX-Request": "true"},
    )
    sent = doctor.post(f"{address}/new", data={**well("2026-03-02"), **fresh})

    assert "2026-06-02" in proposal.text
    assert "3个月时随访" in proposal.text
    assert sent.status_code == 303
    chart = doctor.get(sent.headers["location"]).text
    assert "2026-06-02" in chart
    correction = re.search(
        r"/people/[0-9a-f-]+/follow-ups/[0-9a-f-]+/correction", chart
    )
    assert correction is not None
    form = doctor.get(correction[0]).text
    assert 'id="insight-1" name="insight" value="1" checked' in form
    unsaid = {**well("2026-03-02", grade="2"), **hidden(form)}
    assert doctor.post(correction[0], data=unsaid).status_code == 422
    right = doctor.post(correction[0], data={**unsaid, "reason": "分级误录"})
    assert right.status_code == 303


def test_differing_needs_a_reason_and_nothing_typed_is_lost(
    township: Township, doctor: TestClient
) -> None:
    address = f"/people/{somebody(township)}/follow-ups/new"
    fresh = hidden(doctor.get(address).text)
    values = well("2026-03-02", judged="2", remark="演示备注")

    refused = doctor.post(address, data={**values, **fresh})

    assert refused.status_code == 409
    assert 'href="#why"' in refused.text
    assert "演示备注" in refused.text
    assert 'id="judged-2" name="judged" value="2" checked' in refused.text
    accepted = doctor.post(address, data={**values, **fresh, "why": "近日情绪波动"})
    assert accepted.status_code == 303


def test_the_last_findings_stand_beside_the_fields_and_fill_none(
    township: Township, doctor: TestClient
) -> None:
    person = register(township.web.clerk, township.offices["hospital"])
    follow_up(township.web.clerk, person, a_form())
    township.fold()

    form = doctor.get(f"/people/{person}/follow-ups/new").text

    assert "上次：自知力完全" in form
    assert "checked" not in form


def test_a_low_grade_is_asked_about_beside_the_form_and_kept_with_its_reason(
    township: Township, doctor: TestClient
) -> None:
    address = f"/people/{somebody(township)}/follow-ups/new"
    fresh = hidden(doctor.get(address).text)
    values = well("2026-03-02", happened="yes", self_harm="1")

    refused = doctor.post(address, data={**values, **fresh})
    sent = doctor.post(address, data={**values, **fresh, "grade_why": "旧伤"})

    assert refused.status_code == 409
    assert 'href="#grade_why"' in refused.text
    assert "本次记录有自伤" in refused.text
    assert "旧伤" in doctor.get(sent.headers["location"]).text


def test_the_rest_of_form_8_is_recorded_and_shown_beside_the_next(
    township: Township, doctor: TestClient
) -> None:
    person = somebody(township)
    address = f"/people/{person}/follow-ups/new"
    fresh = hidden(doctor.get(address).text)
    values = {
        **well("2026-03-02", laboratory="2", laboratory_content="血常规"),
        "symptom_codes": "12",
        "symptom_other": "怕光",
        "rehabilitation": "4",
        "reaction_drug": ["氯氮平", ""],
        "reaction": ["流涎", ""],
        "reaction_severity": ["mild", ""],
        "referral_advised": "yes",
        "institution": "演示精神卫生中心",
    }

    sent = doctor.post(address, data={**values, **fresh})
    township.web.clock.pass_by(timedelta(days=1))
    doctor = signed_in(township, "doctor")
    form = doctor.get(address).text

    assert sent.status_code == 303
    for said in ("怕光", "血常规", "演示精神卫生中心", "上次：有"):
        assert said in form
    assert 'name="same" value="insight"' in form
    assert 'value="怕光"' not in form
    confirmed = {**well("2026-03-03", insight=""), "same": "insight", **hidden(form)}
    sent = doctor.post(address, data=confirmed)
    chart = doctor.get(sent.headers["location"]).text
    assert "同上次，已核实" in chart
    assert "面访" in chart


def test_a_quick_report_records_the_level_at_once(
    township: Township, doctor: TestClient
) -> None:
    address = f"/people/{somebody(township)}/quick-report"
    fresh = hidden(doctor.get(address).text)

    empty = doctor.post(address, data={"grade": "3", **fresh})
    sent = doctor.post(address, data={"grade": "3", "happening": "演示", **fresh})

    assert empty.status_code == 422
    assert sent.status_code == 303
    assert "suian-grade-3" in doctor.get(sent.headers["location"]).text


def test_the_due_list_says_who_is_overdue_and_why(
    township: Township, doctor: TestClient
) -> None:
    person = somebody(township)
    township.web.clock.pass_by(timedelta(days=20))
    doctor = signed_in(township, "doctor")

    page = doctor.get("/due").text

    assert f"/people/{person}" in page
    assert "逾期 6 天" in page
    assert "2周内首次随访" in page


@pytest.mark.parametrize("key", ["officer", "admin"])
@pytest.mark.parametrize("path", ["/people", "/people/new", "/due"])
def test_the_pages_are_closed_to_those_who_look_after_nobody(
    township: Township, key: str, path: str
) -> None:
    assert signed_in(township, key).get(path).status_code == 403


def test_a_form_without_its_token_is_refused(doctor: TestClient) -> None:
    sent = doctor.post("/people", data={"words": "lys"})

    assert sent.status_code == 403


def test_somebody_alike_is_shown_and_registered_all_the_same_with_a_reason(
    township: Township, doctor: TestClient
) -> None:
    person = somebody(township, name="曾演安")
    fresh = hidden(doctor.get("/people/new").text)
    values = {**a_registration(township), **fresh}

    asked = doctor.post("/people/new", data=values)
    sent = doctor.post("/people/new", data={**values, "not_the_same": "演示堂兄弟"})

    assert asked.status_code == 409
    assert f'href="/people/{person}"' in asked.text
    assert 'id="not_the_same"' in asked.text
    assert sent.status_code == 303
