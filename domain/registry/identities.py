"""Who holds an ID number, which one a person holds, and where they live: asked before a command."""

from uuid import UUID

from domain.claim import Claim
from domain.errors import Unknown
from domain.log import Log
from domain.person.identity import Identity
from domain.person.person import Person
from domain.person.residence import Residence
from domain.registry.runner import folded


def holder_of(log: Log, claim: UUID) -> UUID | None:
    """Return who holds what a claim stands for, None when nobody does."""
    facts = log.stream(claim)
    held = folded(facts) if facts else None
    return UUID(held.holder) if isinstance(held, Claim) and held.holder else None


def identity_of(log: Log, person: UUID) -> Identity:
    """Return a person's identity as it stands in the log; `Unknown` without one."""
    found = _person(log, person)
    if found is None or found.identity is None:
        raise Unknown(kind="person")
    return found.identity


def residence_of(log: Log, person: UUID) -> Residence:
    """Return a person's residence as it stands in the log; `Unknown` without one."""
    found = _person(log, person)
    if found is None or found.residence is None:
        raise Unknown(kind="person")
    return found.residence


def _person(log: Log, person: UUID) -> Person | None:
    facts = log.stream(person)
    found = folded(facts) if facts else None
    return found if isinstance(found, Person) else None
