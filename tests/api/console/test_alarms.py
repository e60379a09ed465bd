"""Alarms on the owner's home and page: what it is, since when, taken care of."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from api.console.alarms import KINDS
from domain.registry.alarms import RaiseAlarm
from ops.watch import LATE, SILENT
from scheduler.danger_watch import KIND as DANGER_LATE
from scheduler.parked_watch import KIND
from scheduler.reconciliation import KIND as GAP
from scheduler.trouble import Kind
from tests.api.console.browsing import CANARY, CHINESE, actions, browser, send
from tests.api.township import COUNTY, HERE, Township
from tests.streams import NOON

MISSING = {"village": HERE, "office_kind": "grid_centre"}


def ring(
    township: Township,
    role: str = "administrator",
    office: str | None = None,
    division: str = COUNTY,
    kind: str = "receiver_missing",
    **details: str,
) -> UUID:
    """Ring about something and return the alarm."""
    recorded = township.run(
        RaiseAlarm(
            about=uuid4(),
            kind=kind,
            owner_role=role,
            owner_office=str(township.offices[office]) if office else None,
            division=division,
            details=details or MISSING,
            answer_by=NOON.isoformat(),
        ),
        role="system",
        purpose="report",
    )
    return recorded.facts[0].stream


def test_every_kind_of_alarm_is_said_in_words() -> None:
    rung = {
        "receiver_missing",
        "receiver_closed",
        "receiver_empty",
        "notice_undeliverable",
        "rung_empty",
        "channel_gone",
        "channel_stuck",
        "notice_returned",
        DANGER_LATE,
        "change_not_accepted",
        "notice_gap_at_night",
        "receiver_list_differs",
        "receiver_list_unread",
        KIND,
        GAP,
        SILENT,
        LATE,
        *(f"{kind}_in_trouble" for kind in Kind),
    }

    assert rung == set(KINDS)


def test_the_owners_home_says_what_rings_since_when_and_by_when(
    township: Township,
) -> None:
    ring(township)
    township.web.clock.pass_by(timedelta(minutes=1))

    shown = browser(township, "admin").get("/", headers=CHINESE)

    assert "缺少网格化服务管理中心" in shown.text
    assert "2026-03-02 12:00 起告警" in shown.text
    assert "已超时" in shown.text


def test_an_office_hears_its_own_and_who_oversees_all_of_the_division(
    township: Township,
) -> None:
    own = ring(township, "county_smi", "smi")
    other = ring(township, "township_doctor", "hospital", "990101001")
    sites = ring(township, division="", kind="job_in_trouble", name="sweep")

    def heard(who: str) -> set[UUID]:
        shown = browser(township, who).get("/alarms").text
        return {alarm for alarm in (own, other, sites) if f"{alarm}/ack" in shown}

    assert heard("county") == {own}
    assert heard("doctor") == {other}
    assert heard("admin") == {own, other, sites}


def test_it_is_taken_care_of_with_a_remark_and_keeps_ringing(
    township: Township,
) -> None:
    alarm = ring(township, division="", kind="job_in_trouble", name="sweep")
    admin = browser(township, "admin")

    done = send(
        admin,
        admin.get("/"),
        f"/alarms/{alarm}/acknowledge",
        remark="正在处理(演示)",
    )
    township.fold()

    assert (done.status_code, done.headers["location"]) == (303, "/alarms")
    shown = admin.get("/alarms")
    assert "演示administrator takes care of it" in shown.text
    assert f"/alarms/{alarm}/acknowledge" not in actions(shown)
    fact = township.web.clerk.log.stream(alarm)[-1].fact
    assert vars(fact)["remark"] == "正在处理(演示)"


def test_a_remark_that_is_too_long_is_refused_and_kept(township: Township) -> None:
    alarm = ring(township)
    admin = browser(township, "admin")

    refused = send(
        admin,
        admin.get("/alarms"),
        f"/alarms/{alarm}/acknowledge",
        remark=CANARY + "长" * 300,
    )

    assert refused.status_code == 422
    assert "长" * 300 in refused.text
    assert CANARY not in refused.text
    assert township.web.clerk.log.stream(alarm)[-1].topic == "alarm.raised"


def test_an_auditor_hears_and_takes_care_of_nothing(township: Township) -> None:
    ring(township)

    shown = browser(township, "auditor").get("/alarms")

    assert "no Grid centre serves it" in shown.text
    assert not any(action.startswith("/alarms") for action in actions(shown))


@pytest.mark.parametrize("who", ["officer", "village"])
def test_who_owns_no_alarms_has_no_page_of_them(township: Township, who: str) -> None:
    ring(township)
    by = browser(township, who)

    assert by.get("/alarms").status_code == 403
    assert "no Grid centre" not in by.get("/").text
