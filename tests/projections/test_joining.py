"""Two records of one person in a database: merged, as then known, parted, rebuilt, erased."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine

from domain.claim import Claim
from domain.errors import AlreadyTaken, RecordMerged, WitnessNeeded
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.known import facts_of, survivor_of, whole
from domain.registry.merging import Claims, ConfirmMerge, ProposeMerge, Side, UndoMerge
from domain.registry.registration import RegisterPerson
from domain.registry.runner import folded
from domain.registry.standing import Death, RecordDeath
from domain.registry.taking_back import RetractFact, entries_of
from domain.values.findings import Grade
from ops.migrations import psycopg_url
from ops.site import Site
from ops.views import make_views
from projections import rows
from projections.comparing import compare
from projections.due_list import due_list
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.management import management
from projections.person_card import Card, card, person_card
from projections.rebuilding import drop_beside, rebuild_beside
from tests.databases import Database
from tests.registering import (
    AN_ID,
    a_form,
    a_registration,
    an_office,
    follow_up,
    person_of,
    register,
)
from tests.streams import a_command

ANOTHER = UUID("00000000-0000-4000-8000-0000000000a2")
REASON = "同一人的两份档案"


@pytest.fixture
def views(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def seen(site: Site, person: UUID) -> int:
    return site.log.stream(person)[-1].version


def merge(
    site: Site, goes: UUID, stays: UUID, side: Side = Side.SURVIVOR, **claims: UUID
) -> int:
    """Merge as two people do; return the position after it."""
    site.runner.run(ProposeMerge(goes, stays, side, REASON), a_command())
    confirming = ConfirmMerge(goes, stays, Claims(**claims))
    by = a_command(actor=ANOTHER, seen=seen(site, goes))
    return site.runner.run(confirming, by).position


def part(site: Site, goes: UUID, stays: UUID, **claims: UUID) -> None:
    undoing = UndoMerge(goes, stays, "并非同一人", Claims(**claims))
    by = a_command(role="county_smi", division="990101", seen=seen(site, stays))
    site.runner.run(undoing, by)


def two_records(site: Site) -> tuple[UUID, UUID]:
    """Register somebody twice and see them under both records; return goes and stays."""
    unit = an_office(site)
    goes, stays = (
        register(site, unit, name="无名氏07"),
        register(site, unit, name="演示甲"),
    )
    follow_up(site, stays, a_form(date(2026, 3, 2), risk=Grade.LEVEL_1), now=LATER)
    follow_up(site, goes, a_form(date(2026, 3, 20), risk=Grade.LEVEL_2), now=LATER)
    return goes, stays


LATER = a_command().now.replace(month=4)


def standing(site: Site, at: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return every view's rows without their positions and stream versions."""
    with site.engine.begin() as connection:
        return {
            view.name: [
                {n: v for n, v in row.items() if n not in NOT_COMPARED}
                for row in connection.execute(
                    view.rows(at).order_by(view.table.c.key)
                ).mappings()
            ]
            for view in OF_THE_LOG
        }


NOT_COMPARED = {"from_position", "to_position", "version"}


def the_card(site: Site, person: UUID, at: int | None = None) -> Card | None:
    with site.engine.begin() as connection:
        return card(connection, person, at)


def test_two_records_merge_into_one_line_of_every_list(
    site: Site, views: Folding
) -> None:
    goes, stays = two_records(site)
    views.catch_up()
    before = site.log.last_position()

    merge(site, goes, stays)
    views.catch_up()

    shown = standing(site)
    assert [row["person"] for row in shown["due_list"]] == [stays]
    assert [row["person"] for row in shown["management"]] == [stays]
    assert [v["visited_on"] for v in shown["management"][0]["visits"]] == [
        "2026-03-02",
        "2026-03-20",
    ]
    joined = the_card(site, stays)
    assert joined is not None
    assert (joined.name, joined.grade, joined.visited_on) == ("演示甲", 2, "2026-03-20")
    assert joined.version == seen(site, stays)
    then = standing(site, before)
    assert {row["person"] for row in then["due_list"]} == {goes, stays}


def test_after_parting_every_view_is_as_if_nothing_had_been_merged(
    site: Site, views: Folding
) -> None:
    goes, stays = two_records(site)
    views.catch_up()
    before = standing(site)

    merge(site, goes, stays, Side.RETIRED)
    views.catch_up()
    assert standing(site) != before
    part(site, goes, stays)
    views.catch_up()

    assert standing(site) == before


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_views_of_merged_records_are_rebuilt_the_same(
    site: Site, database: Database, views: Folding, batch: int
) -> None:
    goes, stays = two_records(site)
    merge(site, goes, stays, Side.RETIRED)
    follow_up(site, stays, a_form(date(2026, 4, 2)), now=LATER)
    lost = entries_of(site.log, stays, site.log.stream(stays)[-2].event_id)
    site.runner.run(
        RetractFact(stays, lost, "录错"), a_command(seen=seen(site, stays), now=LATER)
    )
    part(site, goes, stays)
    merge(site, goes, stays)
    while views.step(batch):
        pass

    assert exact(site, database)
    views.unpark("due_list", goes)
    assert exact(site, database)


def exact(site: Site, database: Database) -> bool:
    with owned(database) as engine:
        shadows = rebuild_beside(engine, site.log, OF_THE_LOG)
        found: list[bool] = []
        for shadow in shadows:
            with rows.transaction(engine) as connection:
                found.append(compare(connection, shadow.view, shadow).is_exact)
        with rows.transaction(engine) as connection:
            drop_beside(connection)
    return all(found) and not any(shadow.parked for shadow in shadows)


@contextmanager
def owned(database: Database) -> Generator[Any]:
    engine = create_engine(psycopg_url(database.owner_url))
    yield engine
    engine.dispose()


def test_a_record_that_was_merged_is_no_longer_written_to_but_by_devices(
    site: Site, views: Folding
) -> None:
    goes, stays = two_records(site)
    merge(site, goes, stays)

    with pytest.raises(RecordMerged) as refused:
        follow_up(site, goes, a_form(date(2026, 4, 2)), now=LATER)
    assert refused.value.details == {"survivor": str(stays)}
    done = follow_up(site, goes, a_form(date(2026, 4, 2)), now=LATER, channel="device")

    assert {fact.stream for fact in done.facts} == {stays}
    assert survivor_of(site.log, goes) == stays
    views.catch_up()
    found = the_card(site, stays)
    assert found is not None
    assert found.visited_on == "2026-04-02"


def test_a_merge_takes_two_people(site: Site) -> None:
    goes, stays = two_records(site)
    site.runner.run(ProposeMerge(goes, stays, Side.SURVIVOR, REASON), a_command())

    with pytest.raises(WitnessNeeded):
        site.runner.run(
            ConfirmMerge(goes, stays, Claims()), a_command(seen=seen(site, goes))
        )


def test_the_number_of_the_right_identity_goes_to_the_surviving_record(
    site: Site,
) -> None:
    unit, number, other = an_office(site), uuid4(), uuid4()
    known = a_registration(unit, id_kind="resident_id", id_number=AN_ID)

    def claimed(claim: UUID) -> UUID:
        registering = RegisterPerson(known, id_claim=claim)
        return person_of(site.runner.run(registering, a_command(id=uuid4())))

    goes, stays = claimed(number), claimed(other)
    claims = {"of_retired": number, "of_survivor": other}

    def holders() -> list[str]:
        found = [folded(site.log.stream(claim)) for claim in (number, other)]
        return [each.holder for each in found if isinstance(each, Claim)]

    merge(site, goes, stays, Side.RETIRED, **claims)
    assert holders() == [str(stays), ""]
    part(site, goes, stays, **claims)
    assert holders() == [str(goes), str(stays)]

    merge(site, goes, stays, Side.RETIRED, **claims)
    claimed(other)
    with pytest.raises(AlreadyTaken):
        part(site, goes, stays, **claims)


def test_an_aggregate_knows_what_both_records_tell(site: Site) -> None:
    goes, stays = two_records(site)
    merge(site, goes, stays)

    topics = [fact.topic for fact in facts_of(site.log, stays)]
    assert topics.count("person.follow_up_recorded") == 2
    assert topics.count("person.registered") == 1
    assert {fact.person for fact in whole(site.log, stays)} == {goes, stays}
    part(site, goes, stays)
    assert {fact.person for fact in whole(site.log, stays)} == {stays}


def test_a_death_that_never_was_brings_the_person_back(
    site: Site, views: Folding
) -> None:
    _, stays = two_records(site)
    views.catch_up()
    before = standing(site)
    died = site.runner.run(
        RecordDeath(stays, Death("2026-03-30", 2, None)), a_command(now=LATER)
    ).facts[0]
    views.catch_up()
    wrong = RetractFact(stays, entries_of(site.log, stays, died.event_id), "录错人")

    site.runner.run(wrong, a_command(seen=seen(site, stays), now=LATER))
    views.catch_up()

    assert standing(site) == before
    done = follow_up(site, stays, a_form(date(2026, 4, 2)), now=LATER)
    assert done.facts


def test_what_was_known_of_somebody_erased_is_in_nobody_elses_rows(
    site: Site, database: Database, views: Folding
) -> None:
    goes, stays = two_records(site)
    merge(site, goes, stays)
    views.catch_up()
    part(site, goes, stays)
    views.catch_up()
    administrator = a_command(
        role="administrator", purpose="administration", division="9901"
    )
    site.runner.run(ProposeErasure(goes, "保存期满"), administrator)
    site.runner.run(
        ErasePerson(goes, None), replace(administrator, id=uuid4(), actor=ANOTHER)
    )
    site.keys.destroy(goes)

    views.catch_up()

    with site.engine.begin() as connection:
        table = management.table
        every = connection.execute(table.select()).all()
        assert {row.person for row in every} == {stays}
        assert all(len(row.visits) <= 1 for row in every)
    assert exact(site, database)
    assert {view.name for view in (person_card, due_list)} <= set(standing(site))
