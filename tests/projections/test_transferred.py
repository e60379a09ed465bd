"""Whom a unit outside looks after is on no list of what is to be done here, until back."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from domain.handover import Handover
from domain.person.person import Person
from domain.registry.medication import GiveInjection, InjectionForm, JoinProgramme
from domain.registry.registration import RecordMove
from domain.registry.responsibility import (
    ConfirmOutside,
    DecideResponsibility,
    OfferOutside,
)
from domain.registry.runner import UseCase, folded
from domain.values.stock import Programme
from ops.site import Site
from ops.views import make_views
from projections.check_up_due import counted, without_since
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.medicine_due import Kind, due_by, enrolled
from projections.worklists import Listed, Within, listed
from tests.databases import Database
from tests.registering import an_office, register
from tests.streams import a_command

ON = date(2026, 3, 2)
LONG_AFTER = "2027-01-01"
COUNTY: dict[str, Any] = {"role": "county_smi", "division": "990101"}


def on_lists(site: Site, folding: Folding) -> list[list[UUID]]:
    folding.catch_up()
    year = date.fromisoformat(LONG_AFTER)
    with site.engine.begin() as connection:
        found = (
            listed(connection, Listed.FEWER_THAN_FOUR, year, Within()),
            without_since(connection, LONG_AFTER),
            due_by(connection, Kind.INJECTION, LONG_AFTER),
            enrolled(connection, Programme.FREE_MEDICINE.value),
        )
        shown = [[row.person for row in rows] for rows in found]
        assert counted(connection, LONG_AFTER)[0] == len(shown[1])
    return shown


def ask(site: Site, person: UUID, use_case: UseCase, **named: Any) -> None:
    seen = site.log.stream(person)[-1].version
    site.runner.run(use_case, a_command(seen=seen, **named))


def test_transferred_out_somebody_is_on_no_list_and_back_on_all_afterwards(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, OF_THE_LOG)
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    unit = an_office(site)
    person = register(site, unit)
    depot = InjectionForm(
        drug="haloperidol_decanoate", mg="50", given_on=ON, given_by="演示护士",
        every_weeks=4,
    )  # fmt: skip
    ask(site, person, GiveInjection(person, depot))
    ask(site, person, JoinProgramme(person, Programme.FREE_MEDICINE, ON, "演示"))
    assert on_lists(site, folding) == [[person]] * 4

    here = folded(site.log.stream(person))
    assert isinstance(here, Person)
    assert here.residence is not None
    away = replace(here.residence, village="990102", address="演示县")
    ask(site, person, OfferOutside(person, away, "演示县精防中心"))
    offers = folded(site.log.stream(Handover.id_for(person)))
    assert isinstance(offers, Handover)
    ask(site, person, ConfirmOutside(person, offers.opened_id, "电话"), **COUNTY)
    assert on_lists(site, folding) == [[]] * 4

    ask(site, person, RecordMove(person, here.residence), **COUNTY)
    ask(site, person, DecideResponsibility(person, unit, "迁回"), **COUNTY)
    assert on_lists(site, folding) == [[person]] * 4
