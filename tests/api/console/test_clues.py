"""The clue pages: entered, verified, sent, reviewed, and registered in one step."""

from uuid import UUID

from starlette.testclient import TestClient

from tests.api.console.browsing import actions, browser, send
from tests.api.township import HERE, Township

TYPED = {
    "name": "演示线索乙",
    "sex": "2",
    "village": HERE,
    "address": "演示路8号",
    "source": "committee",
    "signs": "4",
    "entered_on": "2026-03-02",
}


def entered(township: Township, by: TestClient) -> str:
    sent = send(by, by.get("/clues/new"), "/clues/new", **TYPED)
    assert sent.status_code == 303
    township.fold()
    return sent.headers["location"].partition("?")[0]


def test_a_clue_goes_its_way_on_one_page_and_ends_as_a_person(
    township: Township,
) -> None:
    doctor, county = browser(township, "doctor"), browser(township, "county")
    at = entered(township, browser(township, "village"))
    assert TYPED["name"] in doctor.get("/clues").text
    shown = doctor.get(at)
    assert f"{at}/reviews" not in actions(shown)

    steps = (
        {"verified_on": "2026-03-02", "outcome": "suspected", "verifiers": "演示村医"},
        {"sent_on": "2026-03-02", "hospital": "演示医院"},
    )
    for action, typed in zip(("verification", "review-requests"), steps, strict=True):
        sent = send(doctor, doctor.get(at), f"{at}/{action}", **typed)
        assert sent.status_code == 303
        township.fold()
    said = {
        "result": "confirmed",
        "disease": "schizophrenia",
        "reviewed_on": "2026-03-02",
        "review_hospital": "演示医院",
        "psychiatrist": "演示医生",
    }
    assert send(county, county.get(at), f"{at}/reviews", **said).status_code == 303
    township.fold()

    clue = at.rpartition("/")[2]
    form = doctor.get(f"/people/new?clue={clue}")
    assert f'value="{TYPED["name"]}"' in form.text
    registered = send(
        doctor,
        form,
        "/people/new",
        id_kind="unknown",
        name=TYPED["name"],
        village=HERE,
        address=TYPED["address"],
        disease="schizophrenia",
        hospital="演示医院",
        diagnosed_on="2026-03-02",
        consent="not_asked",
        unit=str(township.offices["hospital"]),
        registered_on="2026-03-02",
    )
    township.fold()

    assert registered.status_code == 303
    assert registered.headers["location"].partition("?")[0] in doctor.get(at).text
    assert "Clue led to a registration" in doctor.get("/clues").text


def test_nothing_typed_is_lost_and_a_clue_needs_a_yes(township: Township) -> None:
    doctor = browser(township, "doctor")
    empty = {**TYPED, "signs": ""}

    refused = send(doctor, doctor.get("/clues/new"), "/clues/new", **empty)

    assert refused.status_code == 409
    assert "Tick at least one question" in refused.text
    assert TYPED["name"] in refused.text


def test_nobody_is_registered_on_a_clue_nobody_confirmed(township: Township) -> None:
    doctor = browser(township, "doctor")
    clue = entered(township, doctor).rpartition("/")[2]

    assert doctor.get(f"/people/new?clue={clue}").status_code == 404


def test_the_police_have_no_way_to_the_clues(township: Township) -> None:
    at = entered(township, browser(township, "doctor"))
    officer = browser(township, "officer")

    assert "/clues" not in officer.get("/").text
    assert {officer.get(page).status_code for page in (at, "/clues", "/clues/new")} == {
        403
    }


def test_a_clue_is_put_right_and_what_was_wrong_stays_on_record(
    township: Township,
) -> None:
    doctor = browser(township, "doctor")
    at = entered(township, doctor)
    action = f"{at}/correction"
    page, another = doctor.get(action), doctor.get(action)
    right = {**TYPED, "name": "演示线索丙", "signs": "5"}

    first = send(doctor, page, action, **right)
    township.fold()
    stale = send(doctor, another, action, **{**right, "name": "演示线索丁"})

    assert (first.status_code, stale.status_code) == (303, 412)
    assert "演示线索丙" in doctor.get(at).text
    facts = township.web.clerk.log.stream(UUID(at.rpartition("/")[2]))
    assert [fact.topic for fact in facts][-2:] == ["clue.described", "clue.screened"]
