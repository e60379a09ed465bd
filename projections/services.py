"""A person's services, guidance and rehabilitation cases, folded from the facts when asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.log import Logged
from domain.person.service import GuidanceGiven, ServiceDelivered
from projections.rehabilitation import CaseRow, fold, key


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """Services or guidance of one occasion; `what` are the codes."""

    occasion: str
    position: int
    happened_on: str
    what: list[str]
    by: str
    how: str
    minutes: int | None
    remark: str
    place: str = ""
    progress: str = ""
    audience: str = ""
    audience_name: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """What was done for somebody, the latest first; cases by id, the newest first."""

    services: list[OccasionRow]
    guidance: list[OccasionRow]
    cases: list[tuple[UUID, CaseRow]]

    def minutes(self, year: int) -> int:
        """Return the minutes of rehabilitation services in a year."""
        return sum(
            row.minutes or 0
            for row in self.services
            if row.happened_on.startswith(f"{year}-")
        )


def services(facts: Sequence[Logged]) -> Services:
    """Return the services these facts of one person tell of."""
    found = Services([], [], [])
    cases: dict[UUID, CaseRow] = {}
    for logged in facts:
        fact = logged.fact
        match fact:
            case ServiceDelivered():
                row = _row(fact, logged, fact.services)
                found.services.append(
                    replace(row, place=fact.place, progress=fact.progress)
                )
            case GuidanceGiven():
                row = _row(fact, logged, fact.topics)
                found.guidance.append(
                    replace(
                        row, audience=fact.audience, audience_name=fact.audience_name
                    )
                )
            case _:
                at = key(logged)
                after = fold(cases.get(at), logged) if at else None
                if at and after:
                    cases[at] = after
    return Services(
        sorted(found.services, key=_latest, reverse=True),
        sorted(found.guidance, key=_latest, reverse=True),
        sorted(cases.items(), key=lambda each: each[1].applied_on, reverse=True),
    )


def _row(
    fact: ServiceDelivered | GuidanceGiven, logged: Logged, what: list[str]
) -> OccasionRow:
    return OccasionRow(
        occasion=fact.occasion,
        position=logged.position,
        happened_on=fact.happened_at,
        what=what,
        by=fact.by,
        how=fact.how,
        minutes=fact.minutes,
        remark=fact.remark,
    )


def _latest(row: OccasionRow) -> tuple[Any, ...]:
    return (row.happened_on, row.position)
