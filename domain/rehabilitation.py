"""A case of community rehabilitation: applied, accepted or declined, referred, served, closed.

Its own stream, because other bodies live in it: who accepts is not who applies, and the
institution's assessments come back. It names its person.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from domain.errors import NotYetGiven, ReasonNeeded, StepNotOpen
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.rules.edition import in_force
from domain.rules.parameters import InForce
from domain.rules.rehabilitation import EDITIONS, Limit, accept_by, assess_by, refer_by
from domain.values.services import ApplyWay, Progress, Stage


class Applied(FirstFact):
    """Somebody applied for community rehabilitation."""

    TOPIC = "rehabilitation.applied"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    applied_by: str
    applicant: str
    needs: str
    due_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Rehabilitation") -> None:
        """Wait for its acceptance."""
        aggregate.person = self.person
        aggregate.state = "applied"


class Accepted(Fact):
    """The application was verified and accepted."""

    TOPIC = "rehabilitation.accepted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    remark: str
    due_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Rehabilitation") -> None:
        """Wait for the referral."""
        aggregate.state = "accepted"


class Declined(Fact):
    """The application was declined, with a reason."""

    TOPIC = "rehabilitation.declined"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str
    happened_at: str

    def apply(self, aggregate: "Rehabilitation") -> None:
        """Wait for nothing more."""
        aggregate.state = "declined"


class Referred(Fact):
    """The person was referred to an institution, which begins to serve."""

    TOPIC = "rehabilitation.referred"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    institution: str
    due_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Rehabilitation") -> None:
        """Wait for the assessments."""
        aggregate.state = "in_service"


class Assessed(Fact):
    """The institution assessed the person: at first, in between, or at the close."""

    TOPIC = "rehabilitation.assessed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    stage: str
    progress: str
    remark: str
    due_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Rehabilitation") -> None:
        """Stay in service."""
        aggregate.assessments += 1


class Closed(Fact):
    """The service ended (结案), with what a call-back (回访) found."""

    TOPIC = "rehabilitation.closed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str
    called_back: str
    happened_at: str

    def apply(self, aggregate: "Rehabilitation") -> None:
        """Wait for nothing more."""
        aggregate.state = "closed"


class Rehabilitation(Stream):
    """One person's way through community rehabilitation."""

    TOPIC = "rehabilitation"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "rehabilitation.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "rehabilitation.created"

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.person = UUID(int=0)
        self.state = ""
        self.assessments = 0

    @classmethod
    def ask_for(  # noqa: PLR0913 - an application has these parts
        cls,
        stream: UUID,
        person: UUID,
        *,
        by: ApplyWay,
        applicant: str,
        needs: str,
        on: date,
        today: date,
        local: InForce,
    ) -> "Rehabilitation":
        """Begin a case; it is to be accepted within the limit."""
        if on > today:
            raise NotYetGiven
        return cls._create(
            Applied,
            id=stream,
            timestamp=NOT_YET,
            person=person,
            applied_by=by.value,
            applicant=applicant,
            needs=needs,
            happened_at=on.isoformat(),
            **_kept(accept_by(on, local), on),
        )

    def accept(self, on: date, remark: str, local: InForce) -> None:
        """Accept the application; the referral is due within the limit."""
        self._must_be("applied")
        self.record(
            Accepted,
            person=self.person,
            remark=remark,
            happened_at=on.isoformat(),
            **_kept(refer_by(on, local), on),
        )

    def decline(self, on: date, reason: str) -> None:
        """Decline the application, which takes a reason."""
        self._must_be("applied")
        if not reason.strip():
            raise ReasonNeeded
        self.record(
            Declined, person=self.person, reason=reason, happened_at=on.isoformat()
        )

    def refer(self, on: date, institution: str, local: InForce) -> None:
        """Refer the person to an institution; it assesses them in time."""
        self._must_be("accepted")
        self.record(
            Referred,
            person=self.person,
            institution=institution,
            happened_at=on.isoformat(),
            **_kept(assess_by(on, local), on),
        )

    def assess(
        self, on: date, stage: Stage, progress: Progress, remark: str, local: InForce
    ) -> None:
        """Note an assessment of the institution; the next is due after the interval."""
        self._must_be("in_service")
        self.record(
            Assessed,
            person=self.person,
            stage=stage.value,
            progress=progress.value,
            remark=remark,
            happened_at=on.isoformat(),
            **_kept(assess_by(on, local), on),
        )

    def close(self, on: date, reason: str, called_back: str) -> None:
        """Close the case, which takes a reason."""
        self._must_be("in_service")
        if not reason.strip():
            raise ReasonNeeded
        self.record(
            Closed,
            person=self.person,
            reason=reason,
            called_back=called_back,
            happened_at=on.isoformat(),
        )

    def _must_be(self, state: str) -> None:
        if self.state != state:
            raise StepNotOpen


def _kept(limit: Limit, on: date) -> dict[str, Any]:
    return {
        "due_on": limit.by.isoformat(),
        "because": [why.fact() for why in limit.because],
        "editions": [in_force(EDITIONS, on).name, *limit.editions],
    }
