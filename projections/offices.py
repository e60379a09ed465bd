"""The offices: what they are, whether they work, and which villages they serve when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Text
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.office import (
    ActingNamed,
    Closed,
    Opened,
    Renumbered,
    Reopened,
    VillageAssigned,
    VillageReleased,
)
from domain.values.people import OfficeKind
from domain.values.places import is_within
from projections.view import Scope, View, by_stream, changed, versioned


@dataclass(frozen=True)
class OfficeRow:
    """One office; `services` are {village, from_on, until_on} with ISO days."""

    kind: str
    name: str
    division: str
    phone: str
    is_open: bool
    services: list[dict[str, Any]]
    acting: str = ""
    """Which office acts for this one while its post is vacant."""

    def serves(self, village: str, day: str) -> bool:
        """Return whether the office works and serves the village on the day."""
        return self.is_open and any(
            s["village"] == village
            and s["from_on"] <= day
            and (s["until_on"] is None or day < s["until_on"])
            for s in self.services
        )


def fold(row: OfficeRow | None, logged: Logged) -> OfficeRow | None:
    """Copy what the office's facts say."""
    fact = logged.fact
    match fact:
        case Opened():
            return OfficeRow(
                fact.kind,
                fact.name,
                fact.division,
                fact.phone,
                is_open=True,
                services=[],
            )
        case VillageAssigned() if row:
            service = {
                "village": fact.village,
                "from_on": fact.from_on,
                "until_on": None,
            }
            return changed(row, services=[*row.services, service])
        case VillageReleased() if row:
            ended = [
                {**s, "until_on": fact.until_on}
                if s["village"] == fact.village and s["until_on"] is None
                else s
                for s in row.services
            ]
            return changed(row, services=ended)
        case Closed() if row:
            return changed(row, is_open=False)
        case Renumbered() if row:
            return changed(row, division=fact.division)
        case ActingNamed() if row:
            return changed(row, acting=fact.acting)
        case Reopened() if row:
            return changed(row, is_open=True, acting="")
        case _:
            return row


offices: Final = View(
    name="office",
    edition=2,
    row=OfficeRow,
    table=versioned(
        "office",
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("division", Text, nullable=False),
        Column("phone", Text, nullable=False),
        Column("is_open", Boolean, nullable=False),
        Column("services", JSONB, nullable=False),
        Column("acting", Text, nullable=False),
    ),
    scope=Scope.OPEN,
    key=by_stream,
    fold=fold,
)


def all_offices(connection: Connection, at: int | None = None) -> dict[UUID, OfficeRow]:
    """Return every office by id, or as they stood at a position."""
    rows = connection.execute(offices.rows(at).order_by(offices.table.c.key))
    return {row.key: offices.from_columns(row) for row in rows}


@dataclass(frozen=True, slots=True)
class KnownOffices:
    """The offices as they were read once, for who asks about many people."""

    rows: dict[UUID, OfficeRow]

    def serving(self, kind: str, village: str, day: str) -> list[UUID]:
        """Return the working offices of a kind that serve a village on a day."""
        return [
            key
            for key, row in self.rows.items()
            if row.kind == kind and row.serves(village, day)
        ]

    def names(self) -> dict[str, str]:
        """Return the name of each, by its id as text."""
        return {str(key): row.name for key, row in self.rows.items()}


def office(
    connection: Connection, key: UUID, at: int | None = None
) -> OfficeRow | None:
    """Return one office, or as it stood at a position."""
    row = connection.execute(offices.rows(at).where(offices.table.c.key == key)).first()
    return offices.from_columns(row) if row else None


def serving(
    connection: Connection, kind: str, village: str, day: str, at: int | None = None
) -> list[UUID]:
    """Return the working offices of a kind that serve a village on a day."""
    return [
        office
        for office, row in all_offices(connection, at).items()
        if row.kind == kind and row.serves(village, day)
    ]


def who_acts(offices: Mapping[UUID, OfficeRow], unit: str) -> str:
    """Return the working unit that answers for a unit: itself, or who acts for it.

    Where nobody was named, as in old logs, it is the county SMI office; empty when there is
    no working one.
    """
    seen: set[str] = set()
    while unit and unit not in seen:
        seen.add(unit)
        row = offices.get(UUID(unit))
        if row is None or row.is_open:
            return unit if row else ""
        unit = row.acting or str(county_office(offices, row.division) or "")
    return ""


def county_office(offices: Mapping[UUID, OfficeRow], division: str) -> UUID | None:
    """Return the working county SMI office whose division holds a division."""
    return next(
        (
            key
            for key, row in offices.items()
            if row.kind == OfficeKind.COUNTY_SMI
            and row.is_open
            and is_within(division, row.division)
        ),
        None,
    )
