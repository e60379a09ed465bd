"""The demo township: every worklist of responsibility and consent shows somebody."""

from ops.demo import township
from ops.site import Site
from ops.views import make_views
from projections.consents import to_ask
from projections.custody import waiting_offers
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.person_card import cards
from tests.databases import Database


def test_somebody_waits_for_an_answer_and_somebody_is_to_be_asked(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, OF_THE_LOG)
    township.load(site, "demo-password")
    Folding(site.engine, site.log, OF_THE_LOG).catch_up()

    with site.engine.begin() as connection:
        offered = waiting_offers(connection)
        asked = to_ask(connection, "2099-01-01")
        people = [row.person for row in (*offered, *asked)]
        names = {card.name for card in cards(connection, people).values()}
    assert names == {township.WANTS_ANOTHER_UNIT, township.TO_BE_ASKED}
