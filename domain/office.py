"""An office: what it is, and which villages it serves from when to when.

Receivers of notices are found by village of present residence, not by township: one town
can have three police stations (field-notes 1).
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.errors import OfficeIsClosed
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


@dataclass(slots=True)
class Service:
    """A village served from a day on, until a day (not included) or for good."""

    village: str
    from_on: str
    until_on: str | None = None


class Opened(FirstFact):
    """An office was entered, with its kind and the division it stands for."""

    TOPIC = "office.opened"
    sealed_with: ClassVar = SealedWith.SITE

    kind: str
    name: str
    division: str
    phone: str
    opened_on: str

    def apply(self, aggregate: "Office") -> None:
        """Keep what the office is."""
        aggregate.kind = self.kind
        aggregate.name = self.name
        aggregate.division = self.division
        aggregate.is_open = True


class VillageAssigned(Fact):
    """The office serves a village from a day on."""

    TOPIC = "office.village_assigned"
    sealed_with: ClassVar = SealedWith.SITE

    village: str
    from_on: str

    def apply(self, aggregate: "Office") -> None:
        """Add the service."""
        aggregate.services[self.village] = Service(self.village, self.from_on)


class VillageReleased(Fact):
    """The office no longer serves a village from a day on."""

    TOPIC = "office.village_released"
    sealed_with: ClassVar = SealedWith.SITE

    village: str
    until_on: str

    def apply(self, aggregate: "Office") -> None:
        """End the service."""
        aggregate.services[self.village].until_on = self.until_on


class Renumbered(Fact):
    """The division the office stands for has another code from a day on."""

    TOPIC = "office.renumbered"
    sealed_with: ClassVar = SealedWith.SITE

    division: str
    from_on: str

    def apply(self, aggregate: "Office") -> None:
        """Keep the new code."""
        aggregate.division = self.division


class Closed(Fact):
    """The office was closed or its post is vacant: notices need a stand-in."""

    TOPIC = "office.closed"
    sealed_with: ClassVar = SealedWith.SITE

    closed_on: str
    reason: str

    def apply(self, aggregate: "Office") -> None:
        """Let it receive nothing any more."""
        aggregate.is_open = False


class ActingNamed(Fact):
    """Another office acts for this one while its post is vacant (代行管理责任).

    Whom this one is responsible for is never without a working unit: the one named works.
    """

    TOPIC = "office.acting_named"
    sealed_with: ClassVar = SealedWith.SITE

    acting: str
    from_on: str

    def apply(self, aggregate: "Office") -> None:
        """Keep who acts."""
        aggregate.acting = self.acting


class Reopened(Fact):
    """The office works again, and nobody acts for it."""

    TOPIC = "office.reopened"
    sealed_with: ClassVar = SealedWith.SITE

    reopened_on: str

    def apply(self, aggregate: "Office") -> None:
        """Let it receive again."""
        aggregate.is_open = True
        aggregate.acting = ""


class Office(Stream):
    """An office that looks after people or is told about them."""

    TOPIC = "office"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "office.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "office.created"

    def __init__(self) -> None:
        """Begin serving nobody."""
        self.kind = ""
        self.name = ""
        self.division = ""
        self.is_open = False
        self.acting = ""
        self.services: dict[str, Service] = {}

    @classmethod
    def open(
        cls,
        stream: UUID,
        kind: str,
        name: str,
        division: str,
        phone: str,
        opened_on: str,
    ) -> "Office":
        """Enter an office."""
        return cls._create(
            Opened,
            id=stream,
            timestamp=NOT_YET,
            kind=kind,
            name=name,
            division=division,
            phone=phone,
            opened_on=opened_on,
        )

    def serves(self, village: str, day: str) -> bool:
        """Return whether the office is open and serves the village on the day."""
        service = self.services.get(village)
        return (
            self.is_open
            and service is not None
            and service.from_on <= day
            and (service.until_on is None or day < service.until_on)
        )

    def renumber(self, division: str, from_on: str) -> None:
        """Stand for the same division by its new code; nothing happens if it does."""
        if division != self.division:
            self.record(Renumbered, division=division, from_on=from_on)

    def assign_village(self, village: str, from_on: str) -> None:
        """Serve a village from a day on; nothing happens if it does already."""
        if not self.is_open:
            raise OfficeIsClosed
        service = self.services.get(village)
        if service is None or service.until_on is not None:
            self.record(VillageAssigned, village=village, from_on=from_on)

    def release_village(self, village: str, until_on: str) -> None:
        """Stop serving a village from a day on; nothing happens if it doesn't."""
        service = self.services.get(village)
        if service is not None and service.until_on is None:
            self.record(VillageReleased, village=village, until_on=until_on)

    def close(self, closed_on: str, reason: str) -> None:
        """Close the office; asking twice closes once."""
        if self.is_open:
            self.record(Closed, closed_on=closed_on, reason=reason)

    def name_acting(self, acting: UUID, from_on: str) -> None:
        """Let another office act for this one, which closes; asking twice names it once."""
        if self.acting != str(acting):
            self.record(ActingNamed, acting=str(acting), from_on=from_on)

    def reopen(self, reopened_on: str) -> None:
        """Open the office again; nothing happens while it is open."""
        if not self.is_open:
            self.record(Reopened, reopened_on=reopened_on)
