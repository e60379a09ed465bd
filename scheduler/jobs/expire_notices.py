"""Lets notices expire that nobody ever answered, when nothing stands behind them any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Connection, Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.notice_expiry import LEAST_DAYS, ExpireNotice
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.escalations import ladder_of
from projections.notice_box import NoticeRow, is_answered_since, unanswered_before

_log: Final = structlog.stdlib.get_logger("scheduler.expire_notices")


@dataclass(frozen=True, slots=True)
class ExpireNotices:
    """The views say which are old and silent; the use case decides each again."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many notices expired on the day in China."""
        day = shanghai_day(due_at).isoformat()
        with self.engine.begin() as connection:
            old = unanswered_before(connection, due_at - timedelta(days=LEAST_DAYS))
            asked = [_asked(connection, key, row) for key, row in old]
        expired = sum(self._expire(one, day) for one in asked)
        _log.info("notices_expired", day=day, expired=expired)
        return expired

    def _expire(self, one: ExpireNotice, day: str) -> bool:
        try:
            command = self.command(f"expire/{day}", one.notice)
            return bool(self.runner.run(one, command).facts)
        except Refused as refusal:
            _log.warning("expiry_refused", reason=type(refusal).__name__)
            return False


def _asked(connection: Connection, key: UUID, row: NoticeRow) -> ExpireNotice:
    ladder = ladder_of(connection, key)
    is_in_hand = ladder is not None and ladder.taken_on_at is not None
    return ExpireNotice(
        notice=key,
        person=row.person,
        issued_on=shanghai_day(row.issued_at),
        rungs_left=ladder is not None and ladder.due_at is not None,
        is_answered=is_in_hand or is_answered_since(connection, row),
    )
