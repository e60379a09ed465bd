"""Issues the digest of each shift that is over: a round that asks what is due and not done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Engine

from domain.log import Command
from domain.registry.notice_storms import IssueDigest
from domain.registry.runner import Runner
from projections.notice_shifts import digests_due
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
        """Issue what is due; return how many digests. Raises `LeaseLost`."""
        with self.engine.begin() as connection:
            due = digests_due(connection, now, BATCH)
            if due:
                lease.check(connection)
        issued = 0
        for row in due:
            issue = IssueDigest(row.receiver, row.shift, tuple(row.held))
            command = self.command(f"shift-digest/{row.shift}", row.receiver)
            issued += bool(self.runner.run(issue, command).facts)
        return issued
