"""Who is the guardian (监护人), on which basis, and how able (P3 arts 28-34)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from domain.errors import NoGuardian
from domain.fact import PersonFact, SealedWith
from domain.rules.guardian import assess_again_on, findings_of
from domain.rules.parameters import NATIONAL, InForce

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


@dataclass(frozen=True, slots=True)
class Assessment:
    """How the guardian stands this year, and who stands in; `ability` is 强, 弱 or 无."""

    assessed_on: str
    alive: bool
    able: bool
    willing: bool
    ability: str | None
    stand_in: str
    stand_in_relation: str | None
    stand_in_phone: str
    remark: str


class GuardianAssessed(PersonFact):
    """The yearly look at the guardian: alive, able, willing, who stands in (K)."""

    TOPIC = "person.guardian_assessed"
    sealed_with: ClassVar = SealedWith.IDENTITY

    assessed_on: str
    alive: bool
    able: bool
    willing: bool
    ability: str | None
    stand_in: str
    stand_in_relation: str | None
    stand_in_phone: str
    remark: str
    assess_again_on: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the assessment."""
        aggregate.guardian_assessment = Assessment(
            self.assessed_on,
            self.alive,
            self.able,
            self.willing,
            self.ability,
            self.stand_in,
            self.stand_in_relation,
            self.stand_in_phone,
            self.remark,
        )


def assess_guardian(
    person: "Person", found: Assessment, local: InForce = NATIONAL
) -> None:
    """Record the yearly look at the guardian on record, with what the rules ask for."""
    if person.guardian is None:
        raise NoGuardian
    if found == person.guardian_assessment:
        return
    asked = findings_of(
        alive=found.alive,
        able=found.able,
        willing=found.willing,
        has_stand_in=bool(found.stand_in.strip()),
    )
    rest: dict[str, Any] = asdict(found)
    person.record(
        GuardianAssessed,
        **rest,
        assess_again_on=assess_again_on(
            date.fromisoformat(found.assessed_on), local
        ).isoformat(),
        because=[why.fact() for why in asked],
        happened_at=found.assessed_on,
    )


def record_guardian(person: "Person", guardian: Guardian) -> None:
    """Record the guardian; nothing happens if it is the one on record."""
    if guardian != person.guardian:
        person.record(GuardianRecorded, **asdict(guardian))
