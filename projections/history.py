"""A person's history: every fact of every stream about them, as it stood at a moment.

Read from the log itself, not from a view, so nothing that ever happened can be missing.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from domain.log import Erased, Logged
from domain.person.counted import retracted
from domain.person.tags import Tagged, TagRemoved

_ENVELOPE: Final = frozenset(
    {
        "originator_id",
        "originator_version",
        "originator_topic",
        "timestamp",
        "person",
        "editions",
        "happened_at",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: when it happened and was recorded, by whom and why, and what it says.

    `details` are the fact's own values; empty for a fact whose key has been destroyed.
    """

    position: int
    topic: str
    happened_at: str
    recorded_at: datetime
    actor: UUID
    role: str
    purpose: str
    channel: str
    organisation: UUID | None
    editions: tuple[str, ...]
    details: Mapping[str, Any]
    is_erased: bool
    hash: str
    entry: UUID
    """The fact's own id, by which it can be taken back."""
    record: UUID | None
    """Whom it is about: of a merged person, the record it was recorded on."""
    is_retracted: bool = False


OF_TAGS: Final = frozenset({Tagged.TOPIC, TagRemoved.TOPIC})
"""The facts that only those may see who may see tags."""


def without_tags(facts: Sequence[Logged]) -> list[Logged]:
    """Return the facts that whoever sees a history may see: no tags of special groups."""
    return [logged for logged in facts if logged.topic not in OF_TAGS]


def lines(facts: Sequence[Logged], among: Sequence[Logged] = ()) -> list[Line]:
    """Return the lines of these facts in the order of the log.

    What was taken back is marked; `among` are all facts known, where only some are shown.
    """
    gone = retracted(among or facts)
    return [_line(logged, gone) for logged in facts]


def upto(facts: Sequence[Logged], moment: datetime) -> list[Logged]:
    """Return the facts that had been recorded by a moment."""
    return [logged for logged in facts if logged.recorded_at <= moment]


def _line(logged: Logged, gone: AbstractSet[str]) -> Line:
    header, fact = logged.header, logged.fact
    organisation = header.get("organisation")
    return Line(
        position=logged.position,
        topic=logged.topic,
        happened_at=logged.happened_at,
        recorded_at=logged.recorded_at,
        actor=UUID(header["actor"]),
        role=header["role"],
        purpose=header["purpose"],
        channel=logged.channel,
        organisation=UUID(organisation) if organisation else None,
        editions=tuple(header.get("editions", ())),
        details={}
        if isinstance(fact, Erased)
        else {k: v for k, v in vars(fact).items() if k not in _ENVELOPE},
        is_erased=isinstance(fact, Erased),
        hash=logged.hash.hex(),
        entry=logged.event_id,
        record=logged.person,
        is_retracted=str(logged.event_id) in gone,
    )
