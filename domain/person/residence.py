"""Where the person lives and where they are registered: both kept (BR-TRF-3).

Present residence decides who looks after the person and which offices are told
(BR-TRF-1); the village is the 12-digit code.
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Residence:
    """Present residence by village code and address; domicile by code and address."""

    village: str
    address: str
    domicile: str | None
    domicile_address: str | None
    since: str


class ResidenceRecorded(PersonFact):
    """Where the person lives from a day on was recorded."""

    TOPIC = "person.residence_recorded"
    sealed_with: ClassVar = SealedWith.IDENTITY

    village: str
    address: str
    domicile: str | None
    domicile_address: str | None
    since: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the residence."""
        aggregate.residence = Residence(
            self.village,
            self.address,
            self.domicile,
            self.domicile_address,
            self.since,
        )


def record_residence(person: "Person", residence: Residence) -> None:
    """Record where the person lives; nothing happens if that is known already."""
    if residence != person.residence:
        person.record(ResidenceRecorded, **asdict(residence))
