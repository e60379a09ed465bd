"""Small streams and commands for tests of the log: everything well but what is named."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from domain.fact import Fact
from domain.log import Command, Head, Log, Logged, Write
from domain.person.identity import Identity, record_identity
from domain.person.person import Person
from domain.registry.runner import person_of

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ACTOR = UUID("00000000-0000-4000-8000-00000000ac70")


def a_command(**named: Any) -> Command:
    """Return a command of a township doctor at noon in Shanghai."""
    facts: dict[str, Any] = {
        "id": uuid4(),
        "body": {},
        "actor": ACTOR,
        "role": "township_doctor",
        "organisation": None,
        "division": "990101001",
        "purpose": "care",
        "channel": "screen",
        "now": NOON,
        "happened_at": "2026-03-02",
        **named,
    }
    return Command(**facts)


def an_identity(**named: Any) -> Identity:
    """Return an invented identity."""
    facts: dict[str, Any] = {
        "name": "演示甲",
        "sex": "1",
        "birth_date": "1905-05-05",
        "id_kind": "unknown",
        "id_number": None,
        "phone": None,
        **named,
    }
    return Identity(**facts)


def a_person(stream: UUID | None = None, **named: Any) -> Person:
    """Return a person just registered and named, not yet appended."""
    person = Person.register(stream or uuid4(), "2026-03-02", provisional=True)
    record_identity(person, an_identity(**named))
    return person


def append(
    log: Log, facts: list[Fact], after: Head | None = None, **named: Any
) -> list[Logged]:
    """Append a stream's facts as one command would, after a head."""
    command = a_command(**named)
    writes = [
        Write(
            command.event_id(n),
            person_of(fact),
            command.header(fact, n, len(facts), "digest"),
            fact,
        )
        for n, fact in enumerate(facts)
    ]
    heads = {facts[0].originator_id: after} if after else {}
    return list(log.append(writes, heads, command.now))


def pending(person: Person) -> list[Fact]:
    """Return a stream's facts that are not yet appended."""
    return [fact for fact in person.collect_events() if isinstance(fact, Fact)]
