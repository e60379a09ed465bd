"""A person's check-ups as they stand: each once, corrected ones as last put right.

Folded from the person's own facts when asked, so as of any position without a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.log import Logged
from domain.person.check_up import CheckUpRecorded


@dataclass(frozen=True, slots=True)
class CheckUpRow:
    """One check-up; `items` by code: done, text, abnormal; `lacking` as reasons kept."""

    check_up: UUID
    position: int
    corrections: int
    checked_on: str
    items: dict[str, Any]
    lacking: list[dict[str, str]]
    agreed_by: str
    with_follow_up: bool
    remark: str

    @property
    def is_complete(self) -> bool:
        """Return whether every item of the national specification was done."""
        return not self.lacking


def check_ups(facts: Sequence[Logged]) -> list[CheckUpRow]:
    """Return the check-ups these facts tell of, the latest first."""
    standing: dict[str, CheckUpRow] = {}
    for logged in facts:
        fact = logged.fact
        if isinstance(fact, CheckUpRecorded):
            before = standing.get(fact.check_up)
            standing[fact.check_up] = CheckUpRow(
                check_up=UUID(fact.check_up),
                position=logged.position,
                corrections=before.corrections + 1 if before else 0,
                checked_on=fact.checked_on,
                items=fact.items,
                lacking=fact.lacking,
                agreed_by=fact.agreed_by,
                with_follow_up=fact.with_follow_up,
                remark=fact.remark,
            )
    return sorted(
        standing.values(), key=lambda row: (row.checked_on, row.position), reverse=True
    )
