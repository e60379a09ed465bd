"""Views follow the log: once each, as then known, parked, erased, and folded again."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.log import Head, Logged
from domain.person.identity import KeysDestroyed
from domain.person.person import Person
from domain.person.residence import Residence, record_residence
from ops.site import Site, open_site
from ops.views import make_views
from projections.folding import Folding, LogChanged, Parked
from projections.person_card import Card, card, person_card
from projections.view import View
from tests.databases import Database
from tests.streams import a_person, append, pending


def folding(site: Site, database: Database, *views: View[Any]) -> Folding:
    make_views(database.owner_url, views)
    return Folding(site.engine, site.log, views)


def a_resident(name: str, stream: UUID | None = None) -> Person:
    person = a_person(stream, name=name)
    record_residence(
        person, Residence("990101001001", "演示路1号", None, None, "2026-03-02")
    )
    return person


def the_card(site: Site, person: UUID, at: int | None = None) -> Card | None:
    with site.engine.begin() as connection:
        return card(connection, person, at)


def versions(site: Site) -> list[tuple[int, int | None]]:
    with site.engine.begin() as connection:
        table = person_card.table
        return [
            (row.from_position, row.to_position)
            for row in connection.execute(
                table.select().order_by(table.c.from_position)
            )
        ]


def test_a_row_has_one_version_for_every_fact_that_changes_it(
    site: Site, database: Database
) -> None:
    append(site.log, pending(a_resident("演示甲")))

    folding(site, database, person_card).catch_up()

    assert versions(site) == [(1, 2), (2, 3), (3, None)]


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_the_size_of_a_batch_never_shows(
    site: Site, database: Database, batch: int
) -> None:
    views = folding(site, database, person_card)
    for name in ("演示甲", "演示乙", "演示丙"):
        append(site.log, pending(a_resident(name)))

    while views.step(batch):
        pass

    assert versions(site) == [(n, None if n % 3 == 0 else n + 1) for n in range(1, 10)]


def test_a_card_can_be_read_as_it_stood_at_a_position(
    site: Site, database: Database
) -> None:
    person = a_resident("演示甲")
    append(site.log, pending(person))
    folding(site, database, person_card).catch_up()

    then, now = the_card(site, person.id, 2), the_card(site, person.id)

    assert then is not None
    assert now is not None
    assert (then.name, then.division) == ("演示甲", "")
    assert now == replace(then, version=3, division="990101001001", address="演示路1号")


def test_folding_the_same_facts_again_changes_nothing(
    site: Site, database: Database
) -> None:
    append(site.log, pending(a_resident("演示甲")))
    views = folding(site, database, person_card)
    views.catch_up()
    before = versions(site)

    assert views.step() == 0
    assert versions(site) == before


def test_a_view_emptied_and_folded_again_is_the_same(
    site: Site, database: Database
) -> None:
    for name in ("演示甲", "演示乙"):
        append(site.log, pending(a_resident(name)))
    views = folding(site, database, person_card)
    views.catch_up()
    before = versions(site)

    views.refold("person_card")
    assert versions(site) == []
    views.catch_up()

    assert versions(site) == before


def test_a_fact_that_cannot_be_folded_parks_its_person_and_nobody_else(
    site: Site, database: Database
) -> None:
    poison, well = a_resident("毒"), a_resident("演示乙")

    def fold(row: Card | None, logged: Logged) -> Card | None:
        if getattr(logged.fact, "name", "") == "毒":
            raise ZeroDivisionError
        return person_card.fold(row, logged)

    views = folding(site, database, replace(person_card, fold=fold))
    append(site.log, pending(poison))
    append(site.log, pending(well))
    views.catch_up()

    assert views.parked() == [Parked("person_card", poison.id, 2, "ZeroDivisionError")]
    stuck, fine = the_card(site, poison.id), the_card(site, well.id)
    assert stuck is not None
    assert fine is not None
    assert (stuck.version, fine.version) == (1, 3)

    mended = Folding(site.engine, site.log, (person_card,))
    mended.unpark("person_card", poison.id)
    assert mended.parked() == []
    assert the_card(site, poison.id) is not None
    assert versions(site) == [(1, 2), (2, 3), (3, None), (4, 5), (5, 6), (6, None)]


def test_an_erased_person_is_in_no_view_and_comes_back_in_none(
    site: Site, database: Database
) -> None:
    gone, stays = a_resident("演示甲"), a_resident("演示乙")
    append(site.log, pending(gone))
    append(site.log, pending(stays))
    views = folding(site, database, person_card)
    views.catch_up()

    erase(site, gone)
    views.catch_up()
    assert the_card(site, gone.id) is None
    assert the_card(site, stays.id) is not None
    views.refold("person_card")
    views.catch_up()

    assert the_card(site, gone.id) is None
    assert len(versions(site)) == 3


def erase(site: Site, person: Person) -> None:
    last = site.log.stream(person.id)[-1]
    person.record(KeysDestroyed, reason="演示")
    append(site.log, pending(person), Head(last.version, last.hash))
    site.keys.destroy(person.id)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM log.event WHERE position > 2",
        "UPDATE log.event SET hash = sha256(hash) WHERE position = 3",
        "UPDATE log.format SET origin = gen_random_uuid()",
    ],
)
def test_views_do_not_go_on_with_a_log_they_were_not_folded_from(
    site: Site, database: Database, keys_folder: Path, change: str
) -> None:
    append(site.log, pending(a_resident("演示甲")))
    folding(site, database, person_card).catch_up()
    before = versions(site)

    with psycopg.connect(database.owner_url) as connection:
        connection.execute(change.encode())
    reopened = open_site(database.clerk_url, keys_folder)

    with pytest.raises(LogChanged):
        Folding(reopened.engine, reopened.log, (person_card,)).step()
    assert versions(site) == before
    reopened.close()
