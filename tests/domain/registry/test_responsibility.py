"""Somebody is responsible at every moment, and only one; the record follows who is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    ActingUnitNeeded,
    AlreadyLeft,
    AlreadyResponsible,
    HandoverOpen,
    NoSuchOffer,
    NotAllowed,
    NotAUnit,
    OutOfItsArea,
    ReasonNeeded,
    Refused,
)
from domain.fact import Fact, Stream
from domain.handover import Handover
from domain.log import Recorded
from domain.office import Office
from domain.person.person import Person
from domain.registry.offices import CloseOffice, OpenOffice, ReopenOffice
from domain.registry.registration import RecordMove, RegisterPerson
from domain.registry.responsibility import (
    AcceptHandover,
    ConfirmOutside,
    DecideResponsibility,
    HandoverCause,
    LapseHandover,
    OfferHandover,
    OfferOutside,
    RefuseHandover,
    TakeBackHandover,
)
from domain.registry.runner import Found, UseCase
from ops.site import Site
from tests.registering import (
    a_form,
    a_registration,
    an_office,
    follow_up,
    register,
)
from tests.streams import NOON, a_command

EAST, EAST_VILLAGE = "990101002", "990101002001"
COUNTY = "990101"
VILLAGES = [f"99010100{town}00{village}" for town in (1, 2, 3) for village in (1, 2)]


@dataclass(slots=True)
class World:
    """Streams in memory, deciding; every fact is kept in the order of the log."""

    found: Found = field(default_factory=Found)
    facts: list[Fact] = field(default_factory=list[Fact])
    refused: int = 0

    def ask(self, use_case: UseCase, **named: Any) -> None:
        try:
            use_case.decide(self.found, a_command(**named))
        except Refused:
            self.refused += 1
            for fact in self.found.recorded():
                self._begin_again(fact.originator_id)
        self.facts += self.found.recorded()

    def _begin_again(self, key: UUID) -> None:
        """Forget what a refused use case recorded: the runner appends none of it."""
        folded: Any = None
        for fact in self.facts:
            if fact.originator_id == key:
                folded = fact.mutate(folded)
        if folded is not None:
            self.found.begin(folded)

    def ids(self, kind: type[Stream]) -> list[UUID]:
        return [k for k, s in self.found.streams().items() if isinstance(s, kind)]


def a_world(people: int) -> World:
    world = World()
    for town in (1, 2, 3):
        served = tuple(v for v in VILLAGES if v.startswith(f"99010100{town}"))
        world.ask(
            OpenOffice(
                "township_hospital", "演示", served[0][:9], "", "2026-01-01", served
            )
        )
    for name in ("甲", "乙"):
        world.ask(OpenOffice("county_smi", name, COUNTY, "", "2026-01-01"))
    unit = world.ids(Office)[0]
    for _ in range(people):
        world.ask(RegisterPerson(a_registration(unit), id_claim=None))
    return world


def one_step(world: World, chance: Random, day: int) -> None:
    """Ask for something at random, sensible or not."""
    people, offices = world.ids(Person), world.ids(Office)
    person, office, other = (
        chance.choice(people),
        chance.choice(offices),
        chance.choice(offices),
    )
    held = world.found.maybe(Handover, Handover.id_for(person))
    handover = held.opened_id if held else ""
    to_unit = UUID(held.offer.to_unit or "") if held and held.offer else office
    residence = world.found.get(Person, person).residence
    assert residence is not None
    moved = replace(residence, village=chance.choice(VILLAGES))
    wish: UseCase = chance.choice(
        (
            OfferHandover(person, office, HandoverCause.OTHER),
            OfferHandover(person, office, HandoverCause.OTHER),
            RecordMove(person, moved, office),
            RecordMove(person, moved),
            AcceptHandover(person, to_unit, handover),
            AcceptHandover(person, to_unit, handover),
            RefuseHandover(person, to_unit, handover, "不在辖区"),
            TakeBackHandover(person, handover, "又搬回"),
            LapseHandover(person, handover),
            DecideResponsibility(person, office, "裁定"),
            CloseOffice(office, "2026-03-02", "空缺", chance.choice((other, None))),
            ReopenOffice(office, "2026-03-02"),
        )
    )
    world.ask(wish, now=NOON + timedelta(days=day))


def responsible(unit: str, offices: dict[str, Office]) -> str:
    """Return the working unit that answers for somebody of a unit."""
    for _ in range(len(offices)):
        if offices[unit].is_open:
            return unit
        unit = offices[unit].acting
    return ""


def check_every_prefix(facts: Sequence[Fact]) -> int:
    """Fold fact by fact; return how many instants of somebody's were looked at."""
    streams: dict[UUID, Any] = {}
    looked = 0
    for fact in facts:
        key = fact.originator_id
        streams[key] = fact.mutate(streams.get(key))
        offices = {str(k): s for k, s in streams.items() if isinstance(s, Office)}
        for person in streams.values():
            if isinstance(person, Person) and person.responsible_unit:
                looked += 1
                assert responsible(person.responsible_unit, offices), "ownerless"
    return looked


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_without_one_working_unit_at_any_prefix_of_the_log(seed: int) -> None:
    """BR-TRF-4: 0 ownerless instants, and by one value at a time 0 double ones."""
    chance, world = Random(seed), a_world(people=5)
    for step in range(600):
        one_step(world, chance, step)

    assert check_every_prefix(world.facts) > 1_000
    topics = [fact.TOPIC for fact in world.facts]
    assert topics.count("person.responsibility_taken") > 30
    for lived in ("handover.expired", "handover.refused", "office.acting_named"):
        assert lived in topics
    assert world.refused > 100
    assert all(
        p.responsible_unit
        for p in world.found.streams().values()
        if isinstance(p, Person)
    )


@pytest.fixture
def sender(site: Site) -> UUID:
    return an_office(site)


@pytest.fixture
def receiver(site: Site) -> UUID:
    return an_office(site, name="演示东镇", division=EAST, villages=(EAST_VILLAGE,))


@pytest.fixture
def person(site: Site, sender: UUID) -> UUID:
    return register(site, sender)


def ask(site: Site, use_case: UseCase, person: UUID, **named: Any) -> Recorded:
    return site.runner.run(
        use_case, a_command(seen=site.log.stream(person)[-1].version, **named)
    )


def state(site: Site, person: UUID) -> Person:
    folded: Any = None
    for logged in site.log.stream(person):
        assert isinstance(logged.fact, Fact)
        folded = logged.fact.mutate(folded)
    assert isinstance(folded, Person)
    return folded


def move(site: Site, person: UUID, to_unit: UUID | None) -> None:
    residence = state(site, person).residence
    assert residence is not None
    there = replace(residence, village=EAST_VILLAGE, since="2026-03-02")
    ask(site, RecordMove(person, there, to_unit), person)


def opened(site: Site, person: UUID) -> str:
    folded: Any = None
    for logged in site.log.stream(Handover.id_for(person)):
        assert isinstance(logged.fact, Fact)
        folded = logged.fact.mutate(folded)
    assert isinstance(folded, Handover)
    return folded.opened_id


EAST_DOCTOR: dict[str, Any] = {"division": EAST}


def test_the_sender_stays_responsible_and_in_sight_until_the_receiver_accepts(
    site: Site, person: UUID, sender: UUID, receiver: UUID
) -> None:
    move(site, person, receiver)

    assert state(site, person).responsible_unit == str(sender)
    follow_up(site, person, a_form())
    accepting = AcceptHandover(person, receiver, opened(site, person))
    with pytest.raises(NotAllowed):
        site.runner.run(accepting, a_command(organisation=sender))
    site.runner.run(accepting, a_command(organisation=receiver, **EAST_DOCTOR))

    assert state(site, person).responsible_unit == str(receiver)
    with pytest.raises(NotAllowed):
        follow_up(site, person, a_form())
    follow_up(site, person, a_form(), **EAST_DOCTOR)


def test_a_refusal_needs_a_reason_and_leaves_the_sender_responsible(
    site: Site, person: UUID, sender: UUID, receiver: UUID
) -> None:
    move(site, person, receiver)
    at_the_receiver = a_command(organisation=receiver, **EAST_DOCTOR)
    offer = opened(site, person)
    with pytest.raises(ReasonNeeded):
        site.runner.run(RefuseHandover(person, receiver, offer, " "), at_the_receiver)

    site.runner.run(
        RefuseHandover(person, receiver, offer, "查无此人"), at_the_receiver
    )

    assert state(site, person).responsible_unit == str(sender)
    with pytest.raises(NoSuchOffer):
        site.runner.run(
            AcceptHandover(person, receiver, offer),
            replace(at_the_receiver, id=uuid4()),
        )


def test_an_offer_lapses_after_seven_days_and_not_before(
    site: Site, person: UUID, sender: UUID, receiver: UUID
) -> None:
    """D-L1."""
    move(site, person, receiver)
    lapsing = LapseHandover(person, opened(site, person))

    def lapse(days: int) -> Recorded:
        job = {"role": "system", "purpose": "care", "division": ""}
        return site.runner.run(
            lapsing, a_command(now=NOON + timedelta(days=days), **job)
        )

    assert not lapse(7).facts
    assert [fact.topic for fact in lapse(8).facts] == ["handover.expired"]
    assert not lapse(9).facts
    assert state(site, person).responsible_unit == str(sender)


def test_one_offer_at_a_time_to_a_unit_that_can_have_the_person(
    site: Site, person: UUID, sender: UUID, receiver: UUID
) -> None:
    police = an_office(site, "police_station")
    neighbour = an_office(site, name="演示西镇")
    for unit, refusal in (
        (sender, AlreadyResponsible),
        (police, NotAUnit),
        (receiver, OutOfItsArea),
    ):
        with pytest.raises(refusal):
            ask(site, OfferHandover(person, unit, HandoverCause.OTHER), person)
    ask(site, OfferHandover(person, neighbour, HandoverCause.AREA_CHANGED), person)

    with pytest.raises(HandoverOpen):
        ask(site, OfferHandover(person, neighbour, HandoverCause.AREA_CHANGED), person)


def test_the_county_office_decides_whom_nobody_takes_on(
    site: Site, person: UUID, receiver: UUID
) -> None:
    """D-L2."""
    move(site, person, receiver)
    offer = opened(site, person)
    site.runner.run(
        RefuseHandover(person, receiver, offer, "不同意"),
        a_command(organisation=receiver, **EAST_DOCTOR),
    )
    deciding = DecideResponsibility(person, receiver, "以现住址为准")
    with pytest.raises(NotAllowed):
        ask(site, deciding, person)

    ask(site, deciding, person, role="county_smi", division=COUNTY)

    assert state(site, person).responsible_unit == str(receiver)


def test_a_unit_closes_only_when_a_working_one_acts_for_it(
    site: Site, sender: UUID
) -> None:
    """A vacancy makes the county SMI office acting owner (field notes 1)."""
    county = an_office(site, "county_smi", division=COUNTY)
    admin: dict[str, Any] = {
        "role": "administrator",
        "purpose": "administration",
        "division": COUNTY,
    }
    with pytest.raises(ActingUnitNeeded):
        site.runner.run(CloseOffice(sender, "2026-03-02", "无人员"), a_command(**admin))

    site.runner.run(
        CloseOffice(sender, "2026-03-02", "无人员", county), a_command(**admin)
    )

    newcomer = register(site, sender)
    assert state(site, newcomer).responsible_unit == str(sender)


def test_while_the_receiver_is_vacant_the_acting_office_accepts(
    site: Site, person: UUID, receiver: UUID
) -> None:
    county = an_office(site, "county_smi", division=COUNTY)
    closing = CloseOffice(receiver, "2026-03-02", "无人员", county)
    site.runner.run(
        closing,
        a_command(role="administrator", purpose="administration", division=COUNTY),
    )
    move(site, person, receiver)

    site.runner.run(
        AcceptHandover(person, receiver, opened(site, person)),
        a_command(role="county_smi", division=COUNTY, organisation=county),
    )

    assert state(site, person).responsible_unit == str(receiver)


def test_another_county_gets_the_person_once_it_has_confirmed(
    site: Site, person: UUID
) -> None:
    """BR-TRF-2 and -4: the sender follows up until then, and leaves the register after."""
    residence = state(site, person).residence
    assert residence is not None
    away = replace(residence, village="990102", address="演示县")
    ask(site, OfferOutside(person, away, "演示县精防中心"), person)
    follow_up(site, person, a_form())
    assert state(site, person).due_on is not None

    confirming = ConfirmOutside(person, opened(site, person), "演示县精防 张演示 电话")
    county: dict[str, Any] = {"role": "county_smi", "division": COUNTY}
    with pytest.raises(NotAllowed):
        site.runner.run(confirming, a_command())
    site.runner.run(confirming, a_command(**county))

    assert state(site, person).due_on is None
    with pytest.raises(AlreadyLeft):
        ask(site, OfferOutside(person, away, "演示县精防中心"), person)


def test_who_comes_back_is_taken_on_again(
    site: Site, person: UUID, sender: UUID
) -> None:
    residence = state(site, person).residence
    assert residence is not None
    away = replace(residence, village="990102", address="演示县")
    county: dict[str, Any] = {"role": "county_smi", "division": COUNTY}
    ask(site, OfferOutside(person, away, "演示县精防中心"), person)
    site.runner.run(
        ConfirmOutside(person, opened(site, person), "电话"), a_command(**county)
    )

    ask(site, RecordMove(person, residence), person, **county)
    ask(site, DecideResponsibility(person, sender, "迁回"), person, **county)

    assert state(site, person).due_on is not None
    follow_up(site, person, a_form())
