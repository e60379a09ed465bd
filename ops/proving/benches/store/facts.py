"""The fact that is written: one real follow-up, decided once, recorded again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from os import urandom
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from domain.fact import NOT_YET, Fact
from domain.log import HEADER_SCHEMA, Write
from domain.person.follow_up import FollowUpRecorded, record_follow_up
from domain.person.person import Person
from ops.demo.visit import REMARK, WELL, a_form

DAY: Final = date(2026, 3, 2)
_LIBRARY: Final = frozenset({"originator_id", "originator_version", "timestamp"})


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Makes follow-ups that differ in nothing but whose they are and their command."""

    values: Mapping[str, Any]
    header: Mapping[str, Any]

    def fact(self, person: UUID, version: int) -> FollowUpRecorded:
        """Return the follow-up as the next fact of a person's stream."""
        return FollowUpRecorded(
            originator_id=person,
            originator_version=version,
            timestamp=NOT_YET,
            **self.values,
        )

    def write(self, person: UUID, version: int) -> Write:
        """Return it as one command would have it recorded."""
        command = uuid4()
        stamp = {"id": str(command), "digest": _DIGEST, "index": 0, "count": 1}
        return Write(
            event_id=uuid5(command, "0"),
            person=person,
            header={**self.header, "command": stamp},
            fact=self.fact(person, version),
        )


def follow_ups() -> FollowUps:
    """Decide on one follow-up by the rules of the house and take it as the pattern."""
    person = Person.register(uuid4(), DAY.isoformat(), provisional=True)
    record_follow_up(person, str(uuid4()), a_form(DAY, WELL, REMARK), DAY)
    fact = next(
        event
        for event in person.collect_events()
        if isinstance(event, FollowUpRecorded)
    )
    return FollowUps(_values(fact), _header(fact))


def _values(fact: Fact) -> dict[str, Any]:
    return {name: value for name, value in vars(fact).items() if name not in _LIBRARY}


def _header(fact: FollowUpRecorded) -> dict[str, Any]:
    return {
        "schema": HEADER_SCHEMA,
        "actor": str(uuid4()),
        "role": "township_doctor",
        "organisation": str(uuid4()),
        "purpose": "care",
        "channel": "screen",
        "happened_at": fact.happened_at,
        "editions": fact.editions,
    }


_DIGEST: Final = urandom(32).hex()
