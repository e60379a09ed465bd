"""Folds people whose facts count otherwise from some fact on: merged, parted, taken back.

Most people have one record, and their rows follow fact by fact. A fact that turns what
counts, a merge or a retraction, gives the rows of everybody it concerns another version at
its position: what they would be if the facts that count now had been all. So a list as
then known stays what it was, and a list as now known is that of the joined record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from domain.log import Log, Logged
from domain.person.counted import (
    LINKING,
    TURNING,
    Merge,
    component,
    counted,
    linked,
    merges,
    surviving,
    told_of,
)
from projections.view import View

TOPICS: Final = sorted(LINKING)


def parts(facts: Sequence[Logged]) -> Iterator[Sequence[Logged]]:
    """Return the facts in order, each that turns what counts by itself."""
    since = 0
    for index, logged in enumerate(facts):
        if logged.topic in TURNING:
            if since < index:
                yield facts[since:index]
            yield facts[index : index + 1]
            since = index + 1
    if since < len(facts):
        yield facts[since:]


def everything(log: Log, record: UUID, upto: int) -> list[Logged]:
    """Return all facts about every record ever merged with one, up to a position."""
    return component(lambda people: log.about(people, upto), record)


def tied(log: Log, people: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return those of these people whose facts count otherwise, each with all records."""
    found: dict[UUID, list[UUID]] = {}
    for logged in log.of_topics(TOPICS, list(people)):
        if logged.person and logged.person not in found:
            group = sorted(_group(log, logged.person))
            found.update(dict.fromkeys(group, group))
    return found


def every_tied(log: Log) -> list[list[UUID]]:
    """Return all people whose facts count otherwise: the records of each together."""
    people = {logged.person for logged in log.of_topics(TOPICS) if logged.person}
    groups = tied(log, people)
    return [group for person, group in groups.items() if person == group[0]]


def _group(log: Log, record: UUID) -> set[UUID]:
    group: set[UUID] = set()
    wanted = [record]
    while wanted:
        group.update(wanted)
        found = log.of_topics(TOPICS, wanted)
        wanted = [other for other in linked(found) if other not in group]
    return group


def joined(log: Log, facts: Sequence[Logged]) -> list[Logged]:
    """Return a part's facts as facts about the records that survive at its beginning."""
    people = list({logged.person for logged in facts if logged.person})
    before = facts[0].position if facts else 0
    standing = _standing(log, people, before)
    if not standing:
        return list(facts)
    return [
        told_of(logged, surviving(logged.person, standing), logged.version)
        if logged.person
        else logged
        for logged in facts
    ]


def _standing(log: Log, people: list[UUID], before: int) -> Mapping[UUID, Merge]:
    groups = tied(log, people)
    if not groups:
        return {}
    found = log.of_topics(TOPICS, list(groups))
    return merges(tie for tie in found if tie.position < before)


def turned(view: View[Any], facts: Sequence[Logged]) -> dict[UUID, Any]:
    """Fold everything about some records afresh; return the rows by their keys.

    A key that had a row and has none now is there with None. Raises what the fold raises.
    """
    rows: dict[UUID, Any] = {}
    for logged in facts:
        if (key := view.key(logged)) is not None:
            rows[key] = None
    standing = merges(facts)
    for person in sorted({logged.person for logged in facts if logged.person}):
        if person in standing:
            continue
        for logged in counted(facts, person):
            if (key := view.key(logged)) is not None:
                rows[key] = view.fold(rows.get(key), logged)
    return rows
