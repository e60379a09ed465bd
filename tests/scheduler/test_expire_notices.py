"""A notice nobody answered expires with an event, and never while the danger stands."""

from datetime import timedelta
from uuid import UUID

from domain.notice_acceptance import Expired
from domain.registry.notices import AcceptNotice
from ops.acting import job_command
from scheduler.jobs.expire_notices import ExpireNotices
from tests.scheduler.test_escalation import Offices, Turning, by, offices, told, turning
from tests.streams import NOON

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


def test_it_expires_after_thirty_days_when_another_office_has_answered(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices)
    county = next(
        fact.originator_id
        for fact in turning.facts(type(notice))
        if fact.receiver == str(offices.county)
    )
    turning.site.runner.run(
        AcceptNotice(county), by(offices.county, "county_smi", "report")
    )
    climbed(turning)

    assert expired(turning, 29) == []
    gone = expired(turning, 30)
    assert notice.originator_id in gone
    assert county not in gone
    assert expired(turning, 31) == gone
    assert {fact.days for fact in turning.facts(Expired)} == {30}


def test_who_has_accepted_is_never_let_expire(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices)
    turning.site.runner.run(
        AcceptNotice(notice.originator_id), by(offices.police, "police")
    )
    climbed(turning)

    assert notice.originator_id not in expired(turning, 40)
