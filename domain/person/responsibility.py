"""Which office looks after the person (管理责任单位); nobody is ever without one."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


class ResponsibilityTaken(PersonFact):
    """An office became the responsible unit from a day on."""

    TOPIC = "person.responsibility_taken"
    sealed_with: ClassVar = SealedWith.SITE

    unit: str
    from_on: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the unit."""
        aggregate.responsible_unit = self.unit


def take_responsibility(person: "Person", unit: UUID, from_on: str) -> None:
    """Make an office responsible; nothing happens if it is already."""
    if person.responsible_unit != str(unit):
        person.record(ResponsibilityTaken, unit=str(unit), from_on=from_on)
