"""The losses of a person and their written reports: folded from the facts when asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.log import Logged
from domain.person.away import LossReported
from domain.person.standing import LostToFollowUp


@dataclass(frozen=True, slots=True)
class LossRow:
    """One loss, by its fact; `reported_on` is empty before it was reported in writing."""

    loss: UUID
    lost_on: str
    reason: int
    remark: str
    reported_on: str = ""
    to: tuple[str, ...] = ()
    number: str = ""
    searched: str = ""
    report_remark: str = ""


def losses_of(facts: Sequence[Logged]) -> list[LossRow]:
    """Return the losses these facts of one person tell of, the latest first."""
    rows: list[LossRow] = []
    for logged in facts:
        match logged.fact:
            case LostToFollowUp() as fact:
                row = LossRow(logged.event_id, fact.lost_on, fact.reason, fact.remark)
                rows.insert(0, row)
            case LossReported() as fact:
                rows = [_reported(row, fact) for row in rows]
            case _:
                pass
    return rows


def _reported(row: LossRow, fact: LossReported) -> LossRow:
    if row.lost_on != fact.lost_on:
        return row
    return replace(
        row,
        reported_on=fact.reported_on,
        to=tuple(fact.to),
        number=fact.number,
        searched=fact.searched,
        report_remark=fact.remark,
    )
