"""Looks, before somebody is entered, who on the register may be the same person."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from api.v1.asking import Asking
from domain.registry.registration import Identity
from domain.values.calendar import shanghai_day
from domain.values.identity import ResidentId, read
from domain.values.registration import IdKind
from projections.person_card import Card
from projections.possible_duplicates import possible_duplicates


def alike(asking: Asking, identity: Identity, village: str) -> Mapping[UUID, Card]:
    """Return the cards of whom it may be, within the asker's sight; noted when any."""
    today = shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        found = possible_duplicates(
            opened.connection, village, identity.name, _born(identity, today)
        )
        opened.saw(found)
        if not found:
            opened.showed_nobody()
    return found


def _born(identity: Identity, today: date) -> str | None:
    if identity.birth_date or identity.id_kind != IdKind.RESIDENT_ID:
        return identity.birth_date
    told = read(identity.id_number or "", today)
    return told.birth_date.isoformat() if isinstance(told, ResidentId) else None
