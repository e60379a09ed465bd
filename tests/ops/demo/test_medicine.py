"""The demo township shows every list of medicine and services with somebody on it."""

from domain.values.stock import Programme
from ops.clerk import foldings
from ops.demo.township import load
from ops.site import Site
from ops.views import make_views
from projections.check_up_due import without_since
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.medicine_due import Kind, due_by, enrolled
from projections.rehabilitation import open_cases
from projections.stock import stocks
from tests.databases import Database


def test_every_list_has_somebody(site: Site, database: Database) -> None:
    make_views(database.owner_url, [*OF_THE_LOG, *OF_THE_READING_LOG])
    load(site, "演示 password 1")
    for folding in foldings(site):
        folding.catch_up()
    today = site.clock().date().isoformat()

    with site.engine.begin() as connection:
        late = {kind: due_by(connection, kind, today) for kind in Kind}
        in_programme = enrolled(connection, Programme.FREE_MEDICINE.value)
        cases = open_cases(connection)
        shelves = stocks(connection)
        without = without_since(connection, f"{today[:4]}-01-01")

    assert all(late.values()), {kind: len(rows) for kind, rows in late.items()}
    assert [len(row.on_the_shelf()) for row in shelves] == [2]
    assert in_programme
    assert cases
    assert without
