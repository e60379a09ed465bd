"""What is out of sight is not there: the answer is the same as for an id nobody has."""

from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection

from domain.errors import NotAllowed, RecordMerged, Unknown
from domain.rules.access import Lacking
from projections.merged_records import survivor_of
from projections.person_card import Card, card


@contextmanager
def within_sight(kind: str) -> Generator[None]:
    """Turn a refusal for want of any relation to what was named into `Unknown`."""
    try:
        yield
    except NotAllowed as refusal:
        if refusal.details.get("lacking") == Lacking.RELATION:
            raise Unknown(kind=kind) from None
        raise


def seen_card(connection: Connection, person: UUID, at: int | None = None) -> Card:
    """Return a person's card; `Unknown` when there is none or it is out of sight.

    Of a record that was merged `RecordMerged` says which one survives.
    """
    found = card(connection, person, at)
    if found is None and (survivor := survivor_of(connection, person)):
        raise RecordMerged(survivor=str(survivor))
    if found is None:
        raise Unknown(kind="person")
    return found
