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
        aggregate.entrusted_in = aggregate.village
        aggregate.transferred_on = None


class TransferredOut(PersonFact):
    """A unit outside this installation took over: the person leaves the register (转出).

    `by_word_of` is who said so there, and how, because it is entered here (代为登记).
    """

    TOPIC = "person.transferred_out"
    sealed_with: ClassVar = SealedWith.IDENTITY

    handover: str
    left_on: str
    to_division: str
    to_name: str
    by_word_of: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the day; whoever takes over here again ends it."""
        aggregate.transferred_on = self.left_on


class EntrustedRenumbered(PersonFact):
    """The village the person lived in when the unit took over has another code."""

    TOPIC = "person.entrusted_renumbered"
    sealed_with: ClassVar = SealedWith.SITE

    entrusted_in: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the new code."""
        aggregate.entrusted_in = self.entrusted_in


def renumber_entrusted(person: "Person", village: str) -> None:
    """Let the unit hold on from the same village by its new code."""
    if village != person.entrusted_in:
        person.record(EntrustedRenumbered, entrusted_in=village)


def take_responsibility(person: "Person", unit: UUID, from_on: str) -> None:
    """Make an office responsible; nothing happens if it is already."""
    if person.responsible_unit != str(unit) or person.transferred_on:
        person.record(ResponsibilityTaken, unit=str(unit), from_on=from_on)


def transfer_out(
    person: "Person",
    *,
    handover: str,
    on: str,
    to_division: str,
    to_name: str,
    by_word_of: str,
) -> None:
    """Let a unit outside this installation be responsible from a day on."""
    person.record(
        TransferredOut,
        handover=handover,
        left_on=on,
        to_division=to_division,
        to_name=to_name,
        by_word_of=by_word_of,
        happened_at=on,
    )
