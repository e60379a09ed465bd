"""Who is responsible in fact, and what is open about it: the rows beside the offices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.registry.proposals import Reason
from domain.registry.responsibility import RESPONSIBLE_KINDS, open_gap
from projections.custody import Custody
from projections.offices import OfficeRow, who_acts

Offices = Mapping[UUID, OfficeRow]


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody whose responsibility needs looking at: why, and for how many days."""

    row: Custody
    acting: str
    days: int
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A hand-over that came so many days after the move."""

    row: Custody
    from_unit: str
    to_unit: str
    moved_on: str
    taken_on: str
    days: int


def gaps(rows: Iterable[Custody], offices: Offices, today: date) -> list[Gap]:
    """Return what is open about these people, the longest first."""
    found: list[Gap] = []
    for row in rows:
        unit = offices.get(UUID(row.unit))
        since = date.fromisoformat(row.lives_there_since or row.since)
        because = open_gap(
            serves=unit is None or _serves(unit, row.division, today),
            works=unit is not None and unit.is_open,
            unsettled=row.unsettled,
            since=since,
            today=today,
        )
        if because:
            acting = who_acts(offices, row.unit)
            found.append(Gap(row, acting, (today - since).days, because))
    return sorted(found, key=lambda gap: -gap.days)


def closed_gaps(rows: Iterable[Custody]) -> list[Closed]:
    """Return the hand-overs after a move, the slowest first."""
    found = [
        Closed(
            row,
            before["unit"],
            link["unit"],
            link["lived_there_since"],
            link["from_on"],
            (
                date.fromisoformat(link["from_on"])
                - date.fromisoformat(link["lived_there_since"])
            ).days,
        )
        for row in rows
        for before, link in zip(row.chain, row.chain[1:], strict=False)
        if link["held_from"] != link["division"]
    ]
    return sorted(found, key=lambda each: -each.days)


def vacant(offices: Offices) -> list[str]:
    """Return the units whose post is vacant."""
    return [
        str(key)
        for key, row in offices.items()
        if not row.is_open and row.kind in RESPONSIBLE_KINDS
    ]


def answering(offices: Offices, office: UUID | None) -> list[str]:
    """Return the units an office answers for: itself, and those it acts for."""
    return [
        str(key)
        for key, row in offices.items()
        if row.kind in RESPONSIBLE_KINDS and who_acts(offices, str(key)) == str(office)
    ]


def units_for(offices: Offices, village: str, but: str = "") -> list[tuple[str, str]]:
    """Return the units somebody of a village can be handed to, those that serve it first."""
    fitting = [
        (str(key), row)
        for key, row in offices.items()
        if row.kind in RESPONSIBLE_KINDS
        and village.startswith(row.division)
        and str(key) != but
    ]
    fitting.sort(key=lambda each: (not _lists(each[1], village), each[1].kind != TOWN))
    return [(key, row.name) for key, row in fitting]


TOWN = "township_hospital"


def _lists(row: OfficeRow, village: str) -> bool:
    return any(s["village"] == village and not s["until_on"] for s in row.services)


def _serves(unit: OfficeRow, village: str, today: date) -> bool:
    """Return whether a unit serves a village, or did until its post fell vacant."""
    if unit.kind == "county_smi":
        return village.startswith(unit.division)
    day = today.isoformat()
    return any(
        s["village"] == village
        and s["from_on"] <= day
        and (s["until_on"] is None or day < s["until_on"])
        for s in unit.services
    )
