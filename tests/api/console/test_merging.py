"""Merging two records, parting them, and retracting an entry: over HTTP and on screen."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.notice import Notice
from domain.registry.follow_up import RecordFollowUp
from domain.registry.notices import IssueNotices, Receiver
from domain.registry.registration import RegisterPerson
from domain.registry.standing import Loss, RecordLoss
from domain.values.findings import Grade
from tests.api.console.test_doctor_pages import hidden, signed_in
from tests.api.township import Township, key
from tests.registering import a_form, a_registration

Pair = tuple[UUID, UUID]


@pytest.fixture
def pair(township: Township) -> Pair:
    """Somebody on record twice: under a hospital's name, and under their own."""
    unit = township.offices["hospital"]
    goes, stays = (
        township.register(
            RegisterPerson(a_registration(unit, name=name), id_claim=None)
        )
        for name in ("无名氏07", "演示甲")
    )
    township.web.clock.pass_by(timedelta(days=40))
    form = a_form(date(2026, 3, 20), risk=Grade.LEVEL_3)
    township.run(RecordFollowUp(goes, form), now=township.web.clock())
    return goes, stays


def etag(township: Township, person: UUID) -> dict[str, str]:
    seen = township.web.clerk.log.stream(person)[-1].version
    return {**key(), "If-Match": f'"{seen}"'}


def merged(township: Township, pair: Pair) -> None:
    """Merge the pair as the doctor proposes and the county confirms."""
    goes, stays = pair
    body = {"survivor": str(stays), "identity_of": "survivor", "reason": "家属辨认"}
    doctor, county = township.client("doctor"), township.client("county")
    address = f"/api/v1/people/{goes}/merge"
    assert doctor.post(address, json=body, headers=key()).status_code == 201
    confirming = {"survivor": str(stays)}
    done = county.post(
        f"{address}/confirmation", json=confirming, headers=etag(township, goes)
    )
    assert done.status_code == 201
    township.fold()


def test_two_people_merge_two_records_and_the_county_parts_them(
    township: Township, pair: Pair
) -> None:
    goes, stays = pair
    doctor, county = township.client("doctor"), township.client("county")
    body = {"survivor": str(stays), "identity_of": "survivor", "reason": "家属辨认"}
    address = f"/api/v1/people/{goes}/merge"

    village = township.client("village").post(address, json=body, headers=key())
    proposed = doctor.post(address, json=body, headers=key())
    township.fold()
    waiting = county.get("/api/v1/merges").json()["items"]
    confirming = {"survivor": str(stays)}
    unseen = county.post(f"{address}/confirmation", json=confirming, headers=key())
    own = doctor.post(
        f"{address}/confirmation", json=confirming, headers=etag(township, goes)
    )
    confirmed = county.post(
        f"{address}/confirmation", json=confirming, headers=etag(township, goes)
    )
    township.fold()

    found = (village, proposed, unseen, own, confirmed)
    assert [a.status_code for a in found] == [403, 201, 428, 409, 201]
    assert [line["person"] for line in waiting] == [str(goes)]
    due = county.get("/api/v1/due-list?day=2027-01-01").json()["items"]
    assert [line["person"] for line in due] == [str(stays)]
    card = county.get(f"/api/v1/people/{stays}").json()
    assert (card["identity"]["name"], card["standing"]["grade"]) == ("演示甲", 3)
    gone = county.get(f"/api/v1/people/{goes}")
    assert (gone.status_code, gone.json()["survivor"]) == (409, str(stays))
    listed = county.get(f"/api/v1/people/{stays}/merged").json()["items"]
    assert [line["record"] for line in listed] == [str(goes)]

    why = {"reason": "并非同一人"}
    parting = f"/api/v1/people/{stays}/merged/{goes}/parting"
    refused = doctor.post(parting, json=why, headers=etag(township, stays))
    parted = county.post(parting, json=why, headers=etag(township, stays))
    township.fold()
    assert [refused.status_code, parted.status_code] == [403, 201]
    assert county.get(f"/api/v1/people/{goes}").json()["standing"]["grade"] == 3


def test_a_device_that_was_offline_writes_on_the_surviving_record(
    township: Township, pair: Pair
) -> None:
    goes, stays = pair
    merged(township, pair)
    form = a_form(date(2026, 3, 25))

    done = township.run(
        RecordFollowUp(goes, form), channel="device", now=township.web.clock()
    )

    assert {fact.stream for fact in done.facts} == {stays}


def test_a_merged_records_page_leads_to_the_surviving_one(
    township: Township, pair: Pair
) -> None:
    goes, stays = pair
    merged(township, pair)
    county = signed_in(township, "county")

    led = county.get(f"/people/{goes}", follow_redirects=False)
    chart = county.get(f"/people/{stays}").text
    history = county.get(f"/people/{stays}/history").text

    assert (led.status_code, led.headers["location"]) == (303, f"/people/{stays}")
    assert f"/people/{stays}/merged" in chart
    assert "2026-03-20" in chart
    assert "记于被并入的档案" in history


def test_looks_at_the_merged_record_are_looks_at_the_person(
    township: Township, pair: Pair
) -> None:
    goes, stays = pair
    township.client("doctor").get(f"/api/v1/people/{goes}")
    merged(township, pair)

    auditor = township.client("auditor")
    found = auditor.get(f"/api/v1/readings?person={stays}").json()["items"]

    assert [line["role"] for line in found] == ["township_doctor"]


def test_the_pages_lead_from_the_proposal_to_the_parting(
    township: Township, pair: Pair
) -> None:
    goes, stays = pair
    doctor, county = signed_in(township, "doctor"), signed_in(township, "county")
    address = f"/people/{goes}/merge"

    search = doctor.post(
        f"{address}/search",
        data={"words": "演示甲", **hidden(doctor.get(address).text)},
    ).text
    side_by_side = doctor.get(f"{address}?other={stays}").text
    fields = {
        **hidden(side_by_side),
        "other": str(stays),
        "survives": str(stays),
        "identity": str(stays),
    }
    empty = doctor.post(address, data=fields)
    sent = doctor.post(address, data={**fields, "reason": "家属辨认"})
    township.fold()
    listed = county.get("/merges").text
    form = county.get(address).text
    survivor = {"survivor": str(stays)}
    confirmed = county.post(
        f"{address}/confirmation", data={**hidden(form), **survivor}
    )
    township.fold()
    parting = county.get(f"/people/{stays}/merged").text
    parted = county.post(
        f"/people/{stays}/merged/{goes}/parting",
        data={**hidden(parting), **survivor, "reason": "并非同一人"},
    )

    assert f"?other={stays}" in search
    assert (empty.status_code, sent.status_code) == (422, 303)
    assert "无名氏07" in listed
    assert (confirmed.status_code, parted.status_code) == (303, 303)


def test_an_entry_that_never_was_is_retracted_and_stays_in_the_history(
    township: Township, pair: Pair
) -> None:
    _, person = pair
    lost = township.run(
        RecordLoss(person, "2026-03-30", Loss(5, "去向不明")), now=township.web.clock()
    ).facts[0]
    county = township.client("county")
    history = f"/api/v1/people/{person}/history"
    address = f"/api/v1/people/{person}/entries"

    registered = county.get(history).json()["items"][0]
    why = {"reason": "录错人"}
    stays = county.post(
        f"{address}/{registered['entry']}/retraction",
        json=why,
        headers=etag(township, person),
    )
    done = county.post(
        f"{address}/{lost.event_id}/retraction",
        json=why,
        headers=etag(township, person),
    )
    township.fold()

    assert [stays.status_code, done.status_code] == [409, 201]
    assert registered["put_right"] == ["stays"]
    lines = county.get(history).json()["items"]
    marked = [line["topic"] for line in lines if line["is_retracted"]]
    assert marked == ["person.lost_to_follow_up"]
    assert county.get(f"/api/v1/people/{person}").json()["standing"]["lost_on"] is None


def test_an_entry_is_retracted_on_screen(township: Township, pair: Pair) -> None:
    goes, _ = pair
    county = signed_in(township, "county")
    history = county.get(f"/people/{goes}/history").text
    visit = next(
        f
        for f in township.web.clerk.log.stream(goes)
        if f.topic == "person.follow_up_recorded"
    )
    address = f"/people/{goes}/entries/{visit.event_id}/retraction"

    form = county.get(address).text
    done = county.post(address, data={**hidden(form), "reason": "录错人"})
    township.fold()

    assert address in history
    assert "危险性评估" in form
    assert done.status_code == 303
    card = township.client("county").get(f"/api/v1/people/{goes}").json()
    assert card["standing"]["grade"] is None
    assert "已撤销" in county.get(f"/people/{goes}/history").text


def test_a_receiver_sees_in_the_inbox_that_a_notice_was_retracted(
    township: Township, pair: Pair
) -> None:
    goes, _ = pair
    graded = next(
        f
        for f in township.web.clerk.log.stream(goes)
        if f.topic == "person.risk_graded"
    )
    police = township.offices["police"]
    receiver = Receiver(
        police, "police_station", "response", ("name", "grade"),
        "2026-12-31T00:00:00+08:00", stands_in=False, edition="notice-policy/ours-2026",
    )  # fmt: skip
    issuing = IssueNotices(goes, graded.event_id, graded.position, (receiver,))
    township.run(issuing, role="system", purpose="report", channel="job")
    officer, county = signed_in(township, "officer"), township.client("county")
    before = officer.get("/inbox").text
    address = f"/api/v1/people/{goes}/entries/{graded.event_id}/retraction"

    done = county.post(address, json={"reason": "录错人"}, headers=etag(township, goes))
    township.fold()

    assert done.status_code == 201
    after = officer.get("/inbox").text
    assert ("已撤销" in before, "已撤销" in after) == (False, True)
    notice = Notice.id_for(graded.event_id, police, "response")
    assert "本通知所述内容此后已撤销" in officer.get(f"/notices/{notice}").text
