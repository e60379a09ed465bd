"""A psychiatrist's dated opinion that findings are chronic and residual (慢性残留)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import NoOpinion, NotYetGiven, ReasonNeeded
from domain.fact import PersonFact, SealedWith
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.residual import BY_OPINION, Opinion, Residual, valid_until

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class ResidualForm:
    """The opinion as given: which findings are residual, by whom, when, in what words."""

    residual: frozenset[Residual]
    given_on: date
    psychiatrist: str
    hospital: str
    text: str


class ResidualOpinionGiven(PersonFact):
    """A psychiatrist said that findings are residual; valid until a day."""

    TOPIC = "person.residual_opinion_given"
    sealed_with: ClassVar = SealedWith.CLINICAL

    residual: list[str]
    given_on: str
    valid_until: str
    psychiatrist: str
    hospital: str
    text: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Let it hold, in place of an earlier one."""
        aggregate.planning.opinion = Opinion(
            tuple(Residual(word) for word in self.residual),
            self.given_on,
            self.valid_until,
        )


class ResidualOpinionTakenBack(PersonFact):
    """The opinion holds no more."""

    TOPIC = "person.residual_opinion_taken_back"
    sealed_with: ClassVar = SealedWith.CLINICAL

    taken_back_on: str
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nothing is read milder any more."""
        aggregate.planning.opinion = None


def give_opinion(
    person: "Person", form: ResidualForm, today: date, local: InForce = NATIONAL
) -> None:
    """Record an opinion with its last day."""
    if form.given_on > today:
        raise NotYetGiven
    if not form.text.strip():
        raise ReasonNeeded
    until = valid_until(form.given_on, local.at(person.village))
    person.record(
        ResidualOpinionGiven,
        residual=sorted(word.value for word in form.residual),
        given_on=form.given_on.isoformat(),
        valid_until=until.isoformat(),
        psychiatrist=form.psychiatrist,
        hospital=form.hospital,
        text=form.text,
        because=[BY_OPINION[word].fact() for word in sorted(form.residual)],
        happened_at=form.given_on.isoformat(),
    )


def take_opinion_back(person: "Person", reason: str, today: date) -> None:
    """Let the opinion hold no more, for a reason."""
    if person.planning.opinion is None:
        raise NoOpinion
    if not reason.strip():
        raise ReasonNeeded
    day = today.isoformat()
    person.record(
        ResidualOpinionTakenBack, taken_back_on=day, reason=reason, happened_at=day
    )
