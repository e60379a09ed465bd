"""Who is the guardian (监护人), on which basis, and how able (P3 arts 28-34)."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Guardian:
    """Name, relation and telephone; basis of guardianship; ability strong/weak/none."""

    name: str
    relation: str
    phone: str | None
    basis: str | None
    ability: str | None


class GuardianRecorded(PersonFact):
    """The guardian was recorded; a later one replaces it, the history keeps both."""

    TOPIC = "person.guardian_recorded"
    sealed_with: ClassVar = SealedWith.IDENTITY

    name: str
    relation: str
    phone: str | None
    basis: str | None
    ability: str | None

    def apply(self, aggregate: "Person") -> None:
        """Keep the guardian."""
        aggregate.guardian = Guardian(
            self.name, self.relation, self.phone, self.basis, self.ability
        )


def record_guardian(person: "Person", guardian: Guardian) -> None:
    """Record the guardian; nothing happens if it is the one on record."""
    if guardian != person.guardian:
        person.record(GuardianRecorded, **asdict(guardian))
