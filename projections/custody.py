"""Who is responsible for whom, since when, and what hand-over is on its way (责任移交).

`held_from` is the village the person lived in when the unit took over: while it differs
from where they live now, they moved and are not handed over. Views never decide: which unit
serves a village, and who acts for a vacant one, is asked of the offices.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Column, ColumnElement, Connection, Text, Uuid, func, or_
from sqlalchemy import select as select_
from sqlalchemy.dialects.postgresql import JSONB

from domain.fact import Fact
from domain.handover import (
    Accepted,
    Expired,
    Offered,
    OfferedAgain,
    Refused,
    TakenBack,
)
from domain.log import Erased, Logged
from domain.person.exclusion import ExclusionUndone
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import (
    EntrustedRenumbered,
    ResponsibilityTaken,
    TransferredOut,
)
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from projections.view import Scope, View, by_person, changed, versioned

Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Custody:
    """One person. Days are ISO text, empty where there is none.

    `offer` is what waits: {handover, from_unit, to_unit, to_name, why, remark, offered_on,
    respond_by, because}; `past` are settled offers with {outcome, on, reason}; `chain` are
    {unit, from_on, lived_there_since, division}, the responsible units in order.
    """

    person: UUID
    division: str = ""
    held_from: str = ""
    lives_there_since: str = ""
    unit: str = ""
    since: str = ""
    died_on: str = ""
    excluded: bool = False
    left_on: str = ""
    """The day a unit outside took over; nobody here is responsible since."""
    to_unit: str = ""
    respond_by: str = ""
    unsettled: bool = False
    """Whether the last offer was refused or lapsed, and nobody took over since."""
    offer: dict[str, Any] | None = None
    past: Lines = field(default_factory=Lines)
    chain: Lines = field(default_factory=Lines)


BEGINNING: Final = (
    Registered,
    Offered,
    OfferedAgain,
    Accepted,
    Refused,
    Expired,
    TakenBack,
)
"""Facts a row can begin with: a hand-over has its own stream."""


def fold(row: Custody | None, logged: Logged) -> Custody | None:
    """Copy residence, unit and the offers."""
    fact = logged.fact
    if row is None and logged.person and isinstance(fact, BEGINNING):
        row = Custody(logged.person)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village, lives_there_since=fact.since)
        case ResponsibilityTaken():
            return _taken(row, fact)
        case DeathRecorded():
            return changed(row, died_on=fact.died_on)
        case DiagnosisExcluded():
            return changed(row, excluded=True)
        case ExclusionUndone():
            return changed(row, excluded=False)
        case EntrustedRenumbered():
            return changed(row, held_from=fact.entrusted_in)
        case TransferredOut():
            link = {
                "unit": fact.to_name,
                "from_on": fact.left_on,
                "lived_there_since": row.lives_there_since,
                "division": row.division,
                "held_from": row.held_from,
            }
            return changed(row, left_on=fact.left_on, chain=[*row.chain, link])
        case Offered() | OfferedAgain():
            return changed(
                row,
                to_unit=fact.to_unit or "",
                respond_by=fact.respond_by,
                offer=_plain(fact),
            )
        case _:
            return _settled(row, fact)


def _taken(row: Custody, fact: ResponsibilityTaken) -> Custody:
    link = {
        "unit": fact.unit,
        "from_on": fact.from_on,
        "lived_there_since": row.lives_there_since,
        "division": row.division,
        "held_from": row.held_from or row.division,
    }
    return changed(
        row,
        unit=fact.unit,
        since=fact.from_on,
        held_from=row.division,
        left_on="",
        unsettled=False,
        chain=[*row.chain, link],
    )


def _settled(row: Custody, fact: Fact | Erased) -> Custody:
    match fact:
        case Accepted():
            end = {"outcome": "accepted", "on": fact.accepted_on, "reason": ""}
        case Refused():
            end = {"outcome": "refused", "on": fact.refused_on, "reason": fact.reason}
        case Expired():
            end = {"outcome": "expired", "on": fact.expired_on, "reason": ""}
        case TakenBack():
            end = {
                "outcome": "taken_back",
                "on": fact.taken_back_on,
                "reason": fact.reason,
            }
        case _:
            return row
    return changed(
        row,
        to_unit="",
        respond_by="",
        offer=None,
        past=[*row.past, {**(row.offer or {}), **end}],
        unsettled=end["outcome"] in {"refused", "expired"},
    )


PARTS: Final = (
    *("handover", "from_unit", "to_unit", "to_division", "to_name", "why", "remark"),
    *("offered_on", "respond_by", "because"),
)


def _plain(fact: Offered | OfferedAgain) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in PARTS}


custody: Final = View(
    name="custody",
    edition=3,
    row=Custody,
    table=versioned(
        "custody",
        Column("person", Uuid, nullable=False),
        Column("division", Text(collation="C"), nullable=False),
        Column("held_from", Text(collation="C"), nullable=False),
        Column("lives_there_since", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("since", Text, nullable=False),
        Column("died_on", Text, nullable=False),
        Column("excluded", Boolean, nullable=False),
        Column("left_on", Text, nullable=False),
        Column("to_unit", Text, nullable=False),
        Column("respond_by", Text(collation="C"), nullable=False),
        Column("unsettled", Boolean, nullable=False),
        Column("offer", JSONB),
        Column("past", JSONB, nullable=False),
        Column("chain", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.custody (held_from) WHERE held_from <> division",
        "CREATE INDEX ON view.custody (respond_by, key) WHERE respond_by <> ''",
        "CREATE INDEX ON view.custody (unit) WHERE to_position IS NULL",
    ),
)


def custody_of(
    connection: Connection, person: UUID, at: int | None = None
) -> Custody | None:
    """Return who is responsible for somebody; None if out of sight."""
    row = connection.execute(
        custody.rows(at).where(custody.table.c.key == person)
    ).first()
    return custody.from_columns(row) if row else None


def waiting_offers(
    connection: Connection, at: int | None = None, limit: int = 200
) -> list[Custody]:
    """Return who is offered to somebody and not answered yet, the most urgent first."""
    columns = custody.table.c
    rows = connection.execute(
        custody.rows(at)
        .where(columns.respond_by != "", columns.died_on == "")
        .order_by(columns.respond_by, columns.key)
        .limit(limit)
    )
    return [custody.from_columns(row) for row in rows]


def how_many_offered(connection: Connection, units: list[str]) -> int:
    """Return how many wait for an answer of these units."""
    columns = custody.table.c
    waiting = custody.rows().where(
        columns.to_unit.in_(units), columns.respond_by != "", columns.died_on == ""
    )
    counted = select_(func.count()).select_from(waiting.subquery())
    return connection.execute(counted).scalar_one()


def past_due(connection: Connection, day: str) -> list[Custody]:
    """Return the offers whose last day was before a day; for the job that lets them lapse."""
    columns = custody.table.c
    rows = connection.execute(
        custody.rows().where(columns.respond_by != "", columns.respond_by < day)
    )
    return [custody.from_columns(row) for row in rows]


def not_handed_over(
    connection: Connection,
    vacant: list[str],
    at: int | None = None,
    limit: int = 500,
) -> list[Custody]:
    """Return who moved and is not handed over, whom nobody took on, and whose post is vacant.

    `vacant` are the units that do not work; the longest waiting come first.
    """
    columns = custody.table.c
    open_gap: ColumnElement[bool] = or_(
        columns.held_from != columns.division,
        columns.unsettled,
        columns.unit.in_(vacant),
    )
    rows = connection.execute(
        custody.rows(at)
        .where(
            open_gap,
            columns.died_on == "",
            ~columns.excluded,
            columns.left_on == "",
            columns.unit != "",
        )
        .order_by(columns.lives_there_since, columns.key)
        .limit(limit)
    )
    return [custody.from_columns(row) for row in rows]


def handed_over_late(
    connection: Connection, at: int | None = None, limit: int = 500
) -> list[Custody]:
    """Return who had another unit before, the latest taken over first: for the auditor's list."""
    columns = custody.table.c
    rows = connection.execute(
        custody.rows(at)
        .where(func.jsonb_array_length(columns.chain) > 1)
        .order_by(columns.since.desc(), columns.key)
        .limit(limit)
    )
    return [custody.from_columns(row) for row in rows]
