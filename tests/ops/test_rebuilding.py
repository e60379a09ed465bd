"""A rebuild by several processes, alone, and cleaned up after."""

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from ops.rebuilding import Means, RebuildRunning, rebuild, renew
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.person_card import person_card
from projections.rebuilding import BESIDE, REBUILDING
from tests.databases import Database
from tests.streams import a_person, append, pending


@pytest.fixture
def means(site: Site, database: Database, keys_folder: Path) -> Means:
    make_views(database.owner_url, OF_THE_LOG)
    for name in ("演示甲", "演示乙", "演示丙"):
        append(site.log, pending(a_person(name=name)))
    Folding(site.engine, site.log, OF_THE_LOG).catch_up()
    return Means(database.owner_url, database.clerk_url, keys_folder)


def tables_beside(database: Database) -> int:
    with psycopg.connect(database.owner_url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE tablename LIKE %s", (f"%{BESIDE}",)
        ).fetchone()
    assert found is not None
    return found[0]


def test_several_processes_build_what_one_does(
    means: Means, database: Database
) -> None:
    many = replace(means, processes=2, worth_processes=1)

    rebuilt = rebuild(many, OF_THE_LOG)

    assert {each.differences.count for each in rebuilt} == {0}
    assert rebuilt[0].differences.same == 6
    assert all(each.swapped for each in rebuilt)
    assert tables_beside(database) == 0


def test_a_view_of_another_edition_is_full_when_it_is_made_anew(
    means: Means, database: Database
) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("ALTER TABLE view.person_card DROP COLUMN phone")
        connection.execute(
            "UPDATE view.progress SET edition = 0 WHERE view = 'person_card'"
        )
    told: list[str] = []

    renew(means, told.append)

    assert len(told) == 1
    assert make_views(means.owner_url, OF_THE_LOG) == []
    with psycopg.connect(database.owner_url) as connection:
        found = connection.execute(
            "SELECT count(*), count(phone) FROM view.person_card"
        )
        assert found.fetchone() == (6, 0)
    renew(means, told.append)
    assert len(told) == 1


def test_two_rebuilds_do_not_run_at_once(means: Means, database: Database) -> None:
    with psycopg.connect(database.owner_url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (REBUILDING,))
        with pytest.raises(RebuildRunning):
            rebuild(means, [person_card])


def test_a_rebuild_that_breaks_off_leaves_nothing(
    means: Means, database: Database
) -> None:
    broken = replace(
        person_card, indexes=("CREATE INDEX ON view.person_card (nothing)",)
    )

    with pytest.raises(psycopg.errors.UndefinedColumn):
        rebuild(means, [broken])

    assert tables_beside(database) == 0


def test_what_a_killed_rebuild_left_is_dropped_at_the_next_start(
    means: Means, database: Database
) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(f"CREATE TABLE view.person_card{BESIDE} (key uuid)")
    assert tables_beside(database) == 1

    assert make_views(means.owner_url, OF_THE_LOG) == []

    assert tables_beside(database) == 0
