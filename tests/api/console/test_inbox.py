"""The inbox: who, where, how dangerous, by when; for one's own office, noted, renewed."""

from datetime import timedelta
from uuid import UUID

import pytest

from api.console.inbox import how_it_rings
from domain.registry.notices import AcceptNotice, ReportOutcome
from projections.notice_box import NoticeRow
from projections.readings import ReadingRow, of_person
from projections.view import changed
from tests.api.console.browsing import (
    CANARY,
    CLINICAL,
    a_person,
    browser,
    told,
)
from tests.api.township import Township
from tests.streams import NOON


def readings(township: Township, person: object) -> list[ReadingRow]:
    township.fold()
    with township.web.clerk.engine.connect() as connection:
        return [row for _, row in of_person(connection, person)]  # type: ignore[arg-type]


def test_the_inbox_says_who_where_how_dangerous_and_by_when(
    township: Township,
) -> None:
    notice = told(township, a_person(township))

    shown = browser(township, "officer").get("/inbox")

    assert shown.status_code == 200
    for said in ("演示甲", "演示路1号", "Risk grade 3", f"/notices/{notice}"):
        assert said in shown.text
    for word in CLINICAL:
        assert word not in shown.text


def test_the_home_of_a_receiver_begins_with_its_notices(township: Township) -> None:
    notice = told(township, a_person(township))

    assert f"/notices/{notice}" in browser(township, "officer").get("/").text
    assert f"/notices/{notice}" not in browser(township, "other_officer").get("/").text


def test_the_clock_is_said_in_words(township: Township) -> None:
    told(township, a_person(township))
    officer = browser(township, "officer")
    township.web.clock.pass_by(timedelta(hours=-3))
    assert "3 hours left" in officer.get("/inbox").text

    township.web.clock.pass_by(timedelta(hours=3, minutes=25))
    assert "Late by 25 minutes" in officer.get("/inbox").text


def test_what_is_finished_comes_after_what_waits(township: Township) -> None:
    waiting = told(township, a_person(township, name="演示等待"))
    finished = told(township, a_person(township, name="演示办结"))
    police = {
        "role": "police",
        "purpose": "response",
        "organisation": township.offices["police"],
    }
    township.run(AcceptNotice(finished), **police)
    township.run(ReportOutcome(finished, "taken_to_hospital"), **police)

    shown = browser(township, "officer").get("/inbox").text

    assert shown.index(str(waiting)) < shown.index(str(finished))


def test_lines_come_again_only_when_they_have_changed(township: Township) -> None:
    person = a_person(township)
    told(township, person)
    officer = browser(township, "officer")
    shown = officer.get("/inbox").text
    mark = shown.split("mark=")[1][:64]
    before = len(readings(township, person))

    unchanged = officer.get("/inbox/lines", params={"mark": mark})
    noted_after_nothing_new = len(readings(township, person))
    told(township, person, grade=4)
    renewed = officer.get("/inbox/lines", params={"mark": mark})

    assert (unchanged.status_code, unchanged.text) == (204, "")
    assert noted_after_nothing_new == before
    assert renewed.status_code == 200
    assert "Risk grade 4" in renewed.text
    assert "<html" not in renewed.text
    assert len(readings(township, person)) == before + 1


def test_the_inbox_renews_itself_at_most_every_five_seconds(
    township: Township,
) -> None:
    shown = browser(township, "officer").get("/inbox").text

    assert 'hx-trigger="every 5s"' in shown


def test_looking_at_the_inbox_is_noted_with_everybody_named_in_it(
    township: Township,
) -> None:
    person = a_person(township)
    told(township, person)

    browser(township, "officer").get("/inbox")

    (noted,) = readings(township, person)
    assert (noted.operation, noted.role) == ("read_inbox", "police")


def test_an_auditor_sees_the_notices_of_any_office_and_answers_none(
    township: Township,
) -> None:
    notice = told(township, a_person(township))
    auditor = browser(township, "auditor")

    asked = {"office": str(township.offices["police"])}
    assert str(notice) in auditor.get("/inbox", params=asked).text
    other = {"office": str(township.offices["other_police"])}
    assert str(notice) not in auditor.get("/inbox", params=other).text


@pytest.mark.parametrize("who", ["doctor", "village", "admin"])
def test_who_is_told_nothing_has_no_inbox(township: Township, who: str) -> None:
    by = browser(township, who)

    assert by.get("/inbox").status_code == 403
    assert by.get("/inbox/lines").status_code == 403
    assert 'href="/inbox"' not in by.get("/").text


def test_a_name_is_shown_as_text_whatever_it_holds(township: Township) -> None:
    told(township, a_person(township, name=CANARY))

    shown = browser(township, "officer").get("/inbox").text

    assert CANARY not in shown
    assert "&lt;script&gt;" in shown


def test_the_page_is_told_which_notices_ring_and_what_it_shows_names_nobody(
    township: Township,
) -> None:
    notice = told(township, a_person(township))
    officer = browser(township, "officer")

    for address in ("/inbox", "/"):
        shown = officer.get(address).text
        assert f'data-notice="{notice}" data-unopened="' in shown
        assert "ringing.js" in shown
        switch = shown.partition('id="ringing"')[2].partition("</button>")[0]
        assert "A notice waits to be accepted." in switch
        assert "演示甲" not in switch
    officer.get(f"/notices/{notice}")
    township.fold()

    assert f'data-notice="{notice}"' in officer.get("/inbox").text
    assert "data-unopened" not in officer.get("/inbox").text
    script = officer.get("/static/ringing.js")
    assert script.status_code == 200
    assert "http" not in script.text


@pytest.mark.parametrize(
    ("known", "rings"),
    [
        ({}, "once"),
        ({"clock": "clock.highest"}, "urgent"),
        ({"opened_at": NOON}, ""),
        ({"held_until": NOON + timedelta(hours=1)}, ""),
        ({"held_until": NOON}, "once"),
        ({"opened_at": NOON, "changes_open": 1}, "once"),
        ({"withdrawn_at": NOON}, ""),
    ],
)
def test_what_waits_rings_once_the_highest_again_and_the_digest_s_not(
    known: dict[str, object], rings: str
) -> None:
    row = NoticeRow(
        person=UUID(int=1),
        receiver=UUID(int=2),
        receiver_kind="police_station",
        purpose="response",
        fact=UUID(int=3),
        fact_position=1,
        fields=[],
        stands_in=False,
        issued_at=NOON,
        accept_by=NOON,
    )

    assert how_it_rings(changed(row, **known), NOON) == rings
