"""How many records, cases and exclusions wait for whoever opens the home page."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from api.language import msg
from api.principal import Principal, serving
from api.services import Services
from api.v1.asking import Asking
from domain.rules.access import Operation, purposes
from domain.values.review import ReviewState
from projections.exclusions import how_many_proposed
from projections.national_entries import people_waiting
from projections.reviews import how_many

Counting = Callable[[Connection, Principal], int]


def _entries(connection: Connection, principal: Principal) -> int:
    del principal
    return people_waiting(connection)


def _returned(connection: Connection, principal: Principal) -> int:
    office = principal.organisation
    return how_many(connection, ReviewState.RETURNED, office) if office else 0


def _cases(connection: Connection, principal: Principal) -> int:
    del principal
    return how_many(connection, ReviewState.WAITING)


def _exclusions(connection: Connection, principal: Principal) -> int:
    del principal
    return how_many_proposed(connection)


WAITS: Final[tuple[tuple[Operation, Counting, str, str], ...]] = (
    (
        Operation.READ_RETURNED,
        _returned,
        msg("Sent back by the review"),
        "/returned-reviews",
    ),
    (Operation.REVIEW_CASE, _cases, msg("Review queue"), "/reviews"),
    (Operation.EXCLUDE_DIAGNOSIS, _exclusions, msg("Exclusions"), "/exclusions"),
    (Operation.ENTER_NATIONAL, _entries, msg("National system"), "/national"),
)
"""Who may, what is counted, what it is called, where it leads."""


def desk_waiting(
    services: Services, principal: Principal
) -> list[tuple[str, str, int]]:
    """Return (label, address, how many) of what waits; nothing for what is empty.

    Counts show nobody, so they leave no note.
    """
    found: list[tuple[str, str, int]] = []
    for operation, counting, label, address in WAITS:
        if not purposes(principal.role, operation):
            continue
        asking = Asking(services, serving(principal, operation), operation)
        with asking.reading() as opened:
            waiting = counting(opened.connection, principal)
            opened.showed_nobody()
        if waiting:
            found.append((label, address, waiting))
    return found
