"""How far a notice has come, step by step, in words with the time of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.console.clocks import is_waiting
from api.language import msg
from domain.values.acceptance import Via
from projections.notice_box import NoticeRow

STEPS: Final[tuple[tuple[str, Callable[[NoticeRow], datetime | None]], ...]] = (
    (msg("issued"), lambda row: row.issued_at),
    (msg("delivered"), lambda row: row.delivered_at),
    (msg("could not be delivered"), lambda row: row.undeliverable_at),
    (msg("opened"), lambda row: row.opened_at),
    (msg("acceptance by telephone entered"), lambda row: row.on_behalf_at),
    (msg("accepted"), lambda row: row.accepted_at),
    (msg("returned"), lambda row: row.returned_at),
    (msg("outcome reported"), lambda row: row.outcome_at),
    (msg("closed"), lambda row: row.closed_at),
    (msg("withdrawn"), lambda row: row.withdrawn_at),
    (msg("expired without an answer"), lambda row: row.expired_at),
)
"""In the order of a notice's life."""

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "issued": (msg("Issued"), "warning"),
    "delivered": (msg("Waiting to be accepted"), "warning"),
    "undeliverable": (msg("Could not be delivered"), "danger"),
    "opened": (msg("Opened, not accepted yet"), "warning"),
    "accepted": (msg("Accepted"), "success"),
    "returned": (msg("Returned"), "danger"),
    "outcome": (msg("Outcome reported"), "success"),
    "closed": (msg("Closed"), "secondary"),
    "withdrawn": (msg("Withdrawn"), "dark"),
    "expired": (msg("Expired without an answer"), "dark"),
}
"""Each state's name and colour."""

VIAS: Final[Mapping[str, str]] = {
    Via.OWN: msg("from the receiver's own account"),
    Via.ON_BEHALF: msg("by telephone, entered on its behalf"),
    Via.SLIP: msg("by a signed slip"),
}
"""By which way a notice was accepted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step a notice has taken."""

    label: str
    at: datetime


def steps(row: NoticeRow) -> list[Step]:
    """Return the steps reached, in the order of time."""
    taken = [Step(label, at) for label, when in STEPS if (at := when(row)) is not None]
    return sorted(taken, key=lambda step: step.at)


def is_late(row: NoticeRow, now: datetime) -> bool:
    """Return whether nobody has answered and the clock has run out."""
    return is_waiting(row) and row.accept_by < now
