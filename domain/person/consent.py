"""Whether the person, or the guardian, agreed to be looked after (BR-CON-1 to -6).

A refusal changes nothing about being registered; it is asked again every year. For a
child under fourteen the guardian on record signs (P2 art 31).
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from domain.errors import GuardianMustSign, NothingToWithdraw
from domain.fact import PersonFact, SealedWith
from domain.person.use import settle_use
from domain.rules.consent import consequence_of, guardian_must_sign
from domain.rules.parameters import NATIONAL, InForce
from domain.values.registration import ConsentAnswer

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


LENGTH_OF_A_YEAR: Final = 4


def record_consent(
    person: "Person", consent: Consent, local: InForce = NATIONAL
) -> None:
    """Record the answer and when to ask again; nothing happens if it is on record.

    An answer out of an old register may have no day: when to ask again is then left as
    the register says.
    """
    if consent.ask_again_on is None and consent.signed_on:
        follows = consequence_of(
            ConsentAnswer(consent.answer),
            date.fromisoformat(consent.signed_on),
            art_30=person.diagnosis is not None and person.diagnosis.art_30,
            local=local.at(person.village),
        )
        again = follows.ask_again_on
        consent = replace(consent, ask_again_on=again.isoformat() if again else None)
    if consent.answer == ConsentAnswer.WITHDRAWN and not _has_agreed(person):
        raise NothingToWithdraw
    if consent != person.consent:
        person.record(ConsentRecorded, **asdict(consent))
        settle_use(person)


def _has_agreed(person: "Person") -> bool:
    given = {ConsentAnswer.AGREED, ConsentAnswer.WITHDRAWN}
    return person.consent is not None and person.consent.answer in given


def check_signature(person: "Person", consent: Consent) -> None:
    """Refuse an answer for a child under fourteen that the guardian did not sign.

    Of somebody whose year of birth alone is known, the last day of it counts (D-F3).
    """
    born = person.identity.birth_date if person.identity else None
    was_asked = consent.signed_on and consent.answer != ConsentAnswer.NOT_ASKED
    if not born or not was_asked:
        return
    latest = born if len(born) > LENGTH_OF_A_YEAR else f"{born}-12-31"
    is_child = guardian_must_sign(
        date.fromisoformat(latest), date.fromisoformat(consent.signed_on)
    )
    guardian = person.guardian.name if person.guardian else ""
    if is_child and (not guardian or consent.signed_by != guardian):
        raise GuardianMustSign
