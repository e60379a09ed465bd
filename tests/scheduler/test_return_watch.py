"""A notice sent back is in somebody's hands: the stand-in has it, and the sender's home rings."""

from datetime import timedelta
from uuid import UUID

from domain.alarm import Cleared, Raised
from domain.notice_escalation import Escalated
from domain.registry.notice_escalation import TakeOn
from domain.registry.notices import AcceptNotice, ReturnNotice
from tests.scheduler.test_escalation import Offices, Turning, by, offices, told, turning
from tests.streams import NOON

__all__ = ["offices", "turning"]

MINUTE = timedelta(minutes=1)


def sent_back(turning: Turning, offices: Offices) -> UUID:
    notice = told(turning, offices).originator_id
    turning.site.runner.run(
        ReturnNotice(notice, "不在辖区"), by(offices.police, "police")
    )
    turning.go(NOON + MINUTE)
    return notice


def rings(turning: Turning) -> list[tuple[str, str | None, str]]:
    return [
        (fact.owner_role, fact.owner_office, fact.about)
        for fact in turning.facts(Raised)
        if fact.kind == "notice_returned"
    ]


def test_after_a_return_another_office_has_it_and_whoever_told_is_rung(
    turning: Turning, offices: Offices
) -> None:
    notice = sent_back(turning, offices)

    told_next = [fact.office for fact in turning.facts(Escalated)]
    assert told_next == [str(offices.beside)]
    assert rings(turning) == [
        ("township_doctor", str(offices.hospital), str(notice)),
    ]
    said = [fact.details for fact in turning.facts(Raised)]
    assert "不在辖区" not in str(said)


def test_it_rings_until_an_office_takes_it_on(
    turning: Turning, offices: Offices
) -> None:
    notice = sent_back(turning, offices)
    assert turning.facts(Cleared) == []

    turning.site.runner.run(
        TakeOn(notice, offices.beside), by(offices.beside, "police")
    )
    turning.go(NOON + 2 * MINUTE)

    assert len(turning.facts(Cleared)) == 1


def test_it_is_silent_when_the_receiver_accepts_after_all(
    turning: Turning, offices: Offices
) -> None:
    notice = sent_back(turning, offices)

    turning.site.runner.run(AcceptNotice(notice), by(offices.police, "police"))
    turning.go(NOON + 2 * MINUTE)

    assert len(turning.facts(Cleared)) == 1
