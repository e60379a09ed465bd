"""Sweeping rewrites what can be rewritten and says what something still holds."""

from typing import LiteralString

import psycopg
import pytest

from ops.site import Site
from ops.sweep import sweep_tables
from ops.views import make_views
from projections.every import OF_THE_LOG
from tests.databases import Database
from tests.registering import an_office, register

QUOTED = "SELECT count(*) FROM pg_stats WHERE tablename = 'accounts_of_old'"


@pytest.mark.parametrize("look", ["SELECT 1", "SELECT count(*) FROM keys.data_key"])
def test_a_transaction_that_looks_at_an_older_state_is_told(
    database: Database, site: Site, look: LiteralString
) -> None:
    make_views(database.owner_url, OF_THE_LOG)
    person = register(site, an_office(site))
    with psycopg.connect(database.clerk_url) as looking:
        looking.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        looking.execute(look)
        site.keys.destroy(person)

        assert "keys.data_key" in sweep_tables(database.owner_url, patience=0)

    assert sweep_tables(database.owner_url) == []


def test_statistics_of_a_table_that_became_empty_are_forgotten(
    database: Database,
) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE view.accounts_of_old AS SELECT 'somebody' AS name")
        owner.execute("ANALYZE view.accounts_of_old")
        owner.execute("DELETE FROM view.accounts_of_old")
        assert owner.execute(QUOTED).fetchone() == (1,)

        sweep_tables(database.owner_url)

        assert owner.execute(QUOTED).fetchone() == (0,)
