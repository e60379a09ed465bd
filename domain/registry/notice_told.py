"""The notices about a person, each as its receiver knows it: read from the log alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.log import Log, Logged
from domain.notice import Accepted, Closed, Corrected, Issued, Returned, Withdrawn
from domain.notice_acceptance import AcceptedBySlip, OnBehalfConfirmed
from domain.registry.known import everything


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as the receiver knows it: what it names, and as of which position."""

    notice: UUID
    record: UUID
    """The record the fact told of stands in."""
    issued: Issued
    position: int
    """Where in the log it was issued."""
    as_of: int
    """Up to where the receiver knows the person: the fact, or the latest correction."""
    is_done: bool = False
    withdrawn_by: int = 0
    """The position of the fact it was withdrawn because of; 0 while it stands."""


def notices_of(facts: Sequence[Logged]) -> list[Told]:
    """Return the notices about a person's records, in the order they were issued."""
    found: dict[UUID, Told] = {}
    records = {str(each.event_id): each.person for each in facts}
    for logged in facts:
        fact, at = logged.fact, found.get(logged.stream)
        if isinstance(fact, Issued):
            found[logged.stream] = Told(
                logged.stream,
                records.get(fact.fact) or fact.person,
                fact,
                logged.position,
                fact.fact_position,
            )
        elif at is not None:
            found[logged.stream] = _after(at, logged)
    return list(found.values())


def _after(notice: Told, logged: Logged) -> Told:
    match logged.fact:
        case Closed() | Returned():
            return replace(notice, is_done=True)
        case Accepted() | AcceptedBySlip() | OnBehalfConfirmed():
            return replace(notice, is_done=False)
        case Withdrawn() as fact:
            return replace(notice, withdrawn_by=fact.cause_position)
        case Corrected() as fact:
            return replace(notice, as_of=fact.cause_position)
        case _:
            return notice


def was_withdrawn(log: Log, person: UUID, fact: UUID, upto: int) -> bool:
    """Return whether notices of a fact were withdrawn because of something up to a position.

    What stands again from there on is told anew.
    """
    return any(
        0 < notice.withdrawn_by <= upto and notice.issued.fact == str(fact)
        for notice in notices_of(everything(log, person))
    )
