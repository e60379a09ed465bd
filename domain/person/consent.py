"""Whether the person, or the guardian, agreed to be looked after (BR-CON-1 to -6).

A refusal changes nothing about being registered; it is asked again every year.
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Consent:
    """The answer, who signed, and the day; `ask_again_on` after a refusal."""

    answer: str
    signed_by: str
    signed_on: str
    ask_again_on: str | None


class ConsentRecorded(PersonFact):
    """The answer to the consent form (form 5) was recorded."""

    TOPIC = "person.consent_recorded"
    sealed_with: ClassVar = SealedWith.IDENTITY

    answer: str
    signed_by: str
    signed_on: str
    ask_again_on: str | None

    def apply(self, aggregate: "Person") -> None:
        """Keep the answer."""
        aggregate.consent = Consent(
            self.answer, self.signed_by, self.signed_on, self.ask_again_on
        )


def record_consent(person: "Person", consent: Consent) -> None:
    """Record the answer; nothing happens if it is the one on record."""
    if consent != person.consent:
        person.record(ConsentRecorded, **asdict(consent))
