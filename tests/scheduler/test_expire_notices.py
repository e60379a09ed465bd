"""A notice nobody answered expires with an event, and never while the danger stands."""

from datetime import timedelta
from uuid import UUID

from domain.notice import Issued
from domain.notice_acceptance import Expired
from domain.registry.follow_up import GradeRisk
from domain.registry.notices import AcceptNotice, ReturnNotice
from ops.acting import job_command
from scheduler.jobs.expire_notices import ExpireNotices
from tests.scheduler.test_escalation import Offices, Turning, by, offices, told, turning
from tests.streams import NOON, a_command

__all__ = ["offices", "turning"]

DAY = timedelta(days=1)


def expired(turning: Turning, days: int) -> list[UUID]:
    """Return which notices have expired when so many days have passed."""
    turning.go(NOON + days * DAY)
    site = turning.site

    ExpireNotices(site.engine, site.runner, lambda w, c: job_command(site, w, c))(
        turning.now
    )

    turning.folding.catch_up()
    return [fact.originator_id for fact in turning.facts(Expired)]


def climbed(turning: Turning) -> None:
    for hours in (1, 2, 3, 6, 12, 24, 48):
        turning.go(NOON + timedelta(hours=hours))


def test_a_standing_danger_nobody_answered_never_expires(
    turning: Turning, offices: Offices
) -> None:
    told(turning, offices)
    climbed(turning)

    assert expired(turning, 29) == []
    assert expired(turning, 400) == []


def told_again(turning: Turning, offices: Offices, first: Issued) -> UUID:
    """Return the notice the station gets when the same grade is given once more."""
    turning.go(NOON + timedelta(minutes=5))
    command = a_command(organisation=offices.hospital, now=turning.now)
    turning.site.runner.run(GradeRisk(first.person, 5, "演示"), command)
    turning.go(turning.now)
    second = next(
        fact
        for fact in turning.facts(Issued)
        if fact.receiver == first.receiver and fact.fact != first.fact
    )
    return second.originator_id


def test_it_expires_after_thirty_days_when_another_notice_to_its_kind_was_answered(
    turning: Turning, offices: Offices
) -> None:
    first = told(turning, offices)
    second = told_again(turning, offices, first)
    turning.site.runner.run(AcceptNotice(second), by(offices.police, "police"))
    climbed(turning)

    assert expired(turning, 29) == []
    gone = expired(turning, 30)
    assert gone == [first.originator_id]
    assert expired(turning, 31) == gone
    assert {fact.days for fact in turning.facts(Expired)} == {30}


def test_an_answer_of_another_duty_does_not_let_a_silent_station_off(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices)
    county = next(
        fact.originator_id
        for fact in turning.facts(Issued)
        if fact.receiver == str(offices.county)
    )
    turning.site.runner.run(
        AcceptNotice(county), by(offices.county, "county_smi", "report")
    )
    climbed(turning)

    assert notice.originator_id not in expired(turning, 400)


def test_what_was_accepted_and_then_sent_back_answers_nothing(
    turning: Turning, offices: Offices
) -> None:
    first = told(turning, offices)
    second = told_again(turning, offices, first)
    for step in (AcceptNotice(second), ReturnNotice(second, "不在辖区")):
        turning.site.runner.run(step, by(offices.police, "police"))
    climbed(turning)

    assert first.originator_id not in expired(turning, 400)


def test_who_has_accepted_is_never_let_expire(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices)
    turning.site.runner.run(
        AcceptNotice(notice.originator_id), by(offices.police, "police")
    )
    climbed(turning)

    assert notice.originator_id not in expired(turning, 40)
