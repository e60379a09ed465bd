"""Issues the digest of each shift that is over: a round that asks what is due and not done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command, Erased
from domain.registry.notice_storms import IssueDigest
from domain.registry.runner import Runner
from projections.notice_shifts import ShiftRow, digests_due
from scheduler.lease import Lease

BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class ShiftDigests:
    """The list says which shifts, the use case decides again; there is one a shift."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "shift_digests"

    def step(self, lease: Lease, now: datetime) -> int:
        """Issue what is due; return how many digests. Raises `LeaseLost`.

        A shift that is refused holds up no other office's; the refusal is raised at the end.
        """
        with self.engine.begin() as connection:
            due = digests_due(connection, now, BATCH)
            if due:
                lease.check(connection)
        issued, refusals = 0, list[Refused]()
        for row in due:
            try:
                issued += self._issue(row)
            except Refused as refusal:
                refusals.append(refusal)
        if refusals:
            raise refusals[0]
        return issued

    def _issue(self, row: ShiftRow) -> bool:
        gone = tuple(key for key in row.held if self._is_erased(key))
        held = tuple(key for key in row.held if key not in gone)
        issue = IssueDigest(row.receiver, row.shift, held, gone)
        command = self.command(f"shift-digest/{row.shift}", row.receiver)
        return bool(self.runner.run(issue, command).facts)

    def _is_erased(self, notice: UUID) -> bool:
        """Return whether a notice can be read no more: whom it is about was erased."""
        steps = self.runner.log.stream(notice)
        return any(isinstance(logged.fact, Erased) for logged in steps)
