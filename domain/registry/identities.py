"""Who holds an ID number, which one a person holds, and where they live: asked before a command."""

from uuid import UUID

from domain.claim import Claim
from domain.errors import Unknown
from domain.fact import Stream
from domain.log import Log
from domain.person.identity import Identity
from domain.person.person import Person
from domain.person.residence import Residence
from domain.registry.known import person_known
from domain.registry.runner import folded


def holder_of(log: Log, claim: UUID) -> UUID | None:
    """Return who holds what a claim stands for, None when nobody does."""
    facts = log.stream(claim)
    held = folded(facts) if facts else None
    return UUID(held.holder) if isinstance(held, Claim) and held.holder else None


def identity_of(log: Log, person: UUID) -> Identity:
    """Return a person's identity as it stands in the log; `Unknown` without one."""
    return _identity(person_known(log, person))


def identity_on_record(log: Log, record: UUID) -> Identity:
    """Return the identity a record itself tells of, whatever it was merged into."""
    facts = log.stream(record)
    return _identity(folded(facts, record) if facts else None)


def residence_of(log: Log, person: UUID) -> Residence:
    """Return a person's residence as it stands in the log; `Unknown` without one."""
    found = person_known(log, person).residence
    if found is None:
        raise Unknown(kind="person")
    return found


def _identity(person: Stream | None) -> Identity:
    if not isinstance(person, Person) or person.identity is None:
        raise Unknown(kind="person")
    return person.identity
