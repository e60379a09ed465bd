"""Who visited and who typed are two people, and the record names both (采集, 代录)."""

from uuid import UUID

from tests.api.console.browsing import a_person, browser, send
from tests.api.township import Township, key
from tests.api.v1.following_up import a_follow_up


def post(township: Township, person: UUID, visitor: str) -> int:
    answer = township.client("doctor").post(
        f"/api/v1/people/{person}/follow-ups",
        json={**a_follow_up(), "collected_by": visitor},
        headers=key(),
    )
    township.fold()
    return answer.status_code


def test_a_follow_up_typed_for_another_names_both(township: Township) -> None:
    person = a_person(township)
    village, doctor = township.accounts["village"], township.accounts["doctor"]

    assert post(township, person, str(village)) == 201

    (found,) = (
        township.client("doctor")
        .get(f"/api/v1/people/{person}/follow-ups")
        .json()["items"]
    )
    assert (found["collected_by"], found["typed_by"]) == (str(village), str(doctor))
    chart = browser(township, "doctor").get(f"/people/{person}").text
    assert "typed by 演示township_doctor" in chart


def test_nobody_visits_who_may_not_record_a_visit(township: Township) -> None:
    person = a_person(township)

    assert post(township, person, str(township.accounts["officer"])) == 404
    assert post(township, person, str(UUID(int=7))) == 404


def test_the_form_offers_the_colleagues_who_visit_and_nobody_else(
    township: Township,
) -> None:
    person = a_person(township)
    form = browser(township, "doctor").get(f"/people/{person}/follow-ups/new").text

    assert str(township.accounts["village"]) in form
    for other in ("doctor", "officer", "admin", "county"):
        assert str(township.accounts[other]) not in form


def test_a_follow_up_typed_on_screen_for_another_names_both(township: Township) -> None:
    person = a_person(township)
    doctor, village = browser(township, "doctor"), township.accounts["village"]
    page = doctor.get(f"/people/{person}/follow-ups/new")

    sent = send(
        doctor,
        page,
        f"/people/{person}/follow-ups/new",
        visited_on="2026-03-02",
        collected_by=str(village),
        form="2",
        spoke_with="1",
        grade="0",
        judged="3",
        why="演示",
    )

    assert sent.status_code == 303
    township.fold()
    facts = township.web.clerk.log.stream(person)
    header = next(f.header for f in facts if f.topic == "person.follow_up_recorded")
    assert header["on_behalf_of"] == str(village)
    assert header["typed_by"] == header["actor"] == str(township.accounts["doctor"])
