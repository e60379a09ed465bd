"""A view built beside the one that serves is the same, and takes its place at once."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import Engine, create_engine

from domain.log import Head, Logged
from domain.person.identity import KeysDestroyed
from domain.person.person import Person
from domain.person.residence import Residence, record_residence
from ops.migrations import psycopg_url
from ops.site import Site
from ops.views import make_views
from projections import rows
from projections.comparing import Differences, compare
from projections.every import OF_THE_LOG
from projections.folding import Folding, Parked
from projections.person_card import Card, card, person_card
from projections.rebuilding import (
    BESIDE,
    Shadow,
    catch_up,
    drop_beside,
    rebuild_beside,
    take_place,
)
from tests.databases import Database
from tests.streams import a_person, append, pending


@pytest.fixture
def owner(database: Database) -> Iterator[Engine]:
    engine = create_engine(psycopg_url(database.owner_url))
    yield engine
    engine.dispose()


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def recorded(site: Site, name: str) -> Person:
    person = a_person(name=name)
    record_residence(
        person, Residence("990101001001", "演示路1号", None, None, "2026-03-02")
    )
    append(site.log, pending(person))
    return person


def differences(owner: Engine, shadow: Shadow) -> Differences:
    with rows.transaction(owner) as connection:
        return compare(connection, shadow.view, shadow)


def the_card(site: Site, person: UUID) -> Card | None:
    with site.engine.begin() as connection:
        return card(connection, person)


def tables(database: Database) -> dict[str, tuple[str, ...]]:
    """Return what every table of the views is made of: rights, policies and indexes."""
    with psycopg.connect(database.owner_url) as connection:
        found = connection.execute(
            "SELECT c.relname, c.relforcerowsecurity::text, c.relacl::text,"
            " (SELECT string_agg(indexdef, ';' ORDER BY indexdef) FROM pg_indexes i"
            "  WHERE i.schemaname = 'view' AND i.tablename = c.relname),"
            " (SELECT string_agg(p::text, ';' ORDER BY policyname) FROM pg_policies p"
            "  WHERE p.schemaname = 'view' AND p.tablename = c.relname)"
            " FROM pg_class c WHERE relnamespace = 'view'::regnamespace AND relkind = 'r'"
        )
        return {name: tuple(made) for name, *made in found}


def test_every_view_rebuilt_beside_is_row_for_row_the_one_that_serves(
    site: Site, owner: Engine, folding: Folding
) -> None:
    for name in ("演示甲", "演示乙", "演示丙"):
        recorded(site, name)
    folding.catch_up()

    shadows = rebuild_beside(owner, site.log, OF_THE_LOG)

    found = [differences(owner, shadow) for shadow in shadows]
    assert [each.count for each in found] == [0] * len(OF_THE_LOG)
    assert found[0].same == 9


def test_a_view_that_took_the_place_has_the_same_rights_policies_and_indexes(
    site: Site, owner: Engine, folding: Folding, database: Database
) -> None:
    recorded(site, "演示甲")
    folding.catch_up()
    before = tables(database)

    for shadow in rebuild_beside(owner, site.log, OF_THE_LOG):
        take_place(owner, site.log, shadow)

    assert tables(database) == before


def test_what_is_recorded_meanwhile_is_in_the_view_that_took_the_place(
    site: Site, owner: Engine, folding: Folding
) -> None:
    recorded(site, "演示甲")
    (shadow,) = rebuild_beside(owner, site.log, [person_card])
    late = recorded(site, "演示乙")
    folding.catch_up()
    later = recorded(site, "演示丙")

    take_place(owner, site.log, shadow)

    assert folding.positions()["person_card"] == 9
    assert the_card(site, late.id) is not None
    assert the_card(site, later.id) is not None
    latest = recorded(site, "演示丁")
    folding.catch_up()
    assert the_card(site, latest.id) is not None


def test_a_row_that_differs_is_found(
    site: Site, owner: Engine, folding: Folding, database: Database
) -> None:
    person = recorded(site, "演示甲")
    folding.catch_up()
    with psycopg.connect(database.clerk_url) as connection:
        connection.execute("UPDATE view.person_card SET phone = '1' WHERE version = 2")
        connection.execute("DELETE FROM view.person_card WHERE version = 3")

    (shadow,) = rebuild_beside(owner, site.log, [person_card])
    found = differences(owner, shadow)

    assert (found.same, found.missing, found.extra, found.changed) == (1, 0, 1, 1)
    assert found.examples == ((person.id, 2), (person.id, 3))


def test_the_two_are_compared_as_far_as_both_have_come(
    site: Site, owner: Engine, folding: Folding
) -> None:
    person = recorded(site, "演示甲")
    folding.catch_up()
    (shadow,) = rebuild_beside(owner, site.log, [person_card])
    last = site.log.stream(person.id)[-1]
    record_residence(
        person, Residence("990101001002", "演示路2号", None, None, "2026-03-03")
    )
    append(site.log, pending(person), Head(last.version, last.hash))
    folding.catch_up()

    assert differences(owner, shadow).count == 0
    catch_up(owner, site.log, shadow)
    assert differences(owner, shadow).same == 4


def test_who_cannot_be_folded_is_parked_when_the_view_takes_the_place(
    site: Site, owner: Engine, folding: Folding
) -> None:
    poison, well = recorded(site, "毒"), recorded(site, "演示乙")
    folding.catch_up()

    def fold(row: Card | None, logged: Logged) -> Card | None:
        if getattr(logged.fact, "name", "") == "毒":
            raise ZeroDivisionError
        return person_card.fold(row, logged)

    view = replace(person_card, fold=fold)
    (shadow,) = rebuild_beside(owner, site.log, [view])
    assert folding.parked() == []
    take_place(owner, site.log, shadow)

    assert folding.parked() == [
        Parked("person_card", poison.id, 2, "ZeroDivisionError")
    ]
    stuck, fine = the_card(site, poison.id), the_card(site, well.id)
    assert stuck is not None
    assert fine is not None
    assert (stuck.version, fine.version) == (1, 3)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_an_erased_person_is_in_no_rebuilt_view(
    site: Site, owner: Engine, folding: Folding, when: str
) -> None:
    gone, stays = recorded(site, "演示甲"), recorded(site, "演示乙")
    if when == "before":
        erase(site, gone)
    folding.catch_up()
    (shadow,) = rebuild_beside(owner, site.log, [person_card])
    if when == "meanwhile":
        erase(site, gone)
        folding.catch_up()

    catch_up(owner, site.log, shadow)
    assert differences(owner, shadow).count == 0
    take_place(owner, site.log, shadow)

    assert the_card(site, gone.id) is None
    assert the_card(site, stays.id) is not None


def erase(site: Site, person: Person) -> None:
    last = site.log.stream(person.id)[-1]
    person.record(KeysDestroyed, reason="演示")
    append(site.log, pending(person), Head(last.version, last.hash))
    site.keys.destroy(person.id)


def test_a_rebuild_that_fails_changes_nothing_and_its_leavings_are_dropped(
    site: Site, owner: Engine, folding: Folding, database: Database
) -> None:
    recorded(site, "演示甲")
    folding.catch_up()
    before, positions = tables(database), folding.positions()

    broken = replace(
        person_card, indexes=("CREATE INDEX ON view.person_card (nothing)",)
    )
    with pytest.raises(psycopg.errors.UndefinedColumn):
        rebuild_beside(owner, site.log, [broken])

    with rows.transaction(owner) as connection:
        assert drop_beside(connection) == [f"person_card{BESIDE}"]
    assert (tables(database), folding.positions()) == (before, positions)


def test_taking_the_place_waits_for_no_slow_reader_and_may_be_asked_again(
    site: Site, owner: Engine, folding: Folding, database: Database
) -> None:
    person = recorded(site, "演示甲")
    folding.catch_up()
    (shadow,) = rebuild_beside(owner, site.log, [person_card])

    with psycopg.connect(database.web_url) as reader:
        reader.execute("SELECT count(*) FROM view.person_card")
        with pytest.raises(LockNotAvailable):
            take_place(owner, site.log, shadow)
        assert the_card(site, person.id) is not None
    take_place(owner, site.log, shadow)

    assert the_card(site, person.id) is not None
