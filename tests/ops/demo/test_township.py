"""The demo township shows an emergency and a referral of each state."""

from pathlib import Path

from ops.demo.township import load
from ops.site import open_site
from ops.views import make_views
from projections.emergencies import emergencies_of
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.referrals import referrals_of
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
