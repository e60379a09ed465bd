"""Destroys the keys of whoever an ended clue or a closed danger report was about.

It follows the log and skips nobody.

The fact comes first and the destruction follows it, however often it takes: destroying
twice comes to the same. A person's own keys are destroyed by two people (`suian erase`),
never from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from domain.log import Logged
from scheduler.follower import Following

TOPICS: Final = frozenset({"clue.keys_destroyed", "danger_report.keys_destroyed"})


@dataclass(frozen=True, slots=True)
class KeyDestruction:
    """Calls `destroy` with the id the keys belong to."""

    destroy: Callable[[UUID], int]

    def following(self) -> Following[Logged]:
        """Return what the follower named *clue_keys* does with which facts."""
        return Following("clue_keys", TOPICS, self.deal_with)

    def deal_with(self, connection: Connection, logged: Logged, now: datetime) -> None:
        """Destroy the keys; the fact itself is sealed with the site's."""
        del connection, now
        if logged.person:
            self.destroy(logged.person)
