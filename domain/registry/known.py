"""What is known of a person: the facts of every record of theirs that count.

Whoever shows a person or judges by the record reads here, and so sees one person where two
records were merged, and nothing that was taken back.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain.errors import Unknown
from domain.log import Log, Logged
from domain.person.counted import component, counted, merges, retracted, surviving
from domain.person.person import Person
from domain.person.taking_back import FactRetracted
from domain.registry.runner import folded, records

END: Final = 2**63 - 1
"""A position after all there will ever be."""


def whole(log: Log, person: UUID, upto: int | None = None) -> list[Logged]:
    """Return every fact about a person, of any stream and any merged record, by position.

    What was recorded on a record that has been parted again is not theirs.
    """
    facts = everything(log, person, upto)
    standing = merges(facts)
    return [
        logged
        for logged in facts
        if logged.person and surviving(logged.person, standing) == person
    ] or [logged for logged in facts if logged.person == person]


def known(log: Log, person: UUID, upto: int | None = None) -> list[Logged]:
    """Return the facts about a person that count, as facts of one record, by position."""
    return counted(everything(log, person, upto), person)


def everything(log: Log, person: UUID, upto: int | None = None) -> list[Logged]:
    """Return every fact about every record ever merged with one, by position."""
    last = END if upto is None else upto
    return component(lambda people: log.about(people, last), person)


def facts_of(log: Log, person: UUID, upto: int | None = None) -> list[Logged]:
    """Return the facts of a person's own records that count, as facts of one record."""
    return counted(records(log, person, upto), person)


def person_known(log: Log, person: UUID, upto: int | None = None) -> Person:
    """Return a person as every record of theirs tells; `Unknown` when there is nobody."""
    facts = facts_of(log, person, upto)
    found = folded(facts, person) if facts else None
    if not isinstance(found, Person):
        raise Unknown(kind="person")
    return found


def survivor_of(log: Log, record: UUID, upto: int | None = None) -> UUID:
    """Return the record a record is read under: itself, unless it was merged."""
    return surviving(record, merges(records(log, record, upto)))


def taken_back(facts: Sequence[Logged]) -> set[str]:
    """Return the event ids of those facts that no longer count, by the facts themselves."""
    return retracted(facts)


def taken_back_of(log: Log, people: Sequence[UUID]) -> set[str]:
    """Return the event ids of what was taken back about some people, by one question."""
    return retracted(log.of_topics([FactRetracted.TOPIC], people)) if people else set()
