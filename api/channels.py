"""How an office is told beside its inbox, as page and interface show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from api.principal import Principal
from api.reading import Reading
from api.services import Services
from domain.errors import Unknown
from domain.log import Recorded
from domain.registry.channels import Channels, channels_of
from domain.values.places import is_within
from projections.offices import OfficeRow, office

LISTED: Final = 100
"""How many tries are shown, the latest first."""
ROTATED: Final = "channel.secret_rotated"


@dataclass(frozen=True, slots=True)
class TryLine:
    """One try to bring something: when, by which way, and what came of it."""

    tried_at: datetime
    channel: str
    message: UUID | None
    outcome: str
    status: int | None
    millis: int


def office_in_sight(opened: Reading, principal: Principal, key: UUID) -> OfficeRow:
    """Return an office of one's own divisions; `Unknown` for any other."""
    found = office(opened.connection, key)
    if found is None or not is_within(found.division, principal.division):
        raise Unknown(kind="office")
    return found


def chosen_ways(opened: Reading, key: UUID) -> Channels:
    """Return how an office is told, by the log itself: a choice of a moment ago counts."""
    return channels_of(opened.log, key)


def latest_tries(connection: Connection, key: UUID) -> Sequence[TryLine]:
    """Return what came of the latest tries to reach an office."""
    rows = connection.execute(text(TRIES), {"office": key, "most": LISTED})
    return [TryLine(*row) for row in rows]


def new_secret(services: Services, key: UUID, recorded: Recorded) -> str | None:
    """Return the secret a command made, as it is shown to whoever made it; None if none."""
    made = [fact for fact in recorded.facts if fact.topic == ROTATED]
    if not made:
        return None
    ids = channels_of(services.log, key, made[-1].position).secrets
    return services.ways.shown_secret(key, ids[0].id)


TRIES: Final = """
SELECT tried_at, channel, message, outcome, status, millis FROM desk.channel_try
WHERE office = :office ORDER BY tried_at DESC, id DESC LIMIT :most
"""
