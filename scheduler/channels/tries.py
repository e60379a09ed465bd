"""The list of tries: when which way was tried, what came of it, how long it took.

Nothing that was sent and nothing that was answered is kept.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, text

from scheduler.message import Answer, Delivered

KEPT: Final = timedelta(days=90)

Doing = Callable[[], tuple[Answer, int | None]]
"""A try: its answer, and the status it came with if there was one."""


@dataclass(frozen=True, slots=True)
class Try:
    """One try; `message` is None for a test by hand, `outcome` a short name."""

    office: UUID
    channel: str
    message: UUID | None
    outcome: str
    status: int | None
    millis: int


@dataclass(frozen=True, slots=True)
class Tries:
    """Makes tries and keeps what came of them for ninety days; `ticks` counts seconds."""

    engine: Engine
    clock: Callable[[], datetime]
    ticks: Callable[[], float]

    def make(
        self, office: UUID, channel: str, message: UUID | None, doing: Doing
    ) -> tuple[Answer, Try]:
        """Make a try, keep it, and return its answer."""
        began = self.ticks()
        answer, status = doing()
        millis = round((self.ticks() - began) * 1000)
        outcome = "delivered" if isinstance(answer, Delivered) else answer.reason
        made = Try(office, channel, message, outcome, status, millis)
        self._keep(made)
        return answer, made

    def _keep(self, made: Try) -> None:
        now = self.clock()
        with self.engine.begin() as connection:
            connection.execute(text(KEEP), {**asdict(made), "now": now})
            connection.execute(text(DROP), {"office": made.office, "old": now - KEPT})


KEEP: Final = (
    "INSERT INTO desk.channel_try"
    " (office, channel, message, outcome, status, millis, tried_at)"
    " VALUES (:office, :channel, :message, :outcome, :status, :millis, :now)"
)
DROP: Final = "DELETE FROM desk.channel_try WHERE office = :office AND tried_at < :old"
