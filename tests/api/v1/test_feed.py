"""The feed has what an office was told, each once, in the order of the log."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from starlette.testclient import TestClient

from domain.registry.follow_up import GradeRisk, RecordFollowUp
from domain.registry.notice_changes import Change, TellOfChange
from domain.registry.registration import RegisterPerson
from domain.values.notice_changes import ChangeReason
from tests.api.township import Township, key
from tests.api.v1.test_notices import tell_police
from tests.registering import a_form, a_registration
from tests.streams import NOON

FEED = "/api/v1/notices/feed"


def a_notice(township: Township) -> UUID:
    unit = township.offices["hospital"]
    person = township.register(RegisterPerson(a_registration(unit), id_claim=None))
    township.run(RecordFollowUp(person, a_form()))
    graded = township.run(GradeRisk(person, 3, "演示"), organisation=unit).facts[0]
    return tell_police(township, person, graded.event_id, graded.position)


def feed(by: TestClient, **asked: Any) -> dict[str, Any]:
    return by.get(FEED, params=asked).json()


def test_each_notice_comes_once_in_the_order_of_the_log(township: Township) -> None:
    notices = [str(a_notice(township)) for _ in range(3)]
    officer = township.client("officer")

    seen: list[dict[str, Any]] = []
    after = 0
    while True:
        page = feed(officer, after=after, limit=1)
        seen += page["items"]
        if page["next"] == after:
            break
        after = page["next"]

    assert [item["id"] for item in seen] == notices
    cursors = [item["cursor"] for item in seen]
    assert cursors == sorted(cursors)
    assert feed(officer, after=0)["items"] == seen
    assert seen[0]["type"] == "suian.notice.issued"
    assert seen[0]["data"]["name"]


def test_an_answer_of_the_receiver_is_no_news_to_it(township: Township) -> None:
    notice = a_notice(township)
    officer = township.client("officer")
    officer.post(f"/api/v1/notices/{notice}/acceptance", headers=key())
    township.fold()

    page = feed(officer, after=0)
    rest = feed(officer, after=page["items"][0]["cursor"])

    assert [item["id"] for item in page["items"]] == [str(notice)]
    assert rest["items"] == []
    assert rest["next"] > page["items"][0]["cursor"]


def test_another_office_s_feed_has_nothing_of_it(township: Township) -> None:
    a_notice(township)

    assert feed(township.client("other_officer"), after=0)["items"] == []
    assert township.client("doctor").get(FEED).status_code == 403


def test_what_was_acknowledged_does_not_come_again_unasked(township: Township) -> None:
    a_notice(township)
    officer = township.client("officer")
    first = feed(officer)
    marked = officer.post(f"{FEED}/acknowledgement", json={"cursor": first["next"]})
    second = str(a_notice(township))

    assert marked.json() == {"cursor": first["next"]}
    assert [item["id"] for item in feed(officer)["items"]] == [second]
    back = officer.post(f"{FEED}/acknowledgement", json={"cursor": 0})
    assert back.json() == {"cursor": first["next"]}


def test_a_correction_has_the_new_values_and_a_withdrawal_only_whom_to_forget(
    township: Township,
) -> None:
    notice = a_notice(township)
    officer = township.client("officer")
    (issued,) = feed(officer, after=0)["items"]

    person = township.web.clerk.log.stream(notice)[0].person
    assert person is not None
    moved = replace(a_registration(notice).residence, address="演示新路9号")
    township.move(person, moved)
    tell(township, notice, ("residence",))
    (corrected,) = feed(officer, after=issued["cursor"])["items"]
    tell(township, notice, None)
    (withdrawn,) = feed(officer, after=corrected["cursor"])["items"]

    assert corrected["type"] == "suian.notice.corrected"
    assert corrected["notice"] == issued["notice"] == str(notice)
    assert len({item["id"] for item in (issued, corrected, withdrawn)}) == 3
    assert issued["data"]["residence"] == "演示路1号"
    assert corrected["data"] == {**issued["data"], "residence": "演示新路9号"}
    assert withdrawn["type"] == "suian.notice.withdrawn"
    assert set(withdrawn["data"]) < set(issued["data"])
    assert "residence" not in withdrawn["data"]


def tell(township: Township, notice: UUID, fields: tuple[str, ...] | None) -> None:
    """Tell the receiver of a correction, or of a withdrawal when no fields are named."""
    change = Change(
        cause=str(uuid4()),
        cause_position=township.web.clerk.log.last_position(),
        why=ChangeReason.DETAILS,
        clock="clock.change",
        remind_at=NOON.isoformat(),
        accept_by=NOON.isoformat(),
        editions=[],
    )
    township.run(TellOfChange(notice, change, fields), role="system", purpose="report")
