"""What a person's record may be used for, as consent stands (BR-PRI-8, -9; P2 arts 15, 47).

A withdrawal restricts use and deletes nothing. The fact says which uses stop, so that lists
follow without deciding; it is recorded anew whenever the answer, the diagnosis or the
grade changes what stops.
"""

from typing import TYPE_CHECKING, ClassVar

from domain.errors import UseStopped
from domain.fact import PersonFact, SealedWith
from domain.rules.consent import stopped_uses
from domain.values.findings import Grade
from domain.values.registration import ConsentAnswer, Use

if TYPE_CHECKING:
    from domain.person.person import Person


class UseRestricted(PersonFact):
    """These uses stop from now on, and no others; empty when all are free again."""

    TOPIC = "person.use_restricted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    uses: list[str]
    because: list[dict[str, str]]

    def apply(self, aggregate: "Person") -> None:
        """Keep what stops."""
        aggregate.stopped_uses = self.uses


def settle_use(person: "Person") -> None:
    """Record what stops and what is free again; nothing happens when neither changed."""
    grading = person.current_grade()
    stops = stopped_uses(
        ConsentAnswer(
            person.consent.answer if person.consent else ConsentAnswer.NOT_ASKED
        ),
        art_30=person.diagnosis is not None and person.diagnosis.art_30,
        grade=Grade(grading.grade if grading else None),
    )
    uses = [row.use.value for row in stops]
    if uses != person.stopped_uses:
        person.record(
            UseRestricted, uses=uses, because=[row.why.fact() for row in stops]
        )


def check_use(person: "Person", use: Use) -> None:
    """Refuse a use that stops while consent is withdrawn."""
    if use in person.stopped_uses:
        raise UseStopped
