"""The one way to look at records: within sight of the principal, and noted.

A reading opens one transaction with what the database's own policies go by: the divisions,
the office, and those who moved out of the divisions and are not handed over yet. When it is
over, who was shown, or what was refused, is written to the reading log; only then does the
answer leave. If it cannot be written, nothing is shown.
"""

import hashlib
import hmac
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from api.principal import Principal
from api.services import Services
from domain.errors import Refused
from domain.log import Command, Log, Logged
from domain.registry.known import known
from domain.registry.readings import note_reading
from domain.rules.access import Operation, Relation, purposes, relations
from domain.values.calendar import shanghai_day
from domain.values.people import Channel
from projections.division_changes import former_codes
from projections.offices import office
from projections.view import position

BY_VILLAGE: Final = frozenset({Operation.READ_HANDOVER_LIST})
"""What an office sees of the villages it serves, where it sees nothing else of them."""


CLUES: Final = Operation.READ_CLUES
"""Who may not do this sees no clue, whatever else is looked at."""


@dataclass(slots=True)
class Reading:
    """An open reading: the connection to ask views with, and what has been shown.

    `position` is how much of the log the views have taken in; figures name it.
    """

    connection: Connection
    log: Log
    divisions: list[str]
    position: int
    words_key: bytes
    people: set[UUID] = field(default_factory=set[UUID])
    words: str = ""
    is_noted: bool = True

    def facts(self, person: UUID, upto: int | None = None) -> list[Logged]:
        """Return the facts about a person that count, of every record of theirs."""
        return known(self.log, person, upto)

    def saw(self, people: Iterable[UUID]) -> None:
        """Note whose records are shown."""
        self.people.update(people)

    def showed_nobody(self) -> None:
        """Say that the answer is "nothing new": such a look leaves no note."""
        self.is_noted = False

    def searched(self, words: str) -> None:
        """Note what was searched for, as an HMAC."""
        self.words = hmac.digest(self.words_key, words.encode(), hashlib.sha256).hex()


@contextmanager
def reading(
    services: Services, principal: Principal, operation: Operation
) -> Generator[Reading]:
    """Open a reading for an operation; it is noted when the block ends well."""
    with services.engine.begin() as connection:
        now = _divisions(services, connection, principal, operation)
        divisions = [*now, *former_codes(connection, now)]
        connection.execute(
            text(
                "SELECT set_config('suian.divisions', :divisions, true),"
                " set_config('suian.office', :office, true),"
                " set_config('suian.clues', :clues, true),"
                " set_config('suian.people', (SELECT coalesce(string_agg("
                "   h.person::text, ','), '') FROM view.held_elsewhere(:prefixes) h), true)"
            ),
            {
                "divisions": ",".join(divisions),
                "prefixes": divisions,
                "office": str(principal.organisation or ""),
                "clues": "yes" if purposes(principal.role, CLUES) else "",
            },
        )
        opened = Reading(
            connection,
            services.log,
            divisions,
            position(connection),
            services.words_key,
        )
        try:
            yield opened
        except Refused as refusal:
            _note(services, principal, operation, opened, type(refusal).__name__)
            raise
    if opened.is_noted:
        _note(services, principal, operation, opened)


def _note(
    services: Services,
    principal: Principal,
    operation: Operation,
    opened: Reading,
    refused: str = "",
) -> None:
    now = services.clock()
    note_reading(
        services.reading_log,
        Command(
            id=services.new_id(),
            body={},
            actor=principal.account,
            role=principal.role,
            organisation=principal.organisation,
            division=principal.division,
            purpose=principal.purpose,
            channel=Channel.SCREEN,
            now=now,
            happened_at=now.isoformat(),
        ),
        operation=operation,
        people=tuple(sorted(opened.people)),
        words=opened.words,
        position=opened.position,
        refused=refused,
    )


def _divisions(
    services: Services,
    connection: Connection,
    principal: Principal,
    operation: Operation,
) -> list[str]:
    """Return how far the principal sees for this operation, by the policy table."""
    needed = relations(principal.role, operation)
    if Relation.OWN_DIVISION in needed:
        return [principal.division] if principal.division else []
    by_village = operation in BY_VILLAGE or Relation.OWN_VILLAGE in needed
    if by_village and principal.organisation:
        own = office(connection, principal.organisation)
        day = shanghai_day(services.clock()).isoformat()
        villages = {s["village"] for s in own.services} if own else set[str]()
        return sorted(v for v in villages if own and own.serves(v, day))
    return []
