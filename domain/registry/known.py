"""What is known of a person: the facts of every record of theirs that count.

Whoever shows a person or judges by the record reads here, and so sees one person where two
records were merged, and nothing that was taken back.
"""

from collections.abc import Sequence
from uuid import UUID

from domain.log import Log, Logged
from domain.person.counted import component, counted, merges, retracted, surviving
from domain.registry.runner import records

__all__ = ["facts_of", "known", "records", "survivor_of", "taken_back", "whole"]

_END = 2**63 - 1


def whole(log: Log, person: UUID, upto: int | None = None) -> list[Logged]:
    """Return every fact about a person, of any stream and any merged record, by position.

    What was recorded on a record that has been parted again is not theirs.
    """

    def read(wanted: Sequence[UUID]) -> Sequence[Logged]:
        return log.about(wanted, upto or _END)

    facts = component(read, person)
    standing = merges(facts)
    return [
        logged
        for logged in facts
        if logged.person and surviving(logged.person, standing) == person
    ] or [logged for logged in facts if logged.person == person]


def known(log: Log, person: UUID, upto: int | None = None) -> list[Logged]:
    """Return the facts about a person that count, as facts of one record, by position."""

    def read(wanted: Sequence[UUID]) -> Sequence[Logged]:
        return log.about(wanted, upto or _END)

    return counted(component(read, person), person)


def facts_of(log: Log, person: UUID, upto: int | None = None) -> list[Logged]:
    """Return the facts of a person's own records that count, as facts of one record."""
    return counted(records(log, person, upto), person)


def survivor_of(log: Log, record: UUID) -> UUID:
    """Return the record a record is read under: itself, unless it was merged."""
    return surviving(record, merges(records(log, record)))


def taken_back(facts: Sequence[Logged]) -> set[str]:
    """Return the event ids of those facts that no longer count, by the facts themselves."""
    return retracted(facts)
