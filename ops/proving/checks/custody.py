"""`check custody`: random hand-overs, moves and vacancies; nobody is ever without a unit.

The use cases decide on streams in memory. After every single fact, so at every prefix of
the log, each person's responsible unit must answer to exactly one working unit: itself, or
by the offices that act for one another. A fold that forgets who acts is broken on purpose
and must be seen to lose people.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from domain import topics
from domain.errors import Refused
from domain.fact import Fact, Stream
from domain.handover import Handover
from domain.log import Command
from domain.office import Office
from domain.person.person import Person
from domain.person.residence import Residence, record_residence
from domain.person.responsibility import take_responsibility
from domain.registry.offices import CloseOffice, OpenOffice, ReopenOffice
from domain.registry.registration import RecordMove
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
from domain.values.people import OfficeKind
from ops.proving.proof import Proof, Report, Said

SHORT, LONG = 10_000, 1_000_000
"""How many wishes are asked."""
PEOPLE: Final = 40
TOWNS: Final = tuple(f"99010100{number}" for number in range(1, 7))
COUNTY, NEIGHBOUR = "990101", "990102"
BEGIN: Final = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SPAN: Final = timedelta(hours=7)
"""How much time passes from one wish to the next."""


def working(unit: str, offices: Mapping[str, Office]) -> str:
    """Return the working unit that answers for a unit; empty when none does."""
    for _ in range(len(offices)):
        if offices[unit].is_open:
            return unit
        unit = offices[unit].acting
        if not unit:
            return ""
    return ""


def closed_is_closed(unit: str, offices: Mapping[str, Office]) -> str:
    """Forget who acts: broken on purpose."""
    return unit if offices[unit].is_open else ""


@dataclass(slots=True)
class World:
    """Streams in memory; after each fact everybody's unit is looked at."""

    chance: Random
    found: Found = field(default_factory=Found)
    facts: dict[UUID, list[Fact]] = field(default_factory=dict[UUID, list[Fact]])
    told: dict[UUID, Stream] = field(default_factory=dict[UUID, Stream])
    units: Counter[str] = field(default_factory=Counter[str])
    counted: Counter[str] = field(default_factory=Counter[str])
    now: datetime = BEGIN

    def ask(self, wish: UseCase) -> None:
        """Let a use case decide; what a refused one recorded is forgotten."""
        self.now += SPAN
        command = Command(
            id=UUID(int=self.chance.getrandbits(128), version=4),
            body={},
            actor=UUID(int=0),
            role="",
            organisation=None,
            division="",
            purpose="care",
            channel="job",
            now=self.now,
            happened_at=self.now.isoformat(),
        )
        try:
            wish.decide(self.found, command)
        except Refused:
            self.counted["refused"] += 1
            for fact in self.found.recorded():
                self._begin_again(fact.originator_id)
        for fact in self.found.recorded():
            self.take(fact)

    def take(self, fact: Fact) -> None:
        """Append a fact, and look whether anybody is without a working unit now."""
        key = fact.originator_id
        self.facts.setdefault(key, []).append(fact)
        before = self.told.get(key)
        unit = before.responsible_unit if isinstance(before, Person) else ""
        after: Any = fact.mutate(before)
        self.told[key] = after
        if isinstance(after, Person) and after.responsible_unit != unit:
            self.units[unit] -= 1
            self.units[after.responsible_unit] += 1
            self.counted["transfers"] += bool(unit)
        self.counted[fact.TOPIC] += 1
        self._look()

    def _look(self) -> None:
        offices = {str(k): o for k, o in self.told.items() if isinstance(o, Office)}
        for unit, people in self.units.items():
            if unit and people:
                self.counted["instants"] += people
                self.counted["ownerless"] += people * (not working(unit, offices))
                lost = not closed_is_closed(unit, offices)
                self.counted["lost without acting"] += people * lost

    def _begin_again(self, key: UUID) -> None:
        stream: Any = None
        for fact in self.facts.get(key, ()):
            stream = fact.mutate(stream)
        if stream is not None:
            self.found.begin(stream)

    def ids(self, kind: type[Stream]) -> list[UUID]:
        """Return the streams of a kind."""
        return [key for key, s in self.found.streams().items() if isinstance(s, kind)]


def a_world(seed: int) -> World:
    """Return six township hospitals, two county SMI offices, and people of the first."""
    topics.register()
    world = World(Random(seed))  # noqa: S311 - no secret
    for town in TOWNS:
        villages = (f"{town}001", f"{town}002")
        world.ask(
            OpenOffice(
                OfficeKind.TOWNSHIP_HOSPITAL, "演示", town, "", "2026-01-01", villages
            )
        )
    for _ in range(2):
        world.ask(OpenOffice(OfficeKind.COUNTY_SMI, "演示", COUNTY, "", "2026-01-01"))
    unit = world.ids(Office)[0]
    for number in range(PEOPLE):
        person = Person.register(UUID(int=number + 1), "2026-03-02", provisional=False)
        world.found.begin(person)
        record_residence(person, a_residence(TOWNS[0] + "001"))
        take_responsibility(person, unit, "2026-03-02")
    for fact in world.found.recorded():
        world.take(fact)
    return world


def a_residence(village: str) -> Residence:
    """Return where somebody lives."""
    return Residence(village, "演示路1号", village, None, "2026-03-02")


def a_wish(world: World) -> UseCase:
    """Return something to ask, sensible or not."""
    chance = world.chance
    person = chance.choice(world.ids(Person))
    offices = world.ids(Office)
    office, other = chance.choice(offices), chance.choice(offices)
    held = world.found.maybe(Handover, Handover.id_for(person))
    offer = held.offer if held else None
    handover = offer.handover if offer else ""
    unit = UUID(offer.to_unit) if offer and offer.to_unit else office
    there = a_residence(chance.choice(TOWNS) + chance.choice(("001", "002")))
    away = a_residence(NEIGHBOUR)
    wishes: tuple[UseCase, ...] = (
        OfferHandover(person, office, HandoverCause.OTHER),
        RecordMove(person, there, office),
        RecordMove(person, there),
        OfferOutside(person, away, "演示县精神卫生中心"),
        AcceptHandover(person, unit, handover),
        AcceptHandover(person, unit, handover),
        AcceptHandover(person, unit, handover),
        ConfirmOutside(person, handover, "电话"),
        RefuseHandover(person, unit, handover, "不在辖区"),
        TakeBackHandover(person, handover, "又搬回"),
        LapseHandover(person, handover),
        DecideResponsibility(person, office, "裁定"),
        DecideResponsibility(person, other, "裁定"),
        CloseOffice(office, "2026-03-02", "空缺", chance.choice((other, None))),
        ReopenOffice(office, "2026-03-02"),
        ReopenOffice(other, "2026-03-02"),
    )
    return chance.choice(wishes)


@dataclass(frozen=True, slots=True)
class Custody:
    """The check."""

    name: str = "custody"
    claim: str = (
        "任意移交、迁居、岗位空缺:日志的每个前缀,每人有且只有一个在岗责任单位"
        " / hand-overs, moves, vacancies: one working unit for everybody at every prefix"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Ask at random, and count the instants somebody was without a unit."""
        wishes = SHORT if short else LONG
        world = a_world(1)
        for index in range(wishes):
            world.ask(a_wish(world))
            if index % 100_000 == 0:
                said(f"{index:,}")
        counted, report = world.counted, Report("custody")
        report.add("wishes asked", wishes, least=wishes)
        report.add("of them refused", counted["refused"], least=1)
        report.add("units changed", counted["transfers"], least=wishes / 100)
        for topic in ("handover.refused", "handover.expired", "person.transferred_out"):
            report.add(topic, counted[topic], least=1)
        report.add("vacancies", counted["office.closed"], least=1)
        report.add("person-instants looked at", counted["instants"], least=wishes)
        report.add("ownerless instants", counted["ownerless"], most=0)
        report.add(
            "seen when nobody acts for a vacant post",
            counted["lost without acting"],
            least=1,
            note="broken on purpose",
        )
        return report


PROOF: Final[Proof] = Custody()
