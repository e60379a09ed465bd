"""Who the person is: registered, named, corrected, and erased.

An ID number is claimed by a stream of its own (`domain/claim.py`); here it is a value.
The unknown are registered under a provisional name and identified later (BR-REP, P8 25).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from domain.errors import PossiblyOnRecord, ReasonNeeded
from domain.fact import PersonFact, PersonFirstFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's identity; `birth_date` is an ISO day or a year, None when unknown."""

    name: str
    sex: str
    birth_date: str | None
    id_kind: str
    id_number: str | None
    phone: str | None


class Registered(PersonFirstFact):
    """A person entered the register (登记建档); says nothing of who it is."""

    TOPIC = "person.registered"
    sealed_with: ClassVar = SealedWith.SITE

    registered_on: str
    provisional: bool

    def apply(self, aggregate: "Person") -> None:
        """Remember the day and whether the identity is provisional."""
        aggregate.registered_on = self.registered_on
        aggregate.provisional = self.provisional


class IdentityRecorded(PersonFact):
    """Who the person is was recorded."""

    TOPIC = "person.identity_recorded"
    sealed_with: ClassVar = SealedWith.IDENTITY

    name: str
    sex: str
    birth_date: str | None
    id_kind: str
    id_number: str | None
    phone: str | None

    def apply(self, aggregate: "Person") -> None:
        """Keep the identity; it is no longer provisional once there is an ID number."""
        aggregate.identity = Identity(
            self.name,
            self.sex,
            self.birth_date,
            self.id_kind,
            self.id_number,
            self.phone,
        )
        aggregate.provisional = self.id_number is None and aggregate.provisional


class IdentityCorrected(PersonFact):
    """Who the person is was put right; the earlier record stays in the history."""

    TOPIC = "person.identity_corrected"
    sealed_with: ClassVar = SealedWith.IDENTITY

    name: str
    sex: str
    birth_date: str | None
    id_kind: str
    id_number: str | None
    phone: str | None
    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the identity; it is no longer provisional once there is an ID number."""
        aggregate.identity = Identity(
            self.name,
            self.sex,
            self.birth_date,
            self.id_kind,
            self.id_number,
            self.phone,
        )
        aggregate.provisional = self.id_number is None and aggregate.provisional


class ProvisionalNumberGiven(PersonFact):
    """Somebody unknown was given a number of the site's own; it is theirs for ever."""

    TOPIC = "person.provisional_number_given"
    sealed_with: ClassVar = SealedWith.IDENTITY

    number: int

    def apply(self, aggregate: "Person") -> None:
        """Keep the number."""
        aggregate.provisional_number = self.number


class JudgedNotTheSame(PersonFact):
    """The registrar said that people alike on record are others, and why."""

    TOPIC = "person.judged_not_the_same"
    sealed_with: ClassVar = SealedWith.IDENTITY

    people: list[str]
    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Change nothing: it is kept for whoever asks later."""


class KeysDestroyed(PersonFact):
    """The person's keys were destroyed: nobody can read the record any more."""

    TOPIC = "person.keys_destroyed"
    sealed_with: ClassVar = SealedWith.SITE

    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Remember that there is nothing left to read."""
        aggregate.erased = True


def record_identity(person: "Person", identity: Identity) -> None:
    """Record who the person is at registration."""
    person.record(IdentityRecorded, **asdict(identity))


def give_provisional_number(person: "Person", number: int) -> None:
    """Keep the number somebody unknown goes by."""
    person.record(ProvisionalNumberGiven, number=number)


def judge_not_the_same(person: "Person", people: Sequence[UUID], reason: str) -> None:
    """Keep that the person is none of those alike; a reason is required."""
    if not reason.strip():
        raise PossiblyOnRecord
    person.record(JudgedNotTheSame, people=[str(one) for one in people], reason=reason)


def correct_identity(person: "Person", identity: Identity, reason: str) -> None:
    """Put the identity right; a reason is required, and nothing happens if it's equal."""
    if not reason.strip():
        raise ReasonNeeded
    if identity != person.identity:
        person.record(IdentityCorrected, **asdict(identity), reason=reason)


def destroy_keys(person: "Person", reason: str) -> None:
    """Note that the person's keys are destroyed; asking twice notes it once."""
    if not person.erased:
        person.record(KeysDestroyed, reason=reason)
