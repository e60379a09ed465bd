"""The medicine each office keeps: a row an office, its batches with their balances.

Nothing in it is about anybody: hand-outs are counted, not named. The movements of one
office are folded from its stream when asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.stock import Counted, GivenBack, HandedOut, Opened, Received, TakenOff
from projections.view import Scope, View, changed, versioned

MOVING: Final = (Received, HandedOut, GivenBack, TakenOff, Counted)
FACTS: Final = (Opened, *MOVING)


@dataclass(frozen=True)
class StockRow:
    """One office's stock.

    `lots` by id: drug, name, strength, unit, batch, expires_on, balance, counted_on.
    """

    office: UUID
    division: str
    lots: dict[str, dict[str, Any]]

    def on_the_shelf(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the batches there is something of, the next to expire first."""
        there = [(key, lot) for key, lot in self.lots.items() if lot["balance"]]
        return sorted(there, key=lambda each: (each[1]["expires_on"], each[1]["name"]))

    def by_medicine(self) -> dict[tuple[str, str, str], int]:
        """Return the balance of each medicine, strength and unit over all its batches."""
        sums: dict[tuple[str, str, str], int] = {}
        for lot in self.lots.values():
            what = (lot["name"], lot["strength"], lot["unit"])
            sums[what] = sums.get(what, 0) + lot["balance"]
        return sums


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the stock's book (台账): `change` in units, `balance` after it."""

    position: int
    happened_on: str
    kind: str
    lot: str
    name: str
    batch: str
    change: int
    balance: int
    cause: str
    remark: str
    actor: str


def key(logged: Logged) -> UUID | None:
    """Key the view by the stock; facts of anything else have no row."""
    return logged.stream if isinstance(logged.fact, FACTS) else None


def fold(row: StockRow | None, logged: Logged) -> StockRow | None:
    """Copy what came and went."""
    fact = logged.fact
    match fact:
        case Opened():
            return StockRow(UUID(fact.office), fact.division, {})
        case Received() if row:
            before = row.lots.get(fact.lot, {"balance": 0, "counted_on": None})
            lot = {
                "drug": fact.drug,
                "name": fact.name,
                "strength": fact.strength,
                "unit": fact.unit,
                "batch": fact.batch,
                "expires_on": fact.expires_on,
                "counted_on": before["counted_on"],
                "balance": before["balance"] + fact.quantity,
            }
            return changed(row, lots=row.lots | {fact.lot: lot})
        case HandedOut() | TakenOff() if row:
            return _moved(row, fact.lot, -fact.quantity)
        case GivenBack() if row:
            return _moved(row, fact.lot, fact.quantity)
        case Counted() if row:
            lot = row.lots[fact.lot] | {
                "balance": fact.counted,
                "counted_on": fact.happened_at,
            }
            return changed(row, lots=row.lots | {fact.lot: lot})
        case _:
            return row


def _moved(row: StockRow, lot: str, change: int) -> StockRow:
    before = row.lots[lot]
    after = before | {"balance": before["balance"] + change}
    return changed(row, lots=row.lots | {lot: after})


stock: Final = View(
    name="stock",
    edition=1,
    row=StockRow,
    table=versioned(
        "stock",
        Column("office", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("lots", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=key,
    fold=fold,
)


def stocks(connection: Connection, at: int | None = None) -> list[StockRow]:
    """Return every stock within sight, by division, or as they stood at a position."""
    rows = connection.execute(
        stock.rows(at).order_by(stock.table.c.division, stock.table.c.key)
    )
    return [stock.from_columns(row) for row in rows]


def stock_of(
    connection: Connection, office: UUID, at: int | None = None
) -> StockRow | None:
    """Return the stock of an office; None without one or out of sight."""
    row = connection.execute(
        stock.rows(at).where(stock.table.c.office == office)
    ).first()
    return stock.from_columns(row) if row else None


def stock_as_logged(facts: Sequence[Logged]) -> StockRow | None:
    """Return the stock these facts of one stream tell of."""
    row: StockRow | None = None
    for logged in facts:
        row = fold(row, logged)
    return row


def movements(facts: Sequence[Logged]) -> list[Movement]:
    """Return the book of one stock, the latest first."""
    lines: list[Movement] = []
    row: StockRow | None = None
    for logged in facts:
        before, row = row, fold(row, logged)
        fact = logged.fact
        if row is None or not isinstance(fact, MOVING):
            continue
        lot = row.lots[fact.lot]
        had = before.lots.get(fact.lot, {"balance": 0}) if before else {"balance": 0}
        lines.append(
            Movement(
                logged.position,
                fact.happened_at,
                fact.TOPIC.partition(".")[2],
                fact.lot,
                lot["name"],
                lot["batch"],
                lot["balance"] - had["balance"],
                lot["balance"],
                fact.cause if isinstance(fact, TakenOff) else "",
                _remark(fact),
                str(logged.header["actor"]),
            )
        )
    return lines[::-1]


def _remark(fact: Received | HandedOut | GivenBack | TakenOff | Counted) -> str:
    match fact:
        case Received():
            return fact.source
        case TakenOff() | Counted():
            return fact.reason
        case _:
            return ""
