"""Alarms over HTTP: one's own office's or division's, acknowledged by their owners."""

from uuid import UUID, uuid4

from domain.registry.alarms import RaiseAlarm
from tests.api.township import COUNTY, Township, key
from tests.streams import NOON

ALARMS = "/api/v1/alarms"


def ring(
    township: Township, role: str, office: str | None, division: str = COUNTY
) -> UUID:
    """Ring about something and return the alarm."""
    owner = str(township.offices[office]) if office else None
    recorded = township.run(
        RaiseAlarm(
            about=uuid4(),
            kind="receiver_missing",
            owner_role=role,
            owner_office=owner,
            division=division,
            details={"office_kind": "grid_centre"},
            answer_by=NOON.isoformat(),
        ),
        role="system",
        purpose="report",
    )
    return recorded.facts[0].stream


def heard(township: Township, who: str) -> list[str]:
    answer = township.client(who).get(ALARMS)
    assert answer.status_code == 200
    return [alarm["id"] for alarm in answer.json()["items"]]


def test_an_office_hears_its_own_alarms_and_who_oversees_all_of_the_division(
    township: Township,
) -> None:
    own = str(ring(township, "county_smi", "smi"))
    other = str(ring(township, "township_doctor", "hospital", "990101001"))
    far = str(ring(township, "county_smi", "smi", "990102"))

    assert heard(township, "county") == [own]
    assert heard(township, "doctor") == [other]
    for who in ("admin", "auditor"):
        assert set(heard(township, who)) == {own, other}
    assert far not in heard(township, "admin")


def test_an_alarm_is_acknowledged_by_its_office_and_keeps_ringing(
    township: Township,
) -> None:
    alarm = ring(township, "county_smi", "smi")
    county = township.client("county")

    answer = county.post(
        f"{ALARMS}/{alarm}/acknowledgement", json={"remark": "演示"}, headers=key()
    )
    township.fold()

    assert answer.status_code == 201
    (line,) = county.get(ALARMS).json()["items"]
    assert line["acknowledged_by"] == str(township.accounts["county"])


def test_somebody_elses_alarm_is_not_there(township: Township) -> None:
    alarm = ring(township, "county_smi", "smi")
    doctor = township.client("doctor", **{"X-Request-ID": "the-same-id"})

    answers = [
        doctor.post(f"{ALARMS}/{which}/acknowledgement", json={}, headers=key())
        for which in (alarm, uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text


def test_police_hear_no_alarms(township: Township) -> None:
    assert township.client("officer").get(ALARMS).status_code == 403
