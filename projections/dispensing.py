"""A person's hand-outs as they stand: each once, with what has come back of it.

Folded from the person's own facts when asked, so as of any position without a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.log import Logged
from domain.person.dispensing import MedicineHandedOut, MedicineReturned


@dataclass(frozen=True, slots=True)
class HandOutRow:
    """One hand-out; days are ISO text, `because` the reasons kept."""

    hand_out: UUID
    position: int
    office: UUID
    lot: str
    name: str
    strength: str
    unit: str
    quantity: int
    returned: int
    received_by: str
    receiver_name: str
    programme: str | None
    handed_on: str
    begins_on: str
    days: int
    covered_until: str
    next_pick_up_on: str
    because: list[dict[str, str]]
    reason: str
    actor: str

    @property
    def is_whole(self) -> bool:
        """Return whether anything of it is still out."""
        return self.returned < self.quantity


def hand_outs(facts: Sequence[Logged]) -> list[HandOutRow]:
    """Return the hand-outs these facts tell of, the latest first."""
    rows: dict[str, HandOutRow] = {}
    for logged in facts:
        fact = logged.fact
        match fact:
            case MedicineHandedOut():
                rows[fact.hand_out] = _row(fact, logged)
            case MedicineReturned():
                before = rows[fact.hand_out]
                rows[fact.hand_out] = replace(
                    before,
                    returned=before.returned + fact.quantity,
                    covered_until=fact.covered_until,
                )
            case _:
                pass
    return sorted(
        rows.values(), key=lambda row: (row.handed_on, row.position), reverse=True
    )


def _row(fact: MedicineHandedOut, logged: Logged) -> HandOutRow:
    return HandOutRow(
        hand_out=UUID(fact.hand_out),
        position=logged.position,
        office=UUID(fact.office),
        lot=fact.lot,
        name=fact.name,
        strength=fact.strength,
        unit=fact.unit,
        quantity=fact.quantity,
        returned=0,
        received_by=fact.received_by,
        receiver_name=fact.receiver_name,
        programme=fact.programme,
        handed_on=fact.happened_at,
        begins_on=fact.begins_on,
        days=fact.days,
        covered_until=fact.covered_until,
        next_pick_up_on=fact.next_pick_up_on,
        because=fact.because,
        reason=fact.reason,
        actor=str(logged.header["actor"]),
    )
