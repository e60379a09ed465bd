"""What a psychiatrist diagnosed (BR-DIS-1 to -5)."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import PersonFact, SealedWith
from domain.person.use import settle_use

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A disease of the managed list, or another one under art 30(2)(2)."""

    disease: str
    icd10: str | None
    hospital: str
    diagnosed_on: str
    art_30: bool


class DiagnosisRecorded(PersonFact):
    """A diagnosis was recorded; a later one replaces it, the history keeps both."""

    TOPIC = "person.diagnosis_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    disease: str
    icd10: str | None
    hospital: str
    diagnosed_on: str
    art_30: bool

    def apply(self, aggregate: "Person") -> None:
        """Keep the diagnosis."""
        aggregate.diagnosis = Diagnosis(
            self.disease, self.icd10, self.hospital, self.diagnosed_on, self.art_30
        )


def record_diagnosis(person: "Person", diagnosis: Diagnosis) -> None:
    """Record a diagnosis; nothing happens if it is the one on record."""
    if diagnosis != person.diagnosis:
        person.record(DiagnosisRecorded, **asdict(diagnosis))
        settle_use(person)
