"""Which office looks after the person (管理责任单位); nobody is ever without one.

Who moves stays with the unit until another has accepted (BR-TRF-4), and so does that
unit's sight of the record: `entrusted_in` is where the person lived when it took over.
"""

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
        """Keep the unit, and where the person lived when it took over."""
        aggregate.responsible_unit = self.unit
        aggregate.entrusted_in = (
            aggregate.residence.village if aggregate.residence else ""
        )


def take_responsibility(person: "Person", unit: UUID, from_on: str) -> None:
    """Make an office responsible; nothing happens if it is already."""
    if person.responsible_unit != str(unit):
        person.record(ResponsibilityTaken, unit=str(unit), from_on=from_on)
