"""The merges that wait for a second person: which record into which, by whom, and why."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid

from domain.log import Logged
from domain.person.merging import MergeDeclined, MergeProposed, Retired
from projections.view import Scope, View, by_person, versioned


@dataclass(frozen=True)
class ProposedMerge:
    """One record that is to be merged into another; `proposed_on` is an ISO day."""

    person: UUID
    survivor: UUID
    identity_of: str
    proposed_by: str
    proposed_on: str
    reason: str


def fold(row: ProposedMerge | None, logged: Logged) -> ProposedMerge | None:
    """Keep the proposal until it is confirmed or turned down."""
    match logged.fact:
        case MergeProposed() as fact if logged.person:
            return ProposedMerge(
                logged.person,
                UUID(fact.survivor),
                fact.identity_of,
                fact.proposed_by,
                fact.proposed_on,
                fact.reason,
            )
        case MergeDeclined() | Retired():
            return None
        case _:
            return row


merge_proposals: Final = View(
    name="merge_proposal",
    edition=1,
    row=ProposedMerge,
    table=versioned(
        "merge_proposal",
        Column("person", Uuid, nullable=False),
        Column("survivor", Uuid, nullable=False),
        Column("identity_of", Text, nullable=False),
        Column("proposed_by", Text, nullable=False),
        Column("proposed_on", Text(collation="C"), nullable=False),
        Column("reason", Text, nullable=False),
    ),
    scope=Scope.PERSON,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.merge_proposal (proposed_on, key) WHERE to_position IS NULL",
    ),
)


def waiting_merges(connection: Connection, limit: int = 200) -> list[ProposedMerge]:
    """Return the proposals within sight, the oldest first."""
    columns = merge_proposals.table.c
    rows = connection.execute(
        merge_proposals.rows().order_by(columns.proposed_on, columns.key).limit(limit)
    )
    return [merge_proposals.from_columns(row) for row in rows]


def proposal_of(connection: Connection, person: UUID) -> ProposedMerge | None:
    """Return what is proposed of a record, None when nothing waits."""
    row = connection.execute(
        merge_proposals.rows().where(merge_proposals.table.c.key == person)
    ).first()
    return merge_proposals.from_columns(row) if row else None
