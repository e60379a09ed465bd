"""Who holds an ID number, and which number a person holds: asked before a command."""

from uuid import UUID

from domain.claim import Claim
from domain.errors import Unknown
from domain.log import Log
from domain.person.identity import Identity
from domain.person.person import Person
from domain.registry.runner import folded


def holder_of(log: Log, claim: UUID) -> UUID | None:
    """Return who holds what a claim stands for, None when nobody does."""
    facts = log.stream(claim)
    held = folded(facts) if facts else None
    return UUID(held.holder) if isinstance(held, Claim) and held.holder else None


def identity_of(log: Log, person: UUID) -> Identity:
    """Return a person's identity as it stands in the log; `Unknown` without one."""
    facts = log.stream(person)
    found = folded(facts) if facts else None
    if not isinstance(found, Person) or found.identity is None:
        raise Unknown(kind="person")
    return found.identity
