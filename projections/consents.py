"""Whose consent is to be asked: never asked, refused or withdrawn a year ago (BR-CON-3)."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Select,
    Text,
    Uuid,
    func,
    select,
    tuple_,
)

from domain.log import Logged
from domain.person.consent import ConsentRecorded
from domain.person.exclusion import ExclusionUndone
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken, TransferredOut
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from domain.values.registration import ConsentAnswer
from projections.view import Scope, View, by_person, changed, versioned


@dataclass(frozen=True)
class ConsentRow:
    """One person's standing answer; `ask_on` is the day to ask, empty when there is none."""

    person: UUID
    division: str = ""
    unit: str = ""
    registered_on: str = ""
    answer: str = ""
    signed_by: str = ""
    signed_on: str = ""
    ask_on: str = ""
    gone: bool = False
    """Whether the person died, was excluded, or is looked after elsewhere."""


def fold(row: ConsentRow | None, logged: Logged) -> ConsentRow | None:
    """Copy the answer and when to ask again; without a day, since the registration."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return ConsentRow(logged.person, registered_on=fact.registered_on)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case ResponsibilityTaken():
            return changed(row, unit=fact.unit, gone=False)
        case DeathRecorded() | DiagnosisExcluded() | TransferredOut():
            return changed(row, gone=True)
        case ExclusionUndone():
            return changed(row, gone=fact.has_left)
        case ConsentRecorded():
            agreed = fact.answer == ConsentAnswer.AGREED
            asks_on = fact.ask_again_on or fact.signed_on or row.registered_on
            return changed(
                row,
                answer=fact.answer,
                signed_by=fact.signed_by,
                signed_on=fact.signed_on,
                ask_on="" if agreed else asks_on,
            )
        case _:
            return row


consents: Final = View(
    name="consents",
    edition=2,
    row=ConsentRow,
    table=versioned(
        "consents",
        Column("person", Uuid, nullable=False),
        Column("division", Text(collation="C"), nullable=False),
        Column("unit", Text, nullable=False),
        Column("registered_on", Text, nullable=False),
        Column("answer", Text, nullable=False),
        Column("signed_by", Text, nullable=False),
        Column("signed_on", Text, nullable=False),
        Column("ask_on", Text(collation="C"), nullable=False),
        Column("gone", Boolean, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.consents (ask_on, key) WHERE to_position IS NULL AND ask_on <> ''",
    ),
)


def to_ask(
    connection: Connection,
    day: str,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[ConsentRow]:
    """Return whom to ask on a day, longest waiting first, a page at a time."""
    columns = consents.table.c
    query = _asked(day, at)
    if after is not None:
        query = query.where(tuple_(columns.ask_on, columns.key) > tuple_(*after))
    rows = connection.execute(query.order_by(columns.ask_on, columns.key).limit(limit))
    return [consents.from_columns(row) for row in rows]


def how_many_to_ask(connection: Connection, day: str) -> int:
    """Return how many are to be asked on a day."""
    counted = select(func.count()).select_from(_asked(day, None).subquery())
    return connection.execute(counted).scalar_one()


def _asked(day: str, at: int | None) -> Select[Any]:
    columns = consents.table.c
    return consents.rows(at).where(
        columns.ask_on != "", columns.ask_on <= day, ~columns.gone
    )
