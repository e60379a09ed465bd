"""The demo township shows an emergency and a referral of each state."""

from pathlib import Path

from ops.demo.township import load
from ops.site import open_site
from ops.views import make_views
from projections.danger import danger_of
from projections.emergencies import emergencies_of
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.overrides import opinion_of
from projections.referrals import referrals_of
from projections.worklists import watched_of
from tests.databases import Database


def test_every_list_of_emergencies_and_referrals_shows_something(
    database: Database, keys_folder: Path
) -> None:
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    site = open_site(database.clerk_url, keys_folder)
    try:
        load(site, "demo")
        people = site.log.people(None, 100)
        facts = [site.log.person(person) for person in people]
    finally:
        site.close()

    cases = [row for each in facts for _, row in emergencies_of(each)]
    sent = [row for each in facts for _, row in referrals_of(each)]
    assert sorted(case.outcome or "" for case in cases) == ["", "on_site"]
    assert {row.state for row in sent} == {"sent", "received", "refused"}
    assert {row.direction for row in sent} == {"up", "down"}


def test_the_lists_of_work_have_somebody_on_them(
    database: Database, keys_folder: Path
) -> None:
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    site = open_site(database.clerk_url, keys_folder)
    try:
        load(site, "demo")
        seen = [site.log.person(person) for person in site.log.people(None, 100)]
    finally:
        site.close()

    rows = [row for facts in seen if (row := watched_of(facts))]
    danger = [danger_of(facts) for facts in seen]
    assert any(row.misses for row in rows)
    assert any(row.lost_on and not row.reported_on for row in rows)
    assert any(row.away for row in rows)
    assert any(row.home for row in rows)
    assert any(row.locked_on for row in rows)
    assert any(i.investigated_on for each in danger for i in each.incidents)
    assert any(opinion_of(facts) for facts in seen)
